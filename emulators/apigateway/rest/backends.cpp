#include "emulators/apigateway/rest/backends.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <chrono>
#include <utility>

#include "emulators/apigateway/rest/gateway_responses.h"
#include "emulators/aws/catalogue.h"
#include "emulators/aws/one_shot.h"

namespace cloudling::apigateway::rest {

namespace {

using boost::asio::awaitable;

constexpr size_t kMaxAnswer = 10u << 20;  // bytes

const aws::CatalogueService* service_of(const IntegrationUri& uri) {
  const auto services = aws::catalogue();
  const auto found = std::ranges::find(services, uri.service, &aws::CatalogueService::signing_name);
  return found != services.end() ? &*found : aws::find_service(uri.service);
}

std::string query_text(const aws::Query& query) {
  std::string text;
  for (const aws::QueryParameter& parameter : query) {
    text += text.empty() ? "?" : "&";
    text += aws::percent_encode(parameter.name) + "=" + aws::percent_encode(parameter.value);
  }
  return text;
}

/// What names the operation where the URI has an action: a header or a parameter, as the service's protocol has it.
void name_action(const aws::CatalogueService& service, const std::string& action, IntegrationRequest& request) {
  const bool form = request.headers.get("Content-Type").starts_with("application/x-www-form-urlencoded");
  if (!service.target_prefix.empty() && !form) {
    if (!request.headers.has("X-Amz-Target"))
      request.headers.set("X-Amz-Target", std::string(service.target_prefix) + "." + action);
    request.headers.set("Content-Type", "application/x-amz-json-" + std::string(service.json_version));
    return;
  }
  request.query.push_back({"Action", action, true});
  request.query.push_back({"Version", std::string(service.version), true});
}

aws::HttpRequest http_request(const aws::CatalogueService& service, const IntegrationUri& uri,
                              IntegrationRequest request) {
  std::string path = "/";
  if (uri.is_path) path += uri.target.starts_with('/') ? uri.target.substr(1) : uri.target;
  if (!uri.is_path) name_action(service, uri.target, request);
  if (!uri.subdomain.empty() && service.id == "s3") path = "/" + uri.subdomain + path;
  aws::HttpRequest made;
  made.method = request.method;
  std::string query = query_text(request.query);
  if (path.find('?') != std::string::npos && !query.empty()) query[0] = '&';
  made.target = path + query;
  made.headers = std::move(request.headers);
  made.headers.set("Host", std::string(service.signing_name) + "." + uri.region + ".amazonaws.com");
  made.headers.set("Content-Length", std::to_string(request.body.size()));
  made.body = std::move(request.body);
  return made;
}

/// The errorMessage of a function's failure; nothing where the answer is none.
std::optional<std::string> function_error(const aws::Headers& headers, const std::string& body) {
  if (!headers.has("X-Amz-Function-Error")) return std::nullopt;
  const auto parsed = json::parse(body);
  const json::Value* message = parsed ? json::find(*parsed, "errorMessage") : nullptr;
  return message && message->is_string() ? message->get<std::string>() : body;
}

}  // namespace

aws::CallContext integration_context(const Exchange& exchange, const std::string& region) {
  aws::CallContext context;
  context.account = exchange.deployed->scope.account;
  context.region = region.empty() ? exchange.deployed->scope.region : region;
  context.trace_id = exchange.trace_id.starts_with("Root=") ? exchange.trace_id.substr(5) : exchange.trace_id;
  const std::string role = exchange.integration().credentials.value_or("");
  if (role.find(":role/") == std::string::npos) {
    context.calling_service = "apigateway.amazonaws.com";
    context.source_arn = "arn:aws:execute-api:" + exchange.deployed->scope.region + ":" + context.account + ":" +
                         exchange.api().id + "/" + exchange.deployed->stage.stage_name + "/" +
                         exchange.route.method->http_method.value_or(exchange.client.method) +
                         exchange.route.resource->path;
    return context;
  }
  context.principal.kind = aws::Principal::Kind::kAssumedRole;
  context.principal.arn = "arn:aws:sts::" + context.account + ":assumed-role/" + role.substr(role.rfind('/') + 1) +
                          "/BackplaneAssumeRoleSession";
  return context;
}

awaitable<IntegrationAnswer> Backends::call_service(aws::CallContext context, IntegrationUri uri,
                                                    IntegrationRequest request) {
  const aws::CatalogueService* service = service_of(uri);
  if (!service) throw api_configuration_error("Invalid service: " + uri.service);
  aws::HttpRequest made = http_request(*service, uri, std::move(request));
  auto calling = gateway_.handle_for(std::move(context), std::string(service->id), std::move(made));
  aws::HttpResponse response = co_await std::move(calling);
  auto reading = response.body.read_all(kMaxAnswer);
  std::string body = co_await std::move(reading);
  IntegrationAnswer answer{.status = response.status, .headers = std::move(response.headers)};
  answer.function_error = function_error(answer.headers, body);
  answer.body = std::move(body);
  co_return answer;
}

awaitable<IntegrationAnswer> Backends::call_function(aws::CallContext context, std::string function,
                                                     std::string event) {
  json::Value input = json::Value::object();
  input["FunctionName"] = std::move(function);
  input["Payload"] = std::move(event);
  auto calling = caller_.call(std::move(context), "lambda", "Invoke", std::move(input), aws::Body());
  const aws::CallAnswer called = co_await std::move(calling);
  IntegrationAnswer answer;
  if (const json::Value* payload = json::find(called.output, "Payload"); payload && payload->is_string())
    answer.body = payload->get<std::string>();
  if (called.output.contains("FunctionError")) {
    answer.headers.set("X-Amz-Function-Error", "Unhandled");
    answer.function_error = function_error(answer.headers, answer.body);
  }
  co_return answer;
}

awaitable<Caller> Backends::caller_of(aws::HttpRequest& request) {
  auto verifying = gateway_.caller_of(request);
  Caller caller;
  caller.context = co_await std::move(verifying);
  caller.user_id = caller.context.account;
  if (caller.context.principal.arn.ends_with(":root")) co_return caller;
  auto asking = caller_.call(caller.context, "sts", "GetCallerIdentity", json::Value::object(), aws::Body());
  const aws::CallAnswer answer = co_await std::move(asking);
  caller.user_id = answer.output.value("UserId", caller.user_id);
  co_return caller;
}

awaitable<IntegrationAnswer> Backends::call_http(IntegrationRequest request) {
  OutgoingRequest outgoing;
  outgoing.method = request.method;
  std::string query = query_text(request.query);
  if (request.uri.find('?') != std::string::npos && !query.empty()) query[0] = '&';
  outgoing.url = request.uri + query;
  outgoing.headers = std::move(request.headers);
  outgoing.body = std::move(request.body);
  outgoing.timeout = std::chrono::milliseconds(request.timeout_ms);
  auto sending = http_.send(std::move(outgoing));
  OutgoingResponse response = co_await std::move(sending);
  co_return IntegrationAnswer{
      .status = response.status, .headers = std::move(response.headers), .body = std::move(response.body)};
}

awaitable<IntegrationAnswer> within(awaitable<IntegrationAnswer> work, int64_t timeout_ms) {
  struct Outcome {
    std::exception_ptr failure;
    std::optional<IntegrationAnswer> answer;
  };
  const auto executor = co_await boost::asio::this_coro::executor;
  auto outcome = std::make_shared<aws::OneShot<Outcome>>();
  auto timer = std::make_shared<boost::asio::steady_timer>(executor, std::chrono::milliseconds(timeout_ms));
  timer->async_wait([outcome, timer](const boost::system::error_code& cancelled) {
    if (!cancelled) outcome->set({});
  });
  boost::asio::co_spawn(executor, std::move(work), [outcome, timer](std::exception_ptr failed, IntegrationAnswer made) {
    outcome->set({failed, std::move(made)});
    timer->cancel();
  });
  auto waiting = outcome->get();
  Outcome ended = co_await std::move(waiting);
  if (ended.failure) std::rethrow_exception(ended.failure);
  if (ended.answer) co_return std::move(*ended.answer);
  auto timed_out = failure("INTEGRATION_TIMEOUT", "Endpoint request timed out", "InternalServerErrorException");
  timed_out.body = R"({"message": "Endpoint request timed out"})";
  timed_out.log_line = "Execution failed due to a timeout error";
  throw timed_out;
}

}  // namespace cloudling::apigateway::rest
