#pragma once

// The open connections of a server. Any thread.

#include <memory>
#include <mutex>
#include <unordered_map>

#include "server/http/connection.h"

namespace cloudling::server {

class ConnectionSet {
 public:
  /// True where nobody sweeps: the caller starts to.
  bool add(std::shared_ptr<Connection> connection);
  void remove(const Connection& connection);
  size_t size() const { return size_.load(std::memory_order_relaxed); }

  /// False, and nobody sweeps from then on, where no connection is left.
  bool keep_sweeping();
  void sweep(SteadyTime now);

  void close_one_idle();
  void close_idle();
  void abort_all();

 private:
  mutable std::mutex mutex_;
  std::unordered_map<const Connection*, std::shared_ptr<Connection>> open_;
  std::atomic<size_t> size_{0};
  bool swept_ = false;
};

}  // namespace cloudling::server
