#pragma once

// Values on their way from any threads to one coroutine, in order. Waiting for them is rest (aws::Rest).

#include <boost/asio/awaitable.hpp>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "emulators/aws/one_shot.h"
#include "emulators/aws/virtual_clock.h"

namespace cloudling::stepfunctions {

/// Thread-safe; held by shared_ptr, so that senders may outlive the one who takes.
template <class T>
class Mailbox {
 public:
  /// The clock outlives this.
  explicit Mailbox(aws::Clock& clock) : clock_(clock) {}

  void put(T value) {
    std::shared_ptr<aws::OneShot<T>> waiting;
    {
      const std::lock_guard lock(mutex_);
      if (!waiting_) {
        values_.push_back(std::move(value));
        return;
      }
      waiting = std::exchange(waiting_, nullptr);
      rest_.reset();
    }
    waiting->set(std::move(value));
  }

  /// The next value, once there is one. For one coroutine at a time.
  boost::asio::awaitable<T> take() {
    auto next = std::make_shared<aws::OneShot<T>>();
    bool filled = false;
    {
      const std::lock_guard lock(mutex_);
      filled = !values_.empty();
      if (filled) {
        next->set(std::move(values_.front()));
        values_.pop_front();
      } else {
        waiting_ = next;
        rest_.emplace(clock_);
      }
    }
    T value = co_await next->get();
    co_return value;
  }

 private:
  aws::Clock& clock_;
  std::mutex mutex_;
  std::deque<T> values_;
  std::shared_ptr<aws::OneShot<T>> waiting_;
  std::optional<aws::Rest> rest_;
};

}  // namespace cloudling::stepfunctions
