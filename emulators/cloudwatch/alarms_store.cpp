#include "emulators/cloudwatch/alarms_store.h"

namespace cloudling::cloudwatch {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

const char* const kAlarmTables = R"(
CREATE TABLE cloudwatch_alarms (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  settings TEXT NOT NULL,
  actions_enabled INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  reason_data TEXT NOT NULL,
  configured_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  transitioned_ms INTEGER NOT NULL,
  UNIQUE (account, region, name)
);

CREATE TABLE cloudwatch_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  alarm TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  type TEXT NOT NULL,
  summary TEXT NOT NULL,
  data TEXT NOT NULL
);

CREATE TABLE cloudwatch_tags (
  alarm INTEGER NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (alarm, key)
) WITHOUT ROWID;
)";

namespace {

constexpr const char* kAlarm =
    "SELECT id, account, region, name, settings, actions_enabled, state, reason, reason_data, configured_ms, "
    "updated_ms, transitioned_ms FROM cloudwatch_alarms ";

AlarmRow read_alarm(const Rows& row) {
  AlarmRow alarm;
  alarm.id = row.integer(0);
  alarm.account = row.string(1);
  alarm.region = row.string(2);
  alarm.name = row.string(3);
  alarm.settings = row.string(4);
  alarm.actions_enabled = row.integer(5) != 0;
  alarm.state = row.string(6);
  alarm.reason = row.string(7);
  alarm.reason_data = row.string(8);
  alarm.configured = row.integer(9);
  alarm.updated = row.integer(10);
  alarm.transitioned = row.integer(11);
  return alarm;
}

}  // namespace

std::optional<AlarmRow> find_alarm(ReadTransaction& tx, const std::string& account, const std::string& region,
                                   const std::string& name) {
  static const std::string sql = std::string(kAlarm) + "WHERE account = ? AND region = ? AND name = ?";
  Rows row = tx.query(sql, account, region, name);
  if (!row.next()) return std::nullopt;
  return read_alarm(row);
}

std::optional<AlarmRow> find_alarm(ReadTransaction& tx, int64_t id) {
  static const std::string sql = std::string(kAlarm) + "WHERE id = ?";
  Rows row = tx.query(sql, id);
  if (!row.next()) return std::nullopt;
  return read_alarm(row);
}

std::vector<AlarmRow> list_alarms(ReadTransaction& tx, const std::string& account, const std::string& region,
                                  const std::string& prefix, const std::string& after, int64_t limit) {
  static const std::string sql = std::string(kAlarm) +
                                 "WHERE account = ? AND region = ? AND name > ? AND substr(name, 1, length(?)) = ? "
                                 "ORDER BY name LIMIT ?";
  Rows row = tx.query(sql, account, region, after, prefix, prefix, limit);
  std::vector<AlarmRow> alarms;
  while (row.next()) alarms.push_back(read_alarm(row));
  return alarms;
}

void insert_alarm(WriteTransaction& tx, AlarmRow& alarm) {
  tx.run(
      "INSERT INTO cloudwatch_alarms (account, region, name, settings, actions_enabled, state, reason, reason_data, "
      "configured_ms, updated_ms, transitioned_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      alarm.account, alarm.region, alarm.name, alarm.settings, alarm.actions_enabled, alarm.state, alarm.reason,
      alarm.reason_data, alarm.configured, alarm.updated, alarm.transitioned);
  alarm.id = tx.last_insert_id();
}

void update_alarm(WriteTransaction& tx, const AlarmRow& alarm) {
  tx.run(
      "UPDATE cloudwatch_alarms SET settings = ?, actions_enabled = ?, state = ?, reason = ?, reason_data = ?, "
      "configured_ms = ?, updated_ms = ?, transitioned_ms = ? WHERE id = ?",
      alarm.settings, alarm.actions_enabled, alarm.state, alarm.reason, alarm.reason_data, alarm.configured,
      alarm.updated, alarm.transitioned, alarm.id);
}

void delete_alarm(WriteTransaction& tx, const AlarmRow& alarm) {
  tx.run("DELETE FROM cloudwatch_alarms WHERE id = ?", alarm.id);
  tx.run("DELETE FROM cloudwatch_tags WHERE alarm = ?", alarm.id);
}

void insert_history(WriteTransaction& tx, const HistoryRow& item, int64_t keep) {
  tx.run(
      "INSERT INTO cloudwatch_history (account, region, alarm, time_ms, type, summary, data) VALUES (?, ?, ?, ?, ?, ?, "
      "?)",
      item.account, item.region, item.alarm, item.time, item.type, item.summary, item.data);
  tx.run("DELETE FROM cloudwatch_history WHERE id <= ?", tx.last_insert_id() - keep);
}

std::vector<HistoryRow> list_history(ReadTransaction& tx, const HistoryQuery& query) {
  const std::string sql =
      std::string("SELECT id, alarm, time_ms, type, summary, data FROM cloudwatch_history WHERE account = ? AND ") +
      "region = ? AND (? IS NULL OR alarm = ?) AND (? IS NULL OR type = ?) AND time_ms >= ? AND time_ms <= ? AND " +
      (query.ascending ? "id > ? ORDER BY id LIMIT ?" : "id < ? ORDER BY id DESC LIMIT ?");
  const int64_t after = query.after != 0 || query.ascending ? query.after : INT64_MAX;
  Rows row = tx.query(sql, query.account, query.region, query.alarm, query.alarm, query.type, query.type, query.from,
                      query.until, after, query.limit);
  std::vector<HistoryRow> items;
  while (row.next()) {
    items.push_back({.id = row.integer(0),
                     .account = query.account,
                     .region = query.region,
                     .alarm = row.string(1),
                     .time = row.integer(2),
                     .type = row.string(3),
                     .summary = row.string(4),
                     .data = row.string(5)});
  }
  return items;
}

Tags list_tags(ReadTransaction& tx, int64_t alarm) {
  Rows row = tx.query("SELECT key, value FROM cloudwatch_tags WHERE alarm = ?", alarm);
  Tags tags;
  while (row.next()) tags[row.string(0)] = row.string(1);
  return tags;
}

void put_tag(WriteTransaction& tx, int64_t alarm, const std::string& key, const std::string& value) {
  tx.run("INSERT OR REPLACE INTO cloudwatch_tags (alarm, key, value) VALUES (?, ?, ?)", alarm, key, value);
}

void delete_tag(WriteTransaction& tx, int64_t alarm, const std::string& key) {
  tx.run("DELETE FROM cloudwatch_tags WHERE alarm = ? AND key = ?", alarm, key);
}

}  // namespace cloudling::cloudwatch
