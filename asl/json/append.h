#pragma once

// For who writes JSON text piece by piece.

#include <string>
#include <string_view>

namespace cloudling::json {

/// Appends a string, quoted and escaped, as write() does.
void append_string(std::string& out, std::string_view text);

}  // namespace cloudling::json
