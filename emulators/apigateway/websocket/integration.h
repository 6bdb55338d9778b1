#pragma once

// What stands behind the routes of WebSocket APIs: AWS_PROXY, HTTP_PROXY, AWS, HTTP and MOCK, with request templates
// and integration responses (API Gateway Developer Guide, "Integrations for WebSocket APIs").

#include <boost/asio/awaitable.hpp>
#include <string>

#include "emulators/apigateway/rest/backends.h"
#include "emulators/apigateway/websocket/exchange.h"

namespace cloudling::apigateway::websocket {

/// What a route's integration said.
struct Outcome {
  int status = 200;
  aws::Headers headers;
  std::string body;  ///< what a route response would send
};

/// Thread-safe.
class Integrations {
 public:
  explicit Integrations(rest::Backends& backends) : backends_(backends) {}

  /// Throws rest::GatewayFailure, HttpFailure and aws::Error where it could not be called.
  boost::asio::awaitable<Outcome> run(Exchange& exchange);

 private:
  boost::asio::awaitable<Outcome> call_function(Exchange& exchange);
  boost::asio::awaitable<rest::IntegrationAnswer> send(Exchange& exchange, rest::IntegrationRequest request);

  rest::Backends& backends_;
};

}  // namespace cloudling::apigateway::websocket
