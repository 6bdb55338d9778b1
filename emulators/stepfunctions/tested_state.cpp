#include "emulators/stepfunctions/tested_state.h"

#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "asl/definition/json_diagnostic.h"
#include "emulators/stepfunctions/errors.h"

namespace cloudling::stepfunctions {

using json::Value;

namespace {

constexpr size_t kMaxDepth = 200;

struct Found {
  const Value* state = nullptr;
  bool in_map = false;
};

Found find_below(const Value& state, const std::string& name);

/// The state with that name: of these States, or of what its Parallels and Maps run.
Found find_state(const Value& program, const std::string& name) {
  const Value* states = json::find(program, "States");
  if (!states || !states->is_object()) return {};
  if (const Value* found = json::find(*states, name)) return {found};
  for (const auto& [other, state] : states->items()) {
    if (const Found inside = find_below(state, name); inside.state) return inside;
  }
  return {};
}

Found find_below(const Value& state, const std::string& name) {
  for (const char* inner : {"ItemProcessor", "Iterator"}) {
    const Value* processor = json::find(state, inner);
    if (const Found inside = processor ? find_state(*processor, name) : Found(); inside.state)
      return {inside.state, true};
  }
  const Value* branches = json::find(state, "Branches");
  if (!branches || !branches->is_array()) return {};
  for (const Value& branch : *branches) {
    if (const Found inside = find_state(branch, name); inside.state) return inside;
  }
  return {};
}

/// Collects the targets of the state's own transitions.
void add_targets(const Value& object, std::set<std::string>& targets) {
  for (const char* member : {"Next", "Default"}) {
    const Value* target = json::find(object, member);
    if (target && target->is_string()) targets.insert(target->get<std::string>());
  }
  for (const char* list : {"Choices", "Catch"}) {
    const Value* entries = json::find(object, list);
    if (!entries || !entries->is_array()) continue;
    for (const Value& entry : *entries) add_targets(entry, targets);
  }
}

/// The machine that begins with the state, with an end at each target.
Value machine_of(const Value& state, const Value* language) {
  Value states = Value::object();
  states[kTestedStateName] = state;
  std::set<std::string> targets;
  if (state.is_object()) add_targets(state, targets);
  for (const std::string& target : targets) {
    if (target != kTestedStateName) states[target] = {{"Type", "Succeed"}};
  }
  Value machine = Value::object();
  if (language) machine["QueryLanguage"] = *language;
  machine["StartAt"] = kTestedStateName;
  machine["States"] = std::move(states);
  return machine;
}

/// Diagnostics of the state alone, with places as seen from it.
std::vector<asl::Diagnostic> about_state(const std::vector<asl::Diagnostic>& all) {
  const std::string prefix = std::string("/States/") + kTestedStateName;
  std::vector<asl::Diagnostic> own;
  for (asl::Diagnostic found : all) {
    if (found.code == "MISSING_END_STATE") continue;
    if (found.location.starts_with(prefix)) found.location.erase(0, prefix.size());
    if (found.location.empty()) found.location = "/";
    own.push_back(std::move(found));
  }
  return own;
}

}  // namespace

bool has_state_below(const Value& state, const std::string& name) { return find_below(state, name).state != nullptr; }

TestedState tested_state(const std::string& text, const std::optional<std::string>& name) {
  json::ParseError error;
  auto whole = json::parse(text, &error, {.max_depth = kMaxDepth, .max_bytes = asl::kMaxDefinitionBytes});
  if (!whole) throw invalid_definition(asl::invalid_definition_message({asl::json_diagnostic(text, error)}));
  TestedState tested;
  tested.source = *whole;
  const Value* language = nullptr;
  if (name) {
    const auto checked = asl::parse_definition(text);
    if (!checked.definition) throw invalid_definition(asl::invalid_definition_message(checked.diagnostics));
    const Found found = find_state(*whole, *name);
    if (!found.state) throw validation("State not found in definition");
    tested.source = *found.state;
    tested.in_map = found.in_map;
    language = json::find(*whole, "QueryLanguage");
  }
  const auto parsed = asl::parse_definition(json::write(machine_of(tested.source, language)));
  if (!parsed.definition) {
    throw invalid_definition(asl::invalid_definition_message(about_state(parsed.diagnostics)));
  }
  tested.definition = parsed.definition;
  const asl::Program& root = *tested.definition->root;
  tested.state = &root.states[static_cast<size_t>(root.start)];
  return tested;
}

}  // namespace cloudling::stepfunctions
