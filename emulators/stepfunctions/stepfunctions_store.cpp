#include "emulators/stepfunctions/stepfunctions_store.h"

#include <array>
#include <limits>

#include "asl/json/json.h"
#include "emulators/stepfunctions/activities_store.h"
#include "emulators/stepfunctions/children.h"
#include "emulators/stepfunctions/history_store.h"
#include "emulators/stepfunctions/map_runs_store.h"
#include "emulators/stepfunctions/mocked_tasks.h"
#include "emulators/stepfunctions/outside_tasks.h"
#include "emulators/stepfunctions/redrives_store.h"
#include "emulators/stepfunctions/versions_store.h"

namespace cloudling::stepfunctions {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

namespace {

constexpr const char* kTables = R"(
CREATE TABLE states_machines (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  arn TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  express INTEGER NOT NULL,
  deleting INTEGER NOT NULL DEFAULT 0,
  created_ms INTEGER NOT NULL,
  revision INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX states_machines_place ON states_machines (account, region, id);

CREATE TABLE states_revisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  machine INTEGER NOT NULL,
  revision_id TEXT,
  role_arn TEXT NOT NULL,
  logging TEXT NOT NULL,
  tracing INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  used INTEGER NOT NULL DEFAULT 0,
  definition TEXT NOT NULL
);
CREATE INDEX states_revisions_machine ON states_revisions (machine);

CREATE TABLE states_executions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  arn TEXT NOT NULL UNIQUE,
  machine INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  name TEXT NOT NULL,
  status INTEGER NOT NULL DEFAULT 0,
  machine_deleting INTEGER NOT NULL DEFAULT 0,
  started_ms INTEGER NOT NULL,
  stopped_ms INTEGER NOT NULL DEFAULT 0,
  error TEXT,
  cause TEXT,
  trace_header TEXT,
  token_secret TEXT NOT NULL,
  input TEXT NOT NULL,
  output TEXT
);
CREATE INDEX states_executions_machine ON states_executions (machine, id);
CREATE INDEX states_executions_running ON states_executions (machine, id) WHERE status = 0;

CREATE TABLE states_history (
  key INTEGER PRIMARY KEY,
  previous INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  type TEXT NOT NULL,
  details_name TEXT NOT NULL,
  details TEXT NOT NULL
);

CREATE TABLE states_frames (
  execution INTEGER NOT NULL,
  frame INTEGER NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (execution, frame)
) WITHOUT ROWID;

CREATE TABLE states_tags (
  resource TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (resource, key)
) WITHOUT ROWID;
)";

constexpr std::array kStatusNames = {"RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"};

Revision read_revision(const Rows& row, int first) {
  Revision revision;
  revision.id = row.integer(first);
  revision.revision_id = row.optional_string(first + 1);
  revision.role_arn = row.string(first + 2);
  revision.logging = row.string(first + 3);
  revision.tracing = row.integer(first + 4) != 0;
  revision.updated = row.integer(first + 5);
  revision.used = row.integer(first + 6) != 0;
  revision.definition = row.string(first + 7);
  return revision;
}

constexpr const char* kExecutionByArn =
    "SELECT id, arn, machine, revision, name, status, machine_deleting, started_ms, stopped_ms, error, cause, "
    "trace_header, token_secret, input, output, express, map_run, map_index, map_state FROM states_executions WHERE "
    "arn = ?";
constexpr const char* kExecutionById =
    "SELECT id, arn, machine, revision, name, status, machine_deleting, started_ms, stopped_ms, error, cause, "
    "trace_header, token_secret, input, output, express, map_run, map_index, map_state FROM states_executions WHERE id "
    "= ?";

