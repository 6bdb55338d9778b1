#pragma once

// Knows which read transactions run now. Two things need it: space may be reclaimed only when no reader that could
// still find it runs, and the whole database may be exchanged only while nobody reads.

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <utility>

namespace cloudling::store {

/// Thread-safe.
class ReadGate {
 public:
  /// Held around a read transaction, from before its BEGIN to after its end.
  class Pass {
   public:
    explicit Pass(ReadGate& gate);
    Pass(const Pass&) = delete;
    ~Pass();

   private:
    ReadGate& gate_;
    uint64_t ticket_;
  };

  /// Calls `callback` once every read that runs now has ended: at once where none runs, else on a reader's thread,
  /// where it must be quick.
  void after_current(std::function<void()> callback);

  /// Lets the reads that run end, holds new ones back, runs `action`, lets them in.
  void alone(const std::function<void()>& action);

 private:
  uint64_t enter();
  void leave(uint64_t ticket);

  std::mutex mutex_;
  std::condition_variable changed_;
  uint64_t next_ticket_ = 1;
  std::set<uint64_t> active_;
  std::deque<std::pair<uint64_t, std::function<void()>>> waiting_;  ///< last ticket to wait for, in order
  bool closed_ = false;
};

}  // namespace cloudling::store
