#pragma once

// Characters of texts that are known to be UTF-8. Pure.

#include <cstddef>
#include <string_view>

namespace cloudling::s3::select {

/// Bytes of the character that a text begins with; 0 for an empty text.
inline size_t character_size(std::string_view text) {
  if (text.empty()) return 0;
  size_t size = 1;
  while (size < text.size() && (text[size] & 0xc0) == 0x80) ++size;
  return size;
}

inline size_t count_characters(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (c & 0xc0) != 0x80 ? 1 : 0;
  return count;
}

/// The text without its first `count` characters.
inline std::string_view without_first(std::string_view text, size_t count) {
  for (; count > 0 && !text.empty(); --count) text.remove_prefix(character_size(text));
  return text;
}

}  // namespace cloudling::s3::select
