#include "emulators/apigateway/websocket/integration.h"

#include <re2/re2.h>

#include <utility>

#include "emulators/apigateway/http/expressions.h"
#include "emulators/apigateway/http/payload.h"
#include "emulators/apigateway/lambda_proxy.h"
#include "emulators/apigateway/rest/gateway_responses.h"
#include "emulators/apigateway/rest/transformation.h"
#include "emulators/apigateway/velocity/mapping_template.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/parsed_texts.h"

namespace cloudling::apigateway::websocket {

using boost::asio::awaitable;
using http::Integration;
using http::IntegrationResponse;
using http::Texts;

namespace {

constexpr int64_t kTimeoutMs = 29'000;

aws::CallContext context_for(const Exchange& exchange, const std::string& region) {
  return http::integration_context(exchange, region, exchange.route_arn());
}

/// The template that the expression selects, else the one under "$default"; nullptr without either.
const std::string* select_template(const std::optional<Texts>& templates, const std::optional<std::string>& expression,
                                   const Exchange& exchange) {
  if (!templates) return nullptr;
  const std::string given = expression.value_or("$default");
  const std::string key =
      given == "\\$default" || given == "$default" ? "$default" : http::evaluate(given, exchange).value_or("$default");
  auto found = templates->find(key);
  if (found == templates->end()) found = templates->find("$default");
  return found == templates->end() ? nullptr : &found->second;
}

std::string render(const std::string& text, const Exchange& exchange, std::string body) {
  velocity::MappingInput input;
  input.body = std::move(body);
  input.context = exchange.context;
  for (const auto& [name, value] : exchange.stage().stage_variables.value_or(Texts()))
    input.stage_variables[name] = value;
  static aws::ParsedTexts<velocity::Template> templates;
  try {
    return velocity::render_mapping_template(*templates.get(text, velocity::Template::parse), input).text;
  } catch (const std::runtime_error& problem) {
    throw rest::api_configuration_error(std::string("Unable to transform request: ") + problem.what());
  }
}

std::string request_body(const Exchange& exchange) {
  const Integration& integration = *exchange.integration;
  const std::string* text =
      select_template(integration.request_templates, integration.template_selection_expression, exchange);
  if (text) return render(*text, exchange, exchange.body);
  const std::string behavior = integration.passthrough_behavior.value_or("WHEN_NO_MATCH");
  const bool has_templates = integration.request_templates && !integration.request_templates->empty();
  if (behavior == "NEVER" || (behavior == "WHEN_NO_TEMPLATES" && has_templates))
    throw rest::failure("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type", "UnsupportedMediaTypeException");
  return exchange.body;
}

rest::IntegrationRequest request_of(const Exchange& exchange) {
  const Integration& integration = *exchange.integration;
  rest::IntegrationRequest request;
  request.method = integration.integration_method.value_or("POST");
  request.uri = integration.integration_uri.value_or("");
  for (const auto& [name, value] : exchange.stage().stage_variables.value_or(Texts())) {
    const std::string variable = "${stageVariables." + name + "}";
    for (size_t at = request.uri.find(variable); at != std::string::npos;
         at = request.uri.find(variable, at + value.size()))
      request.uri.replace(at, variable.size(), value);
  }
  request.timeout_ms = integration.timeout_in_millis.value_or(kTimeoutMs);
  request.headers.set("Content-Type", "application/json");
  constexpr std::string_view kHeader = "integration.request.header.";
  constexpr std::string_view kQuery = "integration.request.querystring.";
  constexpr std::string_view kPath = "integration.request.path.";
  for (const auto& [target, source] : integration.request_parameters.value_or(Texts())) {
    const auto value = value_of(source, exchange);
    if (!value) continue;
    if (target.starts_with(kHeader)) request.headers.set(target.substr(kHeader.size()), *value);
    if (target.starts_with(kQuery)) request.query.push_back({target.substr(kQuery.size()), *value, true});
    if (!target.starts_with(kPath)) continue;
    const std::string label = "{" + target.substr(kPath.size()) + "}";
    const size_t at = request.uri.find(label);
    if (at != std::string::npos) request.uri.replace(at, label.size(), aws::percent_encode(*value, true));
  }
  request.body = *integration.integration_type == "HTTP_PROXY" ? exchange.body : request_body(exchange);
  return request;
}

/// The response whose key, a regular expression between slashes, the answer matches, else $default.
const IntegrationResponse* select_response(const Exchange& exchange, const rest::IntegrationAnswer& answer) {
  const auto found = exchange.deployed().integration_responses.find(*exchange.integration->integration_id);
  if (found == exchange.deployed().integration_responses.end()) return nullptr;
  const std::string expression = exchange.integration->integration_response_selection_expression.value_or("");
  const bool by_error = expression.find("errorMessage") != std::string::npos;
  const std::string selector = by_error ? answer.function_error.value_or("") : std::to_string(answer.status);
  const IntegrationResponse* usual = nullptr;
  for (const IntegrationResponse& response : found->second) {
    const std::string& key = *response.integration_response_key;
    if (key == "$default") usual = &response;
    if (key.size() < 2 || key.front() != '/') continue;
    const re2::RE2 pattern(key.substr(1, key.size() - 2), re2::RE2::Quiet);
    if (pattern.ok() && re2::RE2::FullMatch(selector, pattern)) return &response;
  }
  return usual;
}

Outcome outcome_of(const Exchange& exchange, rest::IntegrationAnswer answer) {
  Outcome outcome{.status = answer.function_error ? 500 : answer.status, .headers = {}, .body = answer.body};
  if (*exchange.integration->integration_type == "HTTP_PROXY") return outcome;
  const IntegrationResponse* response = select_response(exchange, answer);
  if (!response) return outcome;
  const std::string* text =
      select_template(response->response_templates, response->template_selection_expression, exchange);
  if (text) outcome.body = render(*text, exchange, std::move(answer.body));
  return outcome;
}

}  // namespace

awaitable<Outcome> Integrations::run(Exchange& exchange) {
  if (*exchange.integration->integration_type == "AWS_PROXY") {
    auto calling = call_function(exchange);
    Outcome outcome = co_await std::move(calling);
    co_return outcome;
  }
  rest::IntegrationRequest request = request_of(exchange);
  auto sending = send(exchange, std::move(request));
  rest::IntegrationAnswer answer = co_await std::move(sending);
  exchange.context["integrationStatus"] = std::to_string(answer.status);
  co_return outcome_of(exchange, std::move(answer));
}

awaitable<rest::IntegrationAnswer> Integrations::send(Exchange& exchange, rest::IntegrationRequest request) {
  const std::string& type = *exchange.integration->integration_type;
  if (type == "MOCK") co_return rest::mock_answer(request);
  const int64_t timeout_ms = request.timeout_ms;
  std::optional<awaitable<rest::IntegrationAnswer>> work;
  if (type == "AWS") {
    const auto uri = rest::parse_integration_uri(request.uri);
    if (!uri) throw rest::api_configuration_error("Invalid ARN: " + request.uri);
    work = backends_.call_service(context_for(exchange, uri->region), *uri, std::move(request));
  } else {
    work = backends_.call_http(std::move(request));
  }
  auto waiting = rest::within(std::move(*work), timeout_ms);
  rest::IntegrationAnswer answer = co_await std::move(waiting);
  co_return answer;
}

awaitable<Outcome> Integrations::call_function(Exchange& exchange) {
  const Integration& integration = *exchange.integration;
  const std::string function = http::function_of(integration.integration_uri.value_or(""));
  auto calling = backends_.call_function(context_for(exchange, ""), function, json::write(event_of(exchange)));
  auto waiting = rest::within(std::move(calling), integration.timeout_in_millis.value_or(kTimeoutMs));
  const rest::IntegrationAnswer answer = co_await std::move(waiting);
  if (answer.function_error) throw rest::bad_integration_answer(*answer.function_error);
  auto proxied = proxy_answer(answer.body);
  if (!proxied) throw rest::bad_integration_answer("Malformed Lambda proxy response");
  exchange.context["integrationStatus"] = std::to_string(proxied->response.status);
  Outcome outcome{.status = proxied->response.status, .headers = std::move(proxied->response.headers), .body = {}};
  outcome.body = proxied->response.body.take_bytes();
  if (!proxied->is_base64) co_return outcome;
  if (auto bytes = aws::base64_decode(outcome.body)) outcome.body = std::move(*bytes);
  co_return outcome;
}

}  // namespace cloudling::apigateway::websocket
