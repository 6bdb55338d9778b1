#pragma once

// The logging configuration of a state machine: checked, stored as JSON, given back.

#include <optional>
#include <string>

#include "emulators/stepfunctions/shapes.h"

namespace cloudling::stepfunctions {

/// Throws InvalidLoggingConfiguration where the level asks for logs and there is not exactly one destination.
void require_valid_logging(const std::optional<LoggingConfiguration>& logging);

/// With AWS's defaults filled in (level OFF, no execution data).
std::string logging_text(const std::optional<LoggingConfiguration>& logging);
LoggingConfiguration logging_of(const std::string& text);

/// The ARN of the destination's log group; "" without one.
std::string log_group_of(const LogDestination& destination);

}  // namespace cloudling::stepfunctions
