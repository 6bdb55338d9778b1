#pragma once

// Who waits for the end of an execution: `POST /resize` and synchronous starts.
// Thread-safe. listen() and wait() are the waiting coroutine's; notify() is called by the store's writer thread.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace cloudling::stepfunctions {

class Waiter;

class Waiters {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  /// Begins to listen: what happens from now on is not missed. `executor` is that of the coroutine that will wait.
  /// Who gives up drops the pointer; the list forgets it with the end of the execution.
  std::shared_ptr<Waiter> listen(const std::string& execution_arn, boost::asio::any_io_executor executor,
                                 Deadline deadline);

  /// Resumes once notify() was called since listen(), or at the deadline.
  static boost::asio::awaitable<void> wait(std::shared_ptr<Waiter> waiter);

  void notify(const std::string& execution_arn);
  void notify_all();

 private:
  std::mutex mutex_;
  std::unordered_multimap<std::string, std::weak_ptr<Waiter>> waiting_;
};

}  // namespace cloudling::stepfunctions
