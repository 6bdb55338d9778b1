#include "emulators/logs/logs_store.h"

#include "emulators/logs/blocks_store.h"
#include "emulators/logs/filters_store.h"
#include "emulators/logs/queries_store.h"

namespace cloudling::logs {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

namespace {

constexpr aws::TimeMs kDayMs = 86'400'000;

constexpr const char* kTables = R"(
CREATE TABLE logs_groups (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  retention_days INTEGER,
  class TEXT NOT NULL,
  protected INTEGER NOT NULL,
  bytes INTEGER NOT NULL DEFAULT 0,
  metric_filters INTEGER NOT NULL DEFAULT 0,
  subscriptions INTEGER NOT NULL DEFAULT 0,
  UNIQUE (account, region, name)
);

CREATE TABLE logs_streams (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  grp INTEGER NOT NULL,
  name TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  first_ms INTEGER,
  last_ms INTEGER,
  ingested_ms INTEGER,
  last_block INTEGER NOT NULL DEFAULT 0,
  UNIQUE (grp, name)
);
CREATE INDEX logs_streams_time ON logs_streams (grp, ifnull(last_ms, 0), name);

CREATE TABLE logs_tags (
  grp INTEGER NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (grp, key)
) WITHOUT ROWID;
)";

constexpr const char* kGroup =
    "SELECT id, account, region, name, created_ms, retention_days, class, protected, bytes, metric_filters, "
    "subscriptions FROM logs_groups ";
constexpr const char* kStream =
    "SELECT id, grp, name, created_ms, first_ms, last_ms, ingested_ms, last_block FROM logs_streams ";

GroupRow read_group(const Rows& row) {
  GroupRow group;
  group.id = row.integer(0);
  group.account = row.string(1);
  group.region = row.string(2);
  group.name = row.string(3);
  group.created = row.integer(4);
  group.retention_days = row.optional_integer(5);
  group.group_class = row.string(6);
  group.deletion_protected = row.integer(7) != 0;
  group.bytes = row.integer(8);
  group.metric_filters = row.integer(9);
  group.subscriptions = row.integer(10);
  return group;
}

StreamRow read_stream(const Rows& row) {
  StreamRow stream;
  stream.id = row.integer(0);
  stream.group = row.integer(1);
  stream.name = row.string(2);
  stream.created = row.integer(3);
  stream.first = row.optional_integer(4);
  stream.last = row.optional_integer(5);
  stream.ingested = row.optional_integer(6);
  stream.last_block = row.integer(7);
  return stream;
}

template <class Row>
std::optional<Row> first_of(Rows rows, Row (*read)(const Rows&)) {
  if (!rows.next()) return std::nullopt;
  return read(rows);
}

/// The text that comes after all that begin with `prefix`; names are at most 512 characters of Unicode.
std::string end_of(const std::string& prefix) { return prefix + "\xf4\x8f\xbf\xbf"; }

Rows streams_by_name(ReadTransaction& tx, const StreamQuery& query) {
  const std::string sql = kStream;
  const std::string end = end_of(query.prefix);
  if (!query.after) {
    return tx.query(sql + "WHERE grp = ? AND name >= ? AND name < ? ORDER BY name " +
                        (query.descending ? "DESC LIMIT ?" : "LIMIT ?"),
                    query.group, query.prefix, end, query.limit);
  }
  if (query.descending) {
    return tx.query(sql + "WHERE grp = ? AND name >= ? AND name < ? AND name < ? ORDER BY name DESC LIMIT ?",
                    query.group, query.prefix, end, query.after->second, query.limit);
  }
  return tx.query(sql + "WHERE grp = ? AND name > ? AND name >= ? AND name < ? ORDER BY name LIMIT ?", query.group,
                  query.after->second, query.prefix, end, query.limit);
}

Rows streams_by_time(ReadTransaction& tx, const StreamQuery& query) {
  const std::string sql = kStream;
  if (!query.after) {
    const char* order = query.descending ? "ORDER BY ifnull(last_ms, 0) DESC, name DESC LIMIT ?"
                                         : "ORDER BY ifnull(last_ms, 0), name LIMIT ?";
    return tx.query(sql + "WHERE grp = ? " + order, query.group, query.limit);
  }
  if (query.descending) {
    return tx.query(sql +
                        "WHERE grp = ? AND (ifnull(last_ms, 0), name) < (?, ?) "
                        "ORDER BY ifnull(last_ms, 0) DESC, name DESC LIMIT ?",
                    query.group, query.after->first, query.after->second, query.limit);
  }
  return tx.query(sql +
                      "WHERE grp = ? AND (ifnull(last_ms, 0), name) > (?, ?) "
                      "ORDER BY ifnull(last_ms, 0), name LIMIT ?",
                  query.group, query.after->first, query.after->second, query.limit);
}

}  // namespace

