// What stands behind the routes of HTTP APIs: functions, services by their names, servers outside.

#include <utility>

#include "emulators/apigateway/http/expressions.h"
#include "emulators/apigateway/http/first_class.h"
#include "emulators/apigateway/http/http_apis.h"
#include "emulators/apigateway/http/payload.h"
#include "emulators/apigateway/http/response_mapping.h"
#include "emulators/apigateway/rest/gateway_responses.h"

namespace cloudling::apigateway::http {

using boost::asio::awaitable;

namespace {

aws::CallContext context_for(const Exchange& exchange, const std::string& region) {
  const std::string key = *exchange.route->route->route_key;
  const size_t space = key.find(' ');
  const std::string path = space == std::string::npos ? key : key.substr(0, space) + key.substr(space + 1);
  return integration_context(exchange, region, exchange.source_arn(path));
}

/// Headers that belong to the connection, or that the client makes itself.
void remove_own_headers(aws::Headers& headers) {
  for (const char* name : {"Host", "Connection", "Content-Length", "Transfer-Encoding", "Keep-Alive", "Upgrade", "TE"})
    headers.erase(name);
}

std::string query_text(const aws::Query& query) {
  std::string text;
  for (const aws::QueryParameter& parameter : query) {
    text += text.empty() ? "" : "&";
    text += aws::percent_encode(parameter.name);
    if (parameter.has_value) text += "=" + aws::percent_encode(parameter.value);
  }
  return text;
}

/// The integration's URL with path variables put in: "https://host/{proxy}".
std::string url_of(const Exchange& exchange, const MappedRequest& request) {
  std::string url = *exchange.integration->integration_uri;
  for (const auto& [name, value] : exchange.route->path_parameters) {
    for (const std::string& variable : {"{" + name + "}", "{" + name + "+}"}) {
      for (size_t at = url.find(variable); at != std::string::npos; at = url.find(variable, at))
        url.replace(at, variable.size(), aws::percent_encode(value, true));
    }
  }
  for (const auto& [name, value] : exchange.stage().stage_variables.value_or(Texts())) {
    const std::string variable = "${stageVariables." + name + "}";
    for (size_t at = url.find(variable); at != std::string::npos; at = url.find(variable, at + value.size()))
      url.replace(at, variable.size(), value);
  }
  if (request.path) {
    const size_t authority = url.find("://");
    const size_t path = authority == std::string::npos ? authority : url.find('/', authority + 3);
    url = url.substr(0, path) + *request.path;
  }
  const std::string query = query_text(request.query);
  if (!query.empty()) url += (url.find('?') == std::string::npos ? "?" : "&") + query;
  return url;
}

aws::HttpResponse response_of(rest::IntegrationAnswer answer) {
  aws::HttpResponse response;
  response.status = answer.status;
  response.headers = std::move(answer.headers);
  remove_own_headers(response.headers);
  response.body = std::move(answer.body);
  return response;
}

/// The failures of integrations, as HTTP APIs word them.
aws::HttpResponse failure_of(const rest::GatewayFailure& failure) {
  const bool late = failure.type == "INTEGRATION_TIMEOUT";
  return message_response(late ? 503 : 500, late ? "Service Unavailable" : "Internal Server Error");
}

}  // namespace

aws::CallContext integration_context(const Exchange& exchange, const std::string& region, std::string source_arn) {
  aws::CallContext context;
  context.account = exchange.scope().account;
  context.region = region.empty() ? exchange.scope().region : region;
  context.trace_id = exchange.trace_id.substr(5);
  context.source_arn = std::move(source_arn);
  const std::string role = exchange.integration->credentials_arn.value_or("");
  if (role.find(":role/") == std::string::npos) {
    context.calling_service = "apigateway.amazonaws.com";
    return context;
  }
  context.principal.kind = aws::Principal::Kind::kAssumedRole;
  context.principal.arn = "arn:aws:sts::" + context.account + ":assumed-role/" + role.substr(role.rfind('/') + 1) +
                          "/" + *exchange.api().api_id;
  return context;
}

awaitable<aws::HttpResponse> HttpApis::integrate(Exchange& exchange) {
  const Integration& integration = *exchange.integration;
  std::optional<aws::HttpResponse> response;
  try {
    if (integration.integration_subtype) {
      auto calling = call_service(exchange);
      response = co_await std::move(calling);
    } else if (*integration.integration_type == "AWS_PROXY") {
      auto calling = call_function(exchange);
      response = co_await std::move(calling);
    } else {
      auto calling = call_http(exchange);
      response = co_await std::move(calling);
    }
  } catch (const aws::Error& error) {
    const bool slow_down = error.status == 429 || error.status == 503;
    response = message_response(slow_down ? 503 : 500, slow_down ? "Service Unavailable" : "Internal Server Error");
    exchange.context["integrationErrorMessage"] = error.message;
  } catch (const rest::GatewayFailure& failure) {
    response = failure_of(failure);
  } catch (const HttpFailure& failure) {
    const bool late = failure.kind == HttpFailure::Kind::kTimeout;
    response = message_response(late ? 503 : 500, late ? "Service Unavailable" : "Internal Server Error");
    exchange.context["integrationErrorMessage"] = failure.what();
  }
  const std::string body = response->body.bytes();
  map_response(exchange, body, *response);
  co_return std::move(*response);
}

awaitable<aws::HttpResponse> HttpApis::call_function(Exchange& exchange) {
  const Integration& integration = *exchange.integration;
  const bool second = *integration.payload_format_version == "2.0";
  std::string event = json::write(second ? event_2(exchange) : event_1(exchange));
  auto calling =
      backends_.call_function(context_for(exchange, ""), function_of(*integration.integration_uri), std::move(event));
  auto waiting = rest::within(std::move(calling), *integration.timeout_in_millis);
  const rest::IntegrationAnswer answer = co_await std::move(waiting);
  exchange.context["integrationStatus"] = "200";
  if (answer.function_error) {
    exchange.context["integrationErrorMessage"] = *answer.function_error;
    co_return message_response(500, "Internal Server Error");
  }
  auto response = second ? response_2(answer.body) : response_1(answer.body);
  if (!response) co_return message_response(500, "Internal Server Error");
  co_return std::move(*response);
}

awaitable<aws::HttpResponse> HttpApis::call_service(Exchange& exchange) {
  const Integration& integration = *exchange.integration;
  Texts parameters;
  for (const auto& [name, expression] : integration.request_parameters.value_or(Texts())) {
    if (auto value = evaluate(expression, exchange)) parameters[name] = std::move(*value);
  }
  FirstClassCall call = first_class_call(*integration.integration_subtype, parameters);
  rest::IntegrationRequest request;
  request.method = "POST";
  request.body = json::write(call.input);
  aws::CallContext context = context_for(exchange, call.region);
  rest::IntegrationUri uri{
      .region = context.region, .subdomain = {}, .service = call.service, .is_path = false, .target = call.action};
  auto calling = backends_.call_service(std::move(context), std::move(uri), std::move(request));
  auto waiting = rest::within(std::move(calling), *integration.timeout_in_millis);
  rest::IntegrationAnswer answer = co_await std::move(waiting);
  exchange.context["integrationStatus"] = std::to_string(answer.status);
  co_return response_of(std::move(answer));
}

awaitable<aws::HttpResponse> HttpApis::call_http(Exchange& exchange) {
  const Integration& integration = *exchange.integration;
  MappedRequest mapped{.headers = exchange.http.headers, .query = exchange.http.query(), .path = std::nullopt};
  remove_own_headers(mapped.headers);
  mapped.headers.add("Forwarded", "by=127.0.0.1;for=" + exchange.http.peer + ";host=" + exchange.domain +
                                      ";proto=" + (exchange.http.tls ? "https" : "http"));
  mapped.headers.set("X-Amzn-Trace-Id", exchange.trace_id);
  map_request(exchange, mapped);
  rest::IntegrationRequest request;
  request.method =
      integration.integration_method.value_or("ANY") == "ANY" ? exchange.http.method : *integration.integration_method;
  request.uri = url_of(exchange, mapped);
  request.headers = std::move(mapped.headers);
  request.body = exchange.body;
  request.timeout_ms = *integration.timeout_in_millis;
  auto calling = backends_.call_http(std::move(request));
  rest::IntegrationAnswer answer = co_await std::move(calling);
  exchange.context["integrationStatus"] = std::to_string(answer.status);
  co_return response_of(std::move(answer));
}

}  // namespace cloudling::apigateway::http
