#pragma once

// Operators on values, and what functions share with them. Inner to asl/jsonata. Throw Error.

#include <string>
#include <string_view>

#include "asl/jsonata/item.h"

namespace cloudling::asl::jsonata {

Item negated(const Item& operand);

/// + - * / % = != < <= > >= in
Item combined(std::string_view op, const Item& left, const Item& right);

/// As $string gives it; "" for nothing.
std::string text_of(const Item& item, bool pretty = false);

/// What a pattern called as a function answers: {"match", "start", "end", "groups"}, or nothing.
Item match_pattern(const Function& pattern, const Items& arguments);

}  // namespace cloudling::asl::jsonata
