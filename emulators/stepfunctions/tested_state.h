#pragma once

// The state that TestState runs: found in what the caller sent, and made a machine of its own.

#include <memory>
#include <optional>
#include <string>

#include "asl/definition/definition.h"
#include "asl/definition/states.h"
#include "asl/json/json.h"

namespace cloudling::stepfunctions {

struct TestedState {
  std::shared_ptr<const asl::Definition> definition;  ///< begins with the state; where it may go next, states that end
  const asl::State* state = nullptr;                  ///< points into the definition
  json::Value source;                                 ///< the state as it is written
  bool in_map = false;                                ///< it is run for the items of a Map
};

/// `text` is one state, or with `name` a whole definition that has it at any depth. Throws ValidationException where it
/// has not, InvalidDefinition in AWS's words, and NotImplemented for what the language lacks here.
TestedState tested_state(const std::string& text, const std::optional<std::string>& name);

/// Whether a Map or Parallel runs a state of that name, at any depth.
bool has_state_below(const json::Value& state, const std::string& name);

/// How the state is called where nothing names it: in the context object and in messages.
inline constexpr const char* kTestedStateName = "StateName";

}  // namespace cloudling::stepfunctions
