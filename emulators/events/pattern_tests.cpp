#include "emulators/events/pattern_tests.h"

#include <arpa/inet.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

#include "emulators/aws/encoding.h"

namespace cloudling::events::detail {

namespace {

using Made = std::unique_ptr<const Test>;

/// A test that a function of the value decides.
class Predicate final : public Test {
 public:
  explicit Predicate(std::function<bool(const json::Value&)> passes) : passes_(std::move(passes)) {}
  bool passes(const json::Value& value) const override { return passes_(value); }

 private:
  std::function<bool(const json::Value&)> passes_;
};

class Absence final : public Test {
 public:
  bool passes(const json::Value&) const override { return false; }
  bool wants_absence() const override { return true; }
};

Made made(std::function<bool(const json::Value&)> passes) { return std::make_unique<Predicate>(std::move(passes)); }

/// A test of the text of strings.
Made text_test(std::function<bool(std::string_view)> passes) {
  return made([passes = std::move(passes)](const json::Value& value) {
    return value.is_string() && passes(value.get_ref<const std::string&>());
  });
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return result;
}

std::string require_text(const json::Value& value, const std::string& message) {
  if (!value.is_string()) throw BadPattern{message};
  return value.get<std::string>();
}

/// The one member of a match expression.
std::pair<std::string, const json::Value*> only_member(const json::Value& object, const char* when_empty) {
  if (object.empty()) throw BadPattern{when_empty};
  if (object.size() != 1) throw BadPattern{"Only one key allowed in match expression"};
  return {object.begin().key(), &object.begin().value()};
}

bool same(const json::Value& wanted, const json::Value& value) {
  if (wanted.is_number() && value.is_number()) return wanted.get<double>() == value.get<double>();
  return wanted.type() == value.type() && wanted == value;
}

// ---- prefix and suffix -------------------------------------------------------------------------------------------

bool at_edge(const std::string& kind, std::string_view value, std::string_view edge) {
  return kind == "prefix" ? value.starts_with(edge) : value.ends_with(edge);
}

/// "x", or {"equals-ignore-case": "x"}.
Made edge_test(const std::string& kind, const json::Value& given) {
  if (!given.is_object()) {
    const std::string edge = require_text(given, kind + " match pattern must be a string");
    return text_test([kind, edge](std::string_view value) { return at_edge(kind, value, edge); });
  }
  const auto [name, value] = only_member(given, "Match expression name not found");
  if (name != "equals-ignore-case") throw BadPattern{"Unsupported " + kind + " pattern: " + name};
  const std::string edge = lower(require_text(*value, "equals-ignore-case match pattern must be a string"));
  return text_test([kind, edge](std::string_view text) { return at_edge(kind, lower(text), edge); });
}

// ---- wildcard ----------------------------------------------------------------------------------------------------

/// The pattern as a regular expression; a backslash stands before '*' and '\' that mean themselves.
std::string wildcard_regex(const std::string& pattern) {
  std::string regex, literal;
  const auto flush = [&] { regex += re2::RE2::QuoteMeta(std::exchange(literal, "")); };
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\') {
      const bool known = i + 1 < pattern.size() && (pattern[i + 1] == '*' || pattern[i + 1] == '\\');
      if (!known) throw BadPattern{"Invalid escape character at pos " + std::to_string(i + 1)};
      literal += pattern[++i];
    } else if (pattern[i] == '*') {
      if (i > 0 && pattern[i - 1] == '*' && regex.ends_with(".*") && literal.empty())
        throw BadPattern{"Consecutive wildcard characters at pos " + std::to_string(i)};
      flush();
      regex += ".*";
    } else {
      literal += pattern[i];
    }
  }
  flush();
  return regex;
}

Made wildcard_test(const json::Value& given) {
  const std::string pattern = require_text(given, "wildcard match pattern must be a string");
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_dot_nl(true);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  auto regex = std::make_shared<const re2::RE2>(wildcard_regex(pattern), options);
  if (!regex->ok()) throw BadPattern{"wildcard match pattern is too complex"};
  return text_test([regex](std::string_view value) {
    return re2::RE2::FullMatch(re2::StringPiece(value.data(), value.size()), *regex);
  });
}

// ---- numeric -----------------------------------------------------------------------------------------------------

struct Bound {
  std::string relation;
  double value = 0;

