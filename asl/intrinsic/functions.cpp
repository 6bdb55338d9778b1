#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "asl/intrinsic/expression.h"
#include "asl/intrinsic/text.h"

namespace cloudling::asl {
namespace {

using json::Value;
using Arguments = std::vector<Value>;

// Limits of the developer guide.
constexpr size_t kMaxTextLength = 10'000;   // Base64 and Hash
constexpr int64_t kMaxRange = 1000;         // ArrayRange
constexpr double kMaxInteger = 2147483647;  // MathAdd, MathRandom

Evaluated fail(std::string problem) { return {std::nullopt, false, std::move(problem)}; }
Evaluated give(Value value) { return {std::move(value), false, {}}; }

const std::string& text(const Value& value) { return value.get_ref<const std::string&>(); }

/// Rounded to the nearest integer, halves towards positive infinity, as Java's Math.round does.
double rounded(const Value& value) { return std::floor(value.get<double>() + 0.5); }

bool in_range(double number) { return number >= -kMaxInteger - 1 && number <= kMaxInteger; }

std::string shown(const Value& value) {
  if (value.is_string()) return text(value);
  return value.is_structured() ? java_text(value) : json::write(value);
}

Evaluated format(const Arguments& arguments) {
  if (!arguments[0].is_string()) return fail("The first argument of States.Format must be a string");
  const std::string& pattern = text(arguments[0]);
  std::string out;
  size_t used = 1;
  for (size_t at = 0; at < pattern.size(); ++at) {
    const bool escaped = pattern[at] == '\\' && at + 1 < pattern.size() &&
                         (pattern[at + 1] == '{' || pattern[at + 1] == '}' || pattern[at + 1] == '\\');
    if (escaped) {
      out += pattern[++at];
    } else if (pattern.compare(at, 2, "{}") == 0) {
      if (used >= arguments.size()) return fail("States.Format has fewer arguments than occurrences of {}");
      out += shown(arguments[used++]);
      ++at;
    } else {
      out += pattern[at];
    }
  }
  if (used != arguments.size()) return fail("States.Format has more arguments than occurrences of {}");
  return give(std::move(out));
}

Evaluated string_to_json(const Arguments& arguments) {
  if (!arguments[0].is_string()) return fail("States.StringToJson takes a string");
  json::ParseError error;
  auto value = json::parse(text(arguments[0]), &error);
  if (!value) return fail("The string is not valid JSON: " + error.message);
  return give(std::move(*value));
}

Evaluated array_partition(const Arguments& arguments) {
  if (!arguments[0].is_array()) return fail("The first argument of States.ArrayPartition must be an array");
  if (!arguments[1].is_number() || rounded(arguments[1]) < 1) {
    return fail("The chunk size of States.ArrayPartition must be a positive number");
  }
  const auto size = static_cast<size_t>(std::min(rounded(arguments[1]), kMaxInteger));
  Value chunks = Value::array();
  for (size_t at = 0; at < arguments[0].size(); ++at) {
    if (at % size == 0) chunks.push_back(Value::array());
    chunks.back().push_back(arguments[0][at]);
  }
  return give(std::move(chunks));
}

Evaluated array_contains(const Arguments& arguments) {
  if (!arguments[0].is_array()) return fail("The first argument of States.ArrayContains must be an array");
  return give(std::ranges::find(arguments[0], arguments[1]) != arguments[0].end());
}

Evaluated array_range(const Arguments& arguments) {
  if (!std::ranges::all_of(arguments, [](const Value& v) { return v.is_number() && in_range(rounded(v)); })) {
    return fail("The arguments of States.ArrayRange must be integers");
  }
  const auto first = static_cast<int64_t>(rounded(arguments[0]));
  const auto last = static_cast<int64_t>(rounded(arguments[1]));
  const auto step = static_cast<int64_t>(rounded(arguments[2]));
  if (step == 0) return fail("The step of States.ArrayRange must not be 0");
  if ((last - first) / step + 1 > kMaxRange) return fail("States.ArrayRange gives at most 1000 elements");
  Value range = Value::array();
  for (int64_t at = first; step > 0 ? at <= last : at >= last; at += step) range.push_back(at);
  return give(std::move(range));
}

Evaluated array_get_item(const Arguments& arguments) {
  if (!arguments[0].is_array()) return fail("The first argument of States.ArrayGetItem must be an array");
  if (!arguments[1].is_number()) return fail("The index of States.ArrayGetItem must be a number");
  const double index = rounded(arguments[1]);
  if (index < 0 || index >= static_cast<double>(arguments[0].size())) {
    return fail("The index of States.ArrayGetItem is outside the array");
  }
  return give(arguments[0][static_cast<size_t>(index)]);
}

/// The same for equal values, whatever the order of their keys.
size_t value_hash(const Value& value) {
  if (value.is_number()) return std::hash<double>()(value.get<double>());
  size_t hash = value.size() + static_cast<size_t>(value.type()) * 0x9E3779B9u;
  if (value.is_object()) {
    for (const auto& [key, member] : value.get_ref<const Value::object_t&>()) {
      hash += std::hash<std::string>()(key) ^ (value_hash(member) * 31);
    }
  } else if (value.is_array()) {
    for (const Value& item : value) hash = hash * 31 + value_hash(item);
  } else {
    hash += std::hash<std::string>()(json::write(value));
  }
  return hash;
}

Evaluated array_unique(const Arguments& arguments) {
  if (!arguments[0].is_array()) return fail("States.ArrayUnique takes an array");
  Value unique = Value::array();
  std::unordered_multimap<size_t, size_t> seen;  // hash -> position in `unique`
  for (const Value& item : arguments[0]) {
    const size_t hash = value_hash(item);
    const auto [first, last] = seen.equal_range(hash);
    if (std::any_of(first, last, [&](const auto& entry) { return unique[entry.second] == item; })) continue;
    seen.emplace(hash, unique.size());
    unique.push_back(item);
  }
  return give(std::move(unique));
}

Evaluated base64(const Arguments& arguments, bool encode) {
  if (!arguments[0].is_string() || text(arguments[0]).size() > kMaxTextLength) {
    return fail("The argument must be a string of at most 10000 characters");
  }
  if (encode) return give(base64_encode(text(arguments[0])));
  auto bytes = base64_decode(text(arguments[0]));
  if (!bytes || !json::valid_utf8(*bytes)) return fail("The argument is not valid Base64 of a text");
  return give(std::move(*bytes));
}

Evaluated hash(const Arguments& arguments) {
  const std::string data = arguments[0].is_string() ? text(arguments[0]) : json::write(arguments[0]);
  if (data.size() > kMaxTextLength) return fail("States.Hash takes at most 10000 characters");
  auto digest = arguments[1].is_string() ? hex_digest(text(arguments[1]), data) : std::nullopt;
  if (!digest) return fail("The algorithm of States.Hash must be MD5, SHA-1, SHA-256, SHA-384 or SHA-512");
  return give(std::move(*digest));
}

Evaluated json_merge(Arguments& arguments) {
  if (!arguments[0].is_object() || !arguments[1].is_object()) return fail("States.JsonMerge takes two objects");
  if (!arguments[2].is_boolean()) return fail("The third argument of States.JsonMerge must be a boolean");
  if (arguments[2].get<bool>()) return fail("States.JsonMerge supports shallow merging only: pass false");
  for (auto& [key, value] : arguments[1].get_ref<Value::object_t&>()) arguments[0][key] = std::move(value);
  return give(std::move(arguments[0]));
}

Evaluated math_random(const Arguments& arguments, Random& random) {
  if (!std::ranges::all_of(arguments, [](const Value& v) { return v.is_number() && in_range(rounded(v)); })) {
    return fail("The arguments of States.MathRandom must be integers");
  }
  const double first = rounded(arguments[0]);
  const double end = rounded(arguments[1]);
  if (first >= end) return fail("The start of States.MathRandom must be less than its end");
  Random seeded(arguments.size() == 3 ? static_cast<uint64_t>(static_cast<int64_t>(rounded(arguments[2]))) : 0);
  const double fraction = arguments.size() == 3 ? seeded.fraction() : random.fraction();
  return give(static_cast<int64_t>(first + std::floor(fraction * (end - first))));
}

Evaluated math_add(const Arguments& arguments) {
  if (!arguments[0].is_number() || !arguments[1].is_number()) return fail("States.MathAdd takes two numbers");
  const double left = rounded(arguments[0]);
  const double right = rounded(arguments[1]);
  if (!in_range(left) || !in_range(right) || !in_range(left + right)) {
    return fail("States.MathAdd takes and gives integers between -2147483648 and 2147483647");
  }
  return give(static_cast<int64_t>(left + right));
}

/// Splits at each of the delimiter's characters; empty parts are left out.
Evaluated string_split(const Arguments& arguments) {
  if (!arguments[0].is_string() || !arguments[1].is_string()) return fail("States.StringSplit takes two strings");
  const std::string& whole = text(arguments[0]);
  Value parts = Value::array();
  size_t at = whole.find_first_not_of(text(arguments[1]));
  while (at != std::string::npos) {
    const size_t end = whole.find_first_of(text(arguments[1]), at);
    parts.push_back(whole.substr(at, end == std::string::npos ? end : end - at));
    at = whole.find_first_not_of(text(arguments[1]), end);
  }
  return give(std::move(parts));
}

Evaluated uuid(Random& random) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  uint64_t bits = 0;
  for (int i = 0; i < 32; ++i) {
    if (i % 16 == 0) bits = random.next();
    unsigned digit = bits & 15;
    bits >>= 4;
    if (i == 12) digit = 4;
    if (i == 16) digit = 8 + (digit & 3);
    if (i == 8 || i == 12 || i == 16 || i == 20) out += '-';
    out += kDigits[digit];
  }
  return give(std::move(out));
}

}  // namespace

