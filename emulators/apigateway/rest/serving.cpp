// Requests to deployed stages: from the URL to the exchange, and what is told of it afterwards.

#include <cstdio>
#include <optional>
#include <utility>

#include "emulators/apigateway/access_log.h"
#include "emulators/apigateway/rest/compression.h"
#include "emulators/apigateway/rest/gateway_responses.h"
#include "emulators/apigateway/rest/lookup.h"
#include "emulators/apigateway/rest/method_settings.h"
#include "emulators/apigateway/rest/rest.h"
#include "emulators/apigateway/rest/snapshot.h"

namespace cloudling::apigateway::rest {

namespace {

using boost::asio::awaitable;

constexpr size_t kMaxBody = 10u << 20;  // bytes
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Splits "/{stage}/rest".
void take_stage(ApiRequest& request) {
  const size_t end = std::min(request.path.find('/', 1), request.path.size());
  request.stage = aws::percent_decode(std::string_view(request.path).substr(1, end - 1));
  request.path = end == request.path.size() ? "/" : request.path.substr(end);
}

std::string hexadecimal_seconds(aws::TimeMs now) {
  char text[17];
  std::snprintf(text, sizeof text, "%08llx", static_cast<unsigned long long>(now / 1000));
  return text;
}

std::string port_of(const aws::HttpRequest& request) {
  const std::string_view host = request.headers.get("Host");
  const size_t colon = host.rfind(':');
  if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos)
    return std::string(host.substr(colon + 1));
  return request.tls ? "443" : "80";
}

json::Value identity_of(const Exchange& exchange) {
  json::Value identity = json::Value::object();
  for (const char* name :
       {"cognitoIdentityPoolId", "accountId", "cognitoIdentityId", "caller", "principalOrgId", "accessKey",
        "cognitoAuthenticationType", "cognitoAuthenticationProvider", "userArn", "user"}) {
    identity[name] = nullptr;
  }
  identity["sourceIp"] = exchange.client.peer;
  const std::string_view agent = exchange.client.headers.get("User-Agent");
  identity["userAgent"] = agent.empty() ? json::Value() : json::Value(std::string(agent));
  return identity;
}

}  // namespace

json::Value Rest::context_of(const Exchange& exchange, const std::string& domain) const {
  json::Value context = json::Value::object();
  if (exchange.route.resource) {
    context["resourceId"] = exchange.route.resource->id;
    context["resourcePath"] = exchange.route.resource->path;
  }
  context["httpMethod"] = exchange.client.method;
  context["extendedRequestId"] = exchange.extended_id;
  context["requestTime"] = request_time(exchange.time);
  context["path"] = aws::percent_decode(exchange.client.full_path);
  context["accountId"] = exchange.deployed->scope.account;
  context["protocol"] = "HTTP/1.1";
  context["stage"] = exchange.deployed->stage.stage_name;
  context["domainPrefix"] = domain.substr(0, domain.find('.'));
  context["requestTimeEpoch"] = exchange.time;
  context["requestId"] = exchange.request_id;
  context["identity"] = identity_of(exchange);
  context["domainName"] = domain;
  context["deploymentId"] = exchange.deployed->stage.deployment_id.value_or("");
  context["apiId"] = exchange.api().id;
  return context;
}

void Rest::begin(Exchange& exchange, const std::string& domain) {
  exchange.time = parts_.clock.now();
  exchange.request_id = parts_.ids.uuid();
  exchange.extended_id = parts_.ids.letters(15, kLetters) + "=";
  const std::string_view trace = exchange.client.headers.get("X-Amzn-Trace-Id");
  exchange.trace_id = trace.starts_with("Root=") ? std::string(trace)
                                                 : "Root=1-" + hexadecimal_seconds(exchange.time) + "-" +
                                                       parts_.ids.letters(24, "0123456789abcdef");
  for (const auto& [name, value] : exchange.deployed->stage.variables.value_or(Texts{})) {
    exchange.stage_variables[name] = value;
  }
  exchange.route = exchange.deployed->router.find(exchange.client.path, exchange.client.method);
  exchange.context = context_of(exchange, domain);
}

void Rest::forget_deployed_after(store::WriteTransaction& tx) {
  parts_.domains.forget_after(tx);
  tx.after_commit([this] {
    const std::lock_guard lock(mutex_);
    deployed_.clear();
    ++generation_;
  });
}

