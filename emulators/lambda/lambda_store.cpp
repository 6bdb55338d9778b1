#include "emulators/lambda/lambda_store.h"

#include "emulators/lambda/lambda_store_configs.h"
#include "emulators/lambda/lambda_store_event_sources.h"
#include "emulators/lambda/lambda_store_urls.h"

namespace cloudling::lambda {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

namespace {

constexpr const char* kTables = R"(
CREATE TABLE lambda_functions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  arn TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  architecture TEXT NOT NULL,
  code INTEGER NOT NULL,
  code_size INTEGER NOT NULL,
  code_sha256 TEXT NOT NULL,
  revision_id TEXT NOT NULL,
  modified_ms INTEGER NOT NULL,
  settings TEXT NOT NULL
);
CREATE INDEX lambda_functions_place ON lambda_functions (account, region, name);

CREATE TABLE lambda_tags (
  function TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (function, key)
) WITHOUT ROWID;
)";

constexpr const char* kResources = R"(
ALTER TABLE lambda_functions ADD COLUMN last_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE lambda_functions ADD COLUMN reserved_concurrency INTEGER;

CREATE TABLE lambda_versions (
  function TEXT NOT NULL,
  number INTEGER NOT NULL,
  architecture TEXT NOT NULL,
  code INTEGER NOT NULL,
  code_size INTEGER NOT NULL,
  code_sha256 TEXT NOT NULL,
  revision_id TEXT NOT NULL,
  modified_ms INTEGER NOT NULL,
  settings TEXT NOT NULL,
  PRIMARY KEY (function, number)
) WITHOUT ROWID;

CREATE TABLE lambda_aliases (
  function TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  description TEXT NOT NULL,
  weights TEXT NOT NULL,
  revision_id TEXT NOT NULL,
  PRIMARY KEY (function, name)
) WITHOUT ROWID;

CREATE TABLE lambda_permissions (
  id INTEGER PRIMARY KEY,
  function TEXT NOT NULL,
  qualifier TEXT NOT NULL,
  sid TEXT NOT NULL,
  statement TEXT NOT NULL,
  UNIQUE (function, qualifier, sid)
);

CREATE TABLE lambda_event_configs (
  function TEXT NOT NULL,
  qualifier TEXT NOT NULL,
  settings TEXT NOT NULL,
  modified_ms INTEGER NOT NULL,
  PRIMARY KEY (function, qualifier)
) WITHOUT ROWID;
)";

constexpr const char* kLayers = R"(
CREATE TABLE lambda_layers (
  layer TEXT NOT NULL,
  number INTEGER NOT NULL,
  description TEXT NOT NULL,
  code INTEGER NOT NULL,
  code_size INTEGER NOT NULL,
  code_sha256 TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (layer, number)
) WITHOUT ROWID;

CREATE TABLE lambda_layer_numbers (
  layer TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) WITHOUT ROWID;
)";

FunctionRow read_function(const Rows& row) {
  FunctionRow function;
  function.id = row.integer(0);
  function.arn = row.string(1);
  function.name = row.string(2);
  function.architecture = row.string(3);
  function.code = {.content = row.integer(4), .size = row.integer(5), .sha256 = row.string(6)};
  function.revision_id = row.string(7);
  function.modified = row.integer(8);
  function.settings = row.string(9);
  function.reserved_concurrency = row.optional_integer(10);
  return function;
}

}  // namespace

std::vector<store::Migration> migrations() {
  return {{.service = "lambda", .number = 1, .sql = kTables},
          {.service = "lambda", .number = 2, .sql = kResources},
          {.service = "lambda", .number = 3, .sql = kLayers},
          {.service = "lambda", .number = 4, .sql = kEventSourceTables},
          {.service = "lambda", .number = 5, .sql = kUrlTables},
          {.service = "lambda", .number = 6, .sql = kConfigTables},
          {.service = "lambda", .number = 7, .sql = kSigningTables}};
}

std::optional<FunctionRow> find_function(ReadTransaction& tx, std::string_view arn) {
  Rows row = tx.query(
      "SELECT id, arn, name, architecture, code, code_size, code_sha256, revision_id, modified_ms, settings, "
      "reserved_concurrency FROM lambda_functions WHERE arn = ?",
      arn);
  if (!row.next()) return std::nullopt;
  return read_function(row);
}

void insert_function(WriteTransaction& tx, FunctionRow& function, const std::string& account,
                     const std::string& region) {
  tx.run(
      "INSERT INTO lambda_functions (arn, account, region, name, architecture, code, code_size, code_sha256, "
      "revision_id, modified_ms, settings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      function.arn, account, region, function.name, function.architecture, function.code.content, function.code.size,
      function.code.sha256, function.revision_id, function.modified, function.settings);
  function.id = tx.last_insert_id();
}

void update_function(WriteTransaction& tx, const FunctionRow& function) {
  tx.run(
      "UPDATE lambda_functions SET architecture = ?, code = ?, code_size = ?, code_sha256 = ?, revision_id = ?, "
      "modified_ms = ?, settings = ? WHERE id = ?",
      function.architecture, function.code.content, function.code.size, function.code.sha256, function.revision_id,
      function.modified, function.settings, function.id);
}

void delete_function(WriteTransaction& tx, const FunctionRow& function) {
  tx.run("DELETE FROM lambda_functions WHERE id = ?", function.id);
  for (const char* of_function :
       {"DELETE FROM lambda_tags WHERE function = ?", "DELETE FROM lambda_versions WHERE function = ?",
        "DELETE FROM lambda_aliases WHERE function = ?", "DELETE FROM lambda_permissions WHERE function = ?",
        "DELETE FROM lambda_event_configs WHERE function = ?", "DELETE FROM lambda_urls WHERE function = ?",
        "DELETE FROM lambda_configs WHERE function = ?"}) {
    tx.run(of_function, function.arn);
  }
}

std::vector<FunctionRow> list_functions(ReadTransaction& tx, const std::string& account, const std::string& region,
                                        const std::string& after, int64_t limit) {
  Rows row = tx.query(
      "SELECT id, arn, name, architecture, code, code_size, code_sha256, revision_id, modified_ms, settings, "
      "reserved_concurrency FROM lambda_functions WHERE account = ? AND region = ? AND name > ? ORDER BY name LIMIT ?",
      account, region, after, limit);
  std::vector<FunctionRow> functions;
  while (row.next()) functions.push_back(read_function(row));
  return functions;
}

Tags list_tags(ReadTransaction& tx, const std::string& function_arn) {
  Rows row = tx.query("SELECT key, value FROM lambda_tags WHERE function = ?", function_arn);
  Tags tags;
  while (row.next()) tags[row.string(0)] = row.string(1);
  return tags;
}

void put_tag(WriteTransaction& tx, const std::string& function_arn, const std::string& key, const std::string& value) {
  tx.run("INSERT OR REPLACE INTO lambda_tags (function, key, value) VALUES (?, ?, ?)", function_arn, key, value);
}

void delete_tag(WriteTransaction& tx, const std::string& function_arn, const std::string& key) {
  tx.run("DELETE FROM lambda_tags WHERE function = ? AND key = ?", function_arn, key);
}

}  // namespace cloudling::lambda
