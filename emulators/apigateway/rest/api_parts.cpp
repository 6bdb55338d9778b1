// Models, request validators, authorizers, gateway responses and documentation: what methods refer to.

#include <algorithm>

#include "emulators/apigateway/rest/gateway_responses.h"
#include "emulators/apigateway/rest/integration_uri.h"
#include "emulators/apigateway/rest/lookup.h"
#include "emulators/apigateway/rest/methods.h"
#include "emulators/apigateway/rest/model_template.h"
#include "emulators/apigateway/rest/rest.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr int64_t kCacheSeconds = 300;
constexpr int64_t kLongestCache = 3600;

bool is_alphanumeric(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

bool same_location(const DocumentationPart& one, const DocumentationPart& other) {
  return document_of(one).at("location") == document_of(other).at("location");
}

template <class Visit>
void for_each_method(store::ReadTransaction& tx, const Scope& scope, const std::string& api, const Visit& visit) {
  for (const Resource& resource : list_items<Resource>(tx, scope, api)) {
    for (const auto& [name, method] : resource.resource_methods.value_or(std::map<std::string, Method>{}))
      visit(resource, name, method);
  }
}

}  // namespace

void check_item(const Model& model) {
  const std::string schema = model.schema.value_or("");
  if (model.schema && model.content_type == "application/json" && !json::parse(schema))
    throw bad_request(
        "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]");
}

void check_item(const Authorizer& authorizer) {
  const int64_t seconds = authorizer.authorizer_result_ttl_in_seconds.value_or(kCacheSeconds);
  if (seconds < 0 || seconds > kLongestCache)
    throw bad_request("Authorizer result TTL should be between 0 and 3600 seconds");
  if (authorizer.type == "COGNITO_USER_POOLS") {
    if (!authorizer.provider_arns || authorizer.provider_arns->empty())
      throw bad_request("Invalid Cognito User Pool ARNs specified");
    return;
  }
  const std::string uri_text = authorizer.authorizer_uri.value_or("");
  const auto uri = parse_integration_uri(uri_text);
  if (!uri || (!invoked_function(*uri) && uri_text.find("${stageVariables.") == std::string::npos))
    throw bad_request("Invalid Authorizer URI: " + uri_text +
                      ". Authorizer URI should be a valid API Gateway ARN that represents a Lambda function "
                      "invocation.");
  if (authorizer.type == "REQUEST" && seconds > 0 && authorizer.identity_source.value_or("").empty())
    throw bad_request("Identity source is required for a REQUEST authorizer that caches results");
}

void before_delete(store::WriteTransaction& tx, const Scope& scope, const Place& place, const Model& model) {
  const auto is_named = [&](const std::optional<Texts>& models) {
    return models && std::ranges::any_of(*models, [&](const auto& each) { return each.second == model.name; });
  };
  for_each_method(
      tx, scope, place.parent, [&](const Resource& resource, const std::string& name, const Method& method) {
        const std::string where = resource.path + "/" + name;
        if (is_named(method.request_models))
          throw conflict("Cannot delete model '" + model.name + "', is referenced in method request: " + where);
        for (const auto& [status, response] :
             method.method_responses.value_or(std::map<std::string, MethodResponse>{})) {
          if (is_named(response.response_models))
            throw conflict("Cannot delete model '" + model.name + "', is referenced in method response: " + where);
        }
      });
}

void before_delete(store::WriteTransaction& tx, const Scope& scope, const Place& place, const Authorizer& authorizer) {
  for_each_method(tx, scope, place.parent,
                  [&](const Resource& resource, const std::string& name, const Method& method) {
                    if (method.authorizer_id == authorizer.id)
                      throw conflict("Cannot delete authorizer '" + authorizer.name +
                                     "', is referenced in method: " + name + "/" + resource.path);
                  });
}

void before_delete(store::WriteTransaction& tx, const Scope& scope, const Place& place,
                   const RequestValidator& validator) {
  for_each_method(tx, scope, place.parent,
                  [&](const Resource& resource, const std::string& name, const Method& method) {
                    if (method.request_validator_id == validator.id)
                      throw conflict("Cannot delete request validator '" + validator.name.value_or(validator.id) +
                                     "', is referenced in method: " + name + "/" + resource.path);
                  });
}

Model Rest::create_model(const aws::CallContext& context, store::WriteTransaction& tx,
                         const CreatedInApi<Model>& input) {
  require_parent(tx, context, {Model::kKind, input.parent, ""});
  Model model = input;
  model.id = new_short_id();
  if (!is_alphanumeric(model.name)) throw bad_request("Model name must be alphanumeric: " + model.name);
  check_item(model);
  if (find_body(tx, scope_of(context), {Model::kKind, input.parent, model.name}))
    throw conflict("Model name already exists for this REST API");
  put_item(tx, scope_of(context), input.parent, model.name, model);
  return model;
}

ModelTemplate Rest::get_model_template(const aws::CallContext& context, store::ReadTransaction& tx,
                                       const ModelKey& input) {
  const auto model = require<Model>(tx, context, input.place());
  return {model_template(json::parse(model.schema.value_or("{}")).value_or(json::Value::object()))};
}

RequestValidator Rest::create_request_validator(const aws::CallContext& context, store::WriteTransaction& tx,
                                                const CreatedInApi<RequestValidator>& input) {
  require_parent(tx, context, {RequestValidator::kKind, input.parent, ""});
  RequestValidator validator = input;
  validator.id = new_short_id();
  if (!validator.validate_request_body) validator.validate_request_body = false;
  if (!validator.validate_request_parameters) validator.validate_request_parameters = false;
  put_item(tx, scope_of(context), input.parent, validator.id, validator);
  return validator;
}

