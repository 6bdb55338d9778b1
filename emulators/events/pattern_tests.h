#pragma once

// The alternatives of a field in an event pattern, made from their JSON. Internal to the pattern language.

#include <memory>
#include <string>

#include "asl/json/json.h"
#include "emulators/events/pattern.h"

namespace cloudling::events::detail {

/// Thrown while a pattern is parsed; Pattern::parse makes an aws::Error of it.
struct BadPattern {
  std::string reason;
};

/// Throws BadPattern where it is no alternative.
std::unique_ptr<const Test> parse_test(const json::Value& alternative);

}  // namespace cloudling::events::detail
