#include "emulators/events/pattern.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "emulators/aws/error.h"
#include "emulators/events/pattern_tests.h"

namespace cloudling::events {

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

Fields parse_fields(const json::Value& object, Place place);

Tests parse_tests(const json::Value& list) {
  if (list.empty()) throw BadPattern{"Empty arrays are not allowed"};
  Tests tests;
  for (const json::Value& alternative : list) tests.push_back(parse_test(alternative));
  return tests;
}

std::vector<Fields> parse_choice(const json::Value& list) {
  if (!list.is_array()) throw BadPattern{"It must be an Array followed with $or."};
  std::vector<Fields> choice;
  for (const json::Value& object : list) {
    if (!object.is_object()) throw BadPattern{"Only JSON object is allowed in array of $or relationship."};
    choice.push_back(parse_fields(object, Place::kInsideOr));
  }
  if (choice.size() < 2) throw BadPattern{"There must have at least 2 Objects in $or relationship."};
  return choice;
}

void require_field_name(const std::string& name, Place place) {
  if (place == Place::kOutside || std::find(kReserved.begin(), kReserved.end(), name) == kReserved.end()) return;
  throw BadPattern{name + " is Ruler reserved fieldName which cannot be used inside $or."};
}

Fields parse_fields(const json::Value& object, Place place) {
  if (object.empty()) throw BadPattern{"Empty objects are not allowed"};
  Fields fields;
  for (const auto& [name, value] : object.items()) {
    if (name == kOr) {
      fields.choices.push_back(parse_choice(value));
      continue;
    }
    require_field_name(name, place);
    if (!value.is_object() && !value.is_array()) throw BadPattern{"\"" + name + "\" must be an object or an array"};
    Fields::Member& member = fields.members.emplace_back();
    member.name = name;
    if (value.is_object())
      member.within = std::make_shared<const Fields>(parse_fields(value, place));
    else
      member.tests = parse_tests(value);
  }
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
  if (!value->is_object()) throw invalid_pattern("Filter is not an object");
  try {
    Pattern pattern;
    pattern.fields_ = std::make_shared<const detail::Fields>(detail::parse_fields(*value, detail::Place::kOutside));
    return pattern;
  } catch (const detail::BadPattern& bad) {
    throw invalid_pattern(bad.reason);
  }
}

bool Pattern::matches(const json::Value& event) const {
  return event.is_object() && detail::matches_fields(&event, *fields_);
}

}  // namespace cloudling::events
