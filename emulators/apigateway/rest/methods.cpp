#include "emulators/apigateway/rest/methods.h"

#include <algorithm>
#include <array>

#include "emulators/apigateway/rest/expressions.h"
#include "emulators/apigateway/rest/lookup.h"
#include "emulators/apigateway/rest/patch.h"
#include "emulators/apigateway/rest/rest.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr std::array<std::string_view, 8> kMethods = {"GET",   "PUT",     "POST", "DELETE",
                                                      "PATCH", "OPTIONS", "HEAD", "ANY"};

void check_http_method(const std::string& name) {
  if (std::ranges::find(kMethods, name) == kMethods.end())
    throw bad_request("Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY");
}

void check_status_code(const std::string& code) {
  const bool digits = code.size() == 3 && std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || code < "100" || code > "599") throw bad_request("Invalid status code specified: " + code);
}

/// Throws where what it names is not there.
void check_method(const aws::CallContext& context, store::ReadTransaction& tx, const std::string& api,
                  const Method& method) {
  const std::string& type = *method.authorization_type;
  if (type != "NONE" && type != "AWS_IAM" && type != "CUSTOM" && type != "COGNITO_USER_POOLS")
    throw bad_request("Invalid authorization type specified");
  if ((type == "CUSTOM" || type == "COGNITO_USER_POOLS") &&
      !find_body(tx, scope_of(context), {Authorizer::kKind, api, method.authorizer_id.value_or("")}))
    throw bad_request(
        "Invalid Authorizer ID specified. Setting the authorization type to CUSTOM or "
        "COGNITO_USER_POOLS requires a valid authorizer.");
  if (method.request_validator_id && !method.request_validator_id->empty() &&
      !find_body(tx, scope_of(context), {RequestValidator::kKind, api, *method.request_validator_id}))
    throw bad_request("Invalid Request Validator identifier specified");
  for (const auto& [parameter, required] : method.request_parameters.value_or(Switches{})) {
    if (!is_method_request_parameter(parameter)) throw invalid_parameter(parameter);
  }
  for (const auto& [type_name, model] : method.request_models.value_or(Texts{})) {
    if (!find_body(tx, scope_of(context), {Model::kKind, api, model}))
      throw bad_request("Invalid model identifier specified: " + model);
  }
}

void check_method_response(const MethodResponse& response) {
  check_status_code(response.status_code);
  for (const auto& [parameter, required] : response.response_parameters.value_or(Switches{})) {
    if (!parameter.starts_with("method.response.header.") || parameter.size() == 23) throw invalid_parameter(parameter);
  }
}

}  // namespace

MethodPlace require_method(store::ReadTransaction& tx, const aws::CallContext& context, const MethodKey& key) {
  MethodPlace place;
  place.resource = require<Resource>(tx, context, {Resource::kKind, key.rest_api_id, key.resource_id});
  place.name = key.http_method;
  auto& methods = place.resource.resource_methods;
  if (!methods || !methods->contains(key.http_method)) throw not_found("Invalid Method identifier specified");
  return place;
}

Integration& require_integration(Method& method) {
  if (!method.method_integration) throw not_found("Invalid Integration identifier specified");
  return *method.method_integration;
}

MethodResponse& require_response(Method& method, const std::string& status) {
  if (!method.method_responses || !method.method_responses->contains(status))
    throw not_found("Invalid Response status code specified");
  return method.method_responses->at(status);
}

void put_resource(store::WriteTransaction& tx, const aws::CallContext& context, const MethodKey& key,
                  const Resource& resource) {
  put_item(tx, scope_of(context), key.rest_api_id, resource.id, resource);
}

Method Rest::put_method(const aws::CallContext& context, store::WriteTransaction& tx, const PutMethodInput& input) {
  auto resource = require<Resource>(tx, context, {Resource::kKind, input.rest_api_id, input.resource_id});
  check_http_method(input.method);
  Method method = input;
  method.http_method = input.method;
  method.method_responses.reset();
  method.method_integration.reset();
  if (!method.api_key_required) method.api_key_required = false;
  check_method(context, tx, input.rest_api_id, method);
  auto& methods = resource.resource_methods ? *resource.resource_methods : resource.resource_methods.emplace();
  if (!methods.try_emplace(input.method, method).second) throw conflict("Method already exists for this resource");
  put_resource(tx, context, input.key(), resource);
  return method;
}

Method Rest::get_method(const aws::CallContext& context, store::ReadTransaction& tx, const MethodKey& input) {
  return require_method(tx, context, input).method();
}

Method Rest::update_method(const aws::CallContext& context, store::WriteTransaction& tx,
                           const Patched<MethodKey>& input) {
  MethodPlace place = require_method(tx, context, input);
  place.method() = patched(place.method(), "method", input.patch_operations);
  check_method(context, tx, input.rest_api_id, place.method());
  put_resource(tx, context, input, place.resource);
  return place.method();
}

aws::Nothing Rest::delete_method(const aws::CallContext& context, store::WriteTransaction& tx, const MethodKey& input) {
  MethodPlace place = require_method(tx, context, input);
  auto& methods = place.resource.resource_methods;
  methods->erase(place.name);
  if (methods->empty()) methods.reset();
  put_resource(tx, context, input, place.resource);
  return {};
}

MethodResponse Rest::put_method_response(const aws::CallContext& context, store::WriteTransaction& tx,
                                         const PutResponseInput<MethodResponse>& input) {
  MethodPlace place = require_method(tx, context, input.key());
  MethodResponse response = input;
  response.status_code = input.status;
  check_method_response(response);
  auto& responses = place.method().method_responses;
  if (!responses) responses.emplace();
  if (!responses->try_emplace(input.status, response).second)
    throw conflict("Response already exists for this resource");
  put_resource(tx, context, input.key(), place.resource);
  return response;
}

MethodResponse Rest::get_method_response(const aws::CallContext& context, store::ReadTransaction& tx,
                                         const ResponseKey& input) {
  MethodPlace place = require_method(tx, context, input);
  return require_response(place.method(), input.status_code);
}

MethodResponse Rest::update_method_response(const aws::CallContext& context, store::WriteTransaction& tx,
                                            const Patched<ResponseKey>& input) {
  MethodPlace place = require_method(tx, context, input);
  MethodResponse& response = require_response(place.method(), input.status_code);
  response = patched(response, "method-response", input.patch_operations);
  check_method_response(response);
  put_resource(tx, context, input, place.resource);
  return response;
}

aws::Nothing Rest::delete_method_response(const aws::CallContext& context, store::WriteTransaction& tx,
                                          const ResponseKey& input) {
  MethodPlace place = require_method(tx, context, input);
  require_response(place.method(), input.status_code);
  place.method().method_responses->erase(input.status_code);
  put_resource(tx, context, input, place.resource);
  return {};
}

}  // namespace cloudling::apigateway::rest