awaitable<std::shared_ptr<const Deployed>> Rest::find_deployed(const Scope& scope, std::string api_id,
                                                               std::string stage_name) {
  const std::string key = api_id + "/" + stage_name;
  uint64_t generation = 0;
  {
    const std::lock_guard lock(mutex_);
    if (epoch_ != parts_.store.epoch()) deployed_.clear();
    epoch_ = parts_.store.epoch();
    const auto found = deployed_.find(key);
    if (found != deployed_.end()) co_return found->second;
    generation = generation_;
  }
  auto load = [&](store::ReadTransaction& tx) -> std::shared_ptr<Deployed> {
    const auto stage = find_item<Stage>(tx, scope, api_id, stage_name);
    if (!stage) return nullptr;
    auto snapshot = find_item<Snapshot>(tx, scope, api_id, stage->deployment_id.value_or(""));
    if (!snapshot) return nullptr;
    auto deployed = std::make_shared<Deployed>(scope, *stage, std::move(*snapshot));
    const auto& canary = stage->canary_settings;
    if (!canary || !canary->deployment_id || canary->percent_traffic.value_or(0) <= 0) return deployed;
    auto trial = find_item<Snapshot>(tx, scope, api_id, *canary->deployment_id);
    if (!trial) return deployed;
    Stage changed = *stage;
    changed.deployment_id = canary->deployment_id;
    if (!changed.variables) changed.variables.emplace();
    for (const auto& [name, value] : canary->stage_variable_overrides.value_or(Texts{}))
      (*changed.variables)[name] = value;
    deployed->canary = std::make_shared<Deployed>(scope, std::move(changed), std::move(*trial));
    deployed->canary_percent = *canary->percent_traffic;
    return deployed;
  };
  auto loading = parts_.store.read(std::move(load));
  std::shared_ptr<const Deployed> deployed = co_await std::move(loading);
  const std::lock_guard lock(mutex_);
  if (deployed && generation == generation_) deployed_[key] = deployed;
  co_return deployed;
}

aws::Nothing Rest::flush_authorizers(const aws::CallContext& context, store::ReadTransaction& tx,
                                     const StageKey& input) {
  require_body(tx, context, input.place());
  authorization_.flush(input.parent, input.id);
  return {};
}

awaitable<std::optional<aws::HttpResponse>> Rest::answer(ApiRequest& request) {
  auto look = [&](store::ReadTransaction& tx) { return find_owner(tx, request.api_id); };
  const std::optional<Scope> owner = parts_.store.read_inline(look);
  if (!owner) co_return std::nullopt;
  if (!request.stage) take_stage(request);
  auto finding = find_deployed(*owner, request.api_id, *request.stage);
  std::shared_ptr<const Deployed> deployed = co_await std::move(finding);
  const bool disabled = deployed && deployed->snapshot.api.disable_execute_api_endpoint.value_or(false);
  if (!deployed || (disabled && !request.base_path)) {
    auto refusal = api_error(403, "ForbiddenException", "Forbidden");
    refusal.headers.add("x-amzn-RequestId", parts_.ids.uuid());
    co_return refusal;
  }
  if (deployed->canary && static_cast<double>(parts_.ids.next() % 10000) < deployed->canary_percent * 100)
    deployed = deployed->canary;
  auto serving = serve(std::move(deployed), request);
  auto response = co_await std::move(serving);
  co_return response;
}

