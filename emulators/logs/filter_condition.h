#pragma once

// A condition on one value of an event: `= "text"`, `!= 4*`, `>= 10e3`, `= %regex%`. Shared by the kinds of filter
// patterns.

#include <re2/re2.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "emulators/logs/filter_scanner.h"

namespace cloudling::logs {

struct FilterCondition {
  enum class Comparison { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

  Comparison comparison = Comparison::kEqual;
  std::string text;         ///< without the wildcards
  bool any_before = false;  ///< '*' in front: any text may come before it
  bool any_after = false;
  std::optional<double> number;  ///< where the text is one
  std::shared_ptr<const re2::RE2> regex;

  /// Of a value that is a text; `as_number` where it is (also) a number.
  bool holds(std::string_view value, std::optional<double> as_number) const;

 private:
  bool same(std::string_view value) const;
};

/// Reads an operator and a value, which ends at white space, "&&", "||" or one of `stops`.
FilterCondition read_condition(FilterScanner& scanner, std::string_view stops);

}  // namespace cloudling::logs
