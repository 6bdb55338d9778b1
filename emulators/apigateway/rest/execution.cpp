#include "emulators/apigateway/rest/execution.h"

#include <chrono>
#include <optional>
#include <utility>

#include "emulators/apigateway/lambda_proxy.h"
#include "emulators/apigateway/rest/transformation.h"
#include "emulators/apigateway/rest/validation.h"
#include "emulators/aws/encoding.h"

namespace cloudling::apigateway::rest {

namespace {

using boost::asio::awaitable;

int64_t milliseconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count();
}

GatewayFailure failure_of(const HttpFailure& problem) {
  if (problem.kind == HttpFailure::Kind::kTimeout) {
    auto made = failure("INTEGRATION_TIMEOUT", "Endpoint request timed out", "InternalServerErrorException");
    made.body = R"({"message": "Endpoint request timed out"})";
    made.log_line = "Execution failed due to a timeout error";
    return made;
  }
  if (problem.kind == HttpFailure::Kind::kRequest)
    return api_configuration_error(std::string("Invalid endpoint address: ") + problem.what());
  auto made = integration_failure(problem.what());
  made.body = R"({"message": "Network error communicating with endpoint"})";
  return made;
}

/// What an operation's refusal means that the integration could not even call.
GatewayFailure failure_of(const aws::Error& error) {
  if (error.status == 501) return {.type = "API_CONFIGURATION_ERROR", .message = error.message, .status = 501};
  auto made = api_configuration_error(error.message);
  made.body = R"({"message": "Internal server error"})";
  return made;
}

void note_request(Exchange& exchange, const IntegrationRequest& request) {
  exchange.note("Endpoint request URI: " + request.uri);
  exchange.note("Endpoint request headers: " + headers_text(request.headers));
  exchange.note("Endpoint request body after transformations: " + request.body);
}

void note_answer(Exchange& exchange, const IntegrationAnswer& answer) {
  exchange.note("Received response. Status: " + std::to_string(answer.status) +
                ", Integration latency: " + std::to_string(exchange.integration_latency_ms) + " ms");
  exchange.note("Endpoint response headers: " + headers_text(answer.headers));
  exchange.note("Endpoint response body before transformations: " + answer.body);
}

/// Headers of one hop, and those that the gateway writes itself.
bool is_of_connection(const std::string& name) {
  for (const char* each : {"Connection", "Content-Length", "Transfer-Encoding", "Keep-Alive", "TE", "Upgrade",
                           "Proxy-Authorization", "Host", "Expect"}) {
    if (aws::equals_ignoring_case(name, each)) return true;
  }
  return false;
}

}  // namespace

awaitable<aws::HttpResponse> Execution::run(Exchange& exchange) {
  std::optional<GatewayFailure> failed;
  try {
    auto performing = perform(exchange);
    auto response = co_await std::move(performing);
    co_return response;
  } catch (const GatewayFailure& each) {
    failed = each;
  } catch (const HttpFailure& each) {
    failed = failure_of(each);
  } catch (const aws::Error& each) {
    failed = failure_of(each);
  }
  co_return answer_of(*failed, exchange);
}

awaitable<aws::HttpResponse> Execution::perform(Exchange& exchange) {
  if (!exchange.route.method) throw missing_authentication_token();
  if (!exchange.test) {
    auto authorizing = authorization_.check(exchange);
    co_await std::move(authorizing);
    auto admitting = metering_.admit(exchange);
    co_await std::move(admitting);
  }
  validate_request(exchange);
  const std::string& type = exchange.integration().type;
  if (type == "AWS_PROXY") {
    auto proxying = proxy_to_function(exchange);
    auto response = co_await std::move(proxying);
    co_return response;
  }
  if (type == "HTTP_PROXY") {
    auto proxying = proxy_to_http(exchange);
    auto response = co_await std::move(proxying);
    co_return response;
  }
  auto integrating = integrate(exchange);
  auto response = co_await std::move(integrating);
  co_return response;
}

awaitable<aws::HttpResponse> Execution::integrate(Exchange& exchange) {
  IntegrationRequest request = transform_request(exchange);
  Overrides overrides = transform_request_body(exchange, request);
  note_request(exchange, request);
  auto sending = send(exchange, std::move(request));
  IntegrationAnswer answer = co_await std::move(sending);
  note_answer(exchange, answer);
  co_return transform_response(exchange, answer, std::move(overrides));
}

