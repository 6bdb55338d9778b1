#include "emulators/logs/filter_condition.h"

#include "emulators/aws/encoding.h"
#include "emulators/logs/filter_pattern.h"

namespace cloudling::logs {

namespace {

using Comparison = FilterCondition::Comparison;

Comparison read_comparison(FilterScanner& scanner) {
  if (scanner.take("!=")) return Comparison::kNotEqual;
  if (scanner.take("=!")) return Comparison::kNotEqual;
  if (scanner.take("<=")) return Comparison::kLessOrEqual;
  if (scanner.take(">=")) return Comparison::kGreaterOrEqual;
  if (scanner.take("<")) return Comparison::kLess;
  if (scanner.take(">")) return Comparison::kGreater;
  scanner.expect("=");
  return Comparison::kEqual;
}

bool is_order(Comparison comparison) { return comparison != Comparison::kEqual && comparison != Comparison::kNotEqual; }

void take_wildcards(FilterCondition& condition) {
  std::string& text = condition.text;
  if (text.starts_with('*')) {
    condition.any_before = true;
    text.erase(0, 1);
  }
  if (text.ends_with('*')) {
    condition.any_after = true;
    text.pop_back();
  }
}

/// As the guide writes numbers: a sign may be '+', too.
std::optional<double> number_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  return aws::parse_number(text);
}

}  // namespace

bool FilterCondition::same(std::string_view value) const {
  if (any_before && any_after) return contains(value, text);
  if (any_before) return value.ends_with(text);
  if (any_after) return value.starts_with(text);
  return value == text;
}

bool FilterCondition::holds(std::string_view value, std::optional<double> as_number) const {
  switch (comparison) {
    case Comparison::kEqual:
    case Comparison::kNotEqual: {
      const bool numbers = number && as_number;
      const bool equal = regex     ? re2::RE2::PartialMatch(re2::StringPiece(value.data(), value.size()), *regex)
                         : numbers ? *number == *as_number
                                   : same(value);
      return equal == (comparison == Comparison::kEqual);
    }
    case Comparison::kLess:
      return as_number && *as_number < *number;
    case Comparison::kLessOrEqual:
      return as_number && *as_number <= *number;
    case Comparison::kGreater:
      return as_number && *as_number > *number;
    case Comparison::kGreaterOrEqual:
      return as_number && *as_number >= *number;
  }
  return false;
}

FilterCondition read_condition(FilterScanner& scanner, std::string_view stops) {
  FilterCondition condition;
  condition.comparison = read_comparison(scanner);
  if (scanner.peek() == '%') {
    condition.regex = scanner.regex();
  } else if (scanner.peek() == '"') {
    condition.text = scanner.quoted();
    take_wildcards(condition);
  } else {
    condition.text = scanner.bare(stops);
    if (condition.text.empty()) scanner.fail("a value is missing after a comparison");
    condition.number = number_of(condition.text);
    take_wildcards(condition);
  }
  if (is_order(condition.comparison) && !condition.number)
    scanner.fail("only numbers can be compared by <, <=, > and >=");
  return condition;
}

}  // namespace cloudling::logs
