#pragma once

// A state machine's definition, parsed and validated once, then shared and never changed.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "asl/json/json.h"

namespace cloudling::asl {

/// One finding of the validation, as ValidateStateMachineDefinition and CreateStateMachine report it.
struct Diagnostic {
  enum class Severity { kError, kWarning };
  Severity severity = Severity::kError;
  std::string code;      ///< e.g. "SCHEMA_VALIDATION_FAILED", "MISSING_TRANSITION_TARGET"
  std::string message;   ///< AWS's wording
  std::string location;  ///< e.g. "/States/Resize/Next", "/States/Check/Choices[0]"; empty where AWS gives none
};

class Definition;  // asl/definition/states.h

/// The definition, or the diagnostics that refuse it (then `definition` is null). Warnings may come with a definition.
struct ParsedDefinition {
  std::shared_ptr<const Definition> definition;
  std::vector<Diagnostic> diagnostics;
};

/// The longest definition that is read, in bytes (CreateStateMachine, "definition").
inline constexpr size_t kMaxDefinitionBytes = 1'048'576;

/// Reads and validates a definition text of at most kMaxDefinitionBytes.
/// `express` refuses what Express workflows can't do (activities, .sync, .waitForTaskToken).
ParsedDefinition parse_definition(std::string_view text, bool express = false);

/// The text CreateStateMachine and UpdateStateMachine put into the InvalidDefinition error for these diagnostics.
std::string invalid_definition_message(const std::vector<Diagnostic>& diagnostics);

}  // namespace cloudling::asl
