#pragma once

// The process's clock: the system's time, until somebody pauses it or moves it on.
//
// It moves on in steps: to the next timer that is due by then, and on from there once what that timer set off has come
// to rest. So whatever happens on the way has the time that it would have had. By itself (Mode::kAuto) it skips the
// time in which nothing happens: no work is under way, nothing outside is waited for, and some timer may be skipped to.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <unordered_map>
#include <utility>

#include "emulators/aws/clock.h"

namespace cloudling::aws {

/// One thread, begun when it is first needed, waits for the earliest timer and runs what is due. It follows changes of
/// the system's time. Timers left at the end never run. Thread-safe.
class VirtualClock : public Clock {
 public:
  enum class Mode : uint8_t { kReal, kAuto };

  struct State {
    Mode mode = Mode::kReal;
    bool paused = false;
    TimeMs now = 0;
    TimeMs ahead = 0;  ///< of the system's time
    size_t timers = 0;
    std::optional<TimeMs> next_timer;
    int64_t work = 0;     ///< under way
    int64_t outside = 0;  ///< tasks that somebody outside has to end
  };

  explicit VirtualClock(Mode mode = Mode::kReal) : mode_(mode) {}
  ~VirtualClock() override { stop(); }
  VirtualClock(const VirtualClock&) = delete;
  VirtualClock& operator=(const VirtualClock&) = delete;

  TimeMs now() const override;
  TimerId call_at(TimeMs at, std::function<void()> callback) override;
  void cancel(TimerId id) override;

  /// What this clock showed when the system's time was `system`.
  TimeMs shown_at(TimeMs system) const;

  /// See the function of that name below.
  void allow_skip_to(TimerId id);

  /// Time stands still until resume(), but for advance_to().
  void pause();
  void resume();

  /// Moves on to `to` and calls `arrived`, on a thread of the clock's choosing, when what was due by then has come to
  /// rest. What has not after ten seconds (a function that runs long) is not waited for. Nothing where that is past.
  void advance_to(TimeMs to, std::function<void()> arrived);

  /// So much more, or less, is under way: while there is some, time goes on as it does.
  void count_work(int64_t change);

  /// The same for tasks whose end comes from outside; advance_to() does not wait for these.
  void count_outside(int64_t change);

  State state() const;

  /// Ends the thread, after the callback that runs, and drops what waits; not to be called from one. Idempotent.
  void stop();

 private:
  using Lock = std::unique_lock<std::mutex>;
  using Key = std::pair<TimeMs, TimerId>;

  /// From `system` on this clock showed `frozen`, where it was paused, or the system's time and `ahead`.
  struct Jump {
    TimeMs system;
    TimeMs ahead;
    TimeMs frozen;
  };

  void begin_thread();
  void run();
  void fire_first(Lock& lock);
  bool advance_a_step(Lock& lock);
  bool skip_a_step();
  void wait(Lock& lock);
  void move_to(TimeMs time);
  void remember_jump();

  const Mode mode_;
  std::atomic<TimeMs> ahead_ = 0;
  std::atomic<TimeMs> frozen_ = -1;  ///< what it shows while it is paused

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Key, std::function<void()>> timers_;
  std::unordered_map<TimerId, TimeMs> due_;
  std::set<Key> skippable_;
  std::multimap<TimeMs, std::function<void()>> advances_;
  std::chrono::steady_clock::time_point patience_;  ///< an advance waits no longer for work
  std::deque<Jump> jumps_;
  int64_t work_ = 0;
  int64_t outside_ = 0;
  TimerId last_id_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

/// What the clock showed when the system's time was `system`; the same where it is no VirtualClock.
TimeMs shown_at(const Clock& clock, TimeMs system);

/// The timer is one that idle time may be skipped for. Other clocks than a VirtualClock do not skip.
void allow_skip_to(Clock& clock, Clock::TimerId id);

/// While it lives, something is under way: a request, a job, a task. Other clocks than a VirtualClock do not mind.
class Work {
 public:
  explicit Work(Clock& clock) : Work(clock, 1) {}
  ~Work() {
    if (clock_) clock_->count_work(-change_);
  }
  Work(const Work&) = delete;

 protected:
  Work(Clock& clock, int64_t change) : clock_(dynamic_cast<VirtualClock*>(&clock)), change_(change) {
    if (clock_) clock_->count_work(change_);
  }

 private:
  VirtualClock* clock_;
  int64_t change_;
};

/// While it lives, one piece of the work under way waits for nothing but time, or for what other work will cause.
class Rest : public Work {
 public:
  explicit Rest(Clock& clock) : Work(clock, -1) {}
};

}  // namespace cloudling::aws
