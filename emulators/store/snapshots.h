#pragma once

// Copies of the whole database: to and from the files of the snapshots folder, and into the live one.

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "emulators/store/connection.h"
#include "emulators/store/read_gate.h"
#include "emulators/store/store.h"

namespace cloudling::store {

/// The files NAME.db of one folder, each a whole database in SQLite's plain (rollback) mode. Functions block.
class Snapshots {
 public:
  Snapshots(std::filesystem::path folder, std::filesystem::path database)
      : folder_(std::move(folder)), database_(std::move(database)) {}

  /// As Store::save_snapshot_blocking(). One at a time.
  SnapshotInfo save(const std::string& name) const;

  std::vector<SnapshotInfo> list() const;  ///< by name

  /// A connection to what is to be loaded: the snapshot, or a migrated copy of an older one. Throws as
  /// Store::load_snapshot_blocking().
  std::unique_ptr<Connection> open(const std::string& name, const std::vector<Migration>& migrations) const;

 private:
  std::filesystem::path file_of(const std::string& name) const;

  std::filesystem::path folder_;
  std::filesystem::path database_;
};

/// A database in memory as a new store has it.
std::unique_ptr<Connection> empty_database(const std::vector<Migration>& migrations);

/// Makes `live` (the writer's connection, on the writer) what `source` is. Calls `exchanged` after that, before any
/// read begins. Throws StoreError, and all is as it was then.
void exchange_database(Connection& source, Connection& live, ReadGate& gate, const std::function<void()>& exchanged);

}  // namespace cloudling::store