  bool holds(double number) const {
    if (relation == "=") return number == value;
    if (relation == "<") return number < value;
    if (relation == "<=") return number <= value;
    if (relation == ">") return number > value;
    return number >= value;
  }
};

std::string shown(const json::Value& value) {
  return value.is_string() ? value.get<std::string>() : json::write(value);
}

Bound first_bound(const json::Value& list) {
  if (list.empty() || !list[0].is_string())
    throw BadPattern{"Invalid member in numeric match: " + (list.empty() ? "]" : shown(list[0]))};
  const std::string relation = list[0].get<std::string>();
  constexpr std::array kRelations = {"=", "<", "<=", ">", ">="};
  if (std::find(kRelations.begin(), kRelations.end(), relation) == kRelations.end())
    throw BadPattern{"Unrecognized numeric range operator: " + relation};
  if (list.size() < 2 || !list[1].is_number())
    throw BadPattern{"Value of " + (relation == "=" ? std::string("equals") : relation) + " must be numeric"};
  return {relation, list[1].get<double>()};
}

Bound second_bound(const json::Value& list, const Bound& bottom) {
  if (bottom.relation[0] != '>') throw BadPattern{"Too many elements in numeric expression"};
  if (!list[2].is_string()) throw BadPattern{"Bad value in numeric range: " + shown(list[2])};
  const std::string relation = list[2].get<std::string>();
  if (relation != "<" && relation != "<=") throw BadPattern{"Bad numeric range operator: " + relation};
  if (list.size() < 4 || !list[3].is_number()) throw BadPattern{"Value of " + relation + " must be numeric"};
  if (list.size() > 4) throw BadPattern{"Too many terms in numeric range expression"};
  const Bound top{relation, list[3].get<double>()};
  if (bottom.value >= top.value) throw BadPattern{"Bottom must be less than top"};
  return top;
}

Made numeric_test(const json::Value& given) {
  if (!given.is_array()) throw BadPattern{"Value of numeric must be an array."};
  const Bound first = first_bound(given);
  if (given.size() == 2)
    return made([first](const json::Value& value) { return value.is_number() && first.holds(value.get<double>()); });
  const Bound second = second_bound(given, first);
  return made([first, second](const json::Value& value) {
    return value.is_number() && first.holds(value.get<double>()) && second.holds(value.get<double>());
  });
}

// ---- cidr --------------------------------------------------------------------------------------------------------

/// 4 or 16 bytes; nothing where the text is no address.
std::optional<std::string> address_of(std::string_view text) {
  constexpr size_t kLongest = 45;
  if (text.size() > kLongest) return std::nullopt;
  const std::string copy(text);
  std::array<char, 16> bytes{};
  if (inet_pton(AF_INET, copy.c_str(), bytes.data()) == 1) return std::string(bytes.data(), 4);
  if (inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1) return std::string(bytes.data(), 16);
  return std::nullopt;
}

bool same_bits(const std::string& a, const std::string& b, int64_t bits) {
  const auto whole = static_cast<size_t>(bits / 8);
  if (a.size() != b.size() || a.compare(0, whole, b, 0, whole) != 0) return false;
  const int rest = static_cast<int>(bits % 8);
  if (rest == 0) return true;
  const int mask = 0xFF << (8 - rest);
  return ((a[whole] ^ b[whole]) & mask & 0xFF) == 0;
}

Made cidr_test(const json::Value& given) {
  const std::string text = require_text(given, "prefix match pattern must be a string");
  const size_t slash = text.find('/');
  if (slash == std::string::npos || text.find('/', slash + 1) != std::string::npos)
    throw BadPattern{"Malformed CIDR, one '/' required"};
  const auto bits = aws::parse_integer(std::string_view(text).substr(slash + 1));
  if (!bits) throw BadPattern{"Malformed CIDR, mask bits must be an integer"};
  if (*bits < 0) throw BadPattern{"Malformed CIDR, mask bits must not be negative"};
  const auto network = address_of(std::string_view(text).substr(0, slash));
  if (!network) throw BadPattern{"Nonstandard IP address: " + text.substr(0, slash)};
  if (network->size() == 4 && *bits > 31) throw BadPattern{"IPv4 mask bits must be < 32"};
  if (*bits > 127) throw BadPattern{"IPv6 mask bits must be < 128"};
  return text_test([network = *network, bits = *bits](std::string_view value) {
    const auto address = address_of(value);
    return address && same_bits(*address, network, bits);
  });
}

// ---- the others --------------------------------------------------------------------------------------------------

