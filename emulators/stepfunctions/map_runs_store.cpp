#include "emulators/stepfunctions/map_runs_store.h"

#include <array>

#include "asl/json/json.h"

namespace cloudling::stepfunctions {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

const char* const kMapRunTables = R"(
CREATE TABLE states_map_runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  arn TEXT NOT NULL UNIQUE,
  execution INTEGER NOT NULL,
  task INTEGER NOT NULL,
  state_name TEXT NOT NULL,
  express INTEGER NOT NULL,
  status INTEGER NOT NULL DEFAULT 0,
  ready INTEGER NOT NULL DEFAULT 0,
  dispatching INTEGER NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT '',
  cause TEXT NOT NULL DEFAULT '',
  started_ms INTEGER NOT NULL,
  stopped_ms INTEGER NOT NULL DEFAULT 0,
  max_concurrency INTEGER NOT NULL,
  tolerated_count INTEGER,
  tolerated_percentage REAL,
  total INTEGER NOT NULL DEFAULT 0,
  running INTEGER NOT NULL DEFAULT 0,
  succeeded INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  timed_out INTEGER NOT NULL DEFAULT 0,
  aborted INTEGER NOT NULL DEFAULT 0,
  written INTEGER NOT NULL DEFAULT 0,
  items_total INTEGER NOT NULL DEFAULT 0,
  items_running INTEGER NOT NULL DEFAULT 0,
  items_succeeded INTEGER NOT NULL DEFAULT 0,
  items_failed INTEGER NOT NULL DEFAULT 0,
  items_timed_out INTEGER NOT NULL DEFAULT 0,
  items_aborted INTEGER NOT NULL DEFAULT 0,
  items_written INTEGER NOT NULL DEFAULT 0,
  plan TEXT NOT NULL
);
CREATE INDEX states_map_runs_execution ON states_map_runs (execution, id);

CREATE TABLE states_map_children (
  run INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  status INTEGER,
  items INTEGER NOT NULL,
  input TEXT NOT NULL,
  output TEXT NOT NULL DEFAULT '',
  error TEXT,
  cause TEXT,
  PRIMARY KEY (run, idx)
) WITHOUT ROWID;
CREATE INDEX states_map_children_pending ON states_map_children (run, idx) WHERE status IS NULL;

ALTER TABLE states_executions ADD COLUMN express INTEGER NOT NULL DEFAULT 0;
ALTER TABLE states_executions ADD COLUMN map_run INTEGER NOT NULL DEFAULT 0;
ALTER TABLE states_executions ADD COLUMN map_index INTEGER NOT NULL DEFAULT 0;
ALTER TABLE states_executions ADD COLUMN map_state TEXT NOT NULL DEFAULT '';
CREATE INDEX states_executions_map_run ON states_executions (map_run, id) WHERE map_run != 0;
)";

store::Migration map_run_redrives_migration(int number) {
  return {.service = "stepfunctions", .number = number, .sql = R"(
ALTER TABLE states_map_runs ADD COLUMN redrives INTEGER NOT NULL DEFAULT 0;
ALTER TABLE states_map_runs ADD COLUMN redriven_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE states_map_children ADD COLUMN arn TEXT NOT NULL DEFAULT '';
ALTER TABLE states_map_children ADD COLUMN started_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE states_map_children ADD COLUMN stopped_ms INTEGER NOT NULL DEFAULT 0;
)"};
}

namespace {

constexpr size_t kMaxBytesAtOnce = 4u << 20;
constexpr std::array kStatusNames = {"RUNNING", "SUCCEEDED", "FAILED", "ABORTED"};

MapRunCounts read_counts(const Rows& row, int first) {
  return {.total = row.integer(first),
          .running = row.integer(first + 1),
          .succeeded = row.integer(first + 2),
          .failed = row.integer(first + 3),
          .timed_out = row.integer(first + 4),
          .aborted = row.integer(first + 5),
          .results_written = row.integer(first + 6)};
}

#define CLOUDLING_MAP_RUN_COLUMNS                                                                             \
  "SELECT id, arn, execution, task, state_name, status, ready, dispatching, error, cause, started_ms, "       \
  "stopped_ms, max_concurrency, tolerated_count, tolerated_percentage, total, running, succeeded, failed, "   \
  "timed_out, aborted, written, items_total, items_running, items_succeeded, items_failed, items_timed_out, " \
  "items_aborted, items_written, express, redrives, redriven_ms FROM states_map_runs "

std::vector<MapRunRow> read_map_runs(Rows row) {
  std::vector<MapRunRow> runs;
  while (row.next()) {
    MapRunRow& run = runs.emplace_back();
    run.id = row.integer(0);
    run.arn = row.string(1);
    run.execution = row.integer(2);
    run.task = static_cast<asl::TaskId>(row.integer(3));
    run.state_name = row.string(4);
    run.status = static_cast<MapRunStatus>(row.integer(5));
    run.ready = row.integer(6) != 0;
    run.dispatching = row.integer(7) != 0;
    run.error = row.string(8);
    run.cause = row.string(9);
    run.started = row.integer(10);
    run.stopped = row.integer(11);
    run.max_concurrency = row.integer(12);
    run.tolerance.count = row.optional_integer(13);
    if (!row.is_null(14)) run.tolerance.percentage = row.real(14);
    run.children = read_counts(row, 15);
    run.items = read_counts(row, 22);
    run.express = row.integer(29) != 0;
    run.redrives = row.integer(30);
    run.redriven = row.integer(31);
  }
  return runs;
}

std::optional<MapRunRow> first_of(std::vector<MapRunRow> runs) {
  if (runs.empty()) return std::nullopt;
  return std::move(runs.front());
}

/// The counter of children and that of items which a status is counted by.
std::string counting(Status status) {
  switch (status) {
    case Status::kSucceeded:
      return "succeeded";
    case Status::kTimedOut:
      return "timed_out";
    case Status::kAborted:
      return "aborted";
    default:
      return "failed";
  }
}

}  // namespace

