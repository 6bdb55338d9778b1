#pragma once

// A virtual clock that moves only when a test says so.

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "emulators/aws/clock.h"

namespace cloudling::support {

/// Thread-safe. Callbacks run one after the other, in the order of their times, on the clock's own thread.
class ManualClock final : public aws::Clock {
 public:
  explicit ManualClock(aws::TimeMs now = 1'700'000'000'000);
  ~ManualClock() override;

  aws::TimeMs now() const override;
  TimerId call_at(aws::TimeMs at, std::function<void()> callback) override;
  void cancel(TimerId id) override;

  /// Moves on by `ms` and returns when every callback that is due by then has ended. Not to be called from a callback.
  void advance(aws::TimeMs ms);

  /// Timers that wait.
  size_t waiting() const;

 private:
  void loop();
  bool something_due() const { return !timers_.empty() && timers_.begin()->first.first <= now_; }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  aws::TimeMs now_;
  TimerId last_id_ = 0;
  std::map<std::pair<aws::TimeMs, TimerId>, std::function<void()>> timers_;
  bool running_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace cloudling::support
