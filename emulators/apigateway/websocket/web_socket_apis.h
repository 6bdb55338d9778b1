#pragma once

// Amazon API Gateway's WebSocket APIs: connections are opened by an upgrade, their messages take the route that they
// select, and a backend writes to them by /@connections. What there is of an API is http/'s.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>

#include "emulators/apigateway/endpoint.h"
#include "emulators/apigateway/http/http_apis.h"
#include "emulators/apigateway/throttle.h"
#include "emulators/apigateway/websocket/connection.h"
#include "emulators/apigateway/websocket/exchange.h"
#include "emulators/apigateway/websocket/integration.h"
#include "emulators/apigateway/websocket/shapes.h"
#include "emulators/aws/operation.h"

namespace cloudling::apigateway::websocket {

/// Thread-safe.
class WebSocketApis : public ApiKind, public aws::WebSocketEndpoint {
 public:
  /// `apis` outlives it.
  WebSocketApis(rest::RestParts parts, http::HttpApis& apis)
      : parts_(parts), apis_(apis), backends_(parts.caller, parts.gateway, parts.http), integrations_(backends_) {}

  // management.cpp
  boost::asio::awaitable<aws::Nothing> post_to_connection(const aws::CallContext&, PostToConnectionInput);
  boost::asio::awaitable<GetConnectionOutput> get_connection(const aws::CallContext&, ConnectionKey);
  boost::asio::awaitable<aws::Nothing> delete_connection(const aws::CallContext&, ConnectionKey);

  /// "/{stage}/@connections/{id}", for the operations above; 403 for anything else.
  boost::asio::awaitable<std::optional<aws::HttpResponse>> answer(ApiRequest& request) override;

  // opening.cpp
  boost::asio::awaitable<std::optional<aws::UpgradeAnswer>> open(const aws::HttpRequest& request) override;

  // messages.cpp: what a connection's session is told
  void begin(const std::shared_ptr<Connection>& connection);
  boost::asio::awaitable<void> take_message(std::shared_ptr<Connection> connection, std::string message);
  boost::asio::awaitable<void> end(std::shared_ptr<Connection> connection, uint16_t status, std::string reason);

 private:
  std::shared_ptr<Connection> require(const aws::CallContext& context, const std::string& id) const;
  std::string new_id();
  Exchange exchange_for(const Connection& connection, std::shared_ptr<const http::ServedStage> served, Event event);
  bool throttled(const Exchange& exchange);
  boost::asio::awaitable<std::optional<aws::HttpResponse>> let_in(Exchange& exchange);
  boost::asio::awaitable<std::optional<aws::HttpResponse>> identify(Exchange& exchange);
  boost::asio::awaitable<std::optional<aws::HttpResponse>> authorize(Exchange& exchange,
                                                                     const http::Authorizer& authorizer);
  boost::asio::awaitable<aws::HttpResponse> connect(Exchange& exchange);
  boost::asio::awaitable<void> route_message(Exchange& exchange, const Connection& connection);
  void say(const Exchange& exchange, const Connection& connection, std::string message);
  boost::asio::awaitable<Outcome> run(Exchange& exchange);
  /// The access log and the metrics of what has happened.
  void tell(const Exchange& exchange, int status);
  void write_log(const Exchange& exchange, int status);
  void measure(const http::ServedStage& served, const std::string& route, std::vector<Measurement> values);

  rest::RestParts parts_;
  http::HttpApis& apis_;
  rest::Backends backends_;
  Integrations integrations_;
  Connections connections_;
  TokenBuckets buckets_;
};

/// Adds the operations to the registry, under the service id "apigatewaymanagementapi".
void register_operations(aws::Registry& registry, store::Store& store, WebSocketApis& service);

}  // namespace cloudling::apigateway::websocket
