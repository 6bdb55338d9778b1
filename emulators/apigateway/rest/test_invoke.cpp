// TestInvokeMethod: a method as it is, without deployment, authorization and limits, with the log of its execution.
// TestInvokeAuthorizer: what an authorizer says of a request.

#include <algorithm>
#include <ctime>

#include "emulators/apigateway/rest/gateway_responses.h"
#include "emulators/apigateway/rest/lookup.h"
#include "emulators/apigateway/rest/methods.h"
#include "emulators/apigateway/rest/rest.h"
#include "emulators/apigateway/rest/snapshot.h"

namespace cloudling::apigateway::rest {

namespace {

using boost::asio::awaitable;

/// "Sat Nov 28 08:30:09 UTC 2026 : "
std::string log_front(aws::TimeMs time) {
  const std::time_t seconds = time / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  const size_t size = std::strftime(text, sizeof text, "%a %b %d %H:%M:%S UTC %Y : ", &parts);
  return {text, size};
}

/// The lines as they are shown.
std::string log_text(const Exchange& exchange) {
  std::string text = "Execution log for request " + exchange.request_id + "\n";
  for (const std::string& line : *exchange.log) text += log_front(exchange.time) + line + "\n";
  return text;
}

int64_t milliseconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began).count();
}

template <class Input>
ClientRequest client_of(const Input& input, const std::string& method, const std::string& path) {
  ClientRequest client;
  const std::string target = input.path_with_query_string.value_or(path);
  client.method = method;
  client.path = target.substr(0, target.find('?'));
  client.full_path = client.path;
  if (const size_t mark = target.find('?'); mark != std::string::npos)
    client.query = aws::parse_query(target.substr(mark + 1));
  client.body = input.body.value_or("");
  client.peer = "test-invoke-source-ip";
  for (const auto& [name, value] : input.headers.value_or(Texts{})) client.headers.add(name, value);
  for (const auto& [name, values] :
       input.multi_value_headers.value_or(std::map<std::string, std::vector<std::string>>{})) {
    client.headers.erase(name);
    for (const std::string& value : values) client.headers.add(name, value);
  }
  return client;
}

}  // namespace

awaitable<TestInvokeMethodOutput> Rest::test_invoke_method(const aws::CallContext& context,
                                                           TestInvokeMethodInput input) {
  const auto began = std::chrono::steady_clock::now();
  auto look = [&](store::ReadTransaction& tx) {
    require_method(tx, context, input);
    return take_snapshot(tx, scope_of(context), input.rest_api_id);
  };
  auto looking = parts_.store.read(std::move(look));
  Snapshot snapshot = co_await std::move(looking);
  Stage stage{.stage_name = "test-invoke-stage", .deployment_id = "test"};
  stage.variables = input.stage_variables;
  auto deployed = std::make_shared<Deployed>(scope_of(context), std::move(stage), std::move(snapshot));
  const auto& resources = deployed->snapshot.resources;
  const auto resource = std::ranges::find(resources, input.resource_id, &Resource::id);
  const std::string method = input.http_method == "ANY" ? "GET" : input.http_method;
  Exchange exchange{.deployed = deployed, .client = client_of(input, method, resource->path)};
  ExecutionLog log;
  exchange.log = &log;
  exchange.test = true;
  begin(exchange, exchange.api().id + ".execute-api." + context.region + ".amazonaws.com");
  exchange.route.resource = &*resource;
  exchange.route.method = &resource->resource_methods->at(input.http_method);
  if (!exchange.route.method->method_integration) throw not_found("No integration defined for method");
  log = {"Starting execution for request: " + exchange.request_id,
         "HTTP Method: " + exchange.client.method + ", Resource Path: " + exchange.client.path,
         "Method request body before transformations: " + exchange.client.body};
  auto running = execution_.run(exchange);
  aws::HttpResponse response = co_await std::move(running);
  log.push_back(response.status < 500 ? "Successfully completed execution" : "Execution failed");
  log.push_back("Method completed with status: " + std::to_string(response.status));
  TestInvokeMethodOutput output{.status = response.status, .body = response.body.take_bytes()};
  response.headers.set("X-Amzn-Trace-Id", exchange.trace_id);
  for (const auto& [name, value] : response.headers) {
    output.headers[name] = value;
    output.multi_value_headers[name].push_back(value);
  }
  output.log = log_text(exchange);
  output.latency = milliseconds_since(began);
  co_return output;
}

awaitable<TestInvokeAuthorizerOutput> Rest::test_invoke_authorizer(const aws::CallContext& context,
                                                                   TestInvokeAuthorizerInput input) {
  const auto began = std::chrono::steady_clock::now();
  auto look = [&](store::ReadTransaction& tx) {
    require_body(tx, context, input.place());
    return take_snapshot(tx, scope_of(context), input.parent);
  };
  auto looking = parts_.store.read(std::move(look));
  Snapshot snapshot = co_await std::move(looking);
  Stage stage{.stage_name = "test-invoke-stage", .deployment_id = "test"};
  stage.variables = input.stage_variables;
  auto deployed = std::make_shared<Deployed>(scope_of(context), std::move(stage), std::move(snapshot));
  const auto& authorizers = deployed->snapshot.authorizers;
  const auto authorizer = std::ranges::find(authorizers, input.id, &Authorizer::id);
  Exchange exchange{.deployed = deployed, .client = client_of(input, "GET", "/")};
  ExecutionLog log;
  exchange.log = &log;
  exchange.test = true;
  begin(exchange, exchange.api().id + ".execute-api." + context.region + ".amazonaws.com");
  exchange.route.resource = &*std::ranges::find(deployed->snapshot.resources, std::string("/"), &Resource::path);
  for (const auto& [name, value] : input.additional_context.value_or(Texts{})) exchange.context[name] = value;
  exchange.note("Starting authorizer: " + authorizer->id + " for request: " + exchange.request_id);
  TestInvokeAuthorizerOutput output;
  try {
    auto asking = authorization_.ask(exchange, *authorizer);
    const AuthorizerResult result = co_await std::move(asking);
    output.principal_id = result.principal_id;
    output.policy = result.policy;
    exchange.note("Using valid authorizer policy for principal: " + result.principal_id);
    exchange.note("Successfully completed authorizer execution");
  } catch (const GatewayFailure& failed) {
    output.client_status = failed.type == "UNAUTHORIZED" ? 401 : 500;
    exchange.note(failed.log_line.empty() ? failed.message : failed.log_line);
  } catch (const aws::Error& error) {
    output.client_status = 500;
    exchange.note("Execution failed due to configuration error: " + error.message);
  }
  output.log = log_text(exchange);
  output.latency = milliseconds_since(began);
  co_return output;
}

}  // namespace cloudling::apigateway::rest