awaitable<aws::HttpResponse> Rest::serve(std::shared_ptr<const Deployed> deployed, ApiRequest& request) {
  const auto began = std::chrono::steady_clock::now();
  Exchange exchange{.deployed = std::move(deployed)};
  ClientRequest& client = exchange.client;
  client.method = request.http.method;
  client.path = request.path;
  client.base_path = request.base_path.value_or("");
  client.full_path = (request.base_path ? *request.base_path : "/" + exchange.deployed->stage.stage_name) + client.path;
  client.query = request.http.query();
  client.headers = request.http.headers;
  client.peer = request.http.peer;
  begin(exchange, domain_of(request, *exchange.deployed));
  client.headers.set("X-Amzn-Trace-Id", exchange.trace_id);
  client.headers.add("X-Forwarded-For", client.peer);
  client.headers.set("X-Forwarded-Port", port_of(request.http));
  client.headers.set("X-Forwarded-Proto", request.http.tls ? "https" : "http");
  ExecutionLog log;
  const auto logging = logging_level(exchange);
  if (logging != LoggingLevel::kOff) exchange.log = &log;
  std::optional<aws::HttpResponse> response;
  try {
    auto identifying = authorization_.identify(exchange, request.http);
    co_await std::move(identifying);
    auto reading = request.http.body.read_all(kMaxBody);
    client.body = co_await std::move(reading);
    decompress_request(exchange);
  } catch (const GatewayFailure& failed) {
    response = answer_of(failed, exchange);
  } catch (const aws::Error& error) {
    response = answer_of(
        failure("REQUEST_TOO_LARGE", "HTTP content length exceeded 10485760 bytes.", "RequestTooLargeException"),
        exchange);
  }
  if (!response) {
    auto running = execution_.run(exchange);
    response = co_await std::move(running);
  }
  compress_response(exchange, *response);
  finish(exchange, *response, began);
  if (logging != LoggingLevel::kOff) write_execution_log(exchange, *response, log, logging);
  co_return std::move(*response);
}

std::string Rest::domain_of(const ApiRequest& request, const Deployed& deployed) {
  const std::string_view host = request.http.host();
  if (request.base_path || host.find("execute-api") != std::string_view::npos) return std::string(host);
  return deployed.snapshot.api.id + ".execute-api." + deployed.scope.region + ".localhost";
}

void Rest::finish(Exchange& exchange, aws::HttpResponse& response, std::chrono::steady_clock::time_point began) {
  response.headers.set("x-amzn-RequestId", exchange.request_id);
  response.headers.set("x-amz-apigw-id", exchange.extended_id);
  if (exchange.route.method && exchange.integration().type != "MOCK")
    response.headers.set("X-Amzn-Trace-Id", exchange.trace_id);
  const auto spent = std::chrono::steady_clock::now() - began;
  const int64_t latency = std::chrono::duration_cast<std::chrono::milliseconds>(spent).count();
  measure(exchange, response.status, latency);
  const auto& settings = exchange.deployed->stage.access_log_settings;
  if (!settings || !settings->format || !settings->destination_arn) return;
  json::Value& context = exchange.context;
  context["status"] = response.status;
  context["responseLength"] = response.body.size().value_or(0);
  context["responseLatency"] = latency;
  context["integrationLatency"] = exchange.integration_latency_ms;
  context["xrayTraceId"] = exchange.trace_id;
  write_access_log(parts_.logs, *settings->destination_arn,
                   exchange.api().id + "/" + exchange.deployed->stage.stage_name, exchange.time,
                   access_log_line(*settings->format, context));
}

void Rest::measure(const Exchange& exchange, int status, int64_t latency) {
  const std::string& api = exchange.api().name;
  const std::string& stage = exchange.deployed->stage.stage_name;
  std::vector<Texts> places{Texts{{"ApiName", api}}, Texts{{"ApiName", api}, {"Stage", stage}}};
  const MethodSetting* setting = exchange.route.method ? method_setting(exchange) : nullptr;
  if (setting && setting->metrics_enabled) {
    places.push_back(Texts{{"ApiName", api},
                           {"Method", exchange.client.method},
                           {"Resource", exchange.route.resource->path},
                           {"Stage", stage}});
  }
  std::vector<Measurement> values;
  for (const auto& dimensions : places) {
    const auto add = [&](const char* name, double value, const char* unit) {
      values.push_back(
          {.metric_namespace = "AWS/ApiGateway", .name = name, .dimensions = dimensions, .value = value, .unit = unit});
    };
    add("Count", 1, "Count");
    add("Latency", static_cast<double>(latency), "Milliseconds");
    if (exchange.route.method && exchange.integration().type != "MOCK")
      add("IntegrationLatency", static_cast<double>(exchange.integration_latency_ms), "Milliseconds");
    add("4XXError", status >= 400 && status < 500 ? 1 : 0, "Count");
    add("5XXError", status >= 500 ? 1 : 0, "Count");
  }
  parts_.metrics.record(exchange.deployed->scope.account, exchange.deployed->scope.region, std::move(values));
}

}  // namespace cloudling::apigateway::rest
