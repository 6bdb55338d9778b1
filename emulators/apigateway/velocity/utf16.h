#pragma once

// Java counts characters in UTF-16, templates' texts are UTF-8. Pure functions.

#include <string>
#include <string_view>

namespace cloudling::velocity {

std::u16string to_utf16(std::string_view text);

/// A half of a surrogate pair that stands alone becomes '?', as Java encodes it.
std::string to_utf8(std::u16string_view text);

bool is_ascii(std::string_view text);

/// Of ASCII, Latin, Greek and Cyrillic letters; the others stay.
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);

}  // namespace cloudling::velocity
