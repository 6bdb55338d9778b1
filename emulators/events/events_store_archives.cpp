#include "emulators/events/events_store_archives.h"

namespace cloudling::events {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

const char* const kArchiveTables = R"sql(
CREATE TABLE events_archives (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  arn TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  bus TEXT NOT NULL,
  description TEXT,
  pattern TEXT,
  retention_days INTEGER NOT NULL,
  created_ms INTEGER NOT NULL
);
CREATE INDEX events_archives_bus ON events_archives (bus);

CREATE TABLE events_archived (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  archive INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  event TEXT NOT NULL
);
CREATE INDEX events_archived_time ON events_archived (archive, time_ms, id);

CREATE TABLE events_replays (
  arn TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  archive TEXT NOT NULL,
  description TEXT,
  destination TEXT NOT NULL,
  state TEXT NOT NULL,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  last_time_ms INTEGER NOT NULL,
  last_id INTEGER NOT NULL
);
)sql";

namespace {

constexpr const char* kArchiveColumns =
    "SELECT a.id, a.arn, a.name, a.bus, a.description, a.pattern, a.retention_days, a.created_ms, "
    "(SELECT count(*) FROM events_archived e WHERE e.archive = a.id), "
    "(SELECT coalesce(sum(length(CAST(event AS BLOB))), 0) FROM events_archived e WHERE e.archive = a.id) "
    "FROM events_archives a ";
constexpr const char* kReplayColumns =
    "SELECT arn, name, archive, description, destination, state, from_ms, to_ms, started_ms, ended_ms, last_time_ms, "
    "last_id FROM events_replays ";

ArchiveRow read_archive(const Rows& row) {
  return {.id = row.integer(0),
          .arn = row.string(1),
          .name = row.string(2),
          .bus = row.string(3),
          .description = row.optional_string(4),
          .pattern = row.optional_string(5),
          .retention_days = row.integer(6),
          .created = row.integer(7),
          .events = row.integer(8),
          .bytes = row.integer(9)};
}

ReplayRow read_replay(const Rows& row) {
  return {.arn = row.string(0),
          .name = row.string(1),
          .archive = row.string(2),
          .description = row.optional_string(3),
          .destination = row.string(4),
          .state = row.string(5),
          .from = row.integer(6),
          .to = row.integer(7),
          .started = row.integer(8),
          .ended = row.optional_integer(9),
          .last_time = row.integer(10),
          .last_id = row.integer(11)};
}

std::string end_of(const std::string& prefix) { return prefix + "~"; }

}  // namespace

std::optional<ArchiveRow> find_archive(ReadTransaction& tx, const std::string& arn) {
  static const std::string sql = std::string(kArchiveColumns) + "WHERE a.arn = ?";
  Rows row = tx.query(sql, arn);
  if (!row.next()) return std::nullopt;
  return read_archive(row);
}

void insert_archive(WriteTransaction& tx, const ArchiveRow& archive) {
  tx.run(
      "INSERT INTO events_archives (arn, name, bus, description, pattern, retention_days, created_ms) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      archive.arn, archive.name, archive.bus, archive.description, archive.pattern, archive.retention_days,
      archive.created);
}

void update_archive(WriteTransaction& tx, const ArchiveRow& archive) {
  tx.run("UPDATE events_archives SET description = ?, pattern = ?, retention_days = ? WHERE id = ?",
         archive.description, archive.pattern, archive.retention_days, archive.id);
}

void delete_archive(WriteTransaction& tx, int64_t archive) {
  tx.run("DELETE FROM events_archived WHERE archive = ?", archive);
  tx.run("DELETE FROM events_archives WHERE id = ?", archive);
}

std::vector<ArchiveRow> list_archives(ReadTransaction& tx, const std::string& arn_prefix, const std::string& after,
                                      const std::string& bus, int64_t limit) {
  static const std::string sql =
      std::string(kArchiveColumns) +
      "WHERE a.arn >= ?1 AND a.arn < ?2 AND a.arn > ?3 AND (?4 = '' OR a.bus = ?4) ORDER BY a.arn LIMIT ?5";
  Rows row = tx.query(sql, arn_prefix, end_of(arn_prefix), after, bus, limit);
  std::vector<ArchiveRow> archives;
  while (row.next()) archives.push_back(read_archive(row));
  return archives;
}

std::vector<ArchiveRow> archives_of_bus(ReadTransaction& tx, const std::string& bus) {
  Rows row = tx.query(
      "SELECT id, arn, name, bus, description, pattern, retention_days, created_ms, 0, 0 FROM events_archives "
      "WHERE bus = ?",
      bus);
  std::vector<ArchiveRow> archives;
  while (row.next()) archives.push_back(read_archive(row));
  return archives;
}

void keep_event(WriteTransaction& tx, int64_t archive, aws::TimeMs time, const std::string& event) {
  tx.run("INSERT INTO events_archived (archive, time_ms, event) VALUES (?, ?, ?)", archive, time, event);
}

void drop_events(WriteTransaction& tx, int64_t archive, aws::TimeMs time) {
  tx.run("DELETE FROM events_archived WHERE archive = ? AND time_ms < ?", archive, time);
}

std::vector<ArchivedEvent> archived_events(ReadTransaction& tx, int64_t archive, aws::TimeMs from, aws::TimeMs to,
                                           const ArchivedEvent& after, int64_t limit) {
  Rows row = tx.query(
      "SELECT id, time_ms, event FROM events_archived WHERE archive = ? AND time_ms >= ? AND time_ms < ? "
      "AND (time_ms, id) > (?, ?) ORDER BY time_ms, id LIMIT ?",
      archive, from, to, after.time, after.id, limit);
  std::vector<ArchivedEvent> events;
  while (row.next()) events.push_back({row.integer(0), row.integer(1), row.string(2)});
  return events;
}

std::optional<ReplayRow> find_replay(ReadTransaction& tx, const std::string& arn) {
  static const std::string sql = std::string(kReplayColumns) + "WHERE arn = ?";
  Rows row = tx.query(sql, arn);
  if (!row.next()) return std::nullopt;
  return read_replay(row);
}

void put_replay(WriteTransaction& tx, const ReplayRow& replay) {
  tx.run(
      "INSERT OR REPLACE INTO events_replays (arn, name, archive, description, destination, state, from_ms, to_ms, "
      "started_ms, ended_ms, last_time_ms, last_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      replay.arn, replay.name, replay.archive, replay.description, replay.destination, replay.state, replay.from,
      replay.to, replay.started, replay.ended, replay.last_time, replay.last_id);
}

std::vector<ReplayRow> list_replays(ReadTransaction& tx, const std::string& arn_prefix, const std::string& after,
                                    const std::string& archive, const std::string& state, int64_t limit) {
  static const std::string sql =
      std::string(kReplayColumns) +
      "WHERE arn >= ?1 AND arn < ?2 AND arn > ?3 AND (?4 = '' OR archive = ?4) AND (?5 = '' OR state = ?5) "
      "ORDER BY arn LIMIT ?6";
  Rows row = tx.query(sql, arn_prefix, end_of(arn_prefix), after, archive, state, limit);
  std::vector<ReplayRow> replays;
  while (row.next()) replays.push_back(read_replay(row));
  return replays;
}

}  // namespace cloudling::events
