#pragma once

// What of an event a target gets: Input, InputPath or InputTransformer (EventBridge User Guide, "Transforming input").
// Pure.

#include <string>

#include "asl/json/json.h"
#include "emulators/aws/clock.h"
#include "emulators/events/shapes.h"

namespace cloudling::events {

/// An event on its way to a target.
struct Matched {
  const json::Value& event;
  const std::string& rule_arn;
  aws::TimeMs received = 0;
};

/// The text for the target.
std::string input_for(const Target& target, const Matched& matched);

/// Throws ValidationException (400) where the target's input is given twice, is no JSON, or a path or a variable is
/// bad.
void require_valid_input(const Target& target);

}  // namespace cloudling::events