awaitable<IntegrationAnswer> Execution::send(Exchange& exchange, IntegrationRequest request) {
  const Integration& integration = exchange.integration();
  if (integration.type == "MOCK") co_return mock_answer(request);
  const int64_t timeout_ms = request.timeout_ms;
  const auto began = std::chrono::steady_clock::now();
  std::optional<awaitable<IntegrationAnswer>> work;
  if (integration.type == "HTTP") {
    work = backends_.call_http(std::move(request));
  } else {
    const auto uri = parse_integration_uri(request.uri);
    if (!uri) throw api_configuration_error("Invalid ARN: " + request.uri);
    exchange.note("Sending request to " + request.uri);
    work = backends_.call_service(integration_context(exchange, uri->region), *uri, std::move(request));
  }
  auto waiting = within(std::move(*work), timeout_ms);
  IntegrationAnswer answer = co_await std::move(waiting);
  exchange.integration_latency_ms = milliseconds_since(began);
  co_return answer;
}

awaitable<aws::HttpResponse> Execution::proxy_to_function(Exchange& exchange) {
  const std::string uri_text = with_stage_variables(exchange.integration().uri.value_or(""), exchange);
  const auto uri = parse_integration_uri(uri_text);
  const auto function = uri ? invoked_function(*uri) : std::nullopt;
  if (!function) throw api_configuration_error("Invalid function ARN: " + uri_text);
  const bool binary = is_binary(exchange.api(), exchange.content_type());
  const bool encode = !exchange.client.body.empty() && (binary || !json::valid_utf8(exchange.client.body));
  const std::string event =
      json::write(proxy_event({.resource = exchange.route.resource->path,
                               .path = aws::percent_decode(exchange.client.base_path + exchange.client.path),
                               .method = exchange.client.method,
                               .headers = exchange.client.headers,
                               .query = exchange.client.query,
                               .path_parameters = exchange.route.parameters,
                               .stage_variables = exchange.stage_variables,
                               .request_context = exchange.context,
                               .body = encode ? aws::base64_encode(exchange.client.body) : exchange.client.body,
                               .is_base64 = encode}));
  exchange.note("Endpoint request body after transformations: " + event);
  exchange.note("Sending request to " + uri_text);
  const auto began = std::chrono::steady_clock::now();
  auto calling = backends_.call_function(integration_context(exchange, uri->region), *function, event);
  auto waiting = within(std::move(calling), exchange.integration().timeout_in_millis.value_or(29000));
  const IntegrationAnswer answer = co_await std::move(waiting);
  exchange.integration_latency_ms = milliseconds_since(began);
  note_answer(exchange, answer);
  std::optional<ProxyAnswer> proxied;
  if (!answer.function_error) proxied = proxy_answer(answer.body);
  if (!proxied) {
    auto failed = bad_integration_answer(answer.function_error ? "Lambda execution failed with status 200 due to "
                                                                 "customer function error: " +
                                                                     *answer.function_error
                                                               : "Malformed Lambda proxy response");
    failed.body = R"({"message": "Internal server error"})";
    throw failed;
  }
  if (proxied->is_base64 && accepts_binary(exchange)) {
    const auto bytes = aws::base64_decode(proxied->response.body.bytes());
    if (bytes) proxied->response.body = *bytes;
  }
  if (!proxied->response.headers.has("Content-Type")) proxied->response.headers.add("Content-Type", "application/json");
  co_return std::move(proxied->response);
}

awaitable<aws::HttpResponse> Execution::proxy_to_http(Exchange& exchange) {
  IntegrationRequest request = transform_request(exchange);
  for (const auto& [name, value] : exchange.client.headers) {
    if (!is_of_connection(name) && !request.headers.has(name)) request.headers.add(name, value);
  }
  request.query.insert(request.query.begin(), exchange.client.query.begin(), exchange.client.query.end());
  if (exchange.integration().http_method == "ANY") request.method = exchange.client.method;
  request.body = exchange.client.body;
  note_request(exchange, request);
  const int64_t timeout_ms = request.timeout_ms;
  const auto began = std::chrono::steady_clock::now();
  auto calling = backends_.call_http(std::move(request));
  auto waiting = within(std::move(calling), timeout_ms);
  IntegrationAnswer answer = co_await std::move(waiting);
  exchange.integration_latency_ms = milliseconds_since(began);
  note_answer(exchange, answer);
  aws::HttpResponse response;
  response.status = answer.status;
  for (const auto& [name, value] : answer.headers) {
    if (!is_of_connection(name)) response.headers.add(name, value);
  }
  response.body = std::move(answer.body);
  co_return response;
}

}  // namespace cloudling::apigateway::rest