std::optional<ExecutionRow> read_execution(Rows row) {
  if (!row.next()) return std::nullopt;
  ExecutionRow execution;
  execution.id = row.integer(0);
  execution.arn = row.string(1);
  execution.machine = row.integer(2);
  execution.revision = row.integer(3);
  execution.name = row.string(4);
  execution.status = static_cast<Status>(row.integer(5));
  execution.machine_deleting = row.integer(6) != 0;
  execution.started = row.integer(7);
  execution.stopped = row.integer(8);
  execution.error = row.optional_string(9);
  execution.cause = row.optional_string(10);
  execution.trace_header = row.optional_string(11);
  execution.token_secret = row.string(12);
  execution.input = row.string(13);
  execution.output = row.optional_string(14);
  execution.express = row.integer(15) != 0;
  execution.map_run = row.integer(16);
  execution.map_index = row.integer(17);
  execution.map_state = row.string(18);
  return execution;
}

void delete_unused_revisions(WriteTransaction& tx, MachineId machine) {
  tx.run(
      "DELETE FROM states_revisions WHERE machine = ?1 AND used = 0 "
      "AND id NOT IN (SELECT revision FROM states_machines WHERE id = ?1)",
      machine);
}

}  // namespace

std::vector<store::Migration> migrations() {
  return {{.service = "stepfunctions", .number = 1, .sql = kTables},
          versions_migration(2),
          {.service = "stepfunctions", .number = 3, .sql = kActivityTables},
          {.service = "stepfunctions", .number = 4, .sql = kWatchTables},
          {.service = "stepfunctions", .number = 5, .sql = kMapRunTables},
          redrives_migration(6),
          mocks_migration(7),
          outside_tasks_migration(8),
          map_run_redrives_migration(9),
          history_migration(10)};
}

std::optional<Machine> find_machine(ReadTransaction& tx, std::string_view arn, Read read) {
  constexpr const char* kWhole =
      "SELECT m.id, m.arn, m.name, m.express, m.deleting, m.created_ms, r.id, r.revision_id, r.role_arn, r.logging, "
      "r.tracing, r.updated_ms, r.used, r.definition FROM states_machines m JOIN states_revisions r ON r.id = "
      "m.revision "
      "WHERE m.arn = ?";
  constexpr const char* kHead =
      "SELECT m.id, m.arn, m.name, m.express, m.deleting, m.created_ms, r.id, r.revision_id, r.role_arn, r.logging, "
      "r.tracing, r.updated_ms, r.used, '' FROM states_machines m JOIN states_revisions r ON r.id = m.revision "
      "WHERE m.arn = ?";
  Rows row = tx.query(read == Read::kWhole ? kWhole : kHead, arn);
  if (!row.next()) return std::nullopt;
  Machine machine;
  machine.id = row.integer(0);
  machine.arn = row.string(1);
  machine.name = row.string(2);
  machine.express = row.integer(3) != 0;
  machine.deleting = row.integer(4) != 0;
  machine.created = row.integer(5);
  machine.revision = read_revision(row, 6);
  return machine;
}

std::optional<Revision> find_revision(ReadTransaction& tx, RevisionId id, Read read) {
  constexpr const char* kWhole =
      "SELECT id, revision_id, role_arn, logging, tracing, updated_ms, used, definition FROM states_revisions "
      "WHERE id = ?";
  constexpr const char* kHead =
      "SELECT id, revision_id, role_arn, logging, tracing, updated_ms, used, '' FROM states_revisions WHERE id = ?";
  Rows row = tx.query(read == Read::kWhole ? kWhole : kHead, id);
  if (!row.next()) return std::nullopt;
  return read_revision(row, 0);
}

void insert_machine(WriteTransaction& tx, Machine& machine, const std::string& account, const std::string& region) {
  tx.run("INSERT INTO states_machines (arn, account, region, name, express, created_ms) VALUES (?, ?, ?, ?, ?, ?)",
         machine.arn, account, region, machine.name, machine.express, machine.created);
  machine.id = tx.last_insert_id();
  insert_revision(tx, machine.id, machine.revision);
}

