#include "emulators/logs/queries_store.h"

namespace cloudling::logs {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

const char* const kQueryTables = R"(
CREATE TABLE logs_queries (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  text TEXT NOT NULL,
  group_names TEXT NOT NULL,
  from_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL,
  max_rows INTEGER NOT NULL,
  status TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  ended_ms INTEGER NOT NULL,
  statistics TEXT NOT NULL,
  results TEXT NOT NULL
);
)";

namespace {

QueryRow read_query(const Rows& row) {
  QueryRow query;
  query.number = row.integer(0);
  query.id = row.string(1);
  query.account = row.string(2);
  query.region = row.string(3);
  query.text = row.string(4);
  query.groups = row.string(5);
  query.from = row.integer(6);
  query.until = row.integer(7);
  query.limit = row.integer(8);
  query.status = row.string(9);
  query.created = row.integer(10);
  query.ended = row.integer(11);
  query.statistics = row.string(12);
  query.results = row.string(13);
  return query;
}

}  // namespace

std::optional<QueryRow> find_query(ReadTransaction& tx, const std::string& account, const std::string& region,
                                   const std::string& id) {
  Rows row = tx.query(
      "SELECT number, id, account, region, text, group_names, from_ms, until_ms, max_rows, status, created_ms, "
      "ended_ms, "
      "statistics, results FROM logs_queries WHERE id = ? AND account = ? AND region = ?",
      id, account, region);
  if (!row.next()) return std::nullopt;
  return read_query(row);
}

std::vector<QueryRow> list_queries(ReadTransaction& tx, const std::string& account, const std::string& region,
                                   int64_t before, int64_t limit) {
  Rows row = tx.query(
      "SELECT number, id, account, region, text, group_names, from_ms, until_ms, max_rows, status, created_ms, "
      "ended_ms, "
      "statistics, '' FROM logs_queries WHERE number < ? AND account = ? AND region = ? ORDER BY number DESC LIMIT ?",
      before, account, region, limit);
  std::vector<QueryRow> queries;
  while (row.next()) queries.push_back(read_query(row));
  return queries;
}

void insert_query(WriteTransaction& tx, QueryRow& query, int64_t keep) {
  tx.run(
      "INSERT INTO logs_queries (id, account, region, text, group_names, from_ms, until_ms, max_rows, status, "
      "created_ms, "
      "ended_ms, statistics, results) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      query.id, query.account, query.region, query.text, query.groups, query.from, query.until, query.limit,
      query.status, query.created, query.ended, query.statistics, query.results);
  query.number = tx.last_insert_id();
  tx.run("DELETE FROM logs_queries WHERE number <= ?", query.number - keep);
}

bool end_query(WriteTransaction& tx, const QueryRow& query) {
  return tx.run(
             "UPDATE logs_queries SET status = ?, ended_ms = ?, statistics = ?, results = ? WHERE number = ? AND "
             "status = 'Running'",
             query.status, query.ended, query.statistics, query.results, query.number) > 0;
}

}  // namespace cloudling::logs
