// What an item has to be, made or changed, for AWS to take it.

#include "emulators/apigateway/http/first_class.h"
#include "emulators/apigateway/http/items.h"

namespace cloudling::apigateway::http {

namespace {

void check_web_socket_integration(const Integration& item) {
  const std::string& type = *item.integration_type;
  if (item.integration_subtype) throw bad_request("IntegrationSubtype is not supported for WebSocket APIs");
  if (type == "MOCK") return;
  if (!item.integration_uri) throw bad_request("Integration URI must be specified");
  if (!item.integration_method) throw bad_request("HttpMethod must be specified for " + type + " integrations");
  if (item.timeout_in_millis.value_or(0) > 29'000) throw bad_request("Timeout should be between 50 ms and 29000 ms");
}

void check_http_integration(const Integration& item) {
  const std::string& type = *item.integration_type;
  if (type != "AWS_PROXY" && type != "HTTP_PROXY")
    throw bad_request("HTTP APIs support integrations of type AWS_PROXY and HTTP_PROXY only");
  if (item.integration_subtype)
    check_first_class(item);
  else if (!item.integration_uri)
    throw bad_request("Integration URI must be specified");
  if (*item.payload_format_version != "1.0" && *item.payload_format_version != "2.0")
    throw bad_request("Invalid PayloadFormatVersion " + *item.payload_format_version);
  if (type == "HTTP_PROXY" && !item.integration_method)
    throw bad_request("HttpMethod must be specified for HTTP_PROXY integrations");
}

/// Who may connect is asked once, at the connection.
void check_web_socket_route(const Route& route) {
  if (route.route_key->empty()) throw bad_request("The provided route key is not valid");
  const bool restricted = route.authorization_type.value_or("NONE") != "NONE" || route.api_key_required.value_or(false);
  if (restricted && route.route_key != "$connect")
    throw bad_request("Currently, authorization is restricted to the $connect route only");
  if (route.authorization_type == "JWT") throw bad_request("JWT authorizers are not supported for WebSocket APIs");
}

}  // namespace

bool is_web_socket(store::ReadTransaction& tx, const Scope& scope, const std::string& api) {
  const auto found = rest::find_item<Api>(tx, scope, "", api);
  return found && found->protocol_type == "WEBSOCKET";
}

void check(store::ReadTransaction& tx, const aws::CallContext& context, const std::string& parent,
           const Integration& integration) {
  if (is_web_socket(tx, scope_of(context), parent))
    check_web_socket_integration(integration);
  else
    check_http_integration(integration);
}

void check(store::ReadTransaction& tx, const aws::CallContext& context, const std::string& parent, const Route& route) {
  const Scope scope = scope_of(context);
  if (is_web_socket(tx, scope, parent))
    check_web_socket_route(route);
  else if (!is_route_key(*route.route_key))
    throw bad_request(
        "The provided route key is not formatted properly for HTTP protocol. Format should be \"<HTTP METHOD> "
        "/<RESOURCE PATH>\" or \"$default\"");
  for (const Route& other : rest::list_items<Route>(tx, scope, parent)) {
    if (other.route_id != route.route_id && other.route_key == route.route_key)
      throw conflict("Route with key " + *route.route_key + " already exists for this API");
  }
  constexpr std::string_view kPrefix = "integrations/";
  if (route.target) {
    const bool well_formed = route.target->starts_with(kPrefix);
    if (!well_formed || !rest::find_body(tx, scope, {Integration::kKind, parent, route.target->substr(kPrefix.size())}))
      throw bad_request("Invalid target " + *route.target);
  }
  const std::string type = route.authorization_type.value_or("NONE");
  const bool needs_authorizer = type == "JWT" || type == "CUSTOM";
  if (!needs_authorizer) return;
  if (!rest::find_body(tx, scope, {Authorizer::kKind, parent, route.authorizer_id.value_or("")}))
    throw bad_request("Authorizer of type " + type + " requires a valid AuthorizerId");
}

void check(store::ReadTransaction& tx, const aws::CallContext& context, const std::string& parent,
           const IntegrationResponse& response) {
  const std::string& key = *response.integration_response_key;
  const bool pattern = key.size() >= 2 && key.front() == '/' && key.back() == '/';
  if (key != "$default" && !pattern)
    throw bad_request("The integration response key is neither $default nor a regular expression between slashes");
  for (const auto& other : rest::list_items<IntegrationResponse>(tx, scope_of(context), parent)) {
    if (other.integration_response_id != response.integration_response_id && other.integration_response_key == key)
      throw conflict("Integration response with key " + key + " already exists for this integration");
  }
}

void check(store::ReadTransaction& tx, const aws::CallContext& context, const std::string& parent, const Stage& stage) {
  if (!stage.deployment_id) return;
  const Scope scope = scope_of(context);
  if (!rest::find_body(tx, scope, {Deployment::kKind, parent, *stage.deployment_id}))
    throw bad_request("Invalid deployment identifier specified " + *stage.deployment_id);
  if (!rest::find_body(tx, scope, {"http-snapshot", parent, *stage.deployment_id}))
    throw bad_request("The automatic deployment " + *stage.deployment_id + " was followed by another and is not kept");
}

void check(store::ReadTransaction& tx, const aws::CallContext& context, const std::string& parent,
           const RouteResponse& response) {
  if (*response.route_response_key != "$default") throw bad_request("Route response key must be $default");
  for (const auto& other : rest::list_items<RouteResponse>(tx, scope_of(context), parent)) {
    if (other.route_response_id != response.route_response_id)
      throw conflict("Route response with key $default already exists for this route");
  }
}

}  // namespace cloudling::apigateway::http
