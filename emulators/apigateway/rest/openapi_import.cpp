#include "emulators/apigateway/rest/openapi_import.h"

#include <algorithm>
#include <array>

#include "emulators/apigateway/openapi_document.h"
#include "emulators/apigateway/rest/errors.h"
#include "emulators/aws/http.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr std::array<std::string_view, 7> kVerbs = {"get", "put", "post", "delete", "patch", "options", "head"};
constexpr const char* kIntegration = "x-amazon-apigateway-integration";

using openapi::list;
using openapi::member;
using openapi::number;
using openapi::referred;
using openapi::text;
using openapi::texts;

/// References between schemas, as models have them.
void name_models(json::Value& schema, int depth = 0) {
  if (depth > 200) return;
  if (schema.is_object() && schema.contains("$ref") && schema["$ref"].is_string())
    schema["$ref"] = "https://apigateway.amazonaws.com/restapis/api/models/" + referred(schema);
  if (!schema.is_structured()) return;
  for (json::Value& each : schema) name_models(each, depth + 1);
}

class Import {
 public:
  Import(const json::Value& document, const std::string& basepath)
      : document_(document),
        swagger_(document.contains("swagger")),
        prefix_(openapi::path_prefix(document, basepath)) {}
  ImportedApi run();

 private:
  void api();
  void models();
  void validators();
  void authorizers();
  void responses();
  void path(const std::string& path, const json::Value& item);
  Method method(const std::string& verb, const json::Value& item, const json::Value& operation);
  void parameters(const json::Value& given, Method& method);
  void bodies(const json::Value& operation, Method& method);
  void security(const json::Value& operation, Method& method);
  const json::Value& resolved(const json::Value& value) const { return openapi::resolved(document_, value); }

  const json::Value& document_;
  bool swagger_;
  std::string prefix_;  ///< of each path
  ImportedApi made_;
};

Integration integration_of(const json::Value& given) {
  Integration integration{.type = openapi::upper(text(given, "type").value_or(""))};
  integration.http_method = text(given, "httpMethod");
  integration.uri = text(given, "uri");
  integration.connection_type = text(given, "connectionType");
  integration.connection_id = text(given, "connectionId");
  integration.credentials = text(given, "credentials");
  integration.request_parameters = texts(given, "requestParameters");
  integration.request_templates = texts(given, "requestTemplates");
  integration.passthrough_behavior = openapi::upper(text(given, "passthroughBehavior").value_or("WHEN_NO_MATCH"));
  integration.content_handling = text(given, "contentHandling");
  integration.timeout_in_millis = number(given, "timeoutInMillis").value_or(29000);
  integration.cache_namespace = text(given, "cacheNamespace");
  integration.cache_key_parameters = list(given, "cacheKeyParameters").value_or(std::vector<std::string>{});
  for (const auto& [pattern, answer] : member(given, {"responses"}).items()) {
    IntegrationResponse response{.status_code = text(answer, "statusCode").value_or("200")};
    if (pattern != "default") response.selection_pattern = pattern;
    response.response_parameters = texts(answer, "responseParameters");
    response.response_templates = texts(answer, "responseTemplates");
    response.content_handling = text(answer, "contentHandling");
    if (!integration.integration_responses) integration.integration_responses.emplace();
    (*integration.integration_responses)[response.status_code] = response;
  }
  return integration;
}

void Import::api() {
  RestApi& api = made_.parts.api;
  const json::Value& info = member(document_, {"info"});
  api.name = text(info, "title").value_or("");
  if (api.name.empty()) throw bad_request("Invalid OpenAPI input. Title is missing");
  api.description = text(info, "description");
  api.version = text(info, "version");
  api.binary_media_types = list(document_, "x-amazon-apigateway-binary-media-types");
  api.api_key_source = text(document_, "x-amazon-apigateway-api-key-source");
  api.minimum_compression_size = number(document_, "x-amazon-apigateway-minimum-compression-size");
  if (const json::Value* policy = json::find(document_, "x-amazon-apigateway-policy"))
    api.policy = json::write(*policy);
}

void Import::models() {
  const json::Value& schemas =
      swagger_ ? member(document_, {"definitions"}) : member(document_, {"components", "schemas"});
  if (!schemas.is_object()) return;
  for (const auto& [name, given] : schemas.items()) {
    json::Value schema = given;
    name_models(schema);
    made_.parts.models.push_back({.name = name, .schema = json::write(schema), .content_type = "application/json"});
  }
}

