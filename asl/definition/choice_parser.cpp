#include <algorithm>
#include <array>
#include <limits>

#include "asl/definition/state_parser.h"

namespace cloudling::asl {
namespace {

using Subject = ChoiceRule::Subject;
using Test = ChoiceRule::Test;
using json::Value;

constexpr int kMaxNesting = 64;

struct Operator {
  std::string name;
  Subject subject;
  Test test;
  bool path;
};

/// All comparison operators of the specification ("Choice State").
const std::vector<Operator>& operators() {
  static const std::vector<Operator> all = [] {
    constexpr std::array<std::pair<std::string_view, Subject>, 4> kSubjects = {{{"String", Subject::kString},
                                                                                {"Numeric", Subject::kNumeric},
                                                                                {"Boolean", Subject::kBoolean},
                                                                                {"Timestamp", Subject::kTimestamp}}};
    constexpr std::array<std::pair<std::string_view, Test>, 5> kTests = {{{"Equals", Test::kEquals},
                                                                          {"LessThan", Test::kLess},
                                                                          {"GreaterThan", Test::kGreater},
                                                                          {"LessThanEquals", Test::kLessEquals},
                                                                          {"GreaterThanEquals", Test::kGreaterEquals}}};
    std::vector<Operator> out;
    for (const auto& [subject_name, subject] : kSubjects) {
      for (const auto& [test_name, test] : kTests) {
        if (subject == Subject::kBoolean && test != Test::kEquals) continue;
        const std::string name = std::string(subject_name) + std::string(test_name);
        out.push_back({name, subject, test, false});
        out.push_back({name + "Path", subject, test, true});
      }
    }
    out.push_back({"StringMatches", Subject::kString, Test::kMatches, false});
    out.push_back({"IsNull", Subject::kType, Test::kIsNull, false});
    out.push_back({"IsPresent", Subject::kType, Test::kIsPresent, false});
    out.push_back({"IsNumeric", Subject::kType, Test::kIsNumeric, false});
    out.push_back({"IsString", Subject::kType, Test::kIsString, false});
    out.push_back({"IsBoolean", Subject::kType, Test::kIsBoolean, false});
    out.push_back({"IsTimestamp", Subject::kType, Test::kIsTimestamp, false});
    return out;
  }();
  return all;
}

void literal(Fields& fields, const Operator& op, ChoiceRule& rule) {
  rule.literal = *fields.find(op.name);
  switch (op.subject) {
    case Subject::kString:
      fields.text(op.name);
      return;
    case Subject::kNumeric:
      fields.number(op.name, std::numeric_limits<double>::lowest());
      return;
    case Subject::kBoolean:
    case Subject::kType:
      fields.boolean(op.name);
      return;
    case Subject::kTimestamp:
      break;
  }
  const auto source = fields.text(op.name);
  if (!source) return;
  rule.timestamp = parse_timestamp(*source);
  if (!rule.timestamp) fields.fail_at(op.name, "String does not match RFC3339 timestamp");
}

void test(Fields& fields, ChoiceRule& rule) {
  rule.variable = fields.reference_path("Variable", true);
  const Operator* found = nullptr;
  for (const Operator& op : operators()) {
    if (!fields.has(op.name)) continue;
    if (found != nullptr) {
      const std::array<std::string_view, 2> both = {found->name, op.name};
      return fields.fail("There should only be one of the following fields: " + listed(both));
    }
    found = &op;
  }
  if (found == nullptr) return fields.fail("This object should have one comparison operator");
  rule.subject = found->subject;
  rule.test = found->test;
  if (found->path) {
    rule.other = fields.reference_path(found->name, true);
  } else {
    literal(fields, *found, rule);
  }
}

bool known_member(std::string_view name, bool top) {
  constexpr std::array<std::string_view, 5> kOthers = {"And", "Or", "Not", "Variable", "Comment"};
  if (std::ranges::find(kOthers, name) != kOthers.end() || (top && (name == "Next" || name == "Assign"))) return true;
  return std::ranges::find(operators(), name, &Operator::name) != operators().end();
}

ChoiceRule parse_rule(const Value& value, const std::string& location, Parsing& parsing, bool top, int nesting);

void parts(Fields& fields, std::string_view name, ChoiceRule& rule, int nesting) {
  const Value& list = *fields.find(name);
  if (!list.is_array()) return fields.fail_at(name, "Expected value of type ARRAY");
  if (list.empty()) return fields.fail_at(name, "Value cannot be empty");
  for (size_t i = 0; i < list.size(); ++i) {
    const std::string location = fields.below(name) + "[" + std::to_string(i) + "]";
    rule.parts.push_back(parse_rule(list[i], location, fields.parsing(), false, nesting + 1));
  }
}

ChoiceRule parse_rule(const Value& value, const std::string& location, Parsing& parsing, bool top, int nesting) {
  Fields fields(value, location, parsing);
  ChoiceRule rule;
  if (nesting > kMaxNesting) {
    fields.fail("Rules are nested deeper than 64");
    return rule;
  }
  if (value.is_object()) {
    for (const auto& [name, unused] : value.get_ref<const Value::object_t&>()) {
      if (name == "Condition") {
        fields.fail(
            "The QueryLanguage is set to 'JSONPath', but field 'Condition' is only supported for the "
            "'JSONata' QueryLanguage");
      } else if (!known_member(name, top)) {
        fields.fail("Field '" + name + "' is not supported");
      }
    }
  }
  const int kinds = fields.has("And") + fields.has("Or") + fields.has("Not") + fields.has("Variable");
  if (kinds != 1) {
    fields.fail("The object must have only one of the following fields, [And, Or, Not, Variable, Condition]");
  } else if (fields.has("Variable")) {
    test(fields, rule);
  } else if (fields.has("Not")) {
    rule.kind = ChoiceRule::Kind::kNot;
    rule.parts.push_back(parse_rule(*fields.find("Not"), fields.below("Not"), parsing, false, nesting + 1));
  } else {
    rule.kind = fields.has("And") ? ChoiceRule::Kind::kAnd : ChoiceRule::Kind::kOr;
    parts(fields, fields.has("And") ? "And" : "Or", rule, nesting);
  }
  return rule;
}

/// A rule of a JSONata state.
void parse_condition(Fields& fields, ChoiceState::Branch& branch) {
  static constexpr std::array<std::string_view, 5> kNames = {"Condition", "Next", "Output", "Assign", "Comment"};
  fields.only(kNames);
  fields.require("Condition");
  branch.condition = fields.query("Condition");
  branch.output = fields.query("Output");
  const bool constant = branch.condition && branch.condition->kind == QueryTemplate::Kind::kConstant;
  if (constant && !branch.condition->constant.is_boolean()) {
    fields.fail_at("Condition", "Value must be a boolean or a JSONata expression");
  }
}

}  // namespace

void parse_choice(Fields& fields, State& state, std::vector<Link>& links) {
  auto& choice = state.what.emplace<ChoiceState>();
  const Value* list = fields.find("Choices");
  if (list != nullptr && !list->is_array()) fields.fail_at("Choices", "Expected value of type ARRAY");
  if (list != nullptr && list->is_array()) {
    if (list->empty()) fields.fail_at("Choices", "Value cannot be empty");
    choice.branches.resize(list->size());
    for (size_t i = 0; i < list->size(); ++i) {
      Fields branch((*list)[i], fields.below("Choices[" + std::to_string(i) + "]"), fields.parsing());
      if (state.jsonata)
        parse_condition(branch, choice.branches[i]);
      else
        choice.branches[i].rule = parse_rule((*list)[i], branch.location(), fields.parsing(), true, 1);
      branch.require("Next");
      choice.branches[i].assign = branch.assignment();
      if (auto next = branch.text("Next")) links.push_back({*next, branch.below("Next"), &choice.branches[i].next});
    }
  }
  if (auto otherwise = fields.text("Default")) {
    links.push_back({*otherwise, fields.below("Default"), &choice.otherwise});
  }
}

}  // namespace cloudling::asl
