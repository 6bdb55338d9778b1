#include "emulators/apigateway/websocket/connection.h"

#include <algorithm>

namespace cloudling::apigateway::websocket {

namespace {

constexpr aws::TimeMs kIdleMs = 10LL * 60 * 1000;
constexpr aws::TimeMs kLifeMs = 2LL * 60 * 60 * 1000;
constexpr uint16_t kGoingAway = 1001;

}  // namespace

void Connections::add(std::shared_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  open_[connection->id] = std::move(connection);
}

void Connections::remove(const std::string& id) {
  const std::lock_guard lock(mutex_);
  open_.erase(id);
}

std::shared_ptr<Connection> Connections::find(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(id);
  return found == open_.end() ? nullptr : found->second;
}

void end_in_time(const std::shared_ptr<Connection>& connection, aws::Clock& clock) {
  const aws::TimeMs end = std::min(connection->last_active + kIdleMs, connection->connected_at + kLifeMs);
  clock.call_at(end, [weak = std::weak_ptr(connection), &clock] {
    const auto open = weak.lock();
    if (!open) return;
    const bool idle = open->last_active + kIdleMs <= clock.now();
    const bool old = open->connected_at + kLifeMs <= clock.now();
    if (idle || old)
      open->socket->close(kGoingAway, "Going away");
    else
      end_in_time(open, clock);
  });
}

}  // namespace cloudling::apigateway::websocket
