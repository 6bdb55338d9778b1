#include "emulators/patterns/pattern_tests.h"

#include <arpa/inet.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

#include "emulators/aws/encoding.h"
#include "emulators/patterns/pattern_tokens.h"

namespace cloudling::patterns::detail {

namespace {

using Made = std::unique_ptr<const Test>;
using Values = std::vector<std::string>;

constexpr const char* kOneKey = "Only one key allowed in match expression";
constexpr const char* kTooMany = "Too many elements in numeric expression";

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

/// The string that has to come next.
std::string require_text(Tokens& tokens, const std::string& message) {
  if (tokens.next() != Token::kString) tokens.refuse(message);
  return tokens.text();
}

bool same(const json::Value& wanted, const json::Value& value) {
  if (wanted.is_number() && value.is_number()) return wanted.get<double>() == value.get<double>();
  return wanted.type() == value.type() && wanted == value;
}

// ---- prefix, suffix and equality ---------------------------------------------------------------------------------

Made edge_test(bool prefix, const std::string& edge) {
  return text_test([=](std::string_view value) { return prefix ? value.starts_with(edge) : value.ends_with(edge); });
}

Made edge_ignoring_case_test(bool prefix, const std::string& text) {
  return text_test([prefix, edge = lower(text)](std::string_view value) {
    const std::string found = lower(value);
    return prefix ? found.starts_with(edge) : found.ends_with(edge);
  });
}

/// "x", or {"equals-ignore-case": "x"}.
Made parse_edge(Tokens& tokens, bool prefix) {
  const std::string kind = prefix ? "prefix" : "suffix";
  const Token token = tokens.next();
  if (token == Token::kString) return edge_test(prefix, tokens.text());
  if (token != Token::kBeginObject) tokens.refuse(kind + " match pattern must be a string");
  tokens.expect(Token::kName, prefix ? "Prefix expression name not found" : "Suffix expression name not found");
  if (tokens.name() != "equals-ignore-case") tokens.refuse("Unsupported " + kind + " pattern: " + tokens.name());
  const std::string edge = require_text(tokens, "equals-ignore-case match pattern must be a string");
  tokens.expect(Token::kEndObject, kOneKey);
  return edge_ignoring_case_test(prefix, edge);
}

Made ignore_case_test(const std::string& text) {
  return text_test([wanted = lower(text)](std::string_view value) { return lower(value) == wanted; });
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

Made wildcard_test(const std::string& pattern) {
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

double require_number(Tokens& tokens, const std::string& relation) {
  if (tokens.next() != Token::kNumber) tokens.refuse("Value of " + relation + " must be numeric");
  return tokens.number();
}

/// The upper end of a range whose lower end was read; `token` comes behind that.
Bound parse_top(Tokens& tokens, Token token, const Bound& bottom) {
  if (token != Token::kString) tokens.refuse("Bad value in numeric range: " + tokens.text());
  const std::string relation = tokens.text();
  if (relation != "<" && relation != "<=") tokens.refuse("Bad numeric range operator: " + relation);
  const Bound top{relation, require_number(tokens, relation)};
  tokens.expect(Token::kEndArray, "Too many terms in numeric range expression");
  if (bottom.value >= top.value) tokens.refuse("Bottom must be less than top");
  return top;
}

std::vector<Bound> parse_bounds(Tokens& tokens) {
  if (tokens.next() != Token::kString) tokens.refuse("Invalid member in numeric match: " + tokens.text());
  const std::string relation = tokens.text();
  constexpr std::array kRelations = {"=", "<", "<=", ">", ">="};
  if (std::find(kRelations.begin(), kRelations.end(), relation) == kRelations.end()) {
    tokens.next();
    tokens.refuse("Unrecognized numeric range operator: " + relation);
  }
  std::vector<Bound> bounds{{relation, require_number(tokens, relation == "=" ? "equals" : relation)}};
  const Token after = tokens.next();
  if (after == Token::kEndArray) return bounds;
  if (relation[0] != '>') tokens.refuse(kTooMany);
  bounds.push_back(parse_top(tokens, after, bounds[0]));
  return bounds;
}

Made parse_numeric(Tokens& tokens) {
  tokens.expect(Token::kBeginArray, "Value of numeric must be an array.");
  return made([bounds = parse_bounds(tokens)](const json::Value& value) {
    return value.is_number() && std::all_of(bounds.begin(), bounds.end(),
                                            [&](const Bound& bound) { return bound.holds(value.get<double>()); });
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

Made cidr_test(const std::string& text) {
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

// ---- exists and anything-but -------------------------------------------------------------------------------------

Made parse_exists(Tokens& tokens) {
  const Token token = tokens.next();
  if (token == Token::kFalse) return std::make_unique<Absence>();
  if (token != Token::kTrue) tokens.refuse("exists match pattern must be either true or false.");
  return made([](const json::Value&) { return true; });
}

/// Passes where none of the tests does.
Made none_of_test(Tests tests) {
  auto shared = std::make_shared<const Tests>(std::move(tests));
  return made([shared](const json::Value& value) {
    return std::none_of(shared->begin(), shared->end(), [&](const Made& test) { return test->passes(value); });
  });
}

/// The values behind {"anything-but": {"prefix": ...: one string or a list of them.
Values parse_excluded_texts(Tokens& tokens, const std::string& kind) {
  const bool edge = kind == "prefix" || kind == "suffix";
  const auto require_any = [&](const std::string& text) {
    if (edge && text.empty()) tokens.refuse("Null prefix/suffix not allowed");
    return text;
  };
  const Token token = tokens.next();
  if (token == Token::kString) return {require_any(tokens.text())};
  if (token != Token::kBeginArray) tokens.refuse((edge ? "prefix/suffix" : kind) + " match pattern must be a string");
  Values values;
  for (Token item = tokens.next(); item != Token::kEndArray; item = tokens.next()) {
    if (item != Token::kString)
      tokens.refuse("Inside anything-but/" + kind + " list, number|start|null|boolean is not supported.");
    values.push_back(require_any(tokens.text()));
  }
  if (values.empty()) tokens.refuse("Empty arrays are not allowed");
  return values;
}

Made parse_excluded_matches(Tokens& tokens) {
  tokens.expect(Token::kName, "Anything-But expression name not found");
  const std::string kind = tokens.name();
  Made (*make)(const std::string&) = nullptr;
  if (kind == "prefix") make = [](const std::string& text) { return edge_test(true, text); };
  if (kind == "suffix") make = [](const std::string& text) { return edge_test(false, text); };
  if (kind == "equals-ignore-case") make = ignore_case_test;
  if (kind == "wildcard") make = wildcard_test;
  if (!make) tokens.refuse("Unsupported anything-but pattern: " + kind);
  Tests tests;
  for (const std::string& text : parse_excluded_texts(tokens, kind)) tests.push_back(make(text));
  tokens.expect(Token::kEndObject, kOneKey);
  return none_of_test(std::move(tests));
}

Made equal_test(json::Value wanted) {
  return made([wanted = std::move(wanted)](const json::Value& value) { return same(wanted, value); });
}

/// A list of strings or of numbers.
Made parse_excluded_list(Tokens& tokens) {
  Tests tests;
  size_t numbers = 0;
  for (Token item = tokens.next(); item != Token::kEndArray; item = tokens.next()) {
    if (item != Token::kString && item != Token::kNumber)
      tokens.refuse("Inside anything but list, start|null|boolean is not supported.");
    numbers += item == Token::kNumber ? 1 : 0;
    tests.push_back(equal_test(item == Token::kNumber ? json::Value(tokens.number()) : json::Value(tokens.text())));
  }
  if (tests.empty() || (numbers > 0 && numbers < tests.size()))
    tokens.refuse("Inside anything but list, either all values are number or string, mixed type is not supported");
  return none_of_test(std::move(tests));
}

Made parse_anything_but(Tokens& tokens) {
  Tests one;
  switch (tokens.next()) {
    case Token::kBeginObject:
      return parse_excluded_matches(tokens);
    case Token::kBeginArray:
      return parse_excluded_list(tokens);
    case Token::kString:
      one.push_back(equal_test(tokens.text()));
      return none_of_test(std::move(one));
    case Token::kNumber:
      one.push_back(equal_test(tokens.number()));
      return none_of_test(std::move(one));
    default:
      tokens.refuse("Value of anything-but must be an array or single string/number value.");
  }
}

struct MatchType {
  std::string_view name;
  Made (*parse)(Tokens& tokens);
  const char* when_more;  ///< what is said where it is not the only member
};
constexpr std::array kMatchTypes = {
    MatchType{"prefix", [](Tokens& tokens) { return parse_edge(tokens, true); }, kOneKey},
    MatchType{"suffix", [](Tokens& tokens) { return parse_edge(tokens, false); }, kOneKey},
    MatchType{"anything-but", parse_anything_but, kTooMany},
    MatchType{"numeric", parse_numeric, kTooMany},
    MatchType{"exists", parse_exists, kOneKey},
    MatchType{"cidr",
              [](Tokens& tokens) { return cidr_test(require_text(tokens, "prefix match pattern must be a string")); },
              kOneKey},
    MatchType{"equals-ignore-case",
              [](Tokens& tokens) {
                return ignore_case_test(require_text(tokens, "equals-ignore-case match pattern must be a string"));
              },
              kOneKey},
    MatchType{
        "wildcard",
        [](Tokens& tokens) { return wildcard_test(require_text(tokens, "wildcard match pattern must be a string")); },
        kOneKey},
};

/// {"prefix": ...} and the like, behind its brace.
Made parse_match(Tokens& tokens) {
  tokens.expect(Token::kName, "Match expression name not found");
  const std::string name = tokens.name();
  const auto* type =
      std::find_if(kMatchTypes.begin(), kMatchTypes.end(), [&](const auto& t) { return t.name == name; });
  if (type == kMatchTypes.end()) tokens.refuse("Unrecognized match type " + name);
  Made test = type->parse(tokens);
  tokens.expect(Token::kEndObject, type->when_more);
  return test;
}

}  // namespace

Made parse_test(Tokens& tokens, Token token) {
  switch (token) {
    case Token::kBeginObject:
      return parse_match(tokens);
    case Token::kString:
      return equal_test(tokens.text());
    case Token::kNumber:
      return equal_test(tokens.number());
    case Token::kTrue:
      return equal_test(true);
    case Token::kFalse:
      return equal_test(false);
    case Token::kNull:
      return equal_test(nullptr);
    default:
      tokens.refuse("Match value must be String, number, true, false, or null");
  }
}

}  // namespace cloudling::patterns::detail
