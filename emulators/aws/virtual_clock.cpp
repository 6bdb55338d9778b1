#include "emulators/aws/virtual_clock.h"

#include <algorithm>

namespace cloudling::aws {

namespace {

/// The thread looks again at least so often, for times so far away that waiting for them would overflow.
constexpr TimeMs kLongestWait = 3600000;
constexpr std::chrono::seconds kPatience{10};
constexpr size_t kMaxJumps = 4096;

TimeMs system_now() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

}  // namespace

TimeMs shown_at(const Clock& clock, TimeMs system) {
  const auto* moved = dynamic_cast<const VirtualClock*>(&clock);
  return moved ? moved->shown_at(system) : system;
}

void allow_skip_to(Clock& clock, Clock::TimerId id) {
  if (auto* skipping = dynamic_cast<VirtualClock*>(&clock)) skipping->allow_skip_to(id);
}

TimeMs VirtualClock::now() const {
  const TimeMs frozen = frozen_;
  return frozen >= 0 ? frozen : system_now() + ahead_;
}

TimeMs VirtualClock::shown_at(TimeMs system) const {
  const std::lock_guard lock(mutex_);
  const auto later = [](TimeMs time, const Jump& jump) { return time < jump.system; };
  const auto after = std::upper_bound(jumps_.begin(), jumps_.end(), system, later);
  if (after == jumps_.begin()) return system;
  const Jump& jump = *std::prev(after);
  return jump.frozen >= 0 ? jump.frozen : system + jump.ahead;
}

Clock::TimerId VirtualClock::call_at(TimeMs at, std::function<void()> callback) {
  const std::lock_guard lock(mutex_);
  const TimerId id = ++last_id_;
  const auto added = timers_.emplace(Key(at, id), std::move(callback)).first;
  due_.emplace(id, at);
  begin_thread();
  if (added == timers_.begin()) changed_.notify_one();
  return id;
}

void VirtualClock::cancel(TimerId id) {
  const std::lock_guard lock(mutex_);
  const auto found = due_.find(id);
  if (found == due_.end()) return;
  timers_.erase({found->second, id});
  skippable_.erase({found->second, id});
  due_.erase(found);
}

void VirtualClock::allow_skip_to(TimerId id) {
  const std::lock_guard lock(mutex_);
  const auto found = due_.find(id);
  if (found == due_.end()) return;
  skippable_.emplace(found->second, id);
  if (mode_ == Mode::kAuto) changed_.notify_one();
}

void VirtualClock::pause() {
  const std::lock_guard lock(mutex_);
  if (frozen_ >= 0) return;
  frozen_ = now();
  remember_jump();
}

void VirtualClock::resume() {
  const std::lock_guard lock(mutex_);
  if (frozen_ < 0) return;
  ahead_ = frozen_ - system_now();
  frozen_ = -1;
  remember_jump();
  changed_.notify_one();
}

void VirtualClock::advance_to(TimeMs to, std::function<void()> arrived) {
  const std::lock_guard lock(mutex_);
  advances_.emplace(to, std::move(arrived));
  patience_ = std::chrono::steady_clock::now() + kPatience;
  begin_thread();
  changed_.notify_one();
}

void VirtualClock::count_work(int64_t change) {
  const std::lock_guard lock(mutex_);
  work_ += change;
  if (work_ <= 0 && (mode_ == Mode::kAuto || !advances_.empty())) changed_.notify_one();
}

void VirtualClock::count_outside(int64_t change) {
  const std::lock_guard lock(mutex_);
  outside_ += change;
  if (mode_ == Mode::kAuto) changed_.notify_one();
}

VirtualClock::State VirtualClock::state() const {
  const std::lock_guard lock(mutex_);
  State state{.mode = mode_,
              .paused = frozen_ >= 0,
              .now = now(),
              .ahead = now() - system_now(),
              .timers = timers_.size(),
              .next_timer = {},
              .work = work_,
              .outside = outside_};
  if (!timers_.empty()) state.next_timer = timers_.begin()->first.first;
  return state;
}

void VirtualClock::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  timers_.clear();
  advances_.clear();
}

// ---- the thread ----------------------------------------------------------------------------------------------------

void VirtualClock::begin_thread() {
  if (!thread_.joinable() && !stopping_) thread_ = std::thread([this] { run(); });
}

void VirtualClock::run() {
  Lock lock(mutex_);
  while (!stopping_) {
    if (!timers_.empty() && timers_.begin()->first.first <= now())
      fire_first(lock);
    else if (!advance_a_step(lock) && !skip_a_step())
      wait(lock);
  }
}

void VirtualClock::fire_first(Lock& lock) {
  const auto first = timers_.begin();
  auto callback = std::move(first->second);
  due_.erase(first->first.second);
  skippable_.erase(first->first);
  timers_.erase(first);
  ++work_;
  lock.unlock();
  callback();
  callback = nullptr;
  lock.lock();
  --work_;
}

/// Nothing is due. False where no advance is asked for, or work has to end before the next step.
bool VirtualClock::advance_a_step(Lock& lock) {
  if (advances_.empty()) return false;
  const auto time = std::chrono::steady_clock::now();
  if (work_ > 0 && time < patience_) return false;
  const auto next = advances_.begin();
  if (next->first <= now()) {
    auto arrived = std::move(next->second);
    advances_.erase(next);
    lock.unlock();
    arrived();
    arrived = nullptr;
    lock.lock();
    return true;
  }
  move_to(timers_.empty() ? next->first : std::min(next->first, timers_.begin()->first.first));
  patience_ = time + kPatience;
  return true;
}

bool VirtualClock::skip_a_step() {
  const bool idle = mode_ == Mode::kAuto && frozen_ < 0 && work_ <= 0 && outside_ <= 0 && advances_.empty();
  if (!idle || skippable_.empty()) return false;
  move_to(timers_.begin()->first.first);
  return true;
}

void VirtualClock::wait(Lock& lock) {
  using namespace std::chrono;
  const bool ticking = !timers_.empty() && frozen_ < 0;
  if (!ticking && advances_.empty()) return changed_.wait(lock);
  TimeMs left = ticking ? std::min(timers_.begin()->first.first - now(), kLongestWait) : kLongestWait;
  if (!advances_.empty()) left = std::min(left, ceil<milliseconds>(patience_ - steady_clock::now()).count());
  changed_.wait_until(lock, system_clock::now() + milliseconds(std::max<TimeMs>(left, 0)));
}

/// Only ever forward.
void VirtualClock::move_to(TimeMs time) {
  if (time <= now()) return;
  if (frozen_ >= 0)
    frozen_ = time;
  else
    ahead_ = time - system_now();
  remember_jump();
}

void VirtualClock::remember_jump() {
  jumps_.push_back({.system = system_now(), .ahead = ahead_, .frozen = frozen_});
  if (jumps_.size() > kMaxJumps) jumps_.pop_front();
}

}  // namespace cloudling::aws
