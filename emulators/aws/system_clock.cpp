#include "emulators/aws/system_clock.h"

#include <algorithm>
#include <chrono>

namespace cloudling::aws {

namespace {

/// The thread looks again at least so often, for times so far away that waiting for them would overflow.
constexpr TimeMs kLongestWait = 3600000;

}  // namespace

SystemClock::~SystemClock() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

TimeMs SystemClock::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

Clock::TimerId SystemClock::call_at(TimeMs at, std::function<void()> callback) {
  const std::lock_guard lock(mutex_);
  const TimerId id = ++last_id_;
  const auto added = timers_.emplace(std::pair(at, id), std::move(callback)).first;
  due_.emplace(id, at);
  if (!thread_.joinable())
    thread_ = std::thread([this] { run(); });
  else if (added == timers_.begin())
    changed_.notify_one();
  return id;
}

void SystemClock::cancel(TimerId id) {
  const std::lock_guard lock(mutex_);
  const auto found = due_.find(id);
  if (found == due_.end()) return;
  timers_.erase({found->second, id});
  due_.erase(found);
}

void SystemClock::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (timers_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const auto first = timers_.begin();
    const TimeMs due = first->first.first;
    const TimeMs time = now();
    if (due > time) {
      const auto until =
          std::chrono::system_clock::now() + std::chrono::milliseconds(std::min(due - time, kLongestWait));
      changed_.wait_until(lock, until);
      continue;
    }
    auto callback = std::move(first->second);
    due_.erase(first->first.second);
    timers_.erase(first);
    lock.unlock();
    callback();
    callback = nullptr;
    lock.lock();
  }
}

}  // namespace cloudling::aws
