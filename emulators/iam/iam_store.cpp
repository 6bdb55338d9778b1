#include "emulators/iam/iam_store.h"

namespace cloudling::iam {

namespace {

constexpr const char* kTables = R"(
CREATE TABLE iam_entities (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL,
  account TEXT NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE,
  path TEXT NOT NULL,
  unique_id TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  description TEXT NOT NULL,
  trust TEXT NOT NULL,
  max_session_s INTEGER NOT NULL,
  boundary TEXT NOT NULL,
  default_version INTEGER NOT NULL,
  last_version INTEGER NOT NULL,
  login TEXT NOT NULL,
  role INTEGER NOT NULL,
  UNIQUE (account, kind, name)
);
CREATE INDEX iam_entities_role ON iam_entities (role) WHERE role != 0;
CREATE INDEX iam_entities_boundary ON iam_entities (boundary) WHERE boundary != '';

CREATE TABLE iam_inline (
  owner INTEGER NOT NULL,
  name TEXT NOT NULL,
  document TEXT NOT NULL,
  PRIMARY KEY (owner, name)
) WITHOUT ROWID;

CREATE TABLE iam_attached (
  id INTEGER PRIMARY KEY,
  owner INTEGER NOT NULL,
  arn TEXT NOT NULL,
  UNIQUE (owner, arn)
);
CREATE INDEX iam_attached_arn ON iam_attached (arn);

CREATE TABLE iam_tags (
  owner INTEGER NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (owner, key)
) WITHOUT ROWID;

CREATE TABLE iam_members (
  member_group INTEGER NOT NULL,
  user INTEGER NOT NULL,
  PRIMARY KEY (member_group, user)
) WITHOUT ROWID;
CREATE INDEX iam_members_user ON iam_members (user);

CREATE TABLE iam_versions (
  policy INTEGER NOT NULL,
  number INTEGER NOT NULL,
  document TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (policy, number)
) WITHOUT ROWID;

CREATE TABLE iam_keys (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  user INTEGER NOT NULL,
  secret TEXT NOT NULL,
  status TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  last_used_ms INTEGER NOT NULL,
  last_service TEXT NOT NULL,
  last_region TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX iam_keys_user ON iam_keys (account, user);

CREATE TABLE iam_settings (
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account, name)
) WITHOUT ROWID;

CREATE TABLE iam_providers (
  arn TEXT PRIMARY KEY,
  created_ms INTEGER NOT NULL,
  body TEXT NOT NULL
) WITHOUT ROWID;
)";

constexpr const char* kColumns =
    "e.id, e.kind, e.account, e.name, e.path, e.unique_id, e.created_ms, "
    "e.updated_ms, e.description, e.trust, "
    "e.max_session_s, e.boundary, e.default_version, e.last_version, e.login, "
    "e.role";

Entity entity_of(const store::Rows& rows) {
  return {.row = rows.integer(0),
          .kind = static_cast<Kind>(rows.integer(1)),
          .account = rows.string(2),
          .name = rows.string(3),
          .path = rows.string(4),
          .id = rows.string(5),
          .created = rows.integer(6),
          .updated = rows.integer(7),
          .description = rows.string(8),
          .trust = rows.string(9),
          .max_session_s = rows.integer(10),
          .boundary = rows.string(11),
          .default_version = rows.integer(12),
          .last_version = rows.integer(13),
          .login = rows.string(14),
          .role_row = rows.integer(15)};
}

std::vector<Entity> all(store::Rows rows) {
  std::vector<Entity> entities;
  while (rows.next()) entities.push_back(entity_of(rows));
  return entities;
}

std::string select(const std::string& rest) {
  return std::string("SELECT ") + kColumns + " FROM iam_entities AS e " + rest;
}

}  // namespace

std::vector<store::Migration> migrations() { return {{"iam", 1, kTables}}; }

std::string Entity::arn() const {
  return "arn:aws:iam::" + account + ":" + std::string(names_of(kind).arn_part) + path + name;
}

