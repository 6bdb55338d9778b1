#pragma once

// The two ways to read: a pool of threads with a connection each, and, for bounded point reads, the calling thread's
// own connection, made when it first reads and closed when the thread or the store ends, whichever is first.

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "emulators/store/connection.h"
#include "emulators/store/read_gate.h"

namespace cloudling::store {

/// Runs `work` in a read transaction of `connection`.
void read_consistently(Connection& connection, const std::function<void(ReadTransaction&)>& work);

/// The pool. Thread-safe. Every `done` is called exactly once: on the reader's thread, or, once stopped, at once.
class Readers {
 public:
  using Work = std::function<void(ReadTransaction&)>;
  using Done = std::function<void(std::exception_ptr)>;

  Readers(std::string path, int threads, ReadGate& gate);
  ~Readers();  ///< stop()s
  Readers(const Readers&) = delete;

  void post(Work work, Done done);

  /// Finishes what waits, refuses later work with StoreError, closes the connections. Idempotent.
  void stop();

 private:
  struct Item {
    Work work;
    Done done;
  };

  void loop();
  void run(std::unique_ptr<Connection>& connection, Item& item);

  const std::string path_;
  ReadGate& gate_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Item> queue_;
  bool stopping_ = false;
  std::once_flag joined_;
  std::vector<std::thread> threads_;
};

/// The calling threads' own connections. Thread-safe.
class InlineReaders {
 public:
  InlineReaders(std::string path, ReadGate& gate);
  ~InlineReaders();  ///< stop()s
  InlineReaders(const InlineReaders&) = delete;

  /// Runs `work` at once. A read within a read of the same thread joins the outer's transaction. Throws what `work`
  /// throws, and StoreError once stopped.
  void read(const std::function<void(ReadTransaction&)>& work);

  /// Waits for reads that run, closes the connections, refuses later reads. Idempotent.
  void stop();

 private:
  struct Reader;
  struct OfThread;

  Reader& of_this_thread();

  const std::string path_;
  ReadGate& gate_;
  const uint64_t id_;  ///< never used again, unlike this object's address
  std::mutex mutex_;
  std::vector<std::weak_ptr<Reader>> readers_;
  bool stopped_ = false;
};

}  // namespace cloudling::store
