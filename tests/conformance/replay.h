#pragma once

// Runs a definition as a recorded history says its tasks ended.

#include <string>
#include <vector>

#include "asl/execution/execution.h"
#include "asl/json/json.h"
#include "tests/asl/runner.h"

namespace cloudling::conformance {

/// Everything the execution wrote, in order. With `reload`, it was stored and loaded after every event.
std::vector<asl::HistoryEvent> replay(const std::shared_ptr<const asl::Definition>& definition, std::string input,
                                      bool express, const json::Value& recorded, bool reload,
                                      const asl::Objects& objects);

}  // namespace cloudling::conformance
