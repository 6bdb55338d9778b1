#include "emulators/store/read_gate.h"

#include <vector>

namespace cloudling::store {

namespace {

/// A read within a read (on the same thread) must not wait for the gate that its outer read keeps from closing.
thread_local int reads_on_this_thread = 0;

}  // namespace

ReadGate::Pass::Pass(ReadGate& gate) : gate_(gate), ticket_(gate.enter()) { ++reads_on_this_thread; }

ReadGate::Pass::~Pass() {
  --reads_on_this_thread;
  gate_.leave(ticket_);
}

uint64_t ReadGate::enter() {
  std::unique_lock lock(mutex_);
  if (reads_on_this_thread == 0) changed_.wait(lock, [this] { return !closed_; });
  uint64_t ticket = next_ticket_++;
  active_.insert(ticket);
  return ticket;
}

void ReadGate::leave(uint64_t ticket) {
  std::vector<std::function<void()>> due;
  {
    std::lock_guard lock(mutex_);
    active_.erase(ticket);
    while (!waiting_.empty() && (active_.empty() || *active_.begin() > waiting_.front().first)) {
      due.push_back(std::move(waiting_.front().second));
      waiting_.pop_front();
    }
    if (closed_ && active_.empty()) changed_.notify_all();
  }
  for (auto& callback : due) callback();
}

void ReadGate::after_current(std::function<void()> callback) {
  {
    std::lock_guard lock(mutex_);
    if (!active_.empty()) {
      waiting_.emplace_back(next_ticket_ - 1, std::move(callback));
      return;
    }
  }
  callback();
}

void ReadGate::alone(const std::function<void()>& action) {
  struct Reopen {
    ReadGate& gate;
    ~Reopen() {
      std::lock_guard lock(gate.mutex_);
      gate.closed_ = false;
      gate.changed_.notify_all();
    }
  };
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !closed_; });
  closed_ = true;
  Reopen reopen{*this};
  changed_.wait(lock, [this] { return active_.empty(); });
  lock.unlock();
  action();
}

}  // namespace cloudling::store