void insert_revision(WriteTransaction& tx, MachineId machine, Revision& revision) {
  tx.run(
      "INSERT INTO states_revisions (machine, revision_id, role_arn, logging, tracing, updated_ms, definition) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      machine, revision.revision_id, revision.role_arn, revision.logging, revision.tracing, revision.updated,
      revision.definition);
  revision.id = tx.last_insert_id();
  tx.run("UPDATE states_machines SET revision = ? WHERE id = ?", revision.id, machine);
  delete_unused_revisions(tx, machine);
}

void touch_revision(WriteTransaction& tx, RevisionId id, aws::TimeMs updated) {
  tx.run("UPDATE states_revisions SET updated_ms = ? WHERE id = ?", updated, id);
}

void mark_used(WriteTransaction& tx, RevisionId id) { tx.run("UPDATE states_revisions SET used = 1 WHERE id = ?", id); }

std::vector<Machine> list_machines(ReadTransaction& tx, const std::string& account, const std::string& region,
                                   MachineId after, int64_t limit) {
  Rows row = tx.query(
      "SELECT id, arn, name, express, created_ms FROM states_machines "
      "WHERE account = ? AND region = ? AND id > ? ORDER BY id LIMIT ?",
      account, region, after, limit);
  std::vector<Machine> machines;
  while (row.next()) {
    Machine& machine = machines.emplace_back();
    machine.id = row.integer(0);
    machine.arn = row.string(1);
    machine.name = row.string(2);
    machine.express = row.integer(3) != 0;
    machine.created = row.integer(4);
  }
  return machines;
}

bool mark_deleting(WriteTransaction& tx, MachineId machine) {
  tx.run("UPDATE states_machines SET deleting = 1 WHERE id = ?", machine);
  return tx.run("UPDATE states_executions SET machine_deleting = 1 WHERE machine = ? AND status = 0", machine) > 0;
}

bool has_running_executions(ReadTransaction& tx, MachineId machine) {
  return tx.query("SELECT 1 FROM states_executions WHERE machine = ? AND status = 0 LIMIT 1", machine).next();
}

void delete_machine(WriteTransaction& tx, MachineId machine, const std::string& arn) {
  tx.run("DELETE FROM states_machines WHERE id = ?", machine);
  tx.run("DELETE FROM states_tags WHERE resource = ?", arn);
  delete_versions_and_aliases(tx, machine);
  delete_unused_revisions(tx, machine);
}

const char* status_name(Status status) { return kStatusNames[static_cast<size_t>(status)]; }

Status status_of(asl::Outcome::Status status) {
  switch (status) {
    case asl::Outcome::Status::kSucceeded:
      return Status::kSucceeded;
    case asl::Outcome::Status::kFailed:
      return Status::kFailed;
    case asl::Outcome::Status::kTimedOut:
      return Status::kTimedOut;
    case asl::Outcome::Status::kAborted:
      return Status::kAborted;
  }
  return Status::kFailed;
}

std::optional<Status> status_of(std::string_view name) {
  for (size_t i = 0; i < kStatusNames.size(); ++i) {
    if (name == kStatusNames[i]) return static_cast<Status>(i);
  }
  return std::nullopt;
}

std::optional<ExecutionRow> find_execution(ReadTransaction& tx, std::string_view arn) {
  return read_execution(tx.query(kExecutionByArn, arn));
}

std::optional<ExecutionRow> find_execution(ReadTransaction& tx, ExecutionId id) {
  return read_execution(tx.query(kExecutionById, id));
}

std::optional<Status> find_status(ReadTransaction& tx, std::string_view arn) {
  Rows row = tx.query("SELECT status FROM states_executions WHERE arn = ?", arn);
  if (!row.next()) return std::nullopt;
  return static_cast<Status>(row.integer(0));
}

void insert_execution(WriteTransaction& tx, ExecutionRow& execution) {
  tx.run(
      "INSERT INTO states_executions (arn, machine, revision, name, started_ms, trace_header, token_secret, input, "
      "express, map_run, map_index, map_state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      execution.arn, execution.machine, execution.revision, execution.name, execution.started, execution.trace_header,
      execution.token_secret, execution.input, execution.express, execution.map_run, execution.map_index,
      execution.map_state);
  execution.id = tx.last_insert_id();
}

