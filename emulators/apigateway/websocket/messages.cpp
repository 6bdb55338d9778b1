// What happens on an open connection: a message takes its route, an end is told to $disconnect.

#include <chrono>
#include <cstdio>
#include <utility>

#include "emulators/apigateway/access_log.h"
#include "emulators/apigateway/rest/gateway_responses.h"
#include "emulators/apigateway/websocket/web_socket_apis.h"

namespace cloudling::apigateway::websocket {

using boost::asio::awaitable;

namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr uint16_t kNoStatus = 1005;
constexpr uint16_t kBroken = 1006;

const char* name_of(Event event) {
  return event == Event::kConnect ? "CONNECT" : event == Event::kMessage ? "MESSAGE" : "DISCONNECT";
}

std::string new_trace(aws::IdSource& ids, aws::TimeMs now) {
  char seconds[17];
  std::snprintf(seconds, sizeof seconds, "%08llx", static_cast<unsigned long long>(now / 1000));
  return std::string("Root=1-") + seconds + "-" + ids.letters(24, "0123456789abcdef");
}

/// What a function gets as requestContext, but for what its event adds.
json::Value context_of(const Exchange& exchange, const Connection& connection) {
  json::Value context = json::Value::object();
  context["routeKey"] = nullptr;
  if (!connection.authorizer.is_null()) context["authorizer"] = connection.authorizer;
  context["eventType"] = name_of(exchange.event);
  context["extendedRequestId"] = exchange.request_id;
  context["requestTime"] = request_time(exchange.time);
  context["messageDirection"] = "IN";
  context["stage"] = connection.stage;
  context["connectedAt"] = connection.connected_at;
  context["requestTimeEpoch"] = exchange.time;
  context["identity"]["sourceIp"] = connection.peer;
  if (const std::string_view agent = connection.headers.get("User-Agent"); !agent.empty())
    context["identity"]["userAgent"] = std::string(agent);
  context["requestId"] = exchange.request_id;
  context["domainName"] = connection.domain;
  context["connectionId"] = connection.id;
  context["apiId"] = connection.api_id;
  return context;
}

}  // namespace

std::string WebSocketApis::new_id() { return parts_.ids.letters(15, kLetters) + "="; }

Exchange WebSocketApis::exchange_for(const Connection& connection, std::shared_ptr<const http::ServedStage> served,
                                     Event event) {
  Exchange exchange;
  exchange.served = std::move(served);
  exchange.event = event;
  exchange.connection_id = connection.id;
  exchange.http.method = "GET";
  exchange.http.target = connection.target;
  exchange.http.headers = connection.headers;
  exchange.http.peer = connection.peer;
  exchange.http.tls = connection.tls;
  exchange.domain = connection.domain;
  exchange.request_id = new_id();
  exchange.time = parts_.clock.now();
  exchange.trace_id = new_trace(parts_.ids, exchange.time);
  exchange.authorizer = connection.authorizer;
  exchange.context = context_of(exchange, connection);
  if (event == Event::kMessage) return exchange;
  const std::string key = event == Event::kConnect ? "$connect" : "$disconnect";
  exchange.taken = find_route(exchange.deployed(), key);
  exchange.context["routeKey"] = key;
  return exchange;
}

bool WebSocketApis::throttled(const Exchange& exchange) {
  return !http::admits(buckets_, exchange, exchange.route_key());
}

/// AWS/ApiGateway, of the API, of its stage and, where that is asked for, of the route.
void WebSocketApis::measure(const http::ServedStage& served, const std::string& route,
                            std::vector<Measurement> values) {
  const std::string& api = *served.api.api_id;
  const std::string& stage = *served.stage.stage_name;
  std::vector<http::Texts> places{http::Texts{{"ApiId", api}}, http::Texts{{"ApiId", api}, {"Stage", stage}}};
  if (!route.empty() && http::is_detailed(served.stage, route))
    places.push_back(http::Texts{{"ApiId", api}, {"Stage", stage}, {"Route", route}});
  std::vector<Measurement> all;
  for (const http::Texts& place : places) {
    for (Measurement value : values) {
      value.metric_namespace = "AWS/ApiGateway";
      value.dimensions = place;
      all.push_back(std::move(value));
    }
  }
  parts_.metrics.record(served.scope.account, served.scope.region, std::move(all));
}

/// Errors are the client's where the gateway refuses before it calls, the integration's where that answers so, and the
/// execution's where it can't be called.
void WebSocketApis::tell(const Exchange& exchange, int status) {
  write_log(exchange, status);
  std::vector<Measurement> values;
  const auto add = [&](const char* name, double value, const char* unit) {
    values.push_back({.metric_namespace = {}, .name = name, .dimensions = {}, .value = value, .unit = unit});
  };
  const bool called = exchange.integration_latency_ms >= 0;
  if (exchange.event == Event::kConnect && called) add("ConnectCount", 1, "Count");
  if (exchange.event == Event::kMessage) add("MessageCount", 1, "Count");
  const bool unreachable = exchange.context.contains("integrationErrorMessage");
  if (called) add("IntegrationLatency", static_cast<double>(exchange.integration_latency_ms), "Milliseconds");
  add("ClientError", !exchange.integration && status / 100 == 4 ? 1 : 0, "Count");
  add("IntegrationError", called && !unreachable && status >= 400 ? 1 : 0, "Count");
  add("ExecutionError", unreachable ? 1 : 0, "Count");
  measure(*exchange.served, exchange.route_key(), std::move(values));
}

