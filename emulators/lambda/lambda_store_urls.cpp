#include "emulators/lambda/lambda_store_urls.h"

#include <utility>

namespace cloudling::lambda {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

const char* const kUrlTables = R"(
CREATE TABLE lambda_urls (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  function TEXT NOT NULL,
  qualifier TEXT NOT NULL,
  settings TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL,
  UNIQUE (function, qualifier)
) WITHOUT ROWID;
)";

namespace {

UrlRow read_url(const Rows& row) {
  return {.id = row.string(0),
          .account = row.string(1),
          .region = row.string(2),
          .function = row.string(3),
          .qualifier = row.string(4),
          .settings = row.string(5),
          .created = row.integer(6),
          .modified = row.integer(7)};
}

}  // namespace

std::optional<UrlRow> find_url(ReadTransaction& tx, const std::string& id) {
  Rows row = tx.query(
      "SELECT id, account, region, function, qualifier, settings, created_ms, modified_ms FROM lambda_urls "
      "WHERE id = ?",
      id);
  if (!row.next()) return std::nullopt;
  return read_url(row);
}

std::optional<UrlRow> find_url_of(ReadTransaction& tx, const std::string& function, const std::string& qualifier) {
  Rows row = tx.query(
      "SELECT id, account, region, function, qualifier, settings, created_ms, modified_ms FROM lambda_urls "
      "WHERE function = ? AND qualifier = ?",
      function, qualifier);
  if (!row.next()) return std::nullopt;
  return read_url(row);
}

std::vector<UrlRow> list_urls(ReadTransaction& tx, const std::string& function, const std::string& after,
                              int64_t limit) {
  Rows row = tx.query(
      "SELECT id, account, region, function, qualifier, settings, created_ms, modified_ms FROM lambda_urls "
      "WHERE function = ? AND id > ? ORDER BY id LIMIT ?",
      function, after, limit);
  std::vector<UrlRow> urls;
  while (row.next()) urls.push_back(read_url(row));
  return urls;
}

void put_url(WriteTransaction& tx, const UrlRow& url) {
  tx.run(
      "INSERT OR REPLACE INTO lambda_urls (id, account, region, function, qualifier, settings, created_ms, "
      "modified_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      url.id, url.account, url.region, url.function, url.qualifier, url.settings, url.created, url.modified);
}

void delete_url(WriteTransaction& tx, const std::string& id) { tx.run("DELETE FROM lambda_urls WHERE id = ?", id); }

}  // namespace cloudling::lambda
