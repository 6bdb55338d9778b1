#pragma once

// The words of an Insights query.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cloudling::logs::insights {

struct Token {
  enum class Kind { kName, kNumber, kPeriod, kText, kRegex, kSymbol, kEnd };

  Kind kind = Kind::kEnd;
  std::string text;     ///< a name without backticks, a text without quotes, a regular expression without slashes
  double number = 0;    ///< of a number; milliseconds of a period (5m, 1h)
  size_t offset = 0;    ///< in the query, from 0
  bool quoted = false;  ///< a name in backticks, which is never a keyword
};

/// Throws MalformedQueryException.
std::vector<Token> tokens_of(std::string_view query);

/// MalformedQueryException at an offset.
[[noreturn]] void fail_at(size_t offset, const std::string& why);

}  // namespace cloudling::logs::insights