void Import::validators() {
  for (const auto& [name, given] : member(document_, {"x-amazon-apigateway-request-validators"}).items()) {
    const auto flag = [&given = given](const char* what) { return openapi::flag(given, what).value_or(false); };
    made_.parts.validators.push_back({.id = name,
                                      .name = name,
                                      .validate_request_body = flag("validateRequestBody"),
                                      .validate_request_parameters = flag("validateRequestParameters")});
  }
}

void Import::authorizers() {
  const json::Value& schemes =
      swagger_ ? member(document_, {"securityDefinitions"}) : member(document_, {"components", "securitySchemes"});
  if (!schemes.is_object()) return;
  for (const auto& [name, scheme] : schemes.items()) {
    const json::Value* given = json::find(scheme, "x-amazon-apigateway-authorizer");
    if (!given) continue;
    Authorizer authorizer{.id = name, .name = name, .type = openapi::upper(text(*given, "type").value_or("token"))};
    authorizer.auth_type = text(scheme, "x-amazon-apigateway-authtype").value_or("custom");
    authorizer.authorizer_uri = text(*given, "authorizerUri");
    authorizer.authorizer_credentials = text(*given, "authorizerCredentials");
    authorizer.identity_source = text(*given, "identitySource");
    if (!authorizer.identity_source && text(scheme, "name"))
      authorizer.identity_source = "method.request.header." + *text(scheme, "name");
    authorizer.identity_validation_expression = text(*given, "identityValidationExpression");
    authorizer.authorizer_result_ttl_in_seconds = number(*given, "authorizerResultTtlInSeconds").value_or(300);
    authorizer.provider_arns = list(*given, "providerARNs");
    made_.parts.authorizers.push_back(std::move(authorizer));
  }
}

void Import::responses() {
  for (const auto& [type, given] : member(document_, {"x-amazon-apigateway-gateway-responses"}).items()) {
    GatewayResponse response{.response_type = type};
    response.status_code = text(given, "statusCode");
    response.response_parameters = texts(given, "responseParameters").value_or(Texts{});
    response.response_templates = texts(given, "responseTemplates");
    made_.parts.responses.push_back(std::move(response));
  }
}

void Import::parameters(const json::Value& given, Method& method) {
  if (!given.is_array()) return;
  for (const json::Value& each : given) {
    const json::Value& parameter = resolved(each);
    const std::string in = text(parameter, "in").value_or("");
    if (in == "body") {
      const std::string model = referred(member(parameter, {"schema"}));
      if (!model.empty()) method.request_models = Texts{{"application/json", model}};
      continue;
    }
    const char* place = in == "query" ? "querystring" : in == "header" ? "header" : in == "path" ? "path" : nullptr;
    if (!place) continue;
    if (!method.request_parameters) method.request_parameters.emplace();
    (*method.request_parameters)["method.request." + std::string(place) + "." + text(parameter, "name").value_or("")] =
        openapi::flag(parameter, "required").value_or(false);
  }
}

void Import::bodies(const json::Value& operation, Method& method) {
  for (const auto& [type, content] : member(operation, {"requestBody", "content"}).items()) {
    const std::string model = referred(member(content, {"schema"}));
    if (model.empty()) continue;
    if (!method.request_models) method.request_models.emplace();
    (*method.request_models)[type] = model;
  }
  for (const auto& [status, given] : member(operation, {"responses"}).items()) {
    const json::Value& answer = resolved(given);
    MethodResponse response{.status_code = status == "default" ? "200" : status};
    for (const auto& [name, header] : member(answer, {"headers"}).items()) {
      if (!response.response_parameters) response.response_parameters.emplace();
      (*response.response_parameters)["method.response.header." + name] = false;
    }
    for (const auto& [type, content] : member(answer, {"content"}).items()) {
      const std::string model = referred(member(content, {"schema"}));
      if (model.empty()) continue;
      if (!response.response_models) response.response_models.emplace();
      (*response.response_models)[type] = model;
    }
    const std::string model = referred(member(answer, {"schema"}));
    if (!model.empty()) response.response_models = Texts{{"application/json", model}};
    if (!method.method_responses) method.method_responses.emplace();
    (*method.method_responses)[response.status_code] = std::move(response);
  }
}

