#pragma once

// Runs an execution without any service: tasks end as a script says, timers come due at once on virtual time.

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "asl/execution/execution.h"
#include "asl/json/json.h"

namespace cloudling::asl {

/// How a task ends. One that never ends waits for its timeout, or for the execution's end.
struct TaskEnd {
  enum class How { kSucceeds, kFails, kNever };
  How how = How::kSucceeds;
  json::Value output;
  std::optional<std::string> error;
  std::optional<std::string> cause;
};

/// The ends of the tasks of each state, in the order the tasks are issued.
using Script = std::map<std::string, std::deque<TaskEnd>>;

struct RunResult {
  std::vector<HistoryEvent> history;
  std::optional<Outcome> outcome;
  std::vector<InvokeTask> invoked;
  size_t stored_bytes = 0;  ///< of all frames that were stored on the way
};

/// Bodies of objects in S3 by "bucket/key", for the item readers of distributed Maps.
using Objects = std::map<std::string, std::string>;

/// Runs to the end. With `reload`, the execution is stored and loaded again after every event, its open commands are
/// checked against those that are open, and only what was loaded goes on.
RunResult run_execution(const std::shared_ptr<const Definition>& definition, const ExecutionInfo& info, Script script,
                        bool reload, const Objects& objects = {});

/// An ExecutionInfo with names for tests.
ExecutionInfo test_info(std::string input, bool express = false);

/// The whole history as one text, for comparisons.
std::string history_text(const std::vector<HistoryEvent>& history);

}  // namespace cloudling::asl
