#pragma once

// The tables of map runs and all of their SQL.
//
//   states_map_runs      a run of a distributed Map, its plan and its counters
//   states_map_children  an item, or a batch of items, of a run: what it is started with and how it ended
//
// Functions run inside the transaction they are given.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asl/map_run/plan.h"
#include "emulators/stepfunctions/stepfunctions_store.h"

namespace cloudling::stepfunctions {

extern const char* const kMapRunTables;
store::Migration map_run_redrives_migration(int number);

using MapRunId = int64_t;

enum class MapRunStatus : int { kRunning = 0, kSucceeded, kFailed, kAborted };

const char* map_run_status_name(MapRunStatus status);

/// Of children, and of the items in them.
struct MapRunCounts {
  int64_t total = 0, running = 0, succeeded = 0, failed = 0, timed_out = 0, aborted = 0, results_written = 0;
  int64_t pending() const { return total - running - succeeded - failed - timed_out - aborted; }
  int64_t not_succeeded() const { return failed + timed_out; }
};

struct MapRunRow {
  MapRunId id = 0;
  std::string arn;
  ExecutionId execution = 0;  ///< whose Map it is
  asl::TaskId task = 0;
  std::string state_name;
  bool express = false;  ///< its children are
  MapRunStatus status = MapRunStatus::kRunning;
  bool ready = false;        ///< its children are known
  bool dispatching = false;  ///< a job starts children
  std::string error;         ///< why it fails; "" where it does not
  std::string cause;
  aws::TimeMs started = 0;
  aws::TimeMs stopped = 0;  ///< 0 while it runs
  int64_t redrives = 0;
  aws::TimeMs redriven = 0;  ///< the last time
  int64_t max_concurrency = 0;
  asl::Tolerance tolerance;
  MapRunCounts children;
  MapRunCounts items;
};

std::optional<MapRunRow> find_map_run(store::ReadTransaction& tx, MapRunId id);
std::optional<MapRunRow> find_map_run(store::ReadTransaction& tx, std::string_view arn);
std::optional<MapRunRow> find_map_run_of(store::ReadTransaction& tx, ExecutionId execution, asl::TaskId task);

/// Up to `limit` runs of an execution with ids below `before`, newest first.
std::vector<MapRunRow> list_map_runs(store::ReadTransaction& tx, ExecutionId execution, MapRunId before, int64_t limit);

/// What the run does: JSON, see asl/map_run/plan.h. Holds the items, and is read only where it is needed.
json::Value map_run_plan(store::ReadTransaction& tx, MapRunId id);

/// Stores it; fills in its id.
void insert_map_run(store::WriteTransaction& tx, MapRunRow& run, const json::Value& plan);

/// Stores what changes while it runs: status, error, times, limits; not the counters.
void update_map_run(store::WriteTransaction& tx, const MapRunRow& run);
void set_results_written(store::WriteTransaction& tx, MapRunId run, int64_t children, int64_t items);

struct MapChild {
  int64_t index = 0;
  int64_t items = 1;
  std::string input;
  std::string arn;  ///< of its execution, which is to be redriven; "" where it has none
};

/// Forgets children that an earlier attempt wrote.
void delete_map_children(store::WriteTransaction& tx, MapRunId run);
void insert_map_child(store::WriteTransaction& tx, MapRunId run, const MapChild& child);

/// The first `limit` children of the run that were not started; counts them as running.
std::vector<MapChild> take_pending_children(store::WriteTransaction& tx, MapRunId run, int64_t limit);

/// Tells which execution runs the child; an Express one leaves nothing else behind.
void set_map_child_started(store::WriteTransaction& tx, MapRunId run, int64_t index, const std::string& arn,
                           aws::TimeMs started);

/// All children that have ended without success are pending again. Those of an Express run begin anew.
void redrive_map_children(store::WriteTransaction& tx, const MapRunRow& run);

/// Children and items that wait for their redrive, of those that are pending.
struct PendingRedrives {
  int64_t children = 0;
  int64_t items = 0;
};
PendingRedrives count_pending_redrives(store::ReadTransaction& tx, MapRunId run);

/// The child has ended; counts it.
void end_map_child(store::WriteTransaction& tx, MapRunId run, int64_t index, Status status, const asl::Outcome& outcome,
                   aws::TimeMs stopped);

/// What is written of a child's end.
struct MapChildEnd {
  int64_t index = 0;
  int64_t items = 1;
  std::optional<Status> status;  ///< nothing for one that was not started
  std::string input;
  std::string output;
  std::optional<std::string> error;
  std::optional<std::string> cause;
  std::string arn;  ///< of its execution; "" for one that was not started
  aws::TimeMs started = 0;
  aws::TimeMs stopped = 0;
};

/// Children from `first` on, in order: at most `limit`, and no more once their texts exceed a few MiB.
std::vector<MapChildEnd> list_map_children(store::ReadTransaction& tx, MapRunId run, int64_t first, int64_t limit);

/// Executions of the run that still run.
std::vector<ExecutionId> running_children(store::ReadTransaction& tx, MapRunId run, int64_t limit);

/// Executions of a run with ids below `before`, newest first, without their data.
std::vector<ExecutionRow> list_child_executions(store::ReadTransaction& tx, MapRunId run, std::optional<Status> status,
                                                ExecutionId before, int64_t limit);

/// An Express child leaves no execution behind.
void delete_execution(store::WriteTransaction& tx, ExecutionId id);

}  // namespace cloudling::stepfunctions
