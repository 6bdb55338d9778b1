#pragma once

// The virtual clock where it equals real time.

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>

#include "emulators/aws/clock.h"

namespace cloudling::aws {

/// One thread, begun with the first timer, waits for the earliest and runs what is due. It follows changes of the
/// system's time. Timers left at the end never run.
class SystemClock : public Clock {
 public:
  SystemClock() = default;
  ~SystemClock() override;  ///< waits for a callback that runs; not to be called from one
  SystemClock(const SystemClock&) = delete;
  SystemClock& operator=(const SystemClock&) = delete;

  TimeMs now() const override;
  TimerId call_at(TimeMs at, std::function<void()> callback) override;
  void cancel(TimerId id) override;

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::pair<TimeMs, TimerId>, std::function<void()>> timers_;
  std::unordered_map<TimerId, TimeMs> due_;
  TimerId last_id_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace cloudling::aws
