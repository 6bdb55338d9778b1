#include "emulators/stepfunctions/versions_store.h"

#include <string_view>
#include <utility>

#include "asl/json/json.h"

namespace cloudling::stepfunctions {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

namespace {

constexpr const char* kTables = R"(
ALTER TABLE states_machines ADD COLUMN last_version INTEGER NOT NULL DEFAULT 0;

CREATE TABLE states_versions (
  machine INTEGER NOT NULL,
  number INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  description TEXT,
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (machine, number)
) WITHOUT ROWID;

CREATE TABLE states_aliases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  machine INTEGER NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  routes TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  UNIQUE (machine, name)
);

CREATE TABLE states_started_by (
  execution INTEGER PRIMARY KEY,
  machine INTEGER NOT NULL,
  version INTEGER NOT NULL,
  alias TEXT
);
CREATE INDEX states_started_by_version ON states_started_by (machine, version, execution);
CREATE INDEX states_started_by_alias ON states_started_by (machine, alias, execution) WHERE alias IS NOT NULL;
)";

std::optional<Version> read_version(Rows& row) {
  if (!row.next()) return std::nullopt;
  return Version{.number = row.integer(0),
                 .revision = row.integer(1),
                 .description = row.optional_string(2),
                 .created = row.integer(3)};
}

/// [[version, weight], ...]
std::string text_of(const std::vector<Route>& routes) {
  json::Value text = json::Value::array();
  for (const Route& route : routes) text.push_back(json::Value::array({route.version, route.weight}));
  return json::write(text);
}

std::vector<Route> routes_of(const std::string& text) {
  std::vector<Route> routes;
  const json::Value value = json::parse(text).value_or(json::Value::array());
  for (const json::Value& route : value) {
    routes.push_back({.version = route.at(0).get<int64_t>(), .weight = route.at(1).get<int64_t>()});
  }
  return routes;
}

std::optional<Alias> read_alias(Rows& row) {
  if (!row.next()) return std::nullopt;
  return Alias{.id = row.integer(0),
               .name = row.string(1),
               .description = row.optional_string(2),
               .routes = routes_of(row.string(3)),
               .created = row.integer(4),
               .updated = row.integer(5)};
}

}  // namespace

store::Migration versions_migration(int number) {
  return {.service = "stepfunctions", .number = number, .sql = kTables};
}

std::optional<Version> find_version(ReadTransaction& tx, MachineId machine, int64_t number) {
  Rows row =
      tx.query("SELECT number, revision, description, created_ms FROM states_versions WHERE machine = ? AND number = ?",
               machine, number);
  return read_version(row);
}

std::optional<Version> version_of_revision(ReadTransaction& tx, MachineId machine, RevisionId revision) {
  Rows row = tx.query(
      "SELECT number, revision, description, created_ms FROM states_versions WHERE machine = ? AND revision = ? "
      "ORDER BY number DESC LIMIT 1",
      machine, revision);
  return read_version(row);
}

void insert_version(WriteTransaction& tx, MachineId machine, Version& version) {
  tx.run("UPDATE states_machines SET last_version = last_version + 1 WHERE id = ?", machine);
  tx.run(
      "INSERT INTO states_versions (machine, number, revision, description, created_ms) "
      "SELECT id, last_version, ?, ?, ? FROM states_machines WHERE id = ?",
      version.revision, version.description, version.created, machine);
  Rows row = tx.query("SELECT last_version FROM states_machines WHERE id = ?", machine);
  if (row.next()) version.number = row.integer(0);
  mark_used(tx, version.revision);
}

void delete_version(WriteTransaction& tx, MachineId machine, int64_t number) {
  tx.run("DELETE FROM states_versions WHERE machine = ? AND number = ?", machine, number);
}

std::vector<Version> list_versions(ReadTransaction& tx, MachineId machine, int64_t before, int64_t limit) {
  Rows row = tx.query(
      "SELECT number, revision, description, created_ms FROM states_versions WHERE machine = ? AND number < ? "
      "ORDER BY number DESC LIMIT ?",
      machine, before, limit);
  std::vector<Version> versions;
  while (auto version = read_version(row)) versions.push_back(std::move(*version));
  return versions;
}

