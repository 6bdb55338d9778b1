#include "tests/support/manual_clock.h"

#include <algorithm>

namespace cloudling::support {

ManualClock::ManualClock(aws::TimeMs now) : now_(now), thread_([this] { loop(); }) {}

ManualClock::~ManualClock() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  thread_.join();
}

aws::TimeMs ManualClock::now() const {
  std::lock_guard lock(mutex_);
  return now_;
}

aws::Clock::TimerId ManualClock::call_at(aws::TimeMs at, std::function<void()> callback) {
  std::lock_guard lock(mutex_);
  TimerId id = ++last_id_;
  timers_.emplace(std::pair(at, id), std::move(callback));
  changed_.notify_all();
  return id;
}

void ManualClock::cancel(TimerId id) {
  std::lock_guard lock(mutex_);
  auto found =
      std::find_if(timers_.begin(), timers_.end(), [id](const auto& timer) { return timer.first.second == id; });
  if (found != timers_.end()) timers_.erase(found);
}

void ManualClock::advance(aws::TimeMs ms) {
  std::unique_lock lock(mutex_);
  now_ += ms;
  changed_.notify_all();
  changed_.wait(lock, [this] { return !something_due() && !running_; });
}

size_t ManualClock::waiting() const {
  std::lock_guard lock(mutex_);
  return timers_.size();
}

void ManualClock::loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || something_due(); });
    if (stopping_) return;
    auto due = timers_.extract(timers_.begin());
    running_ = true;
    lock.unlock();
    due.mapped()();
    due.mapped() = nullptr;
    lock.lock();
    running_ = false;
    changed_.notify_all();
  }
}

}  // namespace cloudling::support
