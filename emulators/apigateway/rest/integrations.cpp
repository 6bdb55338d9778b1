#include <algorithm>

#include "emulators/apigateway/rest/expressions.h"
#include "emulators/apigateway/rest/integration_uri.h"
#include "emulators/apigateway/rest/methods.h"
#include "emulators/apigateway/rest/rest.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr int64_t kLongestTimeout = 29000;  // ms
constexpr int64_t kShortestTimeout = 50;

bool is_http(const Integration& integration) { return integration.type.starts_with("HTTP"); }
bool is_aws(const Integration& integration) { return integration.type.starts_with("AWS"); }

void check_uri(const Integration& integration) {
  const std::string uri = integration.uri.value_or("");
  if (is_http(integration)) {
    const bool variable = uri.find("${stageVariables.") != std::string::npos;
    if (!uri.starts_with("http://") && !uri.starts_with("https://") && !variable)
      throw bad_request("Invalid HTTP endpoint specified for URI");
    return;
  }
  bool complete = false;
  const auto arn = parse_integration_uri(uri, &complete);
  if (!arn && !complete) throw bad_request("AWS ARN for integration must contain path or action");
  if (!arn) throw bad_request("Invalid ARN specified in the request");
  if (integration.type == "AWS_PROXY" && !(arn->service == "lambda" && arn->is_path))
    throw bad_request(
        "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.");
}

void check_integration(const Integration& integration) {
  if (is_http(integration) || is_aws(integration)) {
    if (integration.http_method.value_or("").empty())
      throw bad_request("Enumeration value for HttpMethod must be non-empty");
    check_uri(integration);
  }
  const int64_t timeout = integration.timeout_in_millis.value_or(kLongestTimeout);
  if (timeout < kShortestTimeout || timeout > kLongestTimeout)
    throw bad_request("Timeout should be between 50 ms and 29000 ms");
  const std::string behavior = integration.passthrough_behavior.value_or("WHEN_NO_MATCH");
  if (behavior != "WHEN_NO_MATCH" && behavior != "WHEN_NO_TEMPLATES" && behavior != "NEVER")
    throw bad_request("Invalid passthrough behavior specified");
  for (const auto& [target, source] : integration.request_parameters.value_or(Texts{})) {
    const auto expression = parse_expression(target, "integration.request.");
    if (!expression ||
        (expression->place != "header" && expression->place != "querystring" && expression->place != "path" &&
         expression->place != "multivalueheader" && expression->place != "multivaluequerystring"))
      throw invalid_parameter(target);
    if (!is_request_source(source)) throw invalid_parameter(source);
  }
}

/// Its headers have to be those that the method's response of that status has.
void check_integration_response(const IntegrationResponse& response, const MethodResponse& method) {
  const Switches declared = method.response_parameters.value_or(Switches{});
  for (const auto& [target, source] : response.response_parameters.value_or(Texts{})) {
    if (!declared.contains(target)) throw invalid_parameter(target);
    if (!is_response_source(source)) throw invalid_parameter(source);
  }
}

IntegrationResponse& require_integration_response(Integration& integration, const std::string& status) {
  if (!integration.integration_responses || !integration.integration_responses->contains(status))
    throw not_found("Invalid Response status code specified");
  return integration.integration_responses->at(status);
}

}  // namespace

Integration Rest::put_integration(const aws::CallContext& context, store::WriteTransaction& tx,
                                  const PutIntegrationInput& input) {
  MethodPlace place = require_method(tx, context, input.key());
  Integration integration = input;
  const auto& before = place.method().method_integration;
  integration.integration_responses = before ? before->integration_responses : std::nullopt;
  if (!integration.timeout_in_millis) integration.timeout_in_millis = kLongestTimeout;
  if (!integration.passthrough_behavior) integration.passthrough_behavior = "WHEN_NO_MATCH";
  if (!integration.cache_namespace) integration.cache_namespace = input.resource_id;
  if (!integration.cache_key_parameters) integration.cache_key_parameters.emplace();
  if (is_http(integration) && !integration.connection_type) integration.connection_type = "INTERNET";
  check_integration(integration);
  place.method().method_integration = integration;
  put_resource(tx, context, input.key(), place.resource);
  return integration;
}

Integration Rest::get_integration(const aws::CallContext& context, store::ReadTransaction& tx, const MethodKey& input) {
  MethodPlace place = require_method(tx, context, input);
  return require_integration(place.method());
}

Integration Rest::update_integration(const aws::CallContext& context, store::WriteTransaction& tx,
                                     const Patched<MethodKey>& input) {
  MethodPlace place = require_method(tx, context, input);
  Integration& integration = require_integration(place.method());
  integration = patched(integration, "integration", input.patch_operations);
  check_integration(integration);
  put_resource(tx, context, input, place.resource);
  return integration;
}

aws::Nothing Rest::delete_integration(const aws::CallContext& context, store::WriteTransaction& tx,
                                      const MethodKey& input) {
  MethodPlace place = require_method(tx, context, input);
  require_integration(place.method());
  place.method().method_integration.reset();
  put_resource(tx, context, input, place.resource);
  return {};
}

IntegrationResponse Rest::put_integration_response(const aws::CallContext& context, store::WriteTransaction& tx,
                                                   const PutResponseInput<IntegrationResponse>& input) {
  MethodPlace place = require_method(tx, context, input.key());
  Integration& integration = require_integration(place.method());
  IntegrationResponse response = input;
  response.status_code = input.status;
  check_integration_response(response, require_response(place.method(), input.status));
  auto& responses = integration.integration_responses;
  if (!responses) responses.emplace();
  (*responses)[input.status] = response;
  put_resource(tx, context, input.key(), place.resource);
  return response;
}

IntegrationResponse Rest::get_integration_response(const aws::CallContext& context, store::ReadTransaction& tx,
                                                   const ResponseKey& input) {
  MethodPlace place = require_method(tx, context, input);
  return require_integration_response(require_integration(place.method()), input.status_code);
}

IntegrationResponse Rest::update_integration_response(const aws::CallContext& context, store::WriteTransaction& tx,
                                                      const Patched<ResponseKey>& input) {
  MethodPlace place = require_method(tx, context, input);
  auto& response = require_integration_response(require_integration(place.method()), input.status_code);
  response = patched(response, "integration-response", input.patch_operations);
  check_integration_response(response, require_response(place.method(), input.status_code));
  put_resource(tx, context, input, place.resource);
  return response;
}

aws::Nothing Rest::delete_integration_response(const aws::CallContext& context, store::WriteTransaction& tx,
                                               const ResponseKey& input) {
  MethodPlace place = require_method(tx, context, input);
  Integration& integration = require_integration(place.method());
  require_integration_response(integration, input.status_code);
  integration.integration_responses->erase(input.status_code);
  put_resource(tx, context, input, place.resource);
  return {};
}

}  // namespace cloudling::apigateway::rest
