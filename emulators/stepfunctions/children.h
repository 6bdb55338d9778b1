#pragma once

// Executions that a task started and waits for (`states:startExecution.sync`): who waits for whom, and how the end of
// the child looks to the task.
//
//   states_watches  an execution whose task waits for the end of another
//
// Functions run inside the transaction they are given.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asl/execution/event.h"
#include "emulators/stepfunctions/stepfunctions_store.h"

namespace cloudling::stepfunctions {

extern const char* const kWatchTables;

struct Watch {
  std::string child_arn;
  ExecutionId execution = 0;  ///< that waits
  asl::TaskId task = 0;
  bool as_json = false;  ///< `.sync:2`: the child's input and output as JSON rather than its text
};

void insert_watch(store::WriteTransaction& tx, const Watch& watch);

/// Removes and returns those who wait for the child.
std::vector<Watch> take_watches_of(store::WriteTransaction& tx, std::string_view child_arn);

/// Removes and returns what the task waits for.
std::optional<Watch> take_watch_by(store::WriteTransaction& tx, ExecutionId execution, asl::TaskId task);

/// How the child, which has ended, looks to the task: the answer of DescribeExecution under the names of the SDK.
decltype(asl::Event::what) end_of_child(const Watch& watch, const ExecutionRow& child);

}  // namespace cloudling::stepfunctions
