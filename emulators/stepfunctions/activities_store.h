#pragma once

// The tables of activities and of the tasks that wait for a worker, and all of their SQL.
//
//   states_activities      an activity
//   states_activity_tasks  a scheduled task that no worker has taken yet
//
// Functions run inside the transaction they are given.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asl/execution/event.h"
#include "emulators/aws/clock.h"
#include "emulators/stepfunctions/stepfunctions_store.h"
#include "emulators/store/connection.h"
#include "emulators/store/store.h"

namespace cloudling::stepfunctions {

extern const char* const kActivityTables;

struct ActivityRow {
  int64_t id = 0;
  std::string arn;
  std::string name;
  aws::TimeMs created = 0;
};

std::optional<ActivityRow> find_activity(store::ReadTransaction& tx, std::string_view arn);

/// Stores it; fills in its id.
void insert_activity(store::WriteTransaction& tx, ActivityRow& activity, const std::string& account,
                     const std::string& region);

/// With its tags. Tasks that were scheduled stay where they are.
void delete_activity(store::WriteTransaction& tx, const std::string& arn);

/// Up to `limit` activities of an account and region with ids above `after`, oldest first.
std::vector<ActivityRow> list_activities(store::ReadTransaction& tx, const std::string& account,
                                         const std::string& region, int64_t after, int64_t limit);

struct ActivityTask {
  ExecutionId execution = 0;
  asl::TaskId task = 0;
  std::string token;
  std::string input;  ///< JSON text
};

void insert_activity_task(store::WriteTransaction& tx, const std::string& activity_arn, const ActivityTask& task);

/// Removes and returns the oldest task of the activity.
std::optional<ActivityTask> take_activity_task(store::WriteTransaction& tx, const std::string& activity_arn);

void delete_activity_task(store::WriteTransaction& tx, ExecutionId execution, asl::TaskId task);

}  // namespace cloudling::stepfunctions
