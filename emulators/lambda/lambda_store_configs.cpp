#include "emulators/lambda/lambda_store_configs.h"

namespace cloudling::lambda {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

const char* const kConfigTables = R"(
CREATE TABLE lambda_configs (
  function TEXT NOT NULL,
  kind TEXT NOT NULL,
  qualifier TEXT NOT NULL,
  value TEXT NOT NULL,
  modified_ms INTEGER NOT NULL,
  PRIMARY KEY (function, kind, qualifier)
) WITHOUT ROWID;
)";

namespace {

ConfigRow read_config(const Rows& row) {
  return {.qualifier = row.string(0), .value = row.string(1), .modified = row.integer(2)};
}

}  // namespace

std::optional<ConfigRow> find_config(ReadTransaction& tx, const ConfigKey& key) {
  Rows row = tx.query(
      "SELECT qualifier, value, modified_ms FROM lambda_configs WHERE function = ? AND kind = ? AND qualifier = ?",
      key.function, key.kind, key.qualifier);
  if (!row.next()) return std::nullopt;
  return read_config(row);
}

std::vector<ConfigRow> list_configs(ReadTransaction& tx, const ConfigKey& key, int64_t limit) {
  Rows row = tx.query(
      "SELECT qualifier, value, modified_ms FROM lambda_configs WHERE function = ? AND kind = ? AND qualifier > ? "
      "ORDER BY qualifier LIMIT ?",
      key.function, key.kind, key.qualifier, limit);
  std::vector<ConfigRow> rows;
  while (row.next()) rows.push_back(read_config(row));
  return rows;
}

void put_config(WriteTransaction& tx, const ConfigKey& key, const std::string& value, aws::TimeMs now) {
  tx.run("INSERT OR REPLACE INTO lambda_configs (function, kind, qualifier, value, modified_ms) VALUES (?, ?, ?, ?, ?)",
         key.function, key.kind, key.qualifier, value, now);
}

void delete_config(WriteTransaction& tx, const ConfigKey& key) {
  tx.run("DELETE FROM lambda_configs WHERE function = ? AND kind = ? AND qualifier = ?", key.function, key.kind,
         key.qualifier);
}

}  // namespace cloudling::lambda
