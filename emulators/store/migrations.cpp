#include "emulators/store/migrations.h"

#include <map>
#include <stdexcept>

namespace cloudling::store {

namespace {

/// "Cldl", in the file's header: tells our files from other people's.
constexpr int64_t kApplicationId = 0x436c646c;

/// The layout is explained in README.md.
constexpr const char* kOwnTables = R"sql(
  CREATE TABLE store_blobs (
    id INTEGER PRIMARY KEY,
    size INTEGER NOT NULL,
    uses INTEGER NOT NULL
  );
  CREATE INDEX store_blobs_unused ON store_blobs (id) WHERE uses = 0;

  CREATE TABLE store_chunks (
    id INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
  );

  CREATE TABLE store_extents (
    content INTEGER NOT NULL,
    start INTEGER NOT NULL,
    blob INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    PRIMARY KEY (content, start)
  ) WITHOUT ROWID;

  CREATE TABLE store_jobs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL
  );
  CREATE INDEX store_jobs_due ON store_jobs (kind, due, id);
  CREATE INDEX store_jobs_key ON store_jobs (kind, key);
)sql";

constexpr const char* kMigrationsTable = R"sql(
  CREATE TABLE IF NOT EXISTS store_migrations (
    service TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (service, number)
  ) WITHOUT ROWID;
)sql";

using Numbers = std::map<std::string, int64_t>;

Numbers known_numbers(const std::vector<Migration>& migrations) {
  Numbers numbers;
  for (const Migration& migration : migrations) numbers[migration.service] = migration.number;
  return numbers;
}

bool has_tables(Connection& connection) { return connection.number("SELECT count(*) FROM sqlite_master") > 0; }

Numbers applied_numbers(Connection& connection) {
  Numbers numbers;
  if (!has_tables(connection)) return numbers;
  Rows rows(connection.prepare("SELECT service, max(number) FROM store_migrations GROUP BY service"));
  while (rows.next()) numbers[rows.string(0)] = rows.integer(1);
  return numbers;
}

void apply(Connection& connection, const Migration& migration) {
  connection.script(migration.sql);
  WriteTransaction tx(connection);
  tx.run("INSERT INTO store_migrations (service, number) VALUES (?, ?)", migration.service, migration.number);
}

}  // namespace

std::vector<Migration> with_own_migrations(std::vector<Migration> services) {
  std::vector<Migration> all = {{"store", 1, kOwnTables}};
  for (Migration& migration : services) all.push_back(std::move(migration));
  Numbers seen;
  for (const Migration& migration : all) {
    if (migration.number != ++seen[migration.service]) {
      throw std::logic_error("migrations of " + migration.service + " do not rise by one from 1");
    }
  }
  return all;
}

FileState examine(Connection& connection, const std::vector<Migration>& migrations) {
  if (has_tables(connection) && connection.number("PRAGMA application_id") != kApplicationId) {
    throw std::runtime_error("it is an SQLite file, but not one of Cloudling's");
  }
  Numbers known = known_numbers(migrations);
  Numbers applied = applied_numbers(connection);
  for (const auto& [service, number] : applied) {
    if (number <= known[service]) continue;
    throw std::runtime_error("it was written by a newer version of Cloudling (tables of " + service + " at " +
                             std::to_string(number) + ", this version knows " + std::to_string(known[service]) +
                             "); use that version, or another folder");
  }
  return applied == known ? FileState::kCurrent : FileState::kBehind;
}

void migrate(Connection& connection, const std::vector<Migration>& migrations) {
  if (examine(connection, migrations) == FileState::kCurrent) return;
  connection.execute("BEGIN IMMEDIATE");
  try {
    connection.script("PRAGMA application_id=" + std::to_string(kApplicationId));
    connection.script(kMigrationsTable);
    Numbers applied = applied_numbers(connection);
    for (const Migration& migration : migrations) {
      if (migration.number > applied[migration.service]) apply(connection, migration);
    }
    connection.execute("COMMIT");
  } catch (...) {
    if (!connection.autocommit()) connection.script("ROLLBACK");
    throw;
  }
}

}  // namespace cloudling::store
