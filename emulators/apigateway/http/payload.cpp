#include "emulators/apigateway/http/payload.h"

#include "emulators/apigateway/access_log.h"
#include "emulators/apigateway/lambda_proxy.h"
#include "emulators/apigateway/rest/integration_uri.h"
#include "emulators/aws/encoding.h"
#include "emulators/function_payload.h"

namespace cloudling::apigateway::http {

namespace {

json::Value variables_of(const Exchange& exchange) {
  json::Value variables = json::Value::object();
  for (const auto& [name, value] : exchange.stage().stage_variables.value_or(Texts())) variables[name] = value;
  return variables;
}

json::Value context_2(const Exchange& exchange) {
  const json::Value& known = exchange.context;
  json::Value context = json::Value::object();
  for (const char* name : {"accountId", "apiId"}) context[name] = known.at(name);
  if (!exchange.authorizer.is_null()) context["authorizer"] = exchange.authorizer;
  for (const char* name : {"domainName", "domainPrefix"}) context[name] = known.at(name);
  json::Value& http = context["http"] = json::Value::object();
  http["method"] = exchange.http.method;
  http["path"] = exchange.full_path;
  http["protocol"] = "HTTP/1.1";
  http["sourceIp"] = exchange.http.peer;
  http["userAgent"] = std::string(exchange.http.headers.get("User-Agent"));
  context["requestId"] = exchange.request_id;
  context["routeKey"] = *exchange.route->route->route_key;
  context["stage"] = *exchange.stage().stage_name;
  context["time"] = request_time(exchange.time);
  context["timeEpoch"] = exchange.time;
  return context;
}

json::Value context_1(const Exchange& exchange, const std::string& resource) {
  json::Value context = exchange.context;
  context.erase("routeKey");
  context["resourceId"] = *exchange.route->route->route_key;
  context["resourcePath"] = resource;
  for (const char* name :
       {"accessKey", "accountId", "caller", "cognitoAmr", "cognitoAuthenticationProvider", "cognitoAuthenticationType",
        "cognitoIdentityId", "cognitoIdentityPoolId", "principalOrgId", "user", "userArn"})
    if (!context["identity"].contains(name)) context["identity"][name] = nullptr;
  return context;
}

}  // namespace

json::Value event_2(const Exchange& exchange) {
  const aws::HttpRequest& request = exchange.http;
  json::Value event = json::Value::object();
  event["version"] = "2.0";
  event["routeKey"] = *exchange.route->route->route_key;
  event["rawPath"] = aws::percent_decode(exchange.full_path);
  event["rawQueryString"] = std::string(request.raw_query());
  if (json::Value cookies = payload_cookies(request); !cookies.empty()) event["cookies"] = std::move(cookies);
  event["headers"] = payload_headers(request, exchange.trace_id);
  if (json::Value parameters = payload_parameters(request); !parameters.empty())
    event["queryStringParameters"] = std::move(parameters);
  event["requestContext"] = context_2(exchange);
  for (const auto& [name, value] : exchange.route->path_parameters) event["pathParameters"][name] = value;
  if (json::Value variables = variables_of(exchange); !variables.empty())
    event["stageVariables"] = std::move(variables);
  add_payload_body(request, exchange.body, event);
  return event;
}

json::Value event_1(const Exchange& exchange) {
  const std::string& key = *exchange.route->route->route_key;
  const std::string resource = key == "$default" ? key : key.substr(key.find(' ') + 1);
  json::Value carried = json::Value::object();
  add_payload_body(exchange.http, exchange.body, carried);
  const bool encoded = carried.at("isBase64Encoded").get<bool>();
  const aws::Query query = exchange.http.query();
  const json::Value variables = variables_of(exchange);
  json::Value event = proxy_event({.resource = resource,
                                   .path = aws::percent_decode(exchange.full_path),
                                   .method = exchange.http.method,
                                   .headers = exchange.http.headers,
                                   .query = query,
                                   .path_parameters = exchange.route->path_parameters,
                                   .stage_variables = variables,
                                   .request_context = context_1(exchange, resource),
                                   .body = carried.contains("body") ? carried["body"].get<std::string>() : "",
                                   .is_base64 = encoded});
  json::Value versioned = json::Value::object();
  versioned["version"] = "1.0";
  for (auto& [name, value] : event.items()) versioned[name] = std::move(value);
  return versioned;
}

std::optional<aws::HttpResponse> response_1(const std::string& result) {
  auto answer = proxy_answer(result);
  if (!answer) return std::nullopt;
  if (!answer->response.headers.has("Content-Type"))
    answer->response.headers.add("Content-Type", "text/plain;charset=UTF-8");
  if (!answer->is_base64) return std::move(answer->response);
  auto bytes = aws::base64_decode(answer->response.body.bytes());
  if (!bytes) return std::nullopt;
  answer->response.body = std::move(*bytes);
  return std::move(answer->response);
}

std::optional<aws::HttpResponse> response_2(const std::string& result) { return payload_response(result); }

std::string function_of(const std::string& uri) {
  const auto parsed = rest::parse_integration_uri(uri);
  return parsed ? rest::invoked_function(*parsed).value_or(uri) : uri;
}

}  // namespace cloudling::apigateway::http