std::vector<store::Migration> migrations() {
  return {{.service = "logs", .number = 1, .sql = std::string(kTables) + kBlockTables + kFilterTables + kQueryTables}};
}

aws::TimeMs GroupRow::expired_before(aws::TimeMs now) const {
  return retention_days ? now - *retention_days * kDayMs : 0;
}

std::optional<GroupRow> find_group(ReadTransaction& tx, const std::string& account, const std::string& region,
                                   std::string_view name) {
  static const std::string sql = std::string(kGroup) + "WHERE account = ? AND region = ? AND name = ?";
  return first_of(tx.query(sql, account, region, name), read_group);
}

std::optional<GroupRow> find_group(ReadTransaction& tx, GroupId id) {
  static const std::string sql = std::string(kGroup) + "WHERE id = ?";
  return first_of(tx.query(sql, id), read_group);
}

std::vector<GroupRow> list_groups(ReadTransaction& tx, const GroupQuery& query) {
  static const std::string sql = std::string(kGroup) +
                                 "WHERE account = ? AND region = ? AND name > ? AND name >= ? AND name < ? "
                                 "AND instr(name, ?) > 0 AND (? IS NULL OR class = ?) ORDER BY name LIMIT ?";
  Rows rows = tx.query(sql, query.account, query.region, query.after, query.prefix, end_of(query.prefix),
                       query.substring, query.group_class, query.group_class, query.limit);
  std::vector<GroupRow> groups;
  while (rows.next()) groups.push_back(read_group(rows));
  return groups;
}

void insert_group(WriteTransaction& tx, GroupRow& group) {
  tx.run(
      "INSERT INTO logs_groups (account, region, name, created_ms, retention_days, class, protected) VALUES (?, ?, ?, "
      "?, ?, ?, ?)",
      group.account, group.region, group.name, group.created, group.retention_days, group.group_class,
      group.deletion_protected);
  group.id = tx.last_insert_id();
}

void update_group(WriteTransaction& tx, const GroupRow& group) {
  tx.run("UPDATE logs_groups SET retention_days = ?, protected = ? WHERE id = ?", group.retention_days,
         group.deletion_protected, group.id);
}

void delete_group(WriteTransaction& tx, const GroupRow& group) {
  tx.run("DELETE FROM logs_groups WHERE id = ?", group.id);
  tx.run("DELETE FROM logs_streams WHERE grp = ?", group.id);
  tx.run("DELETE FROM logs_tags WHERE grp = ?", group.id);
  delete_filters_of(tx, group.id);
}

std::optional<StreamRow> find_stream(ReadTransaction& tx, GroupId group, std::string_view name) {
  static const std::string sql = std::string(kStream) + "WHERE grp = ? AND name = ?";
  return first_of(tx.query(sql, group, name), read_stream);
}

std::optional<StreamRow> find_stream(ReadTransaction& tx, StreamId id) {
  static const std::string sql = std::string(kStream) + "WHERE id = ?";
  return first_of(tx.query(sql, id), read_stream);
}

std::vector<StreamRow> list_streams(ReadTransaction& tx, const StreamQuery& query) {
  Rows rows = query.by_time ? streams_by_time(tx, query) : streams_by_name(tx, query);
  std::vector<StreamRow> streams;
  while (rows.next()) streams.push_back(read_stream(rows));
  return streams;
}

void insert_stream(WriteTransaction& tx, StreamRow& stream) {
  tx.run("INSERT INTO logs_streams (grp, name, created_ms) VALUES (?, ?, ?)", stream.group, stream.name,
         stream.created);
  stream.id = tx.last_insert_id();
}

void delete_stream(WriteTransaction& tx, const StreamRow& stream) {
  tx.run("DELETE FROM logs_streams WHERE id = ?", stream.id);
}

Tags list_tags(ReadTransaction& tx, GroupId group) {
  Rows row = tx.query("SELECT key, value FROM logs_tags WHERE grp = ?", group);
  Tags tags;
  while (row.next()) tags[row.string(0)] = row.string(1);
  return tags;
}

void put_tag(WriteTransaction& tx, GroupId group, const std::string& key, const std::string& value) {
  tx.run("INSERT OR REPLACE INTO logs_tags (grp, key, value) VALUES (?, ?, ?)", group, key, value);
}

void delete_tag(WriteTransaction& tx, GroupId group, const std::string& key) {
  tx.run("DELETE FROM logs_tags WHERE grp = ? AND key = ?", group, key);
}

}  // namespace cloudling::logs
