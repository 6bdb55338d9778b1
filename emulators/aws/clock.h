#pragma once

// The virtual clock: Wait, Retry, timeouts, schedules, expiry. Sockets and deadlines use steady time instead.

#include <cstdint>
#include <functional>

namespace cloudling::aws {

/// Milliseconds since the Unix epoch.
using TimeMs = int64_t;

/// Thread-safe. Callbacks run on a thread of the clock's choosing, never inside call_at(); they must not block.
class Clock {
 public:
  using TimerId = uint64_t;

  virtual ~Clock() = default;
  virtual TimeMs now() const = 0;

  /// Calls `callback` once when the clock has reached `at` (soon, where that is past).
  virtual TimerId call_at(TimeMs at, std::function<void()> callback) = 0;

  /// After cancel() returns the callback either has begun or will never run.
  virtual void cancel(TimerId id) = 0;
};

}  // namespace cloudling::aws