const char* map_run_status_name(MapRunStatus status) { return kStatusNames[static_cast<size_t>(status)]; }

std::optional<MapRunRow> find_map_run(ReadTransaction& tx, MapRunId id) {
  return first_of(read_map_runs(tx.query(CLOUDLING_MAP_RUN_COLUMNS "WHERE id = ?", id)));
}

std::optional<MapRunRow> find_map_run(ReadTransaction& tx, std::string_view arn) {
  return first_of(read_map_runs(tx.query(CLOUDLING_MAP_RUN_COLUMNS "WHERE arn = ?", arn)));
}

std::optional<MapRunRow> find_map_run_of(ReadTransaction& tx, ExecutionId execution, asl::TaskId task) {
  return first_of(
      read_map_runs(tx.query(CLOUDLING_MAP_RUN_COLUMNS "WHERE execution = ? AND task = ?", execution, task)));
}

std::vector<MapRunRow> list_map_runs(ReadTransaction& tx, ExecutionId execution, MapRunId before, int64_t limit) {
  return read_map_runs(tx.query(CLOUDLING_MAP_RUN_COLUMNS "WHERE execution = ? AND id < ? ORDER BY id DESC LIMIT ?",
                                execution, before, limit));
}

#undef CLOUDLING_MAP_RUN_COLUMNS

json::Value map_run_plan(ReadTransaction& tx, MapRunId id) {
  Rows row = tx.query("SELECT plan FROM states_map_runs WHERE id = ?", id);
  const auto plan = row.next() ? json::parse(row.string(0)) : std::nullopt;
  return plan.value_or(json::Value::object());
}

void insert_map_run(WriteTransaction& tx, MapRunRow& run, const json::Value& plan) {
  tx.run(
      "INSERT INTO states_map_runs (arn, execution, task, state_name, started_ms, max_concurrency, tolerated_count, "
      "tolerated_percentage, express, plan) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      run.arn, run.execution, run.task, run.state_name, run.started, run.max_concurrency, run.tolerance.count,
      run.tolerance.percentage, run.express, json::write(plan));
  run.id = tx.last_insert_id();
}

void update_map_run(WriteTransaction& tx, const MapRunRow& run) {
  tx.run(
      "UPDATE states_map_runs SET status = ?, ready = ?, dispatching = ?, error = ?, cause = ?, stopped_ms = ?, "
      "max_concurrency = ?, tolerated_count = ?, tolerated_percentage = ?, total = ?, items_total = ?, task = ?, "
      "redrives = ?, redriven_ms = ? WHERE id = ?",
      run.status, run.ready, run.dispatching, run.error, run.cause, run.stopped, run.max_concurrency,
      run.tolerance.count, run.tolerance.percentage, run.children.total, run.items.total,
      static_cast<int64_t>(run.task), run.redrives, run.redriven, run.id);
}

void set_results_written(WriteTransaction& tx, MapRunId run, int64_t children, int64_t items) {
  tx.run("UPDATE states_map_runs SET written = ?, items_written = ? WHERE id = ?", children, items, run);
}

void delete_map_children(WriteTransaction& tx, MapRunId run) {
  tx.run("DELETE FROM states_map_children WHERE run = ?", run);
}

void insert_map_child(WriteTransaction& tx, MapRunId run, const MapChild& child) {
  tx.run("INSERT INTO states_map_children (run, idx, items, input) VALUES (?, ?, ?, ?)", run, child.index, child.items,
         child.input);
}

std::vector<MapChild> take_pending_children(WriteTransaction& tx, MapRunId run, int64_t limit) {
  std::vector<MapChild> children;
  int64_t items = 0;
  {
    Rows row = tx.query(
        "SELECT idx, items, input, arn FROM states_map_children WHERE run = ? AND status IS NULL ORDER BY idx LIMIT ?",
        run, limit);
    while (row.next()) {
      children.push_back(
          {.index = row.integer(0), .items = row.integer(1), .input = row.string(2), .arn = row.string(3)});
      items += children.back().items;
    }
  }
  tx.run("UPDATE states_map_runs SET running = running + ?, items_running = items_running + ? WHERE id = ?",
         static_cast<int64_t>(children.size()), items, run);
  return children;
}

