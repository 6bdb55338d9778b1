#pragma once

// Serves the requests of one connection, one after the other, until either side ends it.

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <memory>

#include "server/http/connection.h"
#include "server/http/http_server.h"

namespace cloudling::server {

/// What all sessions of a server share; outlives them.
struct Serving {
  HttpServerOptions options;
  HttpHandler handler;
  std::atomic<bool> stopping{false};  ///< answers announce the close, and no connection goes idle any more
};

/// To be spawned on the connection's strand with its cancellation slot. Never throws; the connection is closed after
/// it.
boost::asio::awaitable<void> serve_connection(std::shared_ptr<Connection> connection, std::shared_ptr<Serving> serving);

}  // namespace cloudling::server
