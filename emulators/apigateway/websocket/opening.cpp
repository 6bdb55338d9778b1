// A connection is opened: who may, what $connect's integration says to it, and the session that serves it from then on.

#include <utility>

#include "emulators/apigateway/access_log.h"
#include "emulators/apigateway/http/decisions.h"
#include "emulators/apigateway/http/payload.h"
#include "emulators/apigateway/lambda_proxy.h"
#include "emulators/apigateway/rest/gateway_responses.h"
#include "emulators/apigateway/rest/subscriptions.h"
#include "emulators/apigateway/websocket/web_socket_apis.h"

namespace cloudling::apigateway::websocket {

using boost::asio::awaitable;

namespace {

constexpr int64_t kAuthorizerMs = 10'000;

class Session : public aws::WebSocketSession {
 public:
  Session(WebSocketApis& apis, std::shared_ptr<Connection> connection)
      : apis_(apis), connection_(std::move(connection)) {}

  void opened(std::shared_ptr<aws::WebSocket> socket) override {
    connection_->socket = std::move(socket);
    apis_.begin(connection_);
  }
  awaitable<void> received(std::string message, bool) override {
    return apis_.take_message(connection_, std::move(message));
  }
  awaitable<void> closed(uint16_t status, std::string reason) override {
    return apis_.end(connection_, status, std::move(reason));
  }

