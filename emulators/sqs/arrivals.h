#pragma once

// Who waits for messages of a queue, and when the next one that is hidden becomes visible.
//
// A receiver listens before it looks: what becomes visible from then on wakes it. One message wakes one listener; who
// was woken and goes without having looked passes the call on. The time at which a hidden message becomes visible is
// kept for a queue while somebody listens to it, and wakes all.
//
// Thread-safe.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <memory>

#include "emulators/aws/clock.h"

namespace cloudling::sqs {

class Listener;
class Listeners;

class Arrivals {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  /// The clock outlives this. Listeners may outlive both; they wait for their deadline then.
  explicit Arrivals(aws::Clock& clock);
  ~Arrivals();
  Arrivals(const Arrivals&) = delete;

  /// `executor` is that of the coroutine that will wait. Dropping the pointer ends it.
  std::shared_ptr<Listener> listen(int64_t queue, boost::asio::any_io_executor executor, Deadline deadline);

  /// Resumes once woken since listen(), or at the deadline. Who then looked for messages says so with looked().
  static boost::asio::awaitable<void> wait(std::shared_ptr<Listener> listener);
  static void looked(Listener& listener);

  /// So many messages have become visible.
  void wake(int64_t queue, int64_t messages);
  void wake_all(int64_t queue);
  void wake_everybody();

  /// A message will be visible at `time` of the virtual clock.
  void expect(int64_t queue, aws::TimeMs time);

 private:
  std::shared_ptr<Listeners> listeners_;
};

}  // namespace cloudling::sqs
