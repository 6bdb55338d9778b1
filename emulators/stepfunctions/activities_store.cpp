#include "emulators/stepfunctions/activities_store.h"

namespace cloudling::stepfunctions {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

const char* const kActivityTables = R"(
CREATE TABLE states_activities (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  arn TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  created_ms INTEGER NOT NULL
);
CREATE INDEX states_activities_place ON states_activities (account, region, id);

CREATE TABLE states_activity_tasks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  activity TEXT NOT NULL,
  execution INTEGER NOT NULL,
  task INTEGER NOT NULL,
  token TEXT NOT NULL,
  input TEXT NOT NULL
);
CREATE INDEX states_activity_tasks_activity ON states_activity_tasks (activity, id);
CREATE INDEX states_activity_tasks_task ON states_activity_tasks (execution, task);
)";

namespace {

ActivityRow read_activity(const Rows& row) {
  return {.id = row.integer(0), .arn = row.string(1), .name = row.string(2), .created = row.integer(3)};
}

}  // namespace

std::optional<ActivityRow> find_activity(ReadTransaction& tx, std::string_view arn) {
  Rows row = tx.query("SELECT id, arn, name, created_ms FROM states_activities WHERE arn = ?", arn);
  if (!row.next()) return std::nullopt;
  return read_activity(row);
}

void insert_activity(WriteTransaction& tx, ActivityRow& activity, const std::string& account,
                     const std::string& region) {
  tx.run("INSERT INTO states_activities (arn, account, region, name, created_ms) VALUES (?, ?, ?, ?, ?)", activity.arn,
         account, region, activity.name, activity.created);
  activity.id = tx.last_insert_id();
}

void delete_activity(WriteTransaction& tx, const std::string& arn) {
  tx.run("DELETE FROM states_activities WHERE arn = ?", arn);
  tx.run("DELETE FROM states_tags WHERE resource = ?", arn);
}

std::vector<ActivityRow> list_activities(ReadTransaction& tx, const std::string& account, const std::string& region,
                                         int64_t after, int64_t limit) {
  Rows row = tx.query(
      "SELECT id, arn, name, created_ms FROM states_activities WHERE account = ? AND region = ? AND id > ? "
      "ORDER BY id LIMIT ?",
      account, region, after, limit);
  std::vector<ActivityRow> activities;
  while (row.next()) activities.push_back(read_activity(row));
  return activities;
}

void insert_activity_task(WriteTransaction& tx, const std::string& activity_arn, const ActivityTask& task) {
  tx.run("INSERT INTO states_activity_tasks (activity, execution, task, token, input) VALUES (?, ?, ?, ?, ?)",
         activity_arn, task.execution, task.task, task.token, task.input);
}

std::optional<ActivityTask> take_activity_task(WriteTransaction& tx, const std::string& activity_arn) {
  int64_t id = 0;
  ActivityTask task;
  {
    Rows row = tx.query(
        "SELECT id, execution, task, token, input FROM states_activity_tasks WHERE activity = ? ORDER BY id LIMIT 1",
        activity_arn);
    if (!row.next()) return std::nullopt;
    id = row.integer(0);
    task = {.execution = row.integer(1),
            .task = static_cast<asl::TaskId>(row.integer(2)),
            .token = row.string(3),
            .input = row.string(4)};
  }
  tx.run("DELETE FROM states_activity_tasks WHERE id = ?", id);
  return task;
}

void delete_activity_task(WriteTransaction& tx, ExecutionId execution, asl::TaskId task) {
  tx.run("DELETE FROM states_activity_tasks WHERE execution = ? AND task = ?", execution, task);
}

}  // namespace cloudling::stepfunctions