Authorizer Rest::create_authorizer(const aws::CallContext& context, store::WriteTransaction& tx,
                                   const CreatedInApi<Authorizer>& input) {
  require_parent(tx, context, {Authorizer::kKind, input.parent, ""});
  Authorizer authorizer = input;
  authorizer.id = new_short_id();
  if (!authorizer.auth_type)
    authorizer.auth_type = authorizer.type == "COGNITO_USER_POOLS" ? "cognito_user_pools" : "custom";
  if (!authorizer.authorizer_result_ttl_in_seconds) authorizer.authorizer_result_ttl_in_seconds = kCacheSeconds;
  if (authorizer.type == "TOKEN" && !authorizer.identity_source)
    authorizer.identity_source = "method.request.header.Authorization";
  check_item(authorizer);
  for (const Authorizer& other : list_items<Authorizer>(tx, scope_of(context), input.parent)) {
    if (other.name == authorizer.name)
      throw conflict("Authorizer name must be unique. Authorizer " + other.name + " already exists in this RestApi.");
  }
  put_item(tx, scope_of(context), input.parent, authorizer.id, authorizer);
  return authorizer;
}

GatewayResponse Rest::get_gateway_response(const aws::CallContext& context, store::ReadTransaction& tx,
                                           const GatewayResponseKey& input) {
  require_parent(tx, context, input.place());
  const auto response = gateway_response(list_items<GatewayResponse>(tx, scope_of(context), input.parent), input.id);
  if (!response) throw not_found("Invalid response type: " + input.id);
  return *response;
}

Page<GatewayResponse> Rest::get_gateway_responses(const aws::CallContext& context, store::ReadTransaction& tx,
                                                  const ListedInApi<GatewayResponse>& input) {
  require_parent(tx, context, {GatewayResponse::kKind, input.parent, ""});
  const auto own = list_items<GatewayResponse>(tx, scope_of(context), input.parent);
  Page<GatewayResponse> page;
  for (const GatewayResponse& each : default_gateway_responses())
    page.items.push_back(*gateway_response(own, each.response_type));
  return page;
}

GatewayResponse Rest::put_gateway_response(const aws::CallContext& context, store::WriteTransaction& tx,
                                           const PutGatewayResponseInput& input) {
  require_parent(tx, context, {GatewayResponse::kKind, input.parent, ""});
  const auto usual = gateway_response({}, input.type);
  if (!usual) throw bad_request("Invalid response type: " + input.type);
  GatewayResponse response = input;
  response.response_type = input.type;
  response.default_response = false;
  if (!response.status_code) response.status_code = usual->status_code;
  if (!response.response_parameters) response.response_parameters.emplace();
  if (!response.response_templates) response.response_templates = usual->response_templates;
  put_item(tx, scope_of(context), input.parent, input.type, response);
  return response;
}

GatewayResponse Rest::update_gateway_response(const aws::CallContext& context, store::WriteTransaction& tx,
                                              const Patched<GatewayResponseKey>& input) {
  GatewayResponse response =
      patched(get_gateway_response(context, tx, input), GatewayResponse::kKind, input.patch_operations);
  response.default_response = false;
  put_item(tx, scope_of(context), input.parent, input.id, response);
  return response;
}

DocumentationPart Rest::create_documentation_part(const aws::CallContext& context, store::WriteTransaction& tx,
                                                  const CreatedInApi<DocumentationPart>& input) {
  require_parent(tx, context, {DocumentationPart::kKind, input.parent, ""});
  for (const DocumentationPart& each : list_items<DocumentationPart>(tx, scope_of(context), input.parent)) {
    if (same_location(each, input))
      throw conflict("Documentation part already exists for the specified location: type '" + input.location.type +
                     "'.");
  }
  DocumentationPart part = input;
  part.id = new_short_id();
  put_item(tx, scope_of(context), input.parent, part.id, part);
  return part;
}

/// Parts at the same location are replaced.
void Rest::put_documentation(store::WriteTransaction& tx, const Scope& scope, const std::string& api,
                             std::vector<DocumentationPart> parts, ImportedIds& made) {
  const auto known = list_items<DocumentationPart>(tx, scope, api);
  for (DocumentationPart& part : parts) {
    const auto same = std::ranges::find_if(known, [&](const auto& each) { return same_location(each, part); });
    part.id = same == known.end() ? new_short_id() : same->id;
    put_item(tx, scope, api, part.id, part);
    made.ids.push_back(part.id);
  }
}

DocumentationVersion Rest::create_documentation_version(const aws::CallContext& context, store::WriteTransaction& tx,
                                                        const CreateDocumentationVersionInput& input) {
  require_parent(tx, context, {DocumentationVersion::kKind, input.parent, ""});
  DocumentationVersion version = input;
  version.version = input.documentation_version;
  version.created_date = now();
  if (find_body(tx, scope_of(context), {DocumentationVersion::kKind, input.parent, version.version}))
    throw conflict("Documentation version already exists: " + version.version);
  put_item(tx, scope_of(context), input.parent, version.version, version);
  if (!input.stage_name) return version;
  auto stage = require<Stage>(tx, context, {Stage::kKind, input.parent, *input.stage_name});
  stage.documentation_version = version.version;
  put_item(tx, scope_of(context), input.parent, stage.stage_name, stage);
  return version;
}

}  // namespace cloudling::apigateway::rest
