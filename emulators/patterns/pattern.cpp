#include "emulators/patterns/pattern.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "emulators/aws/error.h"
#include "emulators/patterns/pattern_tests.h"

namespace cloudling::patterns {

namespace detail {

/// What one object of the pattern asks of one object of the event: all of it.
struct Fields {
  struct Member {
    std::string name;
    Tests tests;                           ///< of a value
    std::shared_ptr<const Fields> within;  ///< of an object
  };
  std::vector<Member> members;
  std::vector<std::vector<Fields>> choices;  ///< each `$or`: one of them has to match
};

namespace {

constexpr std::string_view kOr = "$or";
constexpr std::array kReserved = {
    "exactly",  "prefix", "suffix", "anything-but", "numeric", "exists", "cidr", "equals-ignore-case",
    "wildcard", "=",      "<",      "<=",           ">",       ">="};

enum class Place { kOutside, kInsideOr };

Fields parse_fields(Tokens& tokens, Place place);

Tests parse_tests(Tokens& tokens) {
  Tests tests;
  for (Token token = tokens.next(); token != Token::kEndArray; token = tokens.next())
    tests.push_back(parse_test(tokens, token));
  if (tests.empty()) tokens.refuse("Empty arrays are not allowed");
  return tests;
}

std::vector<Fields> parse_choice(Tokens& tokens) {
  tokens.expect(Token::kBeginArray, "It must be an Array followed with $or.");
  std::vector<Fields> choice;
  for (Token token = tokens.next(); token != Token::kEndArray; token = tokens.next()) {
    if (token != Token::kBeginObject) tokens.refuse("Only JSON object is allowed in array of $or relationship.");
    choice.push_back(parse_fields(tokens, Place::kInsideOr));
  }
  if (choice.size() < 2) tokens.refuse("There must have at least 2 Objects in $or relationship.");
  return choice;
}

void require_field_name(const Tokens& tokens, Place place) {
  if (place == Place::kOutside) return;
  if (std::find(kReserved.begin(), kReserved.end(), tokens.name()) == kReserved.end()) return;
  tokens.refuse(tokens.name() + " is Ruler reserved fieldName which cannot be used inside $or.");
}

Fields::Member parse_member(Tokens& tokens, Place place) {
  Fields::Member member;
  member.name = tokens.name();
  const Token token = tokens.next();
  if (token == Token::kBeginObject)
    member.within = std::make_shared<const Fields>(parse_fields(tokens, place));
  else if (token == Token::kBeginArray)
    member.tests = parse_tests(tokens);
  else
    tokens.refuse("\"" + member.name + "\" must be an object or an array");
  return member;
}

/// Of an object, behind its brace. A name that comes twice has its last meaning.
Fields parse_fields(Tokens& tokens, Place place) {
  Fields fields;
  bool empty = true;
  for (Token token = tokens.next(); token != Token::kEndObject; token = tokens.next()) {
    empty = false;
    if (tokens.name() == kOr) {
      fields.choices.push_back(parse_choice(tokens));
      continue;
    }
    require_field_name(tokens, place);
    Fields::Member member = parse_member(tokens, place);
    std::erase_if(fields.members, [&](const auto& before) { return before.name == member.name; });
    fields.members.push_back(std::move(member));
  }
  if (empty) tokens.refuse("Empty objects are not allowed");
  return fields;
}

// ---- matching ----------------------------------------------------------------------------------------------------

bool is_scalar(const json::Value& value) { return !value.is_object() && !value.is_array(); }

/// Whether a value, or one in an array, passes.
bool passes(const json::Value& value, const Test& test) {
  if (is_scalar(value)) return test.passes(value);
  return value.is_array() && std::any_of(value.begin(), value.end(), [&](const auto& v) { return passes(v, test); });
}

/// Whether there is any value: arrays without values and objects are as if not there.
bool is_there(const json::Value* value) {
  if (!value || value->is_object()) return false;
  if (!value->is_array()) return true;
  return std::any_of(value->begin(), value->end(), [](const auto& item) { return is_there(&item); });
}

bool matches_tests(const json::Value* value, const Tests& tests) {
  return std::any_of(tests.begin(), tests.end(), [&](const auto& test) {
    if (test->wants_absence()) return !is_there(value);
    return value && passes(*value, *test);
  });
}

bool matches_fields(const json::Value* object, const Fields& fields);

/// An object, or one in an array; what is no object is as one without members.
bool matches_within(const json::Value* value, const Fields& fields) {
  if (!value || !value->is_array()) return matches_fields(value && value->is_object() ? value : nullptr, fields);
  if (value->empty()) return matches_fields(nullptr, fields);
  return std::any_of(value->begin(), value->end(), [&](const auto& item) { return matches_within(&item, fields); });
}

bool matches_member(const json::Value* object, const Fields::Member& member) {
  const json::Value* value = object ? json::find(*object, member.name) : nullptr;
  return member.within ? matches_within(value, *member.within) : matches_tests(value, member.tests);
}

bool matches_fields(const json::Value* object, const Fields& fields) {
  const auto any_matches = [&](const std::vector<Fields>& choice) {
    return std::any_of(choice.begin(), choice.end(), [&](const Fields& one) { return matches_fields(object, one); });
  };
  return std::all_of(fields.members.begin(), fields.members.end(),
                     [&](const Fields::Member& member) { return matches_member(object, member); }) &&
         std::all_of(fields.choices.begin(), fields.choices.end(), any_matches);
}

}  // namespace

}  // namespace detail

namespace {

aws::Error invalid_pattern(const std::string& reason) {
  return {400, "InvalidEventPatternException", "Event pattern is not valid. Reason: " + reason};
}

}  // namespace

Pattern Pattern::parse(std::string_view text) {
  json::ParseError problem;
  const auto value = json::parse(text, &problem, {.max_depth = kMaxDepth, .max_bytes = kMaxBytes});
  if (!value) throw invalid_pattern(problem.message);
  try {
    Pattern pattern;
    detail::Tokens tokens(text);
    tokens.expect(detail::Token::kBeginObject, "Filter is not an object");
    pattern.fields_ = std::make_shared<const detail::Fields>(detail::parse_fields(tokens, detail::Place::kOutside));
    return pattern;
  } catch (const detail::BadPattern& bad) {
    throw invalid_pattern(bad.reason);
  }
}

bool Pattern::matches(const json::Value& event) const {
  return event.is_object() && detail::matches_fields(&event, *fields_);
}

}  // namespace cloudling::patterns
