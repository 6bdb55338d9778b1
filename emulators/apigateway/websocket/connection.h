#pragma once

// The open connections of WebSocket APIs. They live as long as this process' sockets, and nowhere else.

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "asl/json/json.h"
#include "emulators/apigateway/rest/items.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/http.h"
#include "emulators/aws/web_socket.h"

namespace cloudling::apigateway::websocket {

/// Immutable but for `last_active`.
struct Connection {
  std::string id;
  std::string api_id;
  std::string stage;
  rest::Scope scope;
  std::string target;  ///< of the request that opened it, like what follows
  aws::Headers headers;
  std::string peer;
  bool tls = false;
  std::string domain;
  aws::TimeMs connected_at = 0;
  json::Value authorizer;  ///< what the authorizer said of the caller; null without
  std::shared_ptr<aws::WebSocket> socket;
  std::atomic<aws::TimeMs> last_active{0};
};

/// Thread-safe.
class Connections {
 public:
  void add(std::shared_ptr<Connection> connection);
  void remove(const std::string& id);

  /// nullptr where there is none.
  std::shared_ptr<Connection> find(const std::string& id) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Connection>> open_;
};

/// Closes the connection where nothing was said on it for ten minutes, or after two hours (API Gateway Developer
/// Guide, "Quotas for WebSocket APIs"), by the process' clock. The clock outlives the connection.
void end_in_time(const std::shared_ptr<Connection>& connection, aws::Clock& clock);

}  // namespace cloudling::apigateway::websocket
