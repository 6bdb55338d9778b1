// What belongs to a function: versions, aliases, permissions, settings of asynchronous invocation.

#include "asl/json/json.h"
#include "emulators/lambda/lambda_store.h"

namespace cloudling::lambda {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

namespace {

FunctionRow read_version(const Rows& row, const FunctionRow& function) {
  FunctionRow version = function;
  version.version = std::to_string(row.integer(0));
  version.architecture = row.string(1);
  version.code = {.content = row.integer(2), .size = row.integer(3), .sha256 = row.string(4)};
  version.revision_id = row.string(5);
  version.modified = row.integer(6);
  version.settings = row.string(7);
  return version;
}

AliasRow read_alias(const Rows& row, const std::string& function) {
  AliasRow alias{.function = function,
                 .name = row.string(0),
                 .version = row.string(1),
                 .description = row.string(2),
                 .weights = {},
                 .revision_id = row.string(4)};
  const json::Value weights = json::parse(row.text(3)).value_or(json::Value::object());
  for (const auto& [version, weight] : weights.items()) alias.weights[version] = weight.get<double>();
  return alias;
}

EventConfigRow read_event_config(const Rows& row) {
  return {.qualifier = row.string(0), .settings = row.string(1), .modified = row.integer(2)};
}

}  // namespace

int64_t next_version(WriteTransaction& tx, const std::string& function_arn) {
  Rows row = tx.query(
      "UPDATE lambda_functions SET last_version = last_version + 1 WHERE arn = ? RETURNING last_version", function_arn);
  row.next();
  return row.integer(0);
}

void set_reserved_concurrency(WriteTransaction& tx, const std::string& function_arn,
                              std::optional<int64_t> executions) {
  tx.run("UPDATE lambda_functions SET reserved_concurrency = ? WHERE arn = ?", executions, function_arn);
}

std::optional<FunctionRow> find_version(ReadTransaction& tx, const FunctionRow& function, int64_t number) {
  Rows row = tx.query(
      "SELECT number, architecture, code, code_size, code_sha256, revision_id, modified_ms, settings "
      "FROM lambda_versions WHERE function = ? AND number = ?",
      function.arn, number);
  if (!row.next()) return std::nullopt;
  return read_version(row, function);
}

std::optional<FunctionRow> latest_version(ReadTransaction& tx, const FunctionRow& function) {
  Rows row = tx.query(
      "SELECT number, architecture, code, code_size, code_sha256, revision_id, modified_ms, settings "
      "FROM lambda_versions WHERE function = ? ORDER BY number DESC LIMIT 1",
      function.arn);
  if (!row.next()) return std::nullopt;
  return read_version(row, function);
}

std::vector<FunctionRow> list_versions(ReadTransaction& tx, const FunctionRow& function, int64_t after, int64_t limit) {
  Rows row = tx.query(
      "SELECT number, architecture, code, code_size, code_sha256, revision_id, modified_ms, settings "
      "FROM lambda_versions WHERE function = ? AND number > ? ORDER BY number LIMIT ?",
      function.arn, after, limit);
  std::vector<FunctionRow> versions;
  while (row.next()) versions.push_back(read_version(row, function));
  return versions;
}

void insert_version(WriteTransaction& tx, const FunctionRow& version) {
  tx.run(
      "INSERT INTO lambda_versions (function, number, architecture, code, code_size, code_sha256, revision_id, "
      "modified_ms, settings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      version.arn, std::stoll(version.version), version.architecture, version.code.content, version.code.size,
      version.code.sha256, version.revision_id, version.modified, version.settings);
}

void delete_version(WriteTransaction& tx, const FunctionRow& version) {
  tx.run("DELETE FROM lambda_versions WHERE function = ? AND number = ?", version.arn, std::stoll(version.version));
  tx.run("DELETE FROM lambda_configs WHERE function = ? AND qualifier = ?", version.arn, version.version);
}

std::optional<AliasRow> find_alias(ReadTransaction& tx, const std::string& function, const std::string& name) {
  Rows row = tx.query(
      "SELECT name, version, description, weights, revision_id FROM lambda_aliases WHERE function = ? AND name = ?",
      function, name);
  if (!row.next()) return std::nullopt;
  return read_alias(row, function);
}

std::vector<AliasRow> list_aliases(ReadTransaction& tx, const std::string& function, const std::string& after,
                                   int64_t limit) {
  Rows row = tx.query(
      "SELECT name, version, description, weights, revision_id FROM lambda_aliases "
      "WHERE function = ? AND name > ? ORDER BY name LIMIT ?",
      function, after, limit);
  std::vector<AliasRow> aliases;
  while (row.next()) aliases.push_back(read_alias(row, function));
  return aliases;
}

void put_alias(WriteTransaction& tx, const AliasRow& alias) {
  json::Value weights = json::Value::object();
  for (const auto& [version, weight] : alias.weights) weights[version] = weight;
  tx.run(
      "INSERT OR REPLACE INTO lambda_aliases (function, name, version, description, weights, revision_id) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      alias.function, alias.name, alias.version, alias.description, json::write(weights), alias.revision_id);
}

void delete_alias(WriteTransaction& tx, const std::string& function, const std::string& name) {
  tx.run("DELETE FROM lambda_aliases WHERE function = ? AND name = ?", function, name);
  tx.run("DELETE FROM lambda_permissions WHERE function = ? AND qualifier = ?", function, name);
  tx.run("DELETE FROM lambda_event_configs WHERE function = ? AND qualifier = ?", function, name);
  tx.run("DELETE FROM lambda_urls WHERE function = ? AND qualifier = ?", function, name);
  tx.run("DELETE FROM lambda_configs WHERE function = ? AND qualifier = ?", function, name);
}

std::vector<StatementRow> list_statements(ReadTransaction& tx, const std::string& function,
                                          const std::string& qualifier) {
  Rows row = tx.query("SELECT sid, statement FROM lambda_permissions WHERE function = ? AND qualifier = ? ORDER BY id",
                      function, qualifier);
  std::vector<StatementRow> statements;
  while (row.next()) statements.push_back({.sid = row.string(0), .text = row.string(1)});
  return statements;
}

void insert_statement(WriteTransaction& tx, const std::string& function, const std::string& qualifier,
                      const StatementRow& statement) {
  tx.run("INSERT INTO lambda_permissions (function, qualifier, sid, statement) VALUES (?, ?, ?, ?)", function,
         qualifier, statement.sid, statement.text);
}

bool delete_statement(WriteTransaction& tx, const std::string& function, const std::string& qualifier,
                      const std::string& sid) {
  return tx.run("DELETE FROM lambda_permissions WHERE function = ? AND qualifier = ? AND sid = ?", function, qualifier,
                sid) > 0;
}

std::optional<EventConfigRow> find_event_config(ReadTransaction& tx, const std::string& function,
                                                const std::string& qualifier) {
  Rows row =
      tx.query("SELECT qualifier, settings, modified_ms FROM lambda_event_configs WHERE function = ? AND qualifier = ?",
               function, qualifier);
  if (!row.next()) return std::nullopt;
  return read_event_config(row);
}

std::vector<EventConfigRow> list_event_configs(ReadTransaction& tx, const std::string& function,
                                               const std::string& after, int64_t limit) {
  Rows row = tx.query(
      "SELECT qualifier, settings, modified_ms FROM lambda_event_configs "
      "WHERE function = ? AND qualifier > ? ORDER BY qualifier LIMIT ?",
      function, after, limit);
  std::vector<EventConfigRow> configs;
  while (row.next()) configs.push_back(read_event_config(row));
  return configs;
}

void put_event_config(WriteTransaction& tx, const std::string& function, const EventConfigRow& config) {
  tx.run("INSERT OR REPLACE INTO lambda_event_configs (function, qualifier, settings, modified_ms) VALUES (?, ?, ?, ?)",
         function, config.qualifier, config.settings, config.modified);
}

bool delete_event_config(WriteTransaction& tx, const std::string& function, const std::string& qualifier) {
  return tx.run("DELETE FROM lambda_event_configs WHERE function = ? AND qualifier = ?", function, qualifier) > 0;
}

}  // namespace cloudling::lambda