void finish_execution(WriteTransaction& tx, ExecutionId id, aws::TimeMs stopped, const asl::Outcome& outcome) {
  const Status status = status_of(outcome.status);
  std::optional<std::string_view> output;
  if (status == Status::kSucceeded) output = outcome.output;
  tx.run("UPDATE states_executions SET status = ?, stopped_ms = ?, output = ?, error = ?, cause = ? WHERE id = ?",
         status, stopped, output, outcome.error, outcome.cause, id);
}

std::vector<ExecutionRow> list_executions(ReadTransaction& tx, MachineId machine, std::optional<Status> status,
                                          ExecutionId before, int64_t limit) {
  constexpr const char* kAll =
      "SELECT id, arn, name, status, started_ms, stopped_ms FROM states_executions "
      "WHERE machine = ? AND id < ? AND map_run = 0 ORDER BY id DESC LIMIT ?";
  constexpr const char* kRunning =
      "SELECT id, arn, name, status, started_ms, stopped_ms FROM states_executions "
      "WHERE machine = ? AND id < ? AND status = 0 AND map_run = 0 ORDER BY id DESC LIMIT ?";
  constexpr const char* kEnded =
      "SELECT id, arn, name, status, started_ms, stopped_ms FROM states_executions "
      "WHERE machine = ? AND id < ? AND status = ? AND map_run = 0 ORDER BY id DESC LIMIT ?";
  Rows row = !status                       ? tx.query(kAll, machine, before, limit)
             : *status == Status::kRunning ? tx.query(kRunning, machine, before, limit)
                                           : tx.query(kEnded, machine, before, *status, limit);
  std::vector<ExecutionRow> executions;
  while (row.next()) {
    ExecutionRow& execution = executions.emplace_back();
    execution.id = row.integer(0);
    execution.arn = row.string(1);
    execution.name = row.string(2);
    execution.status = static_cast<Status>(row.integer(3));
    execution.started = row.integer(4);
    execution.stopped = row.integer(5);
  }
  return executions;
}

std::vector<asl::StoredFrame> load_frames(ReadTransaction& tx, ExecutionId execution) {
  Rows row = tx.query("SELECT frame, state FROM states_frames WHERE execution = ? ORDER BY frame", execution);
  std::vector<asl::StoredFrame> frames;
  while (row.next()) {
    frames.push_back({.frame = static_cast<asl::FrameId>(row.integer(0)), .state = row.string(1)});
  }
  return frames;
}

void store_frames(WriteTransaction& tx, ExecutionId execution, const asl::Execution::Changes& changes) {
  for (const asl::StoredFrame& frame : changes.changed) {
    tx.run("INSERT OR REPLACE INTO states_frames (execution, frame, state) VALUES (?, ?, ?)", execution, frame.frame,
           frame.state);
  }
  for (const asl::FrameId frame : changes.removed) {
    tx.run("DELETE FROM states_frames WHERE execution = ? AND frame = ?", execution, frame);
  }
}

void delete_frames(WriteTransaction& tx, ExecutionId execution) {
  tx.run("DELETE FROM states_frames WHERE execution = ?", execution);
}

void put_tag(WriteTransaction& tx, const std::string& resource, const std::string& key, const std::string& value) {
  tx.run("INSERT OR REPLACE INTO states_tags (resource, key, value) VALUES (?, ?, ?)", resource, key, value);
}

void delete_tag(WriteTransaction& tx, const std::string& resource, const std::string& key) {
  tx.run("DELETE FROM states_tags WHERE resource = ? AND key = ?", resource, key);
}

std::vector<TagRow> list_tags(ReadTransaction& tx, const std::string& resource) {
  Rows row = tx.query("SELECT key, value FROM states_tags WHERE resource = ? ORDER BY key", resource);
  std::vector<TagRow> tags;
  while (row.next()) tags.push_back({.key = row.string(0), .value = row.string(1)});
  return tags;
}

}  // namespace cloudling::stepfunctions
