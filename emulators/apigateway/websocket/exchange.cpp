#include "emulators/apigateway/websocket/exchange.h"

#include <algorithm>

#include "emulators/apigateway/http/expressions.h"
#include "emulators/apigateway/lambda_proxy.h"
#include "emulators/apigateway/rest/json_schema.h"
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

bool is_valid(Exchange& exchange) {
  const auto& expression = exchange.taken->model_selection_expression;
  if (!expression || exchange.api().disable_schema_validation.value_or(false)) return true;
  const http::Texts models = exchange.taken->request_models.value_or(http::Texts());
  const auto& schemas = exchange.deployed().models;
  auto chosen = models.find(http::evaluate(*expression, exchange).value_or("$default"));
  if (chosen == models.end()) chosen = models.find("$default");
  const auto find_model = [&](std::string_view name) {
    const auto found = schemas.find(std::string(name));
    return found == schemas.end() ? nullptr : &found->second;
  };
  const json::Value* schema = chosen == models.end() ? nullptr : find_model(chosen->second);
  const auto body = json::parse(exchange.body);
  std::vector<std::string> wrong;
  if (!schema)
    wrong.emplace_back("No model matches the message");
  else if (!body)
    wrong.emplace_back("Invalid JSON");
  else
    wrong = rest::schema_violations(*schema, *body, find_model);
  if (!wrong.empty()) exchange.context["error"]["validationErrorString"] = wrong.front();
  return wrong.empty();
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
