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

const char* const kSigningTables = R"(
CREATE TABLE lambda_code_signing (arn TEXT PRIMARY KEY, config TEXT NOT NULL) WITHOUT ROWID;
)";

namespace {

std::vector<std::string> first_column(Rows row) {
  std::vector<std::string> texts;
  while (row.next()) texts.push_back(row.string(0));
  return texts;
}

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

std::vector<std::string> functions_configured(ReadTransaction& tx, const std::string& kind, const std::string& value,
                                              const std::string& after, int64_t limit) {
  return first_column(
      tx.query("SELECT function FROM lambda_configs WHERE kind = ? AND value = ? AND function > ? ORDER BY function "
               "LIMIT ?",
               kind, value, after, limit));
}

std::optional<std::string> find_signing_config(ReadTransaction& tx, const std::string& arn) {
  Rows row = tx.query("SELECT config FROM lambda_code_signing WHERE arn = ?", arn);
  if (!row.next()) return std::nullopt;
  return row.string(0);
}

void put_signing_config(WriteTransaction& tx, const std::string& arn, const std::string& text) {
  tx.run("INSERT OR REPLACE INTO lambda_code_signing (arn, config) VALUES (?, ?)", arn, text);
}

void delete_signing_config(WriteTransaction& tx, const std::string& arn) {
  tx.run("DELETE FROM lambda_code_signing WHERE arn = ?", arn);
}

std::vector<std::string> list_signing_configs(ReadTransaction& tx, const std::string& arn_prefix,
                                              const std::string& after, int64_t limit) {
  return first_column(
      tx.query("SELECT config FROM lambda_code_signing WHERE substr(arn, 1, length(?)) = ? AND arn > ? ORDER BY arn "
               "LIMIT ?",
               arn_prefix, arn_prefix, after, limit));
}

}  // namespace cloudling::lambda
