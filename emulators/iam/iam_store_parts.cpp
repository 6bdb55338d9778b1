// What hangs on entities, access keys, and what belongs to an account.

#include "emulators/iam/iam_store.h"

namespace cloudling::iam {

namespace {

AccessKeyRow key_of(const store::Rows& rows) {
  return {.id = rows.string(0),
          .account = rows.string(1),
          .user = rows.integer(2),
          .secret = rows.string(3),
          .status = rows.string(4),
          .created = rows.integer(5),
          .last_used = rows.integer(6),
          .last_service = rows.string(7),
          .last_region = rows.string(8)};
}

constexpr const char* kKeyColumns =
    "SELECT id, account, user, secret, status, created_ms, last_used_ms, "
    "last_service, last_region FROM iam_keys ";

PolicyVersionRow version_of(const store::Rows& rows) {
  return {.number = rows.integer(0), .document = rows.string(1), .created = rows.integer(2)};
}

}  // namespace

std::vector<NamedText> list_inline(Read& tx, int64_t owner) {
  std::vector<NamedText> found;
  auto rows = tx.query("SELECT name, document FROM iam_inline WHERE owner = ? ORDER BY name", owner);
  while (rows.next()) found.push_back({rows.string(0), rows.string(1)});
  return found;
}

std::optional<std::string> find_inline(Read& tx, int64_t owner, const std::string& name) {
  auto rows = tx.query("SELECT document FROM iam_inline WHERE owner = ? AND name = ?", owner, name);
  return rows.next() ? std::optional(rows.string(0)) : std::nullopt;
}

void put_inline(Write& tx, int64_t owner, const std::string& name, const std::string& document) {
  tx.run(
      "INSERT OR REPLACE INTO iam_inline (owner, name, document) VALUES (?, "
      "?, ?)",
      owner, name, document);
}

bool delete_inline(Write& tx, int64_t owner, const std::string& name) {
  return tx.run("DELETE FROM iam_inline WHERE owner = ? AND name = ?", owner, name) > 0;
}

std::vector<std::string> list_attached(Read& tx, int64_t owner) {
  std::vector<std::string> arns;
  auto rows = tx.query("SELECT arn FROM iam_attached WHERE owner = ? ORDER BY id", owner);
  while (rows.next()) arns.push_back(rows.string(0));
  return arns;
}

void attach(Write& tx, int64_t owner, const std::string& arn) {
  tx.run("INSERT OR IGNORE INTO iam_attached (owner, arn) VALUES (?, ?)", owner, arn);
}

bool detach(Write& tx, int64_t owner, const std::string& arn) {
  return tx.run("DELETE FROM iam_attached WHERE owner = ? AND arn = ?", owner, arn) > 0;
}

Tags list_tags(Read& tx, int64_t owner) {
  Tags tags;
  auto rows = tx.query("SELECT key, value FROM iam_tags WHERE owner = ?", owner);
  while (rows.next()) tags[rows.string(0)] = rows.string(1);
  return tags;
}

void put_tag(Write& tx, int64_t owner, const std::string& key, const std::string& value) {
  tx.run("INSERT OR REPLACE INTO iam_tags (owner, key, value) VALUES (?, ?, ?)", owner, key, value);
}

void delete_tag(Write& tx, int64_t owner, const std::string& key) {
  tx.run("DELETE FROM iam_tags WHERE owner = ? AND key = ?", owner, key);
}

std::vector<PolicyVersionRow> list_versions(Read& tx, int64_t policy) {
  std::vector<PolicyVersionRow> versions;
  auto rows = tx.query(
      "SELECT number, document, created_ms FROM iam_versions "
      "WHERE policy = ? ORDER BY number DESC",
      policy);
  while (rows.next()) versions.push_back(version_of(rows));
  return versions;
}

std::optional<PolicyVersionRow> find_version(Read& tx, int64_t policy, int64_t number) {
  auto rows = tx.query(
      "SELECT number, document, created_ms FROM iam_versions "
      "WHERE policy = ? AND number = ?",
      policy, number);
  return rows.next() ? std::optional(version_of(rows)) : std::nullopt;
}

void insert_version(Write& tx, int64_t policy, const PolicyVersionRow& version) {
  tx.run(
      "INSERT INTO iam_versions (policy, number, document, created_ms) "
      "VALUES (?, ?, ?, ?)",
      policy, version.number, version.document, version.created);
}

void delete_version(Write& tx, int64_t policy, int64_t number) {
  tx.run("DELETE FROM iam_versions WHERE policy = ? AND number = ?", policy, number);
}

std::optional<AccessKeyRow> find_key(Read& tx, const std::string& id) {
  auto rows = tx.query(std::string(kKeyColumns) + "WHERE id = ?", id);
  return rows.next() ? std::optional(key_of(rows)) : std::nullopt;
}

std::vector<AccessKeyRow> list_keys(Read& tx, const std::string& account, int64_t user) {
  std::vector<AccessKeyRow> keys;
  auto rows = tx.query(std::string(kKeyColumns) +
                           "WHERE account = ? AND user = ? AND status != "
                           "'Deleted' ORDER BY created_ms, id",
                       account, user);
  while (rows.next()) keys.push_back(key_of(rows));
  return keys;
}

void put_key(Write& tx, const AccessKeyRow& key) {
  tx.run(
      "INSERT OR REPLACE INTO iam_keys (id, account, user, secret, status, "
      "created_ms, last_used_ms, last_service, "
      "last_region) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      key.id, key.account, key.user, key.secret, key.status, key.created, key.last_used, key.last_service,
      key.last_region);
}

std::string find_setting(Read& tx, const std::string& account, const std::string& name) {
  auto rows = tx.query("SELECT value FROM iam_settings WHERE account = ? AND name = ?", account, name);
  return rows.next() ? rows.string(0) : "";
}

void put_setting(Write& tx, const std::string& account, const std::string& name, const std::string& value) {
  tx.run(
      "INSERT OR REPLACE INTO iam_settings (account, name, value) VALUES "
      "(?, ?, ?)",
      account, name, value);
}

std::optional<ProviderRow> find_provider(Read& tx, const std::string& arn) {
  auto rows = tx.query("SELECT arn, created_ms, body FROM iam_providers WHERE arn = ?", arn);
  return rows.next() ? std::optional(ProviderRow{rows.string(0), rows.integer(1), rows.string(2)}) : std::nullopt;
}

std::vector<ProviderRow> list_providers(Read& tx, const std::string& prefix) {
  std::vector<ProviderRow> providers;
  auto rows = tx.query(
      "SELECT arn, created_ms, body FROM iam_providers WHERE "
      "substr(arn, 1, length(?)) = ? ORDER BY arn",
      prefix, prefix);
  while (rows.next()) providers.push_back({rows.string(0), rows.integer(1), rows.string(2)});
  return providers;
}

void put_provider(Write& tx, const ProviderRow& provider) {
  tx.run(
      "INSERT OR REPLACE INTO iam_providers (arn, created_ms, body) VALUES "
      "(?, ?, ?)",
      provider.arn, provider.created, provider.text);
}

void delete_provider(Write& tx, const std::string& arn) { tx.run("DELETE FROM iam_providers WHERE arn = ?", arn); }

}  // namespace cloudling::iam