 private:
  WebSocketApis& apis_;
  std::shared_ptr<Connection> connection_;
};

/// "/{stage}" alone.
std::string stage_of(const ApiRequest& request) {
  if (request.stage) return request.path == "/" ? *request.stage : "";
  std::string_view path = std::string_view(request.path).substr(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  return path.find('/') == std::string_view::npos ? aws::percent_decode(path) : "";
}

std::shared_ptr<Connection> connection_of(const aws::HttpRequest& request, const http::ServedStage& served) {
  auto connection = std::make_shared<Connection>();
  connection->api_id = *served.api.api_id;
  connection->stage = *served.stage.stage_name;
  connection->scope = served.scope;
  connection->target = request.target;
  connection->headers = request.headers;
  connection->peer = request.peer;
  connection->tls = request.tls;
  connection->domain = std::string(request.host());
  return connection;
}

/// What an authorizer's function gets.
json::Value authorizer_event(const Exchange& exchange) {
  json::Value event = json::Value::object();
  event["type"] = "REQUEST";
  event["methodArn"] = exchange.route_arn();
  add_headers(exchange.http.headers, event);
  add_query(exchange.http.query(), event);
  event["stageVariables"] = json::Value::object();
  for (const auto& [name, value] : exchange.stage().stage_variables.value_or(http::Texts()))
    event["stageVariables"][name] = value;
  event["requestContext"] = exchange.context;
  return event;
}

aws::HttpResponse refusal(const Exchange& exchange, int status, const std::string& message) {
  auto response = api_error(status, "", message);
  response.body = json::write(gateway_message(exchange, message));
  return response;
}

}  // namespace

awaitable<std::optional<aws::UpgradeAnswer>> WebSocketApis::open(const aws::HttpRequest& request) {
  const auto meant = find_api(request, parts_.domains);
  if (!meant) co_return std::nullopt;
  auto finding = apis_.served().find(meant->api_id);
  const std::shared_ptr<const http::ServedApi> api = co_await std::move(finding);
  if (!api || api->api.protocol_type != "WEBSOCKET") co_return std::nullopt;
  aws::UpgradeAnswer answer;
  const auto served = api->stage(stage_of(*meant));
  answer.response = api_error(403, "ForbiddenException", "Forbidden");
  const bool disabled = api->api.disable_execute_api_endpoint.value_or(false) && !meant->base_path;
  if (!served || disabled) co_return answer;
  auto connection = connection_of(request, *served);
  connection->id = new_id();
  connection->connected_at = connection->last_active = parts_.clock.now();
  Exchange exchange = exchange_for(*connection, served, Event::kConnect);
  auto connecting = connect(exchange);
  answer.response = co_await std::move(connecting);
  tell(exchange, answer.response.status);
  if (answer.response.status >= 300) co_return answer;
  connection->authorizer = exchange.authorizer;
  answer.session = std::make_shared<Session>(*this, std::move(connection));
  co_return answer;
}

/// What is answered to the upgrade: 200 with the fields of the 101, or a refusal.
awaitable<aws::HttpResponse> WebSocketApis::connect(Exchange& exchange) {
  if (!exchange.taken) co_return aws::HttpResponse{};
  auto letting = let_in(exchange);
  auto refused = co_await std::move(letting);
  if (refused) co_return std::move(*refused);
  if (throttled(exchange)) co_return refusal(exchange, 429, "Too Many Requests");
  if (!exchange.taken->target) co_return aws::HttpResponse{};
  auto running = run(exchange);
  const Outcome outcome = co_await std::move(running);
  if (outcome.status >= 500) co_return refusal(exchange, 502, "Internal server error");
  if (outcome.status >= 300) co_return refusal(exchange, outcome.status, "Forbidden");
  aws::HttpResponse accepted;
  for (const auto& [name, value] : outcome.headers) {
    if (aws::equals_ignoring_case(name, "Sec-WebSocket-Protocol")) accepted.headers.set(name, value);
  }
  co_return accepted;
}

awaitable<std::optional<aws::HttpResponse>> WebSocketApis::let_in(Exchange& exchange) {
  const std::string type = exchange.taken->authorization_type.value_or("NONE");
  if (type == "AWS_IAM") {
    auto asking = identify(exchange);
    auto refused = co_await std::move(asking);
    if (refused) co_return refused;
  }
  if (type == "CUSTOM") {
    const auto found = exchange.deployed().authorizers.find(exchange.taken->authorizer_id.value_or(""));
    if (found == exchange.deployed().authorizers.end()) co_return refusal(exchange, 500, "Internal server error");
    auto asking = authorize(exchange, found->second);
    auto refused = co_await std::move(asking);
    if (refused) co_return refused;
  }
  if (!exchange.taken->api_key_required.value_or(false)) co_return std::nullopt;
  const std::string expression = exchange.api().api_key_selection_expression.value_or("");
  const std::string key = value_of(expression.substr(expression.starts_with('$') ? 1 : 0), exchange).value_or("");
  auto look = [&](store::ReadTransaction& tx) {
    return !key.empty() &&
           rest::is_subscribed(tx, exchange.scope(), *exchange.api().api_id, *exchange.stage().stage_name, key);
  };
  auto looking = parts_.store.read(std::move(look));
  const bool subscribed = co_await std::move(looking);
  if (!subscribed) co_return refusal(exchange, 403, "Forbidden");
  exchange.context["identity"]["apiKey"] = key;
  co_return std::nullopt;
}

awaitable<std::optional<aws::HttpResponse>> WebSocketApis::identify(Exchange& exchange) {
  std::string problem;
  try {
    auto asking = backends_.caller_of(exchange.http);
    const rest::Caller caller = co_await std::move(asking);
    auto judging = parts_.judge.require(caller.context, "execute-api:Invoke", exchange.route_arn(), "");
    co_await std::move(judging);
    json::Value& identity = exchange.context["identity"];
    identity["accessKey"] = caller.context.principal.access_key;
    identity["accountId"] = caller.context.account;
    identity["caller"] = identity["user"] = caller.user_id;
    identity["userArn"] = caller.context.principal.arn;
    co_return std::nullopt;
  } catch (const aws::Error& error) {
    problem = error.message;
  }
  co_return refusal(exchange, 403, problem);
}

awaitable<std::optional<aws::HttpResponse>> WebSocketApis::authorize(Exchange& exchange,
                                                                     const http::Authorizer& authorizer) {
  for (const std::string& source : authorizer.identity_source.value_or(http::Names())) {
    const auto value = value_of(source, exchange);
    if (!value || value->empty()) co_return refusal(exchange, 401, "Unauthorized");
  }
  aws::CallContext context;
  context.account = exchange.scope().account;
  context.region = exchange.scope().region;
  context.calling_service = "apigateway.amazonaws.com";
  context.source_arn = "arn:aws:execute-api:" + context.region + ":" + context.account + ":" + *exchange.api().api_id +
                       "/authorizers/" + *authorizer.authorizer_id;
  std::optional<http::Decision> decision;
  std::optional<aws::HttpResponse> failed;
  try {
    auto calling = backends_.call_function(std::move(context), http::function_of(*authorizer.authorizer_uri),
                                           json::write(authorizer_event(exchange)));
    auto waiting = rest::within(std::move(calling), kAuthorizerMs);
    const rest::IntegrationAnswer answer = co_await std::move(waiting);
    if (answer.function_error == "Unauthorized") failed = refusal(exchange, 401, "Unauthorized");
    if (!answer.function_error) decision = http::decision_of(answer.body, false, exchange.route_arn());
  } catch (const aws::Error& error) {
    exchange.context["authorizer"]["error"] = error.message;
  } catch (const rest::GatewayFailure& failure) {
    exchange.context["authorizer"]["error"] = failure.message;
  }
  if (failed) co_return failed;
  if (!decision) co_return refusal(exchange, 500, "Internal server error");
  if (!decision->allowed) co_return refusal(exchange, 403, "User is not authorized to access this resource");
  exchange.authorizer = decision->context;
  exchange.context["authorizer"] = decision->context;
  co_return std::nullopt;
}

}  // namespace cloudling::apigateway::websocket
