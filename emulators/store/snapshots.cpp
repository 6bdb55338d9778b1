#include "emulators/store/snapshots.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "emulators/store/migrations.h"

namespace cloudling::store {

namespace fs = std::filesystem;

namespace {

constexpr size_t kMaxNameLength = 64;
constexpr const char* kSuffix = ".db";
constexpr int kAllPages = -1;
constexpr int kSlicePages = (16 << 20) / kPageSize;

bool valid_name(const std::string& name) {
  auto allowed = [](unsigned char c) { return c < 0x80 && (std::isalnum(c) || c == '.' || c == '_' || c == '-'); };
  return !name.empty() && name.front() != '.' && name.size() <= kMaxNameLength &&
         std::all_of(name.begin(), name.end(), allowed);
}

/// SQLite's backup from one connection to another. Undone where it does not come to its end.
class Backup {
 public:
  Backup(Connection& from, Connection& to)
      : to_(to), backup_(sqlite3_backup_init(to.handle(), "main", from.handle(), "main")) {
    if (!backup_) throw_store_error(to.handle());
  }
  Backup(const Backup&) = delete;
  ~Backup() { sqlite3_backup_finish(backup_); }

  void step(int pages) {
    int code = sqlite3_backup_step(backup_, pages);
    if (code != SQLITE_OK && code != SQLITE_DONE) throw StoreError(code, sqlite3_errstr(code));
    ended_ = code == SQLITE_DONE;
  }

  int pages_left() const { return sqlite3_backup_remaining(backup_); }

  void finish() {
    while (!ended_) step(kAllPages);
    if (sqlite3_backup_finish(std::exchange(backup_, nullptr)) != SQLITE_OK) throw_store_error(to_.handle());
  }

 private:
  Connection& to_;
  sqlite3_backup* backup_;
  bool ended_ = false;
};

void sync_to_disk(const fs::path& path) {
  int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  int error = file < 0 || ::fsync(file) != 0 ? errno : 0;
  if (file >= 0) ::close(file);
  if (error) throw std::system_error(error, std::generic_category(), path.string());
}

/// All of `from`, as it is now, in a new file in plain mode.
void copy_to_file(Connection& from, const fs::path& path) {
  fs::remove(path);
  Connection to(path.string(), Connection::Access::kPlain);
  to.script("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;");
  Backup(from, to).finish();
  to.script("PRAGMA journal_mode=DELETE;");
}

SnapshotInfo info_of(const std::string& name, const fs::path& path) {
  struct stat found{};
  if (::stat(path.c_str(), &found) != 0) throw std::system_error(errno, std::generic_category(), path.string());
  return {name, found.st_size, found.st_mtim.tv_sec * 1000 + found.st_mtim.tv_nsec / 1'000'000};
}

/// Removes the file unless told to keep it.
struct PartialFile {
  fs::path path;
  ~PartialFile() {
    std::error_code ignored;
    if (!path.empty()) fs::remove(path, ignored);
  }
};

}  // namespace

fs::path Snapshots::file_of(const std::string& name) const {
  if (!valid_name(name)) {
    throw std::invalid_argument(
        "a snapshot's name has letters, digits, '.', '_', '-', no '.' in front, and at most 64 of them");
  }
  return folder_ / (name + kSuffix);
}

SnapshotInfo Snapshots::save(const std::string& name) const {
  fs::path path = file_of(name);
  fs::create_directories(folder_);
  PartialFile partial{path.string() + ".partial"};
  {
    Connection from(database_.string(), Connection::Access::kRead);
    copy_to_file(from, partial.path);
  }
  sync_to_disk(partial.path);
  fs::rename(partial.path, path);
  partial.path.clear();
  sync_to_disk(folder_);
  return info_of(name, path);
}

std::vector<SnapshotInfo> Snapshots::list() const {
  std::vector<SnapshotInfo> all;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    std::string name = entry.path().stem().string();
    if (entry.path().extension() == kSuffix && valid_name(name)) all.push_back(info_of(name, entry.path()));
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return all;
}

std::unique_ptr<Connection> Snapshots::open(const std::string& name, const std::vector<Migration>& migrations) const {
  fs::path path = file_of(name);
  if (!fs::exists(path)) throw NoSuchSnapshot(name);
  auto snapshot = std::make_unique<Connection>(path.string(), Connection::Access::kPlain);
  try {
    if (examine(*snapshot, migrations) == FileState::kCurrent) return snapshot;
  } catch (const StoreError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw std::runtime_error("snapshot " + name + " cannot be loaded: " + error.what());
  }
  PartialFile copy{path.string() + ".migrating"};
  copy_to_file(*snapshot, copy.path);
  auto migrated = std::make_unique<Connection>(copy.path.string(), Connection::Access::kPlain);
  migrate(*migrated, migrations);
  return migrated;  // the file goes with its name; the connection keeps it until it closes
}

std::unique_ptr<Connection> empty_database(const std::vector<Migration>& migrations) {
  auto database = std::make_unique<Connection>(":memory:", Connection::Access::kPlain);
  database->script("PRAGMA page_size=" + std::to_string(kPageSize) + "; PRAGMA auto_vacuum=INCREMENTAL;");
  migrate(*database, migrations);
  return database;
}

void exchange_database(Connection& source, Connection& live, ReadGate& gate, const std::function<void()>& exchanged) {
  Backup backup(source, live);
  do backup.step(kSlicePages);
  while (backup.pages_left() > kSlicePages);
  gate.alone([&] {
    backup.finish();
    exchanged();
    // What was there is in the way only now; where this fails, a later checkpoint does it.
    sqlite3_wal_checkpoint_v2(live.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  });
}

}  // namespace cloudling::store
