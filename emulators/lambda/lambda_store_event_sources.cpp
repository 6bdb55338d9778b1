#include "emulators/lambda/lambda_store_event_sources.h"

#include <utility>

namespace cloudling::lambda {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

const char* const kEventSourceTables = R"(
CREATE TABLE lambda_event_sources (
  uuid TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  function TEXT NOT NULL,
  source TEXT NOT NULL,
  settings TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX lambda_event_sources_pairs ON lambda_event_sources (function, source);
)";

namespace {

EventSourceRow read_event_source(const Rows& row) {
  return {.uuid = row.string(0),
          .account = row.string(1),
          .region = row.string(2),
          .function_arn = row.string(3),
          .source_arn = row.string(4),
          .settings = row.string(5),
          .enabled = row.integer(6) != 0,
          .modified = row.integer(7)};
}

}  // namespace

std::optional<EventSourceRow> find_event_source(ReadTransaction& tx, const std::string& uuid) {
  Rows row = tx.query(
      "SELECT uuid, account, region, function, source, settings, enabled, modified_ms FROM lambda_event_sources "
      "WHERE uuid = ?",
      uuid);
  if (!row.next()) return std::nullopt;
  return read_event_source(row);
}

std::vector<EventSourceRow> list_event_sources(ReadTransaction& tx, const EventSourceFilter& filter,
                                               const std::string& after, int64_t limit) {
  Rows row = tx.query(
      "SELECT uuid, account, region, function, source, settings, enabled, modified_ms FROM lambda_event_sources "
      "WHERE account = ? AND region = ? AND uuid > ? AND ? IN ('', function) AND ? IN ('', source) "
      "ORDER BY uuid LIMIT ?",
      filter.account, filter.region, after, filter.function_arn, filter.source_arn, limit);
  std::vector<EventSourceRow> sources;
  while (row.next()) sources.push_back(read_event_source(row));
  return sources;
}

std::vector<EventSourceRow> list_enabled_event_sources(ReadTransaction& tx) {
  Rows row = tx.query(
      "SELECT uuid, account, region, function, source, settings, enabled, modified_ms FROM lambda_event_sources "
      "WHERE enabled");
  std::vector<EventSourceRow> sources;
  while (row.next()) sources.push_back(read_event_source(row));
  return sources;
}

void put_event_source(WriteTransaction& tx, const EventSourceRow& source) {
  tx.run(
      "INSERT OR REPLACE INTO lambda_event_sources (uuid, account, region, function, source, settings, enabled, "
      "modified_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      source.uuid, source.account, source.region, source.function_arn, source.source_arn, source.settings,
      source.enabled, source.modified);
}

void delete_event_source(WriteTransaction& tx, const std::string& uuid) {
  tx.run("DELETE FROM lambda_event_sources WHERE uuid = ?", uuid);
}

}  // namespace cloudling::lambda
