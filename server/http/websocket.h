#pragma once

// WebSocket (RFC 6455) on a connection that was upgraded: messages in, messages out, pings answered, closed in order.
// No extensions. A client that does not take what is sent is given up: 1 MiB waits for it at most, and no longer than
// the server's progress timeout.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "emulators/aws/web_socket.h"
#include "server/http/connection.h"
#include "server/http/session.h"

namespace cloudling::server {

/// Whether the request is a complete handshake.
bool asks_for_websocket(const aws::HttpRequest& request);

/// Answers the handshake whose Sec-WebSocket-Key is `key`, and serves the session until either side ends it. To be
/// awaited on the connection's strand; the connection is of no use after it.
boost::asio::awaitable<void> serve_websocket(std::shared_ptr<Connection> connection, std::shared_ptr<Serving> serving,
                                             std::string key, aws::UpgradeAnswer answer);

}  // namespace cloudling::server
