// Requests to stages of HTTP APIs: from the URL to the integration, and what is told of it afterwards.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "emulators/apigateway/access_log.h"
#include "emulators/apigateway/http/cors.h"
#include "emulators/apigateway/http/expressions.h"
#include "emulators/apigateway/http/http_apis.h"
#include "emulators/aws/encoding.h"

namespace cloudling::apigateway::http {

using boost::asio::awaitable;

namespace {

constexpr size_t kMaxBody = 10u << 20;  // bytes
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// The stage that serves a request, and the path behind it.
struct Target {
  std::shared_ptr<const ServedStage> stage;  ///< nullptr where there is none
  std::string path;
};

/// "/stage/rest" where there is such a stage, else $default.
Target target_of(const ServedApi& api, const ApiRequest& request) {
  if (request.stage) return {api.stage(*request.stage), request.path};
  const size_t end = std::min(request.path.find('/', 1), request.path.size());
  const std::string name = aws::percent_decode(std::string_view(request.path).substr(1, end - 1));
  if (auto named = api.stage(name)) return {named, end == request.path.size() ? "/" : request.path.substr(end)};
  return {api.stage("$default"), request.path};
}

std::string new_trace(aws::IdSource& ids, aws::TimeMs now) {
  char seconds[17];
  std::snprintf(seconds, sizeof seconds, "%08llx", static_cast<unsigned long long>(now / 1000));
  return std::string("Root=1-") + seconds + "-" + ids.letters(24, "0123456789abcdef");
}

int64_t milliseconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count();
}

/// AWS/ApiGateway, of the API, of its stage and, where that is asked for, of the route.
void measure(MetricSink& metrics, const Exchange& exchange, const aws::HttpResponse& response, int64_t latency) {
  using Dimensions = std::map<std::string, std::string>;
  const std::string& api = *exchange.api().api_id;
  const std::string& stage = *exchange.stage().stage_name;
  std::vector<Dimensions> places{Dimensions{{"ApiId", api}}, Dimensions{{"ApiId", api}, {"Stage", stage}}};
  const std::string key = exchange.route ? *exchange.route->route->route_key : "";
  const size_t space = key.find(' ');
  if (space != std::string::npos && is_detailed(exchange.stage(), key)) {
    places.push_back(Dimensions{
        {"ApiId", api}, {"Stage", stage}, {"Method", key.substr(0, space)}, {"Resource", key.substr(space + 1)}});
  }
  const int64_t sent = aws::parse_integer(exchange.http.headers.get("Content-Length")).value_or(0);
  const auto bytes = static_cast<double>(sent) + static_cast<double>(response.body.size().value_or(0));
  const json::Value* integration = json::find(exchange.context, "integrationLatency");
  std::vector<Measurement> values;
  for (const Dimensions& place : places) {
    const auto add = [&](const char* name, double value, const char* unit) {
      values.push_back({"AWS/ApiGateway", name, place, value, unit});
    };
    add("Count", 1, "Count");
    add("4xx", response.status / 100 == 4 ? 1 : 0, "Count");
    add("5xx", response.status / 100 == 5 ? 1 : 0, "Count");
    add("Latency", static_cast<double>(latency), "Milliseconds");
    if (integration) add("IntegrationLatency", std::stod(integration->get<std::string>()), "Milliseconds");
    add("DataProcessed", bytes, "Bytes");
  }
  metrics.record(exchange.scope().account, exchange.scope().region, std::move(values));
}

}  // namespace

aws::HttpResponse message_response(int status, const std::string& message) { return api_error(status, "", message); }

// ---- a request

std::string Exchange::source_arn(const std::string& method_and_path) const {
  return "arn:aws:execute-api:" + scope().region + ":" + scope().account + ":" + *api().api_id + "/" +
         *stage().stage_name + "/" + method_and_path;
}

