#include <algorithm>
#include <array>
#include <utility>

#include "asl/definition/json_diagnostic.h"
#include "asl/definition/state_parser.h"

namespace cloudling::asl {
namespace {

using json::Value;

constexpr size_t kMaxNameLength = 80;
constexpr size_t kMaxDepth = 200;
constexpr int64_t kMaxSeconds = 99'999'999;
constexpr std::array<std::string_view, 2> kRequired = {"States", "StartAt"};
constexpr std::array<std::string_view, 6> kTopFields = {"Comment", "StartAt",       "States",
                                                        "Version", "QueryLanguage", "TimeoutSeconds"};
constexpr std::array<std::string_view, 2> kLanguages = {"JSONPath", "JSONata"};

void check_name(const std::string& name, const std::string& location, Fields& states) {
  if (name.empty() || name.size() > kMaxNameLength) {
    states.parsing().error("SCHEMA_VALIDATION_FAILED", "State name must be between 1 and 80 characters", location);
  }
  if (!states.parsing().state_names.insert(name).second) {
    states.parsing().error("DUPLICATE_STATE_NAME", "Duplicate State name: " + name, location);
  }
}

void check_top_fields(Fields& fields) {
  for (const auto& [name, unused] : fields.object().get_ref<const Value::object_t&>()) {
    if (std::ranges::find(kTopFields, name) == kTopFields.end()) fields.fail("Field '" + name + "' is not supported");
  }
}

std::shared_ptr<const Definition> parse_machine(const Value& json, Parsing& parsing) {
  Fields fields(json, "/", parsing);
  if (!json.is_object()) return nullptr;
  parsing.machine_jsonata = fields.word("QueryLanguage", kLanguages) == "JSONata";
  check_top_fields(fields);
  auto definition = std::make_shared<Definition>();
  definition->comment = fields.text("Comment").value_or("");
  definition->timeout_s = fields.integer("TimeoutSeconds", 1, kMaxSeconds);
  fields.text("Version");
  definition->root = parse_program(fields);
  return definition;
}

}  // namespace

std::shared_ptr<const Program> parse_program(Fields& fields) {
  auto program = std::make_shared<Program>();
  fields.require(kRequired);
  const Value* list = fields.find("States");
  if (list == nullptr || !list->is_object()) {
    if (list != nullptr) fields.fail_at("States", "Expected value of type OBJECT");
    return program;
  }
  if (list->empty()) fields.fail_at("States", "Value cannot be empty");
  Fields states(*list, fields.below("States"), fields.parsing());
  program->states.resize(list->size());  // links point into it: it must not grow afterwards
  std::vector<std::vector<Link>> by_state(list->size());
  StateIndex index = 0;
  for (const auto& [name, value] : list->get_ref<const Value::object_t&>()) {
    check_name(name, states.below(name), states);
    State& state = program->states[static_cast<size_t>(index)];
    state.name = name;
    Fields inner(value, states.below(name), fields.parsing());
    if (value.is_object()) parse_state(inner, state, by_state[static_cast<size_t>(index)]);
    program->by_name.emplace(name, index++);
  }
  std::vector<Link> links;
  if (const auto start = fields.text("StartAt")) links.push_back({*start, fields.below("StartAt"), &program->start});
  connect(*program, links, by_state, fields);
  return program;
}

ParsedDefinition parse_definition(std::string_view text, bool express) {
  Parsing parsing;
  parsing.express = express;
  std::shared_ptr<const Definition> definition;
  json::ParseError error;
  const auto json = json::parse(text, &error, {.max_depth = kMaxDepth, .max_bytes = kMaxDefinitionBytes});
  if (json) {
    definition = parse_machine(*json, parsing);
  } else {
    parsing.diagnostics.push_back(json_diagnostic(text, error));
  }
  const bool refused = std::ranges::any_of(
      parsing.diagnostics, [](const Diagnostic& found) { return found.severity == Diagnostic::Severity::kError; });
  return {refused ? nullptr : std::move(definition), std::move(parsing.diagnostics)};
}

std::string invalid_definition_message(const std::vector<Diagnostic>& diagnostics) {
  std::string out = "Invalid State Machine Definition: '";
  bool first = true;
  for (const Diagnostic& found : diagnostics) {
    if (found.severity != Diagnostic::Severity::kError) continue;
    if (!std::exchange(first, false)) out += ", ";
    out += found.code + ": " + found.message;
    if (!found.location.empty()) out += " at " + found.location;
  }
  return out + "'";
}

}  // namespace cloudling::asl
