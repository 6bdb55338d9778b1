#include "emulators/apigateway/http/openapi_import.h"

#include <algorithm>
#include <array>

#include "emulators/apigateway/openapi_document.h"
#include "emulators/aws/error.h"

namespace cloudling::apigateway::http {

namespace {

using openapi::flag;
using openapi::list;
using openapi::member;
using openapi::number;
using openapi::text;
using openapi::texts;

constexpr std::array<std::string_view, 7> kVerbs = {"get", "put", "post", "delete", "patch", "options", "head"};
constexpr std::string_view kAny = "x-amazon-apigateway-any-method";
constexpr int64_t kTimeoutMs = 30'000;

aws::Error bad_document(const std::string& problem) {
  return {400, "BadRequestException", "Errors found during import:\n\t" + problem};
}

class Import {
 public:
  Import(const json::Value& document, const std::string& basepath)
      : document_(document), prefix_(openapi::path_prefix(document, basepath)) {}
  ImportedApi run();

 private:
  void api();
  void cors(const json::Value& given);
  void authorizers();
  void models();
  void route(const std::string& key, const json::Value& operation);
  void security(const json::Value& operation, Route& route) const;
  std::optional<std::string> integration(const json::Value& operation, const std::string& key);

  const json::Value& document_;
  std::string prefix_;  ///< of each path
  ImportedApi made_;
};

void Import::cors(const json::Value& given) {
  Cors& cors = made_.api.cors_configuration.emplace();
  cors.allow_credentials = flag(given, "allowCredentials");
  cors.allow_headers = list(given, "allowHeaders");
  cors.allow_methods = list(given, "allowMethods");
  cors.allow_origins = list(given, "allowOrigins");
  cors.expose_headers = list(given, "exposeHeaders");
  cors.max_age = number(given, "maxAge");
}

void Import::api() {
  Api& api = made_.api;
  const json::Value& info = member(document_, {"info"});
  api.name = text(info, "title");
  if (api.name.value_or("").empty()) throw bad_document("Invalid OpenAPI input. Title is missing");
  api.description = text(info, "description");
  api.version = text(info, "version");
  api.protocol_type = "HTTP";
  const json::Value& endpoint = member(document_, {"x-amazon-apigateway-endpoint-configuration"});
  api.disable_execute_api_endpoint = flag(endpoint, "disableExecuteApiEndpoint");
  if (const json::Value* given = json::find(document_, "x-amazon-apigateway-cors")) cors(*given);
  const json::Value& tags = member(document_, {"tags"});
  if (!tags.is_array()) return;
  for (const json::Value& tag : tags) {
    const auto name = text(tag, "name");
    const auto value = text(tag, "x-amazon-apigateway-tag-value");
    if (!name || !value) continue;
    if (!api.tags) api.tags.emplace();
    (*api.tags)[*name] = *value;
  }
}

void Import::authorizers() {
  for (const auto& [name, scheme] : member(document_, {"components", "securitySchemes"}).items()) {
    const json::Value* given = json::find(scheme, "x-amazon-apigateway-authorizer");
    if (!given) continue;
    Authorizer authorizer;
    authorizer.name = name;
    authorizer.authorizer_type = openapi::upper(text(*given, "type").value_or(""));
    if (*authorizer.authorizer_type != "JWT" && *authorizer.authorizer_type != "REQUEST")
      throw bad_document("Invalid authorizer type of security scheme " + name);
    authorizer.identity_source = list(*given, "identitySource");
    if (const auto source = text(*given, "identitySource")) authorizer.identity_source = {{*source}};
    if (const json::Value* jwt = json::find(*given, "jwtConfiguration")) {
      authorizer.jwt_configuration = JwtConfiguration{list(*jwt, "audience"), text(*jwt, "issuer")};
      if (const auto audience = text(*jwt, "audience")) authorizer.jwt_configuration->audience = {{*audience}};
    }
    authorizer.authorizer_uri = text(*given, "authorizerUri");
    authorizer.authorizer_credentials_arn = text(*given, "authorizerCredentials");
    authorizer.authorizer_payload_format_version = text(*given, "authorizerPayloadFormatVersion");
    authorizer.authorizer_result_ttl_in_seconds = number(*given, "authorizerResultTtlInSeconds");
    authorizer.enable_simple_responses = flag(*given, "enableSimpleResponses");
    made_.authorizers.push_back(std::move(authorizer));
  }
}

void Import::models() {
  for (const auto& [name, schema] : member(document_, {"components", "schemas"}).items()) {
    Model model;
    model.name = name;
    model.content_type = "application/json";
    model.schema = json::write(schema);
    made_.models.push_back(std::move(model));
  }
}

/// A route's target: the integration of its operation, which may stand with others in the document's components.
std::optional<std::string> Import::integration(const json::Value& operation, const std::string& key) {
  const json::Value* written = json::find(operation, "x-amazon-apigateway-integration");
  if (!written) {
    made_.warnings.push_back("No integration is defined for route " + key);
    return std::nullopt;
  }
  const json::Value& given = openapi::resolved(document_, *written);
  Integration integration;
  integration.integration_type = openapi::upper(text(given, "type").value_or(""));
  integration.integration_method = text(given, "httpMethod");
  integration.integration_uri = text(given, "uri");
  integration.integration_subtype = text(given, "integrationSubtype");
  integration.connection_type = text(given, "connectionType");
  integration.connection_id = text(given, "connectionId");
  integration.credentials_arn = text(given, "credentials");
  integration.description = text(given, "description");
  integration.payload_format_version = text(given, "payloadFormatVersion").value_or("1.0");
  integration.request_parameters = texts(given, "requestParameters");
  integration.timeout_in_millis = number(given, "timeoutInMillis").value_or(kTimeoutMs);
  for (const auto& [status, response] : member(given, {"responseParameters"}).items()) {
    if (!integration.response_parameters) integration.response_parameters.emplace();
    for (const auto& [name, value] : response.items())
      if (value.is_string()) (*integration.response_parameters)[status][name] = value.get<std::string>();
  }
  if (const auto name = text(member(given, {"tlsConfig"}), "serverNameToVerify"))
    integration.tls_config = TlsConfig{*name};
  made_.integrations.push_back(std::move(integration));
  return "integrations/" + std::to_string(made_.integrations.size() - 1);
}

void Import::security(const json::Value& operation, Route& route) const {
  route.authorization_type = "NONE";
  if (text(member(operation, {"x-amazon-apigateway-auth"}), "type") == "AWS_IAM") route.authorization_type = "AWS_IAM";
  const json::Value* asked = json::find(operation, "security");
  if (!asked) asked = json::find(document_, "security");
  if (!asked || !asked->is_array()) return;
  for (const json::Value& each : *asked) {
    if (!each.is_object()) continue;
    for (const auto& [name, scopes] : each.items()) {
      const auto found = std::ranges::find(made_.authorizers, std::optional<std::string>(name), &Authorizer::name);
      if (found == made_.authorizers.end()) continue;
      route.authorization_type = found->authorizer_type == "JWT" ? "JWT" : "CUSTOM";
      route.authorizer_id = name;
      route.authorization_scopes = list(each, name);
      if (route.authorization_scopes->empty()) route.authorization_scopes.reset();
    }
  }
}

void Import::route(const std::string& key, const json::Value& operation) {
  Route route;
  route.route_key = key;
  route.operation_name = text(operation, "operationId");
  route.target = integration(operation, key);
  security(operation, route);
  made_.routes.push_back(std::move(route));
}

ImportedApi Import::run() {
  api();
  authorizers();
  models();
  const json::Value& paths = member(document_, {"paths"});
  if (!paths.is_object()) throw bad_document("Invalid OpenAPI input. Paths are no object");
  for (const auto& [path, item] : paths.items()) {
    if (!path.starts_with('/') || !item.is_object()) throw bad_document("Invalid path: " + path);
    for (const auto& [verb, operation] : item.items()) {
      const bool any = verb == kAny;
      if (!any && std::ranges::find(kVerbs, verb) == kVerbs.end()) continue;
      const bool is_default = any && (path == "/$default" || flag(operation, "isDefaultRoute").value_or(false));
      route(is_default ? "$default" : (any ? "ANY" : openapi::upper(verb)) + " " + prefix_ + path, operation);
    }
  }
  return std::move(made_);
}

}  // namespace

ImportedApi import_openapi(std::string_view text, const std::string& basepath) {
  const json::Value document = openapi::parse_document(text);
  const auto version = openapi::text(document, "openapi");
  if (!version || !version->starts_with("3."))
    throw bad_document("Invalid OpenAPI input. HTTP APIs are imported from OpenAPI 3.0 definitions");
  return Import(document, basepath).run();
}

}  // namespace cloudling::apigateway::http