Made ignore_case_test(const json::Value& given) {
  const std::string wanted = lower(require_text(given, "equals-ignore-case match pattern must be a string"));
  return text_test([wanted](std::string_view value) { return lower(value) == wanted; });
}

Made exists_test(const json::Value& given) {
  if (!given.is_boolean()) throw BadPattern{"exists match pattern must be either true or false."};
  if (!given.get<bool>()) return std::make_unique<Absence>();
  return made([](const json::Value&) { return true; });
}

/// Values that the field must not have: one or a list, strings or numbers, and not both.
std::vector<json::Value> excluded_values(const json::Value& given) {
  if (given.is_string() || given.is_number()) return {given};
  if (!given.is_array()) throw BadPattern{"Value of anything-but must be an array or single string/number value."};
  size_t numbers = 0;
  for (const json::Value& value : given) {
    if (!value.is_string() && !value.is_number())
      throw BadPattern{"Inside anything but list, start|null|boolean is not supported."};
    numbers += value.is_number() ? 1 : 0;
  }
  if (given.empty() || (numbers > 0 && numbers < given.size()))
    throw BadPattern{"Inside anything but list, either all values are number or string, mixed type is not supported"};
  return given.get<std::vector<json::Value>>();
}

/// {"prefix": "a"}, {"wildcard": ["a*", "*b"]}: what the field must not match.
Tests excluded_tests(const json::Value& given) {
  const auto [name, value] = only_member(given, "Anything-But expression name not found");
  const bool edge = name == "prefix" || name == "suffix";
  if (!edge && name != "equals-ignore-case" && name != "wildcard")
    throw BadPattern{"Unsupported anything-but pattern: " + name};
  const json::Value list = value->is_array() ? *value : json::Value::array({*value});
  if (list.empty()) throw BadPattern{"Inside anything-but/" + name + " list, at least one value is needed"};
  Tests tests;
  for (const json::Value& item : list) {
    if (!item.is_string() && !(edge && item.is_object() && !value->is_array())) {
      throw BadPattern{value->is_array()
                           ? "Inside anything-but/" + name + " list, number|start|null|boolean is not supported."
                           : std::string(edge ? "prefix/suffix" : name) + " match pattern must be a string"};
    }
    if (edge && item.is_string() && item.get_ref<const std::string&>().empty())
      throw BadPattern{"Null prefix/suffix not allowed"};
    json::Value expression = json::Value::object();
    expression[name] = item;
    tests.push_back(parse_test(expression));
  }
  return tests;
}

Made anything_but_test(const json::Value& given) {
  if (given.is_object()) {
    auto tests = std::make_shared<const Tests>(excluded_tests(given));
    return made([tests](const json::Value& value) {
      return std::none_of(tests->begin(), tests->end(), [&](const Made& test) { return test->passes(value); });
    });
  }
  return made([excluded = excluded_values(given)](const json::Value& value) {
    return std::none_of(excluded.begin(), excluded.end(),
                        [&](const json::Value& unwanted) { return same(unwanted, value); });
  });
}

struct MatchType {
  std::string_view name;
  Made (*make)(const json::Value& given);
};
constexpr std::array kMatchTypes = {
    MatchType{"prefix", [](const json::Value& given) { return edge_test("prefix", given); }},
    MatchType{"suffix", [](const json::Value& given) { return edge_test("suffix", given); }},
    MatchType{"anything-but", anything_but_test},
    MatchType{"numeric", numeric_test},
    MatchType{"exists", exists_test},
    MatchType{"cidr", cidr_test},
    MatchType{"equals-ignore-case", ignore_case_test},
    MatchType{"wildcard", wildcard_test},
};

}  // namespace

Made parse_test(const json::Value& alternative) {
  if (alternative.is_array()) throw BadPattern{"Match value must be String, number, true, false, or null"};
  if (!alternative.is_object())
    return made([alternative](const json::Value& value) { return same(alternative, value); });
  if (alternative.empty()) throw BadPattern{"Match expression name not found"};
  const std::string name = alternative.begin().key();
  const auto* type =
      std::find_if(kMatchTypes.begin(), kMatchTypes.end(), [&](const auto& t) { return t.name == name; });
  if (type == kMatchTypes.end()) throw BadPattern{"Unrecognized match type " + name};
  const auto [first, value] = only_member(alternative, "Match expression name not found");
  return type->make(*value);
}

}  // namespace cloudling::events::detail
