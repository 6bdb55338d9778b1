#include "emulators/events/events_store.h"

#include "emulators/events/events_store_archives.h"
#include "emulators/events/events_store_connections.h"

namespace cloudling::events {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

namespace {

constexpr const char* kTables = R"sql(
CREATE TABLE events_buses (
  arn TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  dead_letter TEXT,
  policy TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  modified_ms INTEGER NOT NULL
);
CREATE INDEX events_buses_place ON events_buses (account, region, name);

CREATE TABLE events_rules (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  arn TEXT NOT NULL UNIQUE,
  bus TEXT NOT NULL,
  name TEXT NOT NULL,
  pattern TEXT,
  schedule TEXT,
  state TEXT NOT NULL,
  description TEXT,
  role TEXT,
  created_by TEXT NOT NULL
);
CREATE INDEX events_rules_bus ON events_rules (bus, name);

CREATE TABLE events_targets (
  rule INTEGER NOT NULL,
  id TEXT NOT NULL,
  arn TEXT NOT NULL,
  target TEXT NOT NULL,
  PRIMARY KEY (rule, id)
) WITHOUT ROWID;

CREATE TABLE events_tags (
  resource TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (resource, key)
) WITHOUT ROWID;
)sql";

BusRow read_bus(const Rows& row) {
  return {.name = {row.string(0), row.string(1), row.string(2)},
          .description = row.optional_string(3),
          .dead_letter_arn = row.optional_string(4),
          .policy = row.string(5),
          .created = row.integer(6),
          .modified = row.integer(7)};
}

constexpr const char* kRuleColumns =
    "SELECT r.id, r.bus, r.arn, r.name, r.pattern, r.schedule, r.state, r.description, r.role, r.created_by "
    "FROM events_rules r ";

RuleRow read_rule(const Rows& row) {
  return {.id = row.integer(0),
          .bus = row.string(1),
          .arn = row.string(2),
          .name = row.string(3),
          .pattern = row.optional_string(4),
          .schedule = row.optional_string(5),
          .state = row.string(6),
          .description = row.optional_string(7),
          .role_arn = row.optional_string(8),
          .created_by = row.string(9)};
}

std::vector<RuleRow> read_rules(Rows rows) {
  std::vector<RuleRow> rules;
  while (rows.next()) rules.push_back(read_rule(rows));
  return rules;
}

/// Names are of characters below '~', so all with the prefix sort below the prefix and a '~'.
std::string end_of(const std::string& prefix) { return prefix + "~"; }

void delete_tags(WriteTransaction& tx, const std::string& resource) {
  tx.run("DELETE FROM events_tags WHERE resource = ?", resource);
}

}  // namespace

std::vector<store::Migration> migrations() {
  return {{.service = "events", .number = 1, .sql = kTables},
          {.service = "events", .number = 2, .sql = kArchiveTables},
          {.service = "events", .number = 3, .sql = kConnectionTables}};
}

std::optional<BusRow> find_bus(ReadTransaction& tx, const BusName& name) {
  Rows row = tx.query(
      "SELECT account, region, name, description, dead_letter, policy, created_ms, modified_ms FROM events_buses "
      "WHERE arn = ?",
      name.arn());
  if (row.next()) return read_bus(row);
  if (name.name != kDefaultBus) return std::nullopt;
  return BusRow{.name = name, .description = std::nullopt, .dead_letter_arn = std::nullopt, .policy = ""};
}

void put_bus(WriteTransaction& tx, const BusRow& bus) {
  tx.run(
      "INSERT OR REPLACE INTO events_buses (arn, account, region, name, description, dead_letter, policy, created_ms, "
      "modified_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      bus.name.arn(), bus.name.account, bus.name.region, bus.name.name, bus.description, bus.dead_letter_arn,
      bus.policy, bus.created, bus.modified);
}

void delete_bus(WriteTransaction& tx, const BusName& name) {
  tx.run("DELETE FROM events_buses WHERE arn = ?", name.arn());
  delete_tags(tx, name.arn());
}

std::vector<BusRow> list_buses(ReadTransaction& tx, const BusName& place, const std::string& prefix,
                               const std::string& after, int64_t limit) {
  Rows row = tx.query(
      "SELECT account, region, name, description, dead_letter, policy, created_ms, modified_ms FROM events_buses "
      "WHERE account = ? AND region = ? AND name >= ? AND name < ? AND name > ? ORDER BY name LIMIT ?",
      place.account, place.region, prefix, end_of(prefix), after, limit);
  std::vector<BusRow> buses;
  while (row.next()) buses.push_back(read_bus(row));
  return buses;
}

