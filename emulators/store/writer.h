#pragma once

// The writer: one thread that owns the write connection. It takes what waits, runs each in a savepoint and commits them
// as one group; nobody waits for a group to fill. It has the log checkpointed beside it, when that has grown and when
// nothing is to do.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "emulators/store/checkpointer.h"
#include "emulators/store/connection.h"

namespace cloudling::store {

/// Thread-safe. Every `done` is called exactly once, on the writer thread after the commit (or, once stopped, at once
/// on the caller's), and must be quick.
class Writer {
 public:
  using Work = std::function<void(WriteTransaction&)>;
  using Exclusive = std::function<void(Connection&)>;
  using Done = std::function<void(std::exception_ptr)>;
  using Log = std::function<void(const std::string&)>;

  /// Two connections on the same database; `log_connection` makes checkpoints.
  Writer(std::unique_ptr<Connection> connection, std::unique_ptr<Connection> log_connection, Log log);
  ~Writer();  ///< stop()s
  Writer(const Writer&) = delete;

  void post(Work work, Done done);

  /// Work that gives way: taken alone, when nothing else waits or after a few groups have gone before it.
  /// Dropped by stop(), without `done`; a failure is logged.
  void post_background(Work work, Done done);

  /// Runs with no transaction open, and neither work of the writer nor a checkpoint beside it.
  void post_exclusive(Exclusive work, Done done);

  /// Finishes what waits, refuses later work with StoreError, checkpoints and closes the connection. Idempotent.
  void stop();

 private:
  struct Item {
    Work work;
    Exclusive exclusive;
    Done done;
  };
  struct Outcome {
    std::exception_ptr error;
    std::vector<std::function<void()>> after_commit;
    std::vector<std::function<void()>> after_group;
  };
  using Items = std::deque<Item>;
  using Time = std::chrono::steady_clock::time_point;

  void enqueue(Item item);
  void loop();
  bool wait_for_work(std::unique_lock<std::mutex>& lock);
  void run_next(std::unique_lock<std::mutex>& lock);
  void run_all(Items items);
  void run_background(Item item);
  void run_exclusive(Item& item);
  size_t commit_group(Items& items, size_t first);
  Outcome run_one(const Work& work);
  void roll_back();
  void settle(Items& items, size_t first, std::vector<Outcome>& outcomes);
  void checkpoint_if_grown();
  void request_checkpoint();
  void checkpoint_to_the_end(int mode);
  void guarded(const char* what, const std::function<void()>& action);
  static int on_commit(void* self, sqlite3* db, const char* name, int log_pages);

  std::unique_ptr<Connection> connection_;
  Log log_;
  std::mutex mutex_;
  std::condition_variable wake_;
  Items queue_;
  Items background_;
  int groups_since_background_ = 0;
  bool stopping_ = false;
  int log_pages_ = 0;           ///< in the write-ahead log since it last began anew
  int checkpointed_pages_ = 0;  ///< of these, when a checkpoint was last tried
  int restart_pages_ = 0;       ///< of these, when the log was last to begin anew
  bool log_dirty_ = false;      ///< something is committed that no checkpoint has looked at
  Checkpointer checkpointer_;
  std::once_flag joined_;
  std::thread thread_;
};

}  // namespace cloudling::store
