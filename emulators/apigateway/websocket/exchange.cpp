#include "emulators/apigateway/websocket/exchange.h"

#include <algorithm>

#include "emulators/apigateway/http/expressions.h"
#include "emulators/apigateway/lambda_proxy.h"
#include "emulators/aws/encoding.h"

namespace cloudling::apigateway::websocket {

const http::Route* find_route(const http::Deployed& deployed, const std::string& key) {
  const auto found = std::ranges::find(deployed.routes, std::optional(key), &http::Route::route_key);
  return found == deployed.routes.end() ? nullptr : &*found;
}

const http::Route* select_route(const Exchange& exchange) {
  const std::string expression = exchange.api().route_selection_expression.value_or("$request.body.action");
  const auto key = http::evaluate(expression, exchange);
  // Those of the gateway's own events are not to be had by a message.
  const bool own = key == "$connect" || key == "$disconnect";
  const http::Route* selected = key && !own ? find_route(exchange.deployed(), *key) : nullptr;
  return selected ? selected : find_route(exchange.deployed(), "$default");
}

std::optional<std::string> value_of(std::string_view source, const http::Exchange& exchange) {
  if (source.size() >= 2 && source.front() == '\'' && source.back() == '\'')
    return std::string(source.substr(1, source.size() - 2));
  constexpr std::string_view kRoute = "route.";
  if (source.starts_with(kRoute)) source.remove_prefix(kRoute.size());
  return http::evaluate("$" + std::string(source), exchange);
}

json::Value event_of(const Exchange& exchange) {
  json::Value event = json::Value::object();
  if (exchange.event != Event::kMessage) add_headers(exchange.http.headers, event);
  if (exchange.event == Event::kConnect) {
    if (const aws::Query query = exchange.http.query(); !query.empty()) add_query(query, event);
  }
  for (const auto& [name, value] : exchange.stage().stage_variables.value_or(http::Texts()))
    event["stageVariables"][name] = value;
  event["requestContext"] = exchange.context;
  const bool bytes = !json::valid_utf8(exchange.body);
  if (exchange.event == Event::kMessage) event["body"] = bytes ? aws::base64_encode(exchange.body) : exchange.body;
  event["isBase64Encoded"] = bytes;
  return event;
}

json::Value gateway_message(const Exchange& exchange, const std::string& message) {
  json::Value said = json::Value::object();
  said["message"] = message;
  said["connectionId"] = exchange.connection_id;
  said["requestId"] = exchange.request_id;
  return said;
}

}  // namespace cloudling::apigateway::websocket