void HttpApis::begin(Exchange& exchange) {
  exchange.time = parts_.clock.now();
  exchange.request_id = parts_.ids.letters(15, kLetters) + "=";
  const std::string_view trace = exchange.http.headers.get("X-Amzn-Trace-Id");
  exchange.trace_id = trace.starts_with("Root=") ? std::string(trace) : new_trace(parts_.ids, exchange.time);
  exchange.domain = std::string(exchange.http.host());
  exchange.route = find_route(exchange.deployed().routes, exchange.http.method, exchange.path);
  json::Value& context = exchange.context;
  context["accountId"] = exchange.scope().account;
  context["apiId"] = *exchange.api().api_id;
  context["domainName"] = exchange.domain;
  context["domainPrefix"] = exchange.domain.substr(0, exchange.domain.find('.'));
  context["extendedRequestId"] = exchange.request_id;
  context["httpMethod"] = exchange.http.method;
  context["identity"]["sourceIp"] = exchange.http.peer;
  context["identity"]["userAgent"] = std::string(exchange.http.headers.get("User-Agent"));
  context["path"] = exchange.full_path;
  context["protocol"] = "HTTP/1.1";
  context["requestId"] = exchange.request_id;
  context["requestTime"] = request_time(exchange.time);
  context["requestTimeEpoch"] = exchange.time;
  context["stage"] = *exchange.stage().stage_name;
  if (exchange.route) context["routeKey"] = *exchange.route->route->route_key;
}

void HttpApis::write_log(const Exchange& exchange, const aws::HttpResponse& response, int64_t length) {
  const auto& settings = exchange.stage().access_log_settings;
  if (!settings || !settings->destination_arn || !settings->format) return;
  json::Value context = exchange.context;
  context["status"] = std::to_string(response.status);
  context["responseLength"] = std::to_string(length);
  context["responseLatency"] = std::to_string(parts_.clock.now() - exchange.time);
  write_access_log(parts_.logs, *settings->destination_arn, *exchange.api().api_id + "/" + *exchange.stage().stage_name,
                   exchange.time, access_log_line(*settings->format, context));
}

awaitable<std::optional<aws::HttpResponse>> HttpApis::answer(ApiRequest& request) {
  auto finding = served_.find(request.api_id);
  const std::shared_ptr<const ServedApi> found = co_await std::move(finding);
  if (!found || found->api.protocol_type == "WEBSOCKET") co_return std::nullopt;
  if (found->api.disable_execute_api_endpoint.value_or(false) && !request.base_path)
    co_return message_response(403, "Forbidden");
  Target target = target_of(*found, request);
  if (!target.stage) co_return message_response(404, "Not Found");
  const auto& cors = found->api.cors_configuration;
  if (cors && is_preflight(request.http)) co_return preflight_response(*cors, request.http);
  Exchange exchange{.served = std::move(target.stage)};
  exchange.path = std::move(target.path);
  const std::string& stage = *exchange.stage().stage_name;
  exchange.full_path = request.base_path.value_or(stage == "$default" ? "" : "/" + stage) + exchange.path;
  exchange.http = std::move(request.http);
  const auto began = std::chrono::steady_clock::now();
  begin(exchange);
  auto serving = serve(exchange);
  aws::HttpResponse response = co_await std::move(serving);
  if (exchange.api().cors_configuration) add_cors_headers(*exchange.api().cors_configuration, exchange.http, response);
  response.headers.set("apigw-requestid", exchange.request_id);
  measure(parts_.metrics, exchange, response, milliseconds_since(began));
  write_log(exchange, response, static_cast<int64_t>(response.body.size().value_or(0)));
  co_return response;
}

awaitable<aws::HttpResponse> HttpApis::serve(Exchange& exchange) {
  if (!exchange.route) co_return message_response(404, "Not Found");
  const std::string target = exchange.route->route->target.value_or("");
  const auto integration = exchange.deployed().integrations.find(target.substr(target.find('/') + 1));
  if (integration == exchange.deployed().integrations.end()) co_return message_response(500, "Internal Server Error");
  exchange.integration = &integration->second;
  if (!admits(buckets_, exchange, *exchange.route->route->route_key))
    co_return message_response(429, "Too Many Requests");
  std::optional<aws::HttpResponse> failure;
  try {
    auto reading = exchange.http.body.read_all(kMaxBody);
    exchange.body = co_await std::move(reading);
  } catch (const aws::Error& error) {
    failure =
        error.status == 413 ? message_response(413, "Request Entity Too Large") : message_response(400, "Bad Request");
  }
  if (failure) co_return std::move(*failure);
  aws::HttpResponse refusal;
  auto authorizing = authorize(exchange, refusal);
  const bool welcome = co_await std::move(authorizing);
  if (!welcome) co_return refusal;
  const auto began = std::chrono::steady_clock::now();
  auto integrating = integrate(exchange);
  aws::HttpResponse response = co_await std::move(integrating);
  exchange.context["integrationLatency"] = std::to_string(milliseconds_since(began));
  co_return response;
}

}  // namespace cloudling::apigateway::http
