#pragma once

// Regular expressions, by RE2: their time is linear in the text. Inner to asl/jsonata.

#include <string>
#include <string_view>
#include <vector>

#include "asl/jsonata/item.h"

namespace cloudling::asl::jsonata {

struct Match {
  std::string text;
  size_t start = 0;  ///< bytes
  std::vector<std::string> groups;
};

/// At most `limit` matches, from left to right. Throws Error where RE2 has no such pattern.
std::vector<Match> find_matches(const Function& pattern, std::string_view text, size_t limit);

}  // namespace cloudling::asl::jsonata
