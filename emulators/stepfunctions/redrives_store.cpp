#include "emulators/stepfunctions/redrives_store.h"

namespace cloudling::stepfunctions {

store::Migration redrives_migration(int number) {
  return {.service = "stepfunctions", .number = number, .sql = R"(
CREATE TABLE states_redrives (
  execution INTEGER PRIMARY KEY,
  count INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  client_token TEXT
);
)"};
}

std::optional<Redrives> find_redrives(store::ReadTransaction& tx, ExecutionId execution) {
  store::Rows row = tx.query("SELECT count, last_ms, client_token FROM states_redrives WHERE execution = ?", execution);
  if (!row.next()) return std::nullopt;
  return Redrives{.count = row.integer(0), .last = row.integer(1), .client_token = row.optional_string(2)};
}

void put_redrives(store::WriteTransaction& tx, ExecutionId execution, const Redrives& redrives) {
  tx.run("INSERT OR REPLACE INTO states_redrives (execution, count, last_ms, client_token) VALUES (?, ?, ?, ?)",
         execution, redrives.count, redrives.last, redrives.client_token);
}

void reopen_execution(store::WriteTransaction& tx, ExecutionId execution) {
  tx.run("UPDATE states_executions SET status = 0, stopped_ms = 0, error = NULL, cause = NULL WHERE id = ?", execution);
}

}  // namespace cloudling::stepfunctions