std::optional<RuleRow> find_rule(ReadTransaction& tx, const std::string& rule_arn) {
  static const std::string sql = std::string(kRuleColumns) + "WHERE r.arn = ?";
  Rows row = tx.query(sql, rule_arn);
  if (!row.next()) return std::nullopt;
  return read_rule(row);
}

int64_t count_rules(ReadTransaction& tx, const std::string& bus_arn) {
  Rows row = tx.query("SELECT count(*) FROM events_rules WHERE bus = ?", bus_arn);
  row.next();
  return row.integer(0);
}

void put_rule(WriteTransaction& tx, RuleRow& rule) {
  Rows row = tx.query(
      "INSERT INTO events_rules (arn, bus, name, pattern, schedule, state, description, role, created_by) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (arn) DO UPDATE SET pattern = excluded.pattern, "
      "schedule = excluded.schedule, state = excluded.state, description = excluded.description, role = excluded.role "
      "RETURNING id",
      rule.arn, rule.bus, rule.name, rule.pattern, rule.schedule, rule.state, rule.description, rule.role_arn,
      rule.created_by);
  row.next();
  rule.id = row.integer(0);
}

void set_rule_state(WriteTransaction& tx, int64_t rule, const std::string& state) {
  tx.run("UPDATE events_rules SET state = ? WHERE id = ?", state, rule);
}

void delete_rule(WriteTransaction& tx, const RuleRow& rule) {
  tx.run("DELETE FROM events_rules WHERE id = ?", rule.id);
  delete_tags(tx, rule.arn);
}

std::vector<RuleRow> list_rules(ReadTransaction& tx, const std::string& bus_arn, const std::string& prefix,
                                const std::string& after, const std::string& target, int64_t limit) {
  static const std::string sql =
      std::string(kRuleColumns) +
      "WHERE r.bus = ?1 AND r.name >= ?2 AND r.name < ?3 AND r.name > ?4 AND (?5 = '' OR EXISTS "
      "(SELECT 1 FROM events_targets t WHERE t.rule = r.id AND t.arn = ?5)) ORDER BY r.name LIMIT ?6";
  return read_rules(tx.query(sql, bus_arn, prefix, end_of(prefix), after, target, limit));
}

std::vector<RuleRow> matching_rules(ReadTransaction& tx, const std::string& bus_arn) {
  static const std::string sql =
      std::string(kRuleColumns) + "WHERE r.bus = ? AND r.pattern IS NOT NULL AND r.state <> 'DISABLED' ORDER BY r.name";
  return read_rules(tx.query(sql, bus_arn));
}

void put_target(WriteTransaction& tx, int64_t rule, const TargetRow& target) {
  tx.run("INSERT OR REPLACE INTO events_targets (rule, id, arn, target) VALUES (?, ?, ?, ?)", rule, target.id,
         target.arn, target.text);
}

bool delete_target(WriteTransaction& tx, int64_t rule, const std::string& id) {
  return tx.run("DELETE FROM events_targets WHERE rule = ? AND id = ?", rule, id) > 0;
}

std::vector<TargetRow> list_targets(ReadTransaction& tx, int64_t rule, const std::string& after, int64_t limit) {
  Rows row = tx.query("SELECT id, arn, target FROM events_targets WHERE rule = ? AND id > ? ORDER BY id LIMIT ?", rule,
                      after, limit);
  std::vector<TargetRow> targets;
  while (row.next()) targets.push_back({row.string(0), row.string(1), row.string(2)});
  return targets;
}

std::vector<TagRow> list_tags(ReadTransaction& tx, const std::string& resource) {
  Rows row = tx.query("SELECT key, value FROM events_tags WHERE resource = ? ORDER BY key", resource);
  std::vector<TagRow> tags;
  while (row.next()) tags.emplace_back(row.string(0), row.string(1));
  return tags;
}

void put_tag(WriteTransaction& tx, const std::string& resource, const std::string& key, const std::string& value) {
  tx.run("INSERT OR REPLACE INTO events_tags (resource, key, value) VALUES (?, ?, ?)", resource, key, value);
}

void delete_tag(WriteTransaction& tx, const std::string& resource, const std::string& key) {
  tx.run("DELETE FROM events_tags WHERE resource = ? AND key = ?", resource, key);
}

}  // namespace cloudling::events