std::optional<Entity> find_entity(Read& tx, Kind kind, const std::string& account, const std::string& name) {
  auto rows = tx.query(select("WHERE e.account = ? AND e.kind = ? AND e.name = ?"), account, kind, name);
  return rows.next() ? std::optional(entity_of(rows)) : std::nullopt;
}

std::optional<Entity> find_entity(Read& tx, int64_t row) {
  auto rows = tx.query(select("WHERE e.id = ?"), row);
  return rows.next() ? std::optional(entity_of(rows)) : std::nullopt;
}

std::vector<Entity> list_entities(Read& tx, Kind kind, const std::string& account, const std::string& prefix) {
  return all(tx.query(select("WHERE e.account = ? AND e.kind = ? AND substr(e.path, "
                             "1, length(?)) = ? ORDER BY e.name"),
                      account, kind, prefix, prefix));
}

int64_t insert_entity(Write& tx, const Entity& e) {
  tx.run(
      "INSERT INTO iam_entities (kind, account, name, path, unique_id, "
      "created_ms, updated_ms, description, trust, "
      "max_session_s, boundary, default_version, last_version, login, role) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      e.kind, e.account, e.name, e.path, e.id, e.created, e.updated, e.description, e.trust, e.max_session_s,
      e.boundary, e.default_version, e.last_version, e.login, e.role_row);
  return tx.last_insert_id();
}

void update_entity(Write& tx, const Entity& e) {
  tx.run(
      "UPDATE iam_entities SET name = ?, path = ?, updated_ms = ?, "
      "description = ?, trust = ?, max_session_s = ?, "
      "boundary = ?, default_version = ?, last_version = ?, login = ?, role "
      "= ? WHERE id = ?",
      e.name, e.path, e.updated, e.description, e.trust, e.max_session_s, e.boundary, e.default_version, e.last_version,
      e.login, e.role_row, e.row);
}

void delete_entity(Write& tx, const Entity& e) {
  tx.run("DELETE FROM iam_entities WHERE id = ?", e.row);
  tx.run("DELETE FROM iam_inline WHERE owner = ?", e.row);
  tx.run("DELETE FROM iam_attached WHERE owner = ?", e.row);
  tx.run("DELETE FROM iam_tags WHERE owner = ?", e.row);
  tx.run("DELETE FROM iam_members WHERE member_group = ? OR user = ?", e.row, e.row);
  tx.run("DELETE FROM iam_versions WHERE policy = ?", e.row);
}

std::vector<Entity> profiles_of_role(Read& tx, int64_t role) {
  return all(tx.query(select("WHERE e.role = ? ORDER BY e.name"), role));
}

std::vector<Entity> attached_to(Read& tx, const std::string& account, const std::string& arn) {
  return all(tx.query(select("JOIN iam_attached AS a ON a.owner = e.id WHERE "
                             "a.arn = ? AND e.account = ? ORDER BY e.name"),
                      arn, account));
}

std::vector<Entity> bounded_by(Read& tx, const std::string& account, const std::string& arn) {
  return all(tx.query(select("WHERE e.boundary = ? AND e.boundary != '' AND "
                             "e.account = ? ORDER BY e.name"),
                      arn, account));
}

std::vector<Entity> groups_of(Read& tx, int64_t user) {
  return all(tx.query(select("JOIN iam_members AS m ON m.member_group = e.id "
                             "WHERE m.user = ? ORDER BY e.name"),
                      user));
}

std::vector<Entity> members_of(Read& tx, int64_t group) {
  return all(tx.query(select("JOIN iam_members AS m ON m.user = e.id WHERE "
                             "m.member_group = ? ORDER BY e.name"),
                      group));
}

void add_member(Write& tx, int64_t group, int64_t user) {
  tx.run("INSERT OR IGNORE INTO iam_members (member_group, user) VALUES (?, ?)", group, user);
}

bool remove_member(Write& tx, int64_t group, int64_t user) {
  return tx.run("DELETE FROM iam_members WHERE member_group = ? AND user = ?", group, user) > 0;
}

}  // namespace cloudling::iam
