#pragma once

// WebSocket connections as plain values and two interfaces: the server implements WebSocket, who answers the upgrade
// implements WebSocketSession.

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "emulators/aws/http.h"

namespace cloudling::aws {

/// The server's end of a connection. Thread-safe, and may be kept after the connection has ended.
class WebSocket {
 public:
  enum class Sent : uint8_t {
    kQueued,
    kFull,   ///< the client does not take what is already waiting for it
    kClosed  ///< the connection has ended, or is about to
  };

  virtual ~WebSocket() = default;
  virtual Sent send(std::string message, bool binary) = 0;

  /// Closes with a status of RFC 6455 after what is queued. Does nothing where it is closed.
  virtual void close(uint16_t status, std::string reason) = 0;
};

/// What stands behind a connection. Its functions are called on the connection's strand; none throws.
class WebSocketSession {
 public:
  virtual ~WebSocketSession() = default;

  /// First, and once.
  virtual void opened(std::shared_ptr<WebSocket> socket) = 0;

  /// A message. The next may come before this one is done with.
  virtual boost::asio::awaitable<void> received(std::string message, bool binary) = 0;

  /// Last, and once. `status` is 1005 where the client gave none, 1006 where the connection broke.
  virtual boost::asio::awaitable<void> closed(uint16_t status, std::string reason) = 0;
};

/// Whether an upgrade is accepted, and what is answered: the fields of the 101, or the refusal.
struct UpgradeAnswer {
  std::shared_ptr<WebSocketSession> session;  ///< nullptr: refused
  HttpResponse response;
};

/// What takes upgrades.
class WebSocketEndpoint {
 public:
  virtual ~WebSocketEndpoint() = default;

  /// Nothing where the request is for something that does not speak WebSocket. It outlives the call; throws no Error.
  virtual boost::asio::awaitable<std::optional<UpgradeAnswer>> open(const HttpRequest& request) = 0;
};

}  // namespace cloudling::aws