int64_t count_versions(ReadTransaction& tx, MachineId machine) {
  Rows row = tx.query("SELECT count(*) FROM states_versions WHERE machine = ?", machine);
  return row.next() ? row.integer(0) : 0;
}

std::optional<Alias> find_alias(ReadTransaction& tx, MachineId machine, const std::string& name) {
  Rows row = tx.query(
      "SELECT id, name, description, routes, created_ms, updated_ms FROM states_aliases WHERE machine = ? AND name = ?",
      machine, name);
  return read_alias(row);
}

void insert_alias(WriteTransaction& tx, MachineId machine, const Alias& alias) {
  tx.run(
      "INSERT INTO states_aliases (machine, name, description, routes, created_ms, updated_ms) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      machine, alias.name, alias.description, text_of(alias.routes), alias.created, alias.updated);
}

void update_alias(WriteTransaction& tx, const Alias& alias) {
  tx.run("UPDATE states_aliases SET description = ?, routes = ?, updated_ms = ? WHERE id = ?", alias.description,
         text_of(alias.routes), alias.updated, alias.id);
}

void delete_alias(WriteTransaction& tx, int64_t id) { tx.run("DELETE FROM states_aliases WHERE id = ?", id); }

std::vector<Alias> list_aliases(ReadTransaction& tx, MachineId machine, int64_t after) {
  Rows row = tx.query(
      "SELECT id, name, description, routes, created_ms, updated_ms FROM states_aliases WHERE machine = ? AND id > ? "
      "ORDER BY id",
      machine, after);
  std::vector<Alias> aliases;
  while (auto alias = read_alias(row)) aliases.push_back(std::move(*alias));
  return aliases;
}

void insert_started_by(WriteTransaction& tx, const ExecutionRow& execution, const StartedBy& by) {
  tx.run("INSERT INTO states_started_by (execution, machine, version, alias) VALUES (?, ?, ?, ?)", execution.id,
         execution.machine, by.version, by.alias);
}

std::optional<StartedBy> find_started_by(ReadTransaction& tx, ExecutionId execution) {
  Rows row = tx.query("SELECT version, alias FROM states_started_by WHERE execution = ?", execution);
  if (!row.next()) return std::nullopt;
  return StartedBy{.version = row.integer(0), .alias = row.optional_string(1)};
}

std::vector<ExecutionRow> list_started_by(ReadTransaction& tx, MachineId machine, const StartedBy& by,
                                          std::optional<Status> status, ExecutionId before, int64_t limit) {
  constexpr const char* kByAlias =
      "SELECT e.id, e.arn, e.name, e.status, e.started_ms, e.stopped_ms FROM states_started_by s "
      "JOIN states_executions e ON e.id = s.execution "
      "WHERE s.machine = ? AND s.alias = ? AND s.execution < ? AND (? OR e.status = ?) ORDER BY e.id DESC LIMIT ?";
  constexpr const char* kByVersion =
      "SELECT e.id, e.arn, e.name, e.status, e.started_ms, e.stopped_ms FROM states_started_by s "
      "JOIN states_executions e ON e.id = s.execution "
      "WHERE s.machine = ? AND s.version = ? AND s.execution < ? AND (? OR e.status = ?) ORDER BY e.id DESC LIMIT ?";
  const Status wanted = status.value_or(Status::kRunning);
  Rows row = by.alias ? tx.query(kByAlias, machine, *by.alias, before, !status, wanted, limit)
                      : tx.query(kByVersion, machine, by.version, before, !status, wanted, limit);
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

void delete_versions_and_aliases(WriteTransaction& tx, MachineId machine) {
  tx.run("DELETE FROM states_versions WHERE machine = ?", machine);
  tx.run("DELETE FROM states_aliases WHERE machine = ?", machine);
}

}  // namespace cloudling::stepfunctions