Evaluated call_intrinsic(IntrinsicFunction function, std::vector<Value> arguments, Random& random) {
  using F = IntrinsicFunction;
  switch (function) {
    case F::kFormat:
      return format(arguments);
    case F::kStringToJson:
      return string_to_json(arguments);
    case F::kJsonToString:
      return give(json::write(arguments[0]));
    case F::kArray:
      return give(Value(std::move(arguments)));
    case F::kArrayPartition:
      return array_partition(arguments);
    case F::kArrayContains:
      return array_contains(arguments);
    case F::kArrayRange:
      return array_range(arguments);
    case F::kArrayGetItem:
      return array_get_item(arguments);
    case F::kArrayLength:
      if (!arguments[0].is_array()) return fail("States.ArrayLength takes an array");
      return give(arguments[0].size());
    case F::kArrayUnique:
      return array_unique(arguments);
    case F::kBase64Encode:
      return base64(arguments, true);
    case F::kBase64Decode:
      return base64(arguments, false);
    case F::kHash:
      return hash(arguments);
    case F::kJsonMerge:
      return json_merge(arguments);
    case F::kMathRandom:
      return math_random(arguments, random);
    case F::kMathAdd:
      return math_add(arguments);
    case F::kStringSplit:
      return string_split(arguments);
    case F::kUuid:
      return uuid(random);
  }
  return fail("Unknown function");
}

}  // namespace cloudling::asl
