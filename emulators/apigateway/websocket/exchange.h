#pragma once

// One event of a connection (it is opened, says something, ends) on its way through a route. Expressions are those of
// HTTP APIs: an event is seen as the request that opened the connection, with the message as its body.

#include <optional>
#include <string>
#include <string_view>

#include "asl/json/json.h"
#include "emulators/apigateway/http/exchange.h"

namespace cloudling::apigateway::websocket {

enum class Event : uint8_t { kConnect, kMessage, kDisconnect };

struct Exchange : http::Exchange {
  Event event = Event::kMessage;
  const http::Route* taken = nullptr;  ///< the route
  std::string connection_id;
  int64_t integration_latency_ms = -1;  ///< -1 where no integration was called

  std::string route_key() const { return taken ? *taken->route_key : ""; }

  /// "arn:aws:execute-api:{region}:{account}:{api}/{stage}/{route key}"
  std::string route_arn() const { return source_arn(route_key()); }
};

/// The route of that key; nullptr where there is none.
const http::Route* find_route(const http::Deployed& deployed, const std::string& key);

/// The route that a message selects by the API's expression, else $default; nullptr without either.
const http::Route* select_route(const Exchange& exchange);

/// Whether a message is what the model that its route's expression selects describes; without an expression all are
/// (API Gateway Developer Guide, "Request validation for WebSocket APIs"). What is wrong is left in the context.
bool is_valid(Exchange& exchange);

/// The value of "'text'", "route.request.header.X", "route.request.body.x", "context.connectionId",
/// "stageVariables.x"; nothing where there is none.
std::optional<std::string> value_of(std::string_view source, const http::Exchange& exchange);

/// What a function gets of it: headers and parameters where the connection is opened, the body of a message.
json::Value event_of(const Exchange& exchange);

/// {"message", "connectionId", "requestId"}: what the gateway itself says to a client.
json::Value gateway_message(const Exchange& exchange, const std::string& message);

}  // namespace cloudling::apigateway::websocket