void Import::security(const json::Value& operation, Method& method) {
  method.authorization_type = "NONE";
  method.api_key_required = false;
  if (text(member(operation, {"x-amazon-apigateway-auth"}), "type") == "AWS_IAM") method.authorization_type = "AWS_IAM";
  const json::Value* asked = json::find(operation, "security");
  if (!asked) asked = json::find(document_, "security");
  if (!asked || !asked->is_array()) return;
  const json::Value& schemes =
      swagger_ ? member(document_, {"securityDefinitions"}) : member(document_, {"components", "securitySchemes"});
  for (const json::Value& each : *asked) {
    if (!each.is_object()) continue;
    for (const auto& [name, scopes] : each.items()) {
      const json::Value& scheme = member(schemes, {name});
      if (text(scheme, "x-amazon-apigateway-authtype") == "awsSigv4") method.authorization_type = "AWS_IAM";
      const auto& all = made_.parts.authorizers;
      const auto found = std::ranges::find(all, name, &Authorizer::name);
      if (found != all.end()) {
        method.authorization_type = found->type == "COGNITO_USER_POOLS" ? "COGNITO_USER_POOLS" : "CUSTOM";
        method.authorizer_id = name;
      } else if (aws::equals_ignoring_case(text(scheme, "name").value_or(""), "x-api-key")) {
        method.api_key_required = true;
      }
    }
  }
}

Method Import::method(const std::string& verb, const json::Value& item, const json::Value& operation) {
  Method method;
  method.http_method = verb;
  method.operation_name = text(operation, "operationId");
  parameters(member(item, {"parameters"}), method);
  parameters(member(operation, {"parameters"}), method);
  bodies(operation, method);
  security(operation, method);
  auto validator = text(operation, "x-amazon-apigateway-request-validator");
  if (!validator) validator = text(document_, "x-amazon-apigateway-request-validator");
  method.request_validator_id = validator;
  if (const json::Value* integration = json::find(operation, kIntegration))
    method.method_integration = integration_of(*integration);
  return method;
}

void Import::path(const std::string& path, const json::Value& item) {
  if (!path.starts_with('/') || !item.is_object()) throw bad_request("Invalid OpenAPI input. Invalid path: " + path);
  Resource resource{.id = path,
                    .path = path.size() > 1 && path.ends_with('/') ? path.substr(0, path.size() - 1) : path};
  for (const auto& [verb, operation] : item.items()) {
    const bool any = verb == "x-amazon-apigateway-any-method";
    if (!any && std::ranges::find(kVerbs, verb) == kVerbs.end()) continue;
    const std::string name = any ? "ANY" : openapi::upper(verb);
    if (!resource.resource_methods) resource.resource_methods.emplace();
    (*resource.resource_methods)[name] = method(name, item, operation);
  }
  made_.parts.resources.push_back(std::move(resource));
}

constexpr const char* kDocumentation = "x-amazon-apigateway-documentation";

std::vector<DocumentationPart> documentation_of(const json::Value& document, std::vector<std::string>& warnings) {
  std::vector<DocumentationPart> parts;
  const json::Value& given = member(document, {kDocumentation, "documentationParts"});
  if (!given.is_array()) return parts;
  for (const json::Value& each : given) {
    const json::Value& location = member(each, {"location"});
    const json::Value* properties = json::find(each, "properties");
    const auto type = text(location, "type");
    if (!type || !properties) {
      warnings.push_back("A documentation part without a location's type or without properties was left out");
      continue;
    }
    parts.push_back(
        {.location = {.type = *type,
                      .path = text(location, "path"),
                      .method = text(location, "method"),
                      .status_code = text(location, "statusCode"),
                      .name = text(location, "name")},
         .properties = properties->is_string() ? properties->get<std::string>() : json::write(*properties)});
  }
  return parts;
}

ImportedApi Import::run() {
  api();
  models();
  validators();
  authorizers();
  responses();
  const json::Value& paths = member(document_, {"paths"});
  if (!paths.is_object()) throw bad_request("Invalid OpenAPI input. Paths are no object");
  for (const auto& [path, item] : paths.items()) this->path(prefix_ + path, item);
  made_.documentation = documentation_of(document_, made_.warnings);
  return std::move(made_);
}

}  // namespace

std::vector<DocumentationPart> import_documentation(std::string_view text, std::vector<std::string>& warnings) {
  const json::Value document = openapi::parse_document(text);
  if (!document.contains(kDocumentation))
    throw bad_request("Invalid documentation: the document has no " + std::string(kDocumentation));
  return documentation_of(document, warnings);
}

ImportedApi import_openapi(std::string_view text, const std::string& basepath) {
  const json::Value document = openapi::parse_document(text);
  if (!document.contains("openapi") && !document.contains("swagger")) throw bad_request("Invalid OpenAPI input.");
  return Import(document, basepath).run();
}

}  // namespace cloudling::apigateway::rest