void WebSocketApis::write_log(const Exchange& exchange, int status) {
  const auto& settings = exchange.stage().access_log_settings;
  if (!settings || !settings->destination_arn || !settings->format) return;
  json::Value context = exchange.context;
  context["status"] = std::to_string(status);
  write_access_log(parts_.logs, *settings->destination_arn, *exchange.api().api_id + "/" + *exchange.stage().stage_name,
                   exchange.time, access_log_line(*settings->format, context));
}

/// Runs the integration of the route that was taken; its failures are outcomes too.
awaitable<Outcome> WebSocketApis::run(Exchange& exchange) {
  const std::string target = exchange.taken->target.value_or("");
  const auto integration = exchange.deployed().integrations.find(target.substr(target.find('/') + 1));
  if (integration == exchange.deployed().integrations.end())
    co_return Outcome{.status = 500, .headers = {}, .body = {}};
  exchange.integration = &integration->second;
  std::string problem;
  const auto began = std::chrono::steady_clock::now();
  const auto note_time = [&] {
    const auto spent = std::chrono::steady_clock::now() - began;
    exchange.integration_latency_ms = std::chrono::duration_cast<std::chrono::milliseconds>(spent).count();
  };
  try {
    auto running = integrations_.run(exchange);
    Outcome outcome = co_await std::move(running);
    note_time();
    co_return outcome;
  } catch (const aws::Error& error) {
    problem = error.message;
  } catch (const rest::GatewayFailure& failure) {
    problem = failure.log_line.empty() ? failure.message : failure.log_line;
  } catch (const HttpFailure& failure) {
    problem = failure.what();
  }
  note_time();
  exchange.context["integrationErrorMessage"] = problem;
  co_return Outcome{.status = 500, .headers = {}, .body = {}};
}

void WebSocketApis::begin(const std::shared_ptr<Connection>& connection) {
  connections_.add(connection);
  end_in_time(connection, parts_.clock);
}

awaitable<void> WebSocketApis::take_message(std::shared_ptr<Connection> connection, std::string message) {
  connection->last_active = parts_.clock.now();
  auto finding = apis_.served().find(connection->api_id);
  const std::shared_ptr<const http::ServedApi> api = co_await std::move(finding);
  auto served = api ? api->stage(connection->stage) : nullptr;
  if (!served) {
    connection->socket->close(1001, "Going away");
    co_return;
  }
  Exchange exchange = exchange_for(*connection, std::move(served), Event::kMessage);
  exchange.body = std::move(message);
  exchange.context["messageId"] = new_id();
  auto routing = route_message(exchange, *connection);
  co_await std::move(routing);
}

void WebSocketApis::say(const Exchange& exchange, const Connection& connection, std::string message) {
  const bool binary = !json::valid_utf8(message);
  connection.socket->send(std::move(message), binary);
  measure(*exchange.served, exchange.route_key(), {{.name = "MessageCount", .value = 1, .unit = "Count"}});
}

awaitable<void> WebSocketApis::route_message(Exchange& exchange, const Connection& connection) {
  exchange.taken = select_route(exchange);
  if (!exchange.taken) {
    say(exchange, connection, json::write(gateway_message(exchange, "Forbidden")));
    tell(exchange, 403);
    co_return;
  }
  exchange.context["routeKey"] = exchange.route_key();
  if (throttled(exchange)) {
    say(exchange, connection, json::write(gateway_message(exchange, "Too Many Requests")));
    tell(exchange, 429);
    co_return;
  }
  if (!is_valid(exchange)) {
    say(exchange, connection, json::write(gateway_message(exchange, "Bad request body")));
    tell(exchange, 400);
    co_return;
  }
  auto running = run(exchange);
  Outcome outcome = co_await std::move(running);
  tell(exchange, outcome.status);
  if (outcome.status >= 500 && outcome.body.empty()) {
    say(exchange, connection, json::write(gateway_message(exchange, "Internal server error")));
    co_return;
  }
  const bool answers = exchange.taken->route_response_selection_expression &&
                       exchange.deployed().route_responses.contains(*exchange.taken->route_id);
  if (!answers || outcome.body.empty()) co_return;
  say(exchange, connection, std::move(outcome.body));
}

awaitable<void> WebSocketApis::end(std::shared_ptr<Connection> connection, uint16_t status, std::string reason) {
  connections_.remove(connection->id);
  auto finding = apis_.served().find(connection->api_id);
  const std::shared_ptr<const http::ServedApi> api = co_await std::move(finding);
  auto served = api ? api->stage(connection->stage) : nullptr;
  if (!served) co_return;
  Exchange exchange = exchange_for(*connection, std::move(served), Event::kDisconnect);
  exchange.context["disconnectStatusCode"] = status;
  if (reason.empty() && status == kNoStatus) reason = "Client-side close frame status not set";
  if (reason.empty() && status == kBroken) reason = "Connection Closed Abnormally";
  exchange.context["disconnectReason"] = reason;
  if (!exchange.taken || !exchange.taken->target) co_return;
  auto running = run(exchange);
  const Outcome outcome = co_await std::move(running);
  tell(exchange, outcome.status);
}

}  // namespace cloudling::apigateway::websocket
