#include "emulators/store/store.h"

#include <atomic>
#include <mutex>

#include "emulators/store/blob_space.h"
#include "emulators/store/engine.h"
#include "emulators/store/folder.h"
#include "emulators/store/migrations.h"
#include "emulators/store/snapshots.h"
#include "emulators/store/stored_blobs.h"
#include "emulators/store/stored_jobs.h"

namespace cloudling::store {

namespace fs = std::filesystem;

namespace {

constexpr const char* kDatabaseName = "cloudling.db";
constexpr const char* kSnapshotsName = "snapshots";

/// How long running jobs may take to end once everything else is quiet.
constexpr int kJobsEndSeconds = 5;

const char* synchronous(const StoreOptions& options) {
  if (options.ephemeral) return "PRAGMA synchronous=OFF";
  return options.durability == Durability::kFull ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL";
}

void require_log(Connection& connection) {
  Rows mode(connection.prepare("PRAGMA journal_mode"));
  if (!mode.next() || mode.text(0) != "wal") throw std::runtime_error("SQLite cannot keep a write-ahead log here");
}

/// The write connection of a database that is ours, at this version. A file that is not is left as it is.
std::unique_ptr<Connection> open_database(const fs::path& path, const StoreOptions& options,
                                          const std::vector<Migration>& migrations) {
  try {
    if (fs::exists(path)) {
      Connection looking(path.string(), Connection::Access::kPlain);
      examine(looking, migrations);
    }
    auto connection = std::make_unique<Connection>(path.string(), Connection::Access::kWrite);
    require_log(*connection);
    connection->script(synchronous(options));
    migrate(*connection, migrations);
    return connection;
  } catch (const std::logic_error&) {
    throw;
  } catch (const std::exception& error) {
    throw std::runtime_error("cannot open " + path.string() + ": " + error.what());
  }
}

}  // namespace

struct Store::Impl {
  explicit Impl(StoreOptions given)
      : options(std::move(given)),
        migrations(with_own_migrations(std::move(options.migrations))),
        folder(options.ephemeral ? Folder::temporary() : Folder::lock(options.folder)),
        database(folder->path() / kDatabaseName),
        snapshots(folder->path() / kSnapshotsName, database) {
    if (!options.log) options.log = [](const std::string&) {};
    auto connection = open_database(database, options, migrations);
    Connection& opened = *connection;  // the writer does not touch it before the first write
    auto log_connection = std::make_unique<Connection>(database.string(), Connection::Access::kPlain);
    log_connection->script(synchronous(options));
    engine = std::make_shared<Engine>(database.string(), std::move(connection), std::move(log_connection),
                                      options.readers, options.log);
    space = std::make_shared<BlobSpace>(engine);
    blobs = std::make_unique<StoredBlobs>(space);
    jobs = std::make_shared<StoredJobs>(engine, options.clock);
    reload(opened);
    if (opened.number("SELECT count(*) FROM store_blobs WHERE uses = 0") > 0) space->reclaim();
  }

  void reload(Connection& connection) {
    space->reload(connection);
    jobs->reload(connection);
  }

  void quiesce();
  void recover();
  void guarded(const char* what, const std::function<void()>& action);
  void exchange(const std::function<std::unique_ptr<Connection>()>& open_source);
  void stop(bool services_live);

  StoreOptions options;
  std::vector<Migration> migrations;
  std::unique_ptr<Folder> folder;
  fs::path database;
  Snapshots snapshots;
  std::shared_ptr<Engine> engine;
  std::shared_ptr<BlobSpace> space;
  std::unique_ptr<StoredBlobs> blobs;
  std::shared_ptr<StoredJobs> jobs;
  std::mutex lifecycles_mutex;
  std::vector<Lifecycle> lifecycles;
  std::mutex whole_mutex;  ///< one save, load, reset or stop at a time
  bool stopped = false;
};

/// Services in the reverse of their order, so that who uses another stops first.
void Store::Impl::quiesce() {
  jobs->pause();
  std::vector<Lifecycle> all;
  {
    std::lock_guard lock(lifecycles_mutex);
    all.assign(lifecycles.rbegin(), lifecycles.rend());
  }
  for (Lifecycle& lifecycle : all) guarded("quiescing", lifecycle.quiesce);
  if (!jobs->wait_idle_blocking(kJobsEndSeconds)) options.log("jobs still run; their results will be void");
}

void Store::Impl::recover() {
  std::vector<Lifecycle> all;
  {
    std::lock_guard lock(lifecycles_mutex);
    all = lifecycles;
  }
  for (Lifecycle& lifecycle : all) guarded("recovering", lifecycle.recover);
  jobs->resume();
  space->reclaim();
}

void Store::Impl::guarded(const char* what, const std::function<void()>& action) {
  if (!action) return;
  try {
    action();
  } catch (const std::exception& error) {
    options.log(std::string(what) + " a service failed: " + error.what());
  }
}

void Store::Impl::exchange(const std::function<std::unique_ptr<Connection>()>& open_source) {
  std::lock_guard lock(whole_mutex);
  std::unique_ptr<Connection> source = open_source();
  quiesce();
  std::exception_ptr failure;
  try {
    wait_until_done([&](Done done) {
      auto work = [&](Connection& live) {
        exchange_database(*source, live, engine->gate, [&] {
          ++engine->epoch;
          reload(live);
        });
      };
      engine->writer.post_exclusive(std::move(work), std::move(done));
    });
  } catch (...) {
    failure = std::current_exception();
  }
  recover();
  if (failure) std::rethrow_exception(failure);
}

void Store::Impl::stop(bool services_live) {
  std::lock_guard lock(whole_mutex);
  if (std::exchange(stopped, true)) return;
  if (services_live) quiesce();
  jobs->stop();
  engine->stop();
  folder.reset();
}

Store::Store(StoreOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Store::~Store() { impl_->stop(false); }

void Store::stop() { impl_->stop(true); }

Blobs& Store::blobs() { return *impl_->blobs; }
Jobs& Store::jobs() { return *impl_->jobs; }

SnapshotInfo Store::save_snapshot_blocking(const std::string& name) {
  std::lock_guard lock(impl_->whole_mutex);
  return impl_->snapshots.save(name);
}

std::vector<SnapshotInfo> Store::list_snapshots() const { return impl_->snapshots.list(); }

void Store::load_snapshot_blocking(const std::string& name) {
  impl_->exchange([&] { return impl_->snapshots.open(name, impl_->migrations); });
}

void Store::reset_blocking() {
  impl_->exchange([&] { return empty_database(impl_->migrations); });
}

void Store::on_lifecycle(Lifecycle lifecycle) {
  std::lock_guard lock(impl_->lifecycles_mutex);
  impl_->lifecycles.push_back(std::move(lifecycle));
}

uint64_t Store::epoch() const { return impl_->engine->epoch; }

std::filesystem::path Store::database_path() const { return impl_->options.ephemeral ? fs::path() : impl_->database; }

void Store::post_write(WriteWork work, Done done) { impl_->engine->writer.post(std::move(work), std::move(done)); }
void Store::post_read(ReadWork work, Done done) { impl_->engine->readers.post(std::move(work), std::move(done)); }
void Store::read_on_this_thread(const ReadWork& work) { impl_->engine->inline_readers.read(work); }
void Store::wait(std::function<void(Done)> start) { wait_until_done(start); }

}  // namespace cloudling::store
