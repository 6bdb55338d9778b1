#pragma once

// The one database: everything Cloudling keeps.
//
// One writer thread owns the write connection. It takes the functions that wait, runs each in a savepoint, commits them
// as one group and then lets their callers go on: an answer is sent only after its transaction has committed. Readers
// use a pool of threads with a connection each. `read_inline` is for bounded point reads on a network thread.
//
// Thread-safe. Functions given to read() and write() run on store threads and must not block or wait.
// stop() comes before the executors of those who wait for reads and writes go.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/store/connection.h"

namespace cloudling::store {

class Blobs;
class Jobs;

namespace detail {
template <class R>
struct ResultSlot;
}

/// A numbered step of one service's tables. Numbers rise by one from 1 within a service and never change once released.
struct Migration {
  std::string service;
  int number = 0;
  std::string sql;
};

enum class Durability {
  kNormal,  ///< survives a kill of the process at any point
  kFull     ///< also power loss (fsync with each commit)
};

struct StoreOptions {
  std::filesystem::path folder = ".cloudling";  ///< holds cloudling.db, its lock and snapshots/
  bool ephemeral = false;                       ///< keeps nothing after exit; `folder` is not touched
  Durability durability = Durability::kNormal;
  int readers = 2;
  std::vector<Migration> migrations;                 ///< of all services; the store's own come first by itself
  aws::Clock* clock = nullptr;                       ///< for jobs, which do not start without; must outlive the store
  std::function<void(const std::string& line)> log;  ///< what the operator should know; called from any thread
};

/// There is no snapshot of that name.
struct NoSuchSnapshot : std::runtime_error {
  explicit NoSuchSnapshot(const std::string& name) : std::runtime_error("there is no snapshot " + name) {}
};

struct SnapshotInfo {
  std::string name;
  int64_t size = 0;        ///< bytes
  int64_t created_ms = 0;  ///< since the epoch
};

class Store {
 public:
  /// Opens or creates, locks the folder, migrates. Throws std::runtime_error with a message for the user: the folder is
  /// in use by another server (naming its pid), the file is from a newer version, the disk refuses.
  explicit Store(StoreOptions options);

  /// As stop(), but without quiescing: services, which are made after the store, are gone by now.
  ~Store();
  Store(const Store&) = delete;

  /// Runs `work(WriteTransaction&)` on the writer and resumes after the commit, on the caller's executor.
  /// Throws what `work` threw (its changes undone), or StoreError where the commit failed.
  template <class Work>
  auto write(Work work) -> boost::asio::awaitable<std::invoke_result_t<Work&, WriteTransaction&>> {
    return run<WriteTransaction>(std::move(work), &Store::post_write);
  }

  /// Runs `work(ReadTransaction&)` on a reader thread and resumes on the caller's executor.
  template <class Work>
  auto read(Work work) -> boost::asio::awaitable<std::invoke_result_t<Work&, ReadTransaction&>> {
    return run<ReadTransaction>(std::move(work), &Store::post_read);
  }

  /// The same, blocking the calling thread: for start, stop, tests and command line verbs; never on a network thread.
  template <class Work>
  auto write_blocking(Work work) {
    return block<WriteTransaction>(std::move(work), &Store::post_write);
  }
  template <class Work>
  auto read_blocking(Work work) {
    return block<ReadTransaction>(std::move(work), &Store::post_read);
  }

  /// Runs `work(ReadTransaction&)` at once, on the calling thread's own read connection. Bounded point reads only.
  template <class Work>
  auto read_inline(Work work) {
    detail::ResultSlot<std::invoke_result_t<Work&, ReadTransaction&>> slot;
    read_on_this_thread([&](ReadTransaction& tx) { slot.fill(work, tx); });
    return slot.take();
  }

  Blobs& blobs();
  Jobs& jobs();

  /// Writes a consistent copy of the database to snapshots/NAME.db (SQLite's backup) while everything goes on.
  /// Names: letters, digits, '_', '-' and, not in front, '.', at most 64 (std::invalid_argument otherwise). Replaces
  /// one of that name. Those of an ephemeral store go with it. Blocking. Throws StoreError or std::system_error where
  /// the disk refuses.
  SnapshotInfo save_snapshot_blocking(const std::string& name);
  std::vector<SnapshotInfo> list_snapshots() const;

  /// Replaces everything with the snapshot, between quiescing and recovering all services. Throws NoSuchSnapshot,
  /// std::runtime_error where it is from a newer version, StoreError where the disk refuses; all is as it was then.
  void load_snapshot_blocking(const std::string& name);

  /// Deletes everything, between quiescing and recovering all services.
  void reset_blocking();

  /// A service's part in load, reset and stop. Quiesce ends or parks what runs (called off the writer thread; may
  /// block); recover takes up from what is in the database now. Registered once each, before the first request.
  struct Lifecycle {
    std::function<void()> quiesce;
    std::function<void()> recover;
  };
  void on_lifecycle(Lifecycle lifecycle);

  /// Counts the resets and snapshot loads so far: what was cached under an older epoch is void.
  uint64_t epoch() const;

  /// Quiesces all services, finishes the reads and writes that wait, refuses later ones with StoreError, checkpoints,
  /// closes. Idempotent.
  void stop();

  std::filesystem::path database_path() const;  ///< "" for an ephemeral store

 private:
  using ReadWork = std::function<void(ReadTransaction&)>;
  using WriteWork = std::function<void(WriteTransaction&)>;
  using Done = std::function<void(std::exception_ptr)>;

  void post_write(WriteWork work, Done done);
  void post_read(ReadWork work, Done done);
  void read_on_this_thread(const ReadWork& work);
  static void wait(std::function<void(Done)> start);  ///< blocks until done; rethrows

  template <class Tx, class Work, class Post>
  boost::asio::awaitable<std::invoke_result_t<Work&, Tx&>> run(Work work, Post post);
  template <class Tx, class Work, class Post>
  std::invoke_result_t<Work&, Tx&> block(Work work, Post post);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// ---- implementation of the templates ---------------------------------------------------------------------------

namespace detail {

/// Holds a result between the store's thread and the coroutine's; void becomes nothing.
template <class R>
struct ResultSlot {
  std::optional<R> value;
  template <class Work, class Tx>
  void fill(Work& work, Tx& tx) {
    value.emplace(work(tx));
  }
  R take() { return std::move(*value); }
};
template <>
struct ResultSlot<void> {
  template <class Work, class Tx>
  void fill(Work& work, Tx& tx) {
    work(tx);
  }
  void take() {}
};

/// Suspends until `start`'s callback was called, and resumes on the coroutine's own executor.
boost::asio::awaitable<void> until_done(std::function<void(std::function<void(std::exception_ptr)>)> start);

}  // namespace detail

template <class Tx, class Work, class Post>
boost::asio::awaitable<std::invoke_result_t<Work&, Tx&>> Store::run(Work work, Post post) {
  detail::ResultSlot<std::invoke_result_t<Work&, Tx&>> slot;
  std::function<void(Done)> start = [this, post, &work, &slot](Done done) {
    (this->*post)([&work, &slot](Tx& tx) { slot.fill(work, tx); }, std::move(done));
  };
  co_await detail::until_done(std::move(start));
  co_return slot.take();
}

template <class Tx, class Work, class Post>
std::invoke_result_t<Work&, Tx&> Store::block(Work work, Post post) {
  detail::ResultSlot<std::invoke_result_t<Work&, Tx&>> slot;
  wait([&](Done done) { (this->*post)([&](Tx& tx) { slot.fill(work, tx); }, std::move(done)); });
  return slot.take();
}

}  // namespace cloudling::store
