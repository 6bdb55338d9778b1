#include "emulators/stepfunctions/outside_tasks.h"

#include "emulators/aws/virtual_clock.h"

namespace cloudling::stepfunctions {

store::Migration outside_tasks_migration(int number) {
  return {.service = "stepfunctions",
          .number = number,
          .sql =
              "CREATE TABLE states_outside_tasks (execution INTEGER NOT NULL, task INTEGER NOT NULL, "
              "PRIMARY KEY (execution, task)) WITHOUT ROWID;"};
}

OutsideTasks::OutsideTasks(store::Store& store, aws::Clock& clock) : store_(store), clock_(clock) {
  recount();
  store_.on_lifecycle({.quiesce = [] {}, .recover = [this] { recount(); }});
}

void OutsideTasks::begin(store::WriteTransaction& tx, ExecutionId execution, asl::TaskId task) {
  if (tx.run("INSERT OR IGNORE INTO states_outside_tasks (execution, task) VALUES (?, ?)", execution, task) == 0)
    return;
  ++at_most_;
  tx.after_commit([this] { tell(1); });
}

void OutsideTasks::end(store::WriteTransaction& tx, ExecutionId execution, asl::TaskId task) {
  if (at_most_ == 0) return;
  if (tx.run("DELETE FROM states_outside_tasks WHERE execution = ? AND task = ?", execution, task) == 0) return;
  tx.after_commit([this] {
    --at_most_;
    tell(-1);
  });
}

void OutsideTasks::recount() {
  const int64_t count = store_.read_blocking([](store::ReadTransaction& tx) {
    store::Rows rows = tx.query("SELECT count(*) FROM states_outside_tasks");
    rows.next();
    return rows.integer(0);
  });
  at_most_ = count;
  tell(count - told_);
}

void OutsideTasks::tell(int64_t change) {
  told_ += change;
  if (auto* clock = dynamic_cast<aws::VirtualClock*>(&clock_)) clock->count_outside(change);
}

}  // namespace cloudling::stepfunctions
