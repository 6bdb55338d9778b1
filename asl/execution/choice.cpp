#include "asl/execution/choice.h"

#include <vector>

namespace cloudling::asl {
namespace {

using json::Value;
using Test = ChoiceRule::Test;
using Subject = ChoiceRule::Subject;
using Verdict = std::variant<bool, Failure>;

Failure no_value(const jsonpath::Path& path) {
  return runtime_failure("Invalid path '" + path.text() +
                         "': The choice state's condition path references an invalid value.");
}

std::optional<Timestamp> timestamp_of(const Value& value) {
  return value.is_string() ? parse_timestamp(value.get_ref<const std::string&>()) : std::nullopt;
}

template <class T>
bool compare(Test test, const T& left, const T& right) {
  switch (test) {
    case Test::kEquals:
      return left == right;
    case Test::kLess:
      return left < right;
    case Test::kGreater:
      return right < left;
    case Test::kLessEquals:
      return !(right < left);
    case Test::kGreaterEquals:
      return !(left < right);
    default:
      return false;
  }
}

/// The tests that look at the value's type, not at another value.
bool type_test(Test test, const Value& value) {
  switch (test) {
    case Test::kIsNull:
      return value.is_null();
    case Test::kIsNumeric:
      return value.is_number();
    case Test::kIsString:
      return value.is_string();
    case Test::kIsBoolean:
      return value.is_boolean();
    case Test::kIsTimestamp:
      return timestamp_of(value).has_value();
    default:
      return true;  // kIsPresent: there is a value
  }
}

/// Values of another type than the test is about never match.
bool compare_values(const ChoiceRule& rule, const Value& left, const Value& right) {
  switch (rule.subject) {
    case Subject::kString:
      if (!left.is_string() || !right.is_string()) return false;
      if (rule.test == Test::kMatches) {
        return wildcard_match(right.get_ref<const std::string&>(), left.get_ref<const std::string&>());
      }
      return compare(rule.test, left.get_ref<const std::string&>(), right.get_ref<const std::string&>());
    case Subject::kNumeric:
      return left.is_number() && right.is_number() && compare(rule.test, left, right);
    case Subject::kBoolean:
      return left.is_boolean() && right.is_boolean() && left == right;
    case Subject::kTimestamp: {
      const auto a = timestamp_of(left);
      const auto b = rule.timestamp ? rule.timestamp : timestamp_of(right);
      return a && b && compare(rule.test, *a, *b);
    }
    case Subject::kType:
      break;
  }
  return false;
}

Verdict run_test(const ChoiceRule& rule, const DataScope& scope) {
  const jsonpath::Result left = evaluate_path(*rule.variable, scope);
  if (rule.test == Test::kIsPresent) return left.found() == rule.literal.get<bool>();
  if (!left.found()) return no_value(*rule.variable);
  if (rule.subject == Subject::kType) return type_test(rule.test, left.value()) == rule.literal.get<bool>();
  if (!rule.other) return compare_values(rule, left.value(), rule.literal);
  const jsonpath::Result right = evaluate_path(*rule.other, scope);
  if (!right.found()) return no_value(*rule.other);
  return compare_values(rule, left.value(), right.value());
}

}  // namespace

std::variant<bool, Failure> matches(const ChoiceRule& rule, const DataScope& scope) {
  if (rule.kind == ChoiceRule::Kind::kTest) return run_test(rule, scope);
  if (rule.kind == ChoiceRule::Kind::kNot) {
    Verdict inner = matches(rule.parts.front(), scope);
    if (const bool* holds = std::get_if<bool>(&inner)) return !*holds;
    return inner;
  }
  const bool all = rule.kind == ChoiceRule::Kind::kAnd;
  for (const ChoiceRule& part : rule.parts) {
    Verdict inner = matches(part, scope);
    const bool* holds = std::get_if<bool>(&inner);
    if (holds == nullptr) return inner;
    if (*holds != all) return !all;
  }
  return all;
}

bool wildcard_match(std::string_view pattern, std::string_view text) {
  // One step of memory for the last "*" is enough: each later star makes the earlier ones irrelevant.
  size_t p = 0;
  size_t t = 0;
  size_t star = std::string_view::npos;
  size_t star_text = 0;
  while (t < text.size()) {
    const bool escaped =
        p + 1 < pattern.size() && pattern[p] == '\\' && (pattern[p + 1] == '*' || pattern[p + 1] == '\\');
    const size_t literal = escaped ? p + 1 : p;
    if (!escaped && p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
    } else if (literal < pattern.size() && pattern[literal] == text[t]) {
      p = literal + 1;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace cloudling::asl
