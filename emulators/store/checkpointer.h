#pragma once

// A thread that copies the write-ahead log into the database while the writer goes on: what a checkpoint waits for is
// the disk, and SQLite lets another connection wait for it.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "emulators/store/connection.h"

namespace cloudling::store {

/// As far as readers let it, without waiting for anybody (SQLite's PASSIVE mode). Thread-safe.
class Checkpointer {
 public:
  using Log = std::function<void(const std::string&)>;

  /// `connection` is one of its own on the writer's database.
  Checkpointer(std::unique_ptr<Connection> connection, Log log);
  ~Checkpointer();  ///< stop()s
  Checkpointer(const Checkpointer&) = delete;

  /// Asks for a checkpoint. One that runs is followed by another.
  void request();

  /// How much of the log the last checkpoint left copied; 0 while one runs.
  int copied_pages() const { return copied_pages_; }

  /// Waits for what was asked for.
  void finish();

  /// Waits for the one that runs, and closes the connection. Idempotent; for one thread.
  void stop();

 private:
  void loop();
  void checkpoint();

  std::unique_ptr<Connection> connection_;
  Log log_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool requested_ = false;
  bool running_ = false;
  bool stopping_ = false;
  std::atomic<int> copied_pages_ = 0;
  std::thread thread_;
};

}  // namespace cloudling::store
