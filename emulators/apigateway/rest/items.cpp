#include "emulators/apigateway/rest/items.h"

namespace cloudling::apigateway::rest {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

namespace {

constexpr const char* kTables = R"(
CREATE TABLE rest_items (
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  kind TEXT NOT NULL,
  parent TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account, region, kind, parent, id)
);
CREATE INDEX rest_items_parent ON rest_items (parent) WHERE parent <> '';
CREATE INDEX rest_items_apis ON rest_items (id) WHERE kind = 'api';
)";

constexpr const char* kUsage = R"(
CREATE TABLE rest_usage (
  plan TEXT NOT NULL,
  key TEXT NOT NULL,
  period INTEGER NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (plan, key, period)
) WITHOUT ROWID;
)";

constexpr const char* kUsageByDay = R"(
ALTER TABLE rest_usage ADD COLUMN extra INTEGER NOT NULL DEFAULT 0;
CREATE TABLE rest_usage_days (
  plan TEXT NOT NULL,
  key TEXT NOT NULL,
  day INTEGER NOT NULL,
  used INTEGER NOT NULL,
  remaining INTEGER NOT NULL,
  PRIMARY KEY (plan, key, day)
) WITHOUT ROWID;
)";

}  // namespace

std::vector<store::Migration> migrations() {
  return {{.service = "apigateway-rest", .number = 1, .sql = kTables},
          {.service = "apigateway-rest", .number = 2, .sql = kUsage},
          {.service = "apigateway-rest", .number = 3, .sql = kUsageByDay}};
}

std::optional<std::string> find_body(ReadTransaction& tx, const Scope& scope, const Place& place) {
  Rows row =
      tx.query("SELECT body FROM rest_items WHERE account = ? AND region = ? AND kind = ? AND parent = ? AND id = ?",
               scope.account, scope.region, place.kind, place.parent, place.id);
  return row.next() ? std::optional(row.string(0)) : std::nullopt;
}

std::vector<StoredItem> list_bodies(ReadTransaction& tx, const Scope& scope, const std::string& kind,
                                    const std::string& parent, const std::string& after, int64_t limit) {
  Rows row = tx.query(
      "SELECT id, body FROM rest_items WHERE account = ? AND region = ? AND kind = ? AND parent = ? AND id > ? "
      "ORDER BY id LIMIT ?",
      scope.account, scope.region, kind, parent, after, limit);
  std::vector<StoredItem> items;
  while (row.next()) items.push_back({row.string(0), row.string(1)});
  return items;
}

void put_body(WriteTransaction& tx, const Scope& scope, const Place& place, const std::string& body) {
  tx.run("INSERT OR REPLACE INTO rest_items (account, region, kind, parent, id, body) VALUES (?, ?, ?, ?, ?, ?)",
         scope.account, scope.region, place.kind, place.parent, place.id, body);
}

bool delete_item(WriteTransaction& tx, const Scope& scope, const Place& place) {
  return tx.run("DELETE FROM rest_items WHERE account = ? AND region = ? AND kind = ? AND parent = ? AND id = ?",
                scope.account, scope.region, place.kind, place.parent, place.id) > 0;
}

void delete_children(WriteTransaction& tx, const Scope& scope, const std::string& parent) {
  tx.run("DELETE FROM rest_items WHERE parent = ? AND parent <> '' AND account = ? AND region = ?", parent,
         scope.account, scope.region);
}

void delete_children(WriteTransaction& tx, const Scope& scope, const std::string& kind, const std::string& parent) {
  tx.run("DELETE FROM rest_items WHERE account = ? AND region = ? AND kind = ? AND parent = ?", scope.account,
         scope.region, kind, parent);
}

std::optional<Scope> find_owner(ReadTransaction& tx, const std::string& api_id) {
  Rows row = tx.query("SELECT account, region FROM rest_items WHERE kind = 'api' AND id = ?", api_id);
  if (!row.next()) return std::nullopt;
  return Scope{row.string(0), row.string(1)};
}

bool count_use(WriteTransaction& tx, const Use& use, int64_t limit) {
  const int64_t counted = tx.run(
      "INSERT INTO rest_usage (plan, key, period, used) VALUES (?, ?, ?, 1) "
      "ON CONFLICT (plan, key, period) DO UPDATE SET used = used + 1 WHERE used < ? + extra",
      use.plan, use.key, use.period, limit);
  if (counted == 0) return false;
  tx.run(
      "INSERT INTO rest_usage_days (plan, key, day, used, remaining) "
      "SELECT plan, key, ?, 1, ? + extra - used FROM rest_usage WHERE plan = ? AND key = ? AND period = ? "
      "ON CONFLICT (plan, key, day) DO UPDATE SET used = used + 1, remaining = excluded.remaining",
      use.day, limit, use.plan, use.key, use.period);
  return true;
}

void set_remaining(WriteTransaction& tx, const Use& use, int64_t limit, int64_t remaining) {
  tx.run(
      "INSERT INTO rest_usage (plan, key, period, used, extra) VALUES (?, ?, ?, 0, ?) "
      "ON CONFLICT (plan, key, period) DO UPDATE SET extra = excluded.extra + used",
      use.plan, use.key, use.period, remaining - limit);
  tx.run(
      "INSERT INTO rest_usage_days (plan, key, day, used, remaining) VALUES (?, ?, ?, 0, ?) "
      "ON CONFLICT (plan, key, day) DO UPDATE SET remaining = excluded.remaining",
      use.plan, use.key, use.day, remaining);
}

std::vector<DayOfUse> list_use(ReadTransaction& tx, const std::string& plan, const std::string& key, int64_t last) {
  Rows row =
      tx.query("SELECT day, used, remaining FROM rest_usage_days WHERE plan = ? AND key = ? AND day <= ? ORDER BY day",
               plan, key, last);
  std::vector<DayOfUse> days;
  while (row.next()) days.push_back({row.integer(0), row.integer(1), row.integer(2)});
  return days;
}

void forget_use(WriteTransaction& tx, const std::string& plan) {
  tx.run("DELETE FROM rest_usage WHERE plan = ?", plan);
  tx.run("DELETE FROM rest_usage_days WHERE plan = ?", plan);
}

}  // namespace cloudling::apigateway::rest
