#pragma once

// A thread that stores, in the background, what must not wait for the disk: the logs and metrics of services.

#include <boost/asio/awaitable.hpp>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "emulators/store/store.h"

namespace cloudling::store {

/// Knows how much was handed in and how much of it is settled: stored, or lost. What it is stays with the owner, of
/// whom this is the last member. Thread-safe. Whatever quiesces the store waits until all is settled.
class BackgroundWriter {
 public:
  /// `settle_next` takes some of what waits, in order and at least one thing, stores it, and says how many things that
  /// were. It is called on the writer's own thread and must not throw.
  BackgroundWriter(Store& store, std::function<uint64_t()> settle_next);
  ~BackgroundWriter();  ///< once all is settled
  BackgroundWriter(const BackgroundWriter&) = delete;

  /// Something was handed in. The owner calls it under the lock by which settle_next takes.
  void handed_in();

  /// Resumes once all that was handed in before is settled.
  boost::asio::awaitable<void> settled();

  /// The same, blocking.
  void settled_blocking();

 private:
  using Done = std::function<void(std::exception_ptr)>;

  void loop();
  bool wait_for_all(Done done);

  const std::function<uint64_t()> settle_next_;
  std::mutex mutex_;
  std::condition_variable wake_;
  uint64_t handed_in_ = 0;
  uint64_t settled_ = 0;
  std::multimap<uint64_t, Done> waiting_;  ///< by what has to be settled
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace cloudling::store