void set_map_child_started(WriteTransaction& tx, MapRunId run, int64_t index, const std::string& arn,
                           aws::TimeMs started) {
  tx.run("UPDATE states_map_children SET status = 0, arn = ?, started_ms = ? WHERE run = ? AND idx = ?", arn, started,
         run, index);
}

void redrive_map_children(WriteTransaction& tx, const MapRunRow& run) {
  const char* forget = run.express ? ", arn = ''" : "";
  tx.run(std::string("UPDATE states_map_children SET status = NULL, output = '', error = NULL, cause = NULL") + forget +
             " WHERE run = ? AND status > 1",
         run.id);
  tx.run(
      "UPDATE states_map_runs SET failed = 0, timed_out = 0, aborted = 0, items_failed = 0, items_timed_out = 0, "
      "items_aborted = 0 WHERE id = ?",
      run.id);
}

PendingRedrives count_pending_redrives(ReadTransaction& tx, MapRunId run) {
  Rows row = tx.query(
      "SELECT count(*), coalesce(sum(items), 0) FROM states_map_children WHERE run = ? AND status IS NULL AND arn != "
      "''",
      run);
  row.next();
  return {.children = row.integer(0), .items = row.integer(1)};
}

void end_map_child(WriteTransaction& tx, MapRunId run, int64_t index, Status status, const asl::Outcome& outcome,
                   aws::TimeMs stopped) {
  tx.run(
      "UPDATE states_map_children SET status = ?, output = ?, error = ?, cause = ?, stopped_ms = ? WHERE run = ? AND "
      "idx = ?",
      status, outcome.output, outcome.error, outcome.cause, stopped, run, index);
  const std::string counter = counting(status);
  tx.run("UPDATE states_map_runs SET running = running - 1, " + counter + " = " + counter +
             " + 1, items_running = items_running - c.items, items_" + counter + " = items_" + counter +
             " + c.items FROM (SELECT items FROM states_map_children WHERE run = ?1 AND idx = ?2) AS c WHERE id = ?1",
         run, index);
}

std::vector<MapChildEnd> list_map_children(ReadTransaction& tx, MapRunId run, int64_t first, int64_t limit) {
  Rows row = tx.query(
      "SELECT idx, items, status, input, output, error, cause, arn, started_ms, stopped_ms FROM states_map_children "
      "WHERE run = ? AND idx >= ? ORDER BY idx LIMIT ?",
      run, first, limit);
  std::vector<MapChildEnd> children;
  size_t bytes = 0;
  while (bytes < kMaxBytesAtOnce && row.next()) {
    MapChildEnd& child = children.emplace_back();
    child.index = row.integer(0);
    child.items = row.integer(1);
    if (const auto status = row.optional_integer(2)) child.status = static_cast<Status>(*status);
    child.input = row.string(3);
    child.output = row.string(4);
    child.error = row.optional_string(5);
    child.cause = row.optional_string(6);
    child.arn = row.string(7);
    child.started = row.integer(8);
    child.stopped = row.integer(9);
    bytes += child.input.size() + child.output.size();
  }
  return children;
}

std::vector<ExecutionId> running_children(ReadTransaction& tx, MapRunId run, int64_t limit) {
  Rows row = tx.query("SELECT id FROM states_executions WHERE map_run = ? AND status = 0 LIMIT ?", run, limit);
  std::vector<ExecutionId> ids;
  while (row.next()) ids.push_back(row.integer(0));
  return ids;
}

std::vector<ExecutionRow> list_child_executions(ReadTransaction& tx, MapRunId run, std::optional<Status> status,
                                                ExecutionId before, int64_t limit) {
  Rows row = tx.query(
      "SELECT e.id, e.arn, e.name, e.status, e.started_ms, e.stopped_ms, c.items FROM states_executions e "
      "JOIN states_map_children c ON c.run = e.map_run AND c.idx = e.map_index WHERE e.map_run = ?1 AND e.map_run != 0 "
      "AND e.id < ?2 AND (?3 IS NULL OR e.status = ?3) ORDER BY e.id DESC LIMIT ?4",
      run, before, status ? std::optional(static_cast<int64_t>(*status)) : std::nullopt, limit);
  std::vector<ExecutionRow> executions;
  while (row.next()) {
    ExecutionRow& execution = executions.emplace_back();
    execution.id = row.integer(0);
    execution.arn = row.string(1);
    execution.name = row.string(2);
    execution.status = static_cast<Status>(row.integer(3));
    execution.started = row.integer(4);
    execution.stopped = row.integer(5);
    execution.map_items = row.integer(6);
  }
  return executions;
}

void delete_execution(WriteTransaction& tx, ExecutionId id) {
  tx.run("DELETE FROM states_executions WHERE id = ?", id);
}

}  // namespace cloudling::stepfunctions
