#pragma once

// Rules of a Choice state (States Language, "Choice State").

#include <variant>

#include "asl/execution/data_flow.h"

namespace cloudling::asl {

/// Whether the rule holds for the scope's input. A path that leads nowhere is States.Runtime, except under IsPresent.
std::variant<bool, Failure> matches(const ChoiceRule& rule, const DataScope& scope);

/// StringMatches: "*" stands for any characters, "\*" for the character itself, "\\" for a backslash.
bool wildcard_match(std::string_view pattern, std::string_view text);

}  // namespace cloudling::asl
