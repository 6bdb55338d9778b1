#include "server/http/connection_set.h"

#include <algorithm>

namespace cloudling::server {

bool ConnectionSet::add(std::shared_ptr<Connection> connection) {
  std::lock_guard lock(mutex_);
  const Connection* key = connection.get();
  open_.emplace(key, std::move(connection));
  size_ = open_.size();
  return !std::exchange(swept_, true);
}

void ConnectionSet::remove(const Connection& connection) {
  std::lock_guard lock(mutex_);
  open_.erase(&connection);
  size_ = open_.size();
}

bool ConnectionSet::keep_sweeping() {
  std::lock_guard lock(mutex_);
  swept_ = !open_.empty();
  return swept_;
}

void ConnectionSet::sweep(SteadyTime now) {
  std::lock_guard lock(mutex_);
  for (auto& [key, connection] : open_) connection->sweep(now);
}

void ConnectionSet::close_one_idle() {
  std::lock_guard lock(mutex_);
  auto idle =
      std::find_if(open_.begin(), open_.end(), [](auto& entry) { return entry.second->phase() == Phase::kIdle; });
  if (idle != open_.end()) idle->second->close_if_idle();
}

void ConnectionSet::close_idle() {
  std::lock_guard lock(mutex_);
  for (auto& [key, connection] : open_) connection->close_if_idle();
}

void ConnectionSet::abort_all() {
  std::lock_guard lock(mutex_);
  for (auto& [key, connection] : open_) connection->abort();
}

}  // namespace cloudling::server
