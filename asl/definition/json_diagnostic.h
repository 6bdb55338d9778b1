#pragma once

// What AWS says of a definition that is no JSON: the words of its JSON reader.

#include <string_view>

#include "asl/definition/definition.h"

namespace cloudling::asl {

Diagnostic json_diagnostic(std::string_view text, const json::ParseError& error);

}  // namespace cloudling::asl
