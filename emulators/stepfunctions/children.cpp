#include "emulators/stepfunctions/children.h"

#include <utility>

#include "asl/json/json.h"
#include "emulators/stepfunctions/names.h"

namespace cloudling::stepfunctions {

using store::Rows;
using store::WriteTransaction;

const char* const kWatchTables = R"(
CREATE TABLE states_watches (
  child TEXT NOT NULL,
  execution INTEGER NOT NULL,
  task INTEGER NOT NULL,
  as_json INTEGER NOT NULL,
  PRIMARY KEY (child, execution, task)
) WITHOUT ROWID;
CREATE INDEX states_watches_task ON states_watches (execution, task);
)";

namespace {

std::vector<Watch> read_watches(Rows row) {
  std::vector<Watch> watches;
  while (row.next()) {
    watches.push_back({.child_arn = row.string(0),
                       .execution = row.integer(1),
                       .task = static_cast<asl::TaskId>(row.integer(2)),
                       .as_json = row.integer(3) != 0});
  }
  return watches;
}

json::Value data(const std::string& text, bool as_json) {
  if (!as_json) return text;
  return json::parse(text).value_or(json::Value(text));
}

json::Value described(const ExecutionRow& child, bool as_json) {
  json::Value out = json::Value::object();
  if (child.cause) out["Cause"] = *child.cause;
  if (child.error) out["Error"] = *child.error;
  out["ExecutionArn"] = child.arn;
  out["Input"] = data(child.input, as_json);
  out["InputDetails"]["Included"] = true;
  out["Name"] = child.name;
  if (child.output) {
    out["Output"] = data(*child.output, as_json);
    out["OutputDetails"]["Included"] = true;
  }
  const bool redrivable = child.status != Status::kSucceeded;
  out["RedriveCount"] = 0;
  out["RedriveStatus"] = redrivable ? "REDRIVABLE" : "NOT_REDRIVABLE";
  if (!redrivable) out["RedriveStatusReason"] = "Execution is SUCCEEDED and cannot be redriven";
  out["StartDate"] = child.started;
  out["StateMachineArn"] = state_machine_of(child.arn);
  out["Status"] = status_name(child.status);
  out["StopDate"] = child.stopped;
  if (child.trace_header) out["TraceHeader"] = *child.trace_header;
  return out;
}

}  // namespace

void insert_watch(WriteTransaction& tx, const Watch& watch) {
  tx.run("INSERT OR REPLACE INTO states_watches (child, execution, task, as_json) VALUES (?, ?, ?, ?)", watch.child_arn,
         watch.execution, watch.task, watch.as_json);
}

std::vector<Watch> take_watches_of(WriteTransaction& tx, std::string_view child_arn) {
  auto watches =
      read_watches(tx.query("SELECT child, execution, task, as_json FROM states_watches WHERE child = ?", child_arn));
  if (!watches.empty()) tx.run("DELETE FROM states_watches WHERE child = ?", child_arn);
  return watches;
}

std::optional<Watch> take_watch_by(WriteTransaction& tx, ExecutionId execution, asl::TaskId task) {
  auto watches = read_watches(tx.query(
      "SELECT child, execution, task, as_json FROM states_watches WHERE execution = ? AND task = ?", execution, task));
  if (watches.empty()) return std::nullopt;
  tx.run("DELETE FROM states_watches WHERE execution = ? AND task = ?", execution, task);
  return std::move(watches.front());
}

decltype(asl::Event::what) end_of_child(const Watch& watch, const ExecutionRow& child) {
  json::Value output = described(child, watch.as_json);
  if (child.status == Status::kSucceeded) return asl::TaskSucceeded{.task = watch.task, .output = std::move(output)};
  return asl::TaskFailed{.task = watch.task, .error = "States.TaskFailed", .cause = json::write(output)};
}

}  // namespace cloudling::stepfunctions
