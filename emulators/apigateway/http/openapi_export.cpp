#include "emulators/apigateway/http/openapi_export.h"

#include "emulators/apigateway/openapi_document.h"
#include "emulators/aws/dates.h"

namespace cloudling::apigateway::http {

namespace {

using openapi::lower;
using openapi::put;

json::Value integration_of(const Integration& given) {
  json::Value made = json::Value::object();
  put(made, "description", given.description);
  put(made, "payloadFormatVersion", given.payload_format_version);
  for (const auto& [status, parameters] : given.response_parameters.value_or(std::map<std::string, Texts>()))
    put(made["responseParameters"], status.c_str(), std::optional(parameters));
  put(made, "requestParameters", given.request_parameters);
  put(made, "integrationSubtype", given.integration_subtype);
  put(made, "credentials", given.credentials_arn);
  made["type"] = lower(given.integration_type.value_or(""));
  put(made, "httpMethod", given.integration_method);
  put(made, "uri", given.integration_uri);
  put(made, "connectionType", given.connection_type);
  put(made, "connectionId", given.connection_id);
  put(made, "timeoutInMillis", given.timeout_in_millis);
  if (given.tls_config) put(made["tlsConfig"], "serverNameToVerify", given.tls_config->server_name_to_verify);
  return made;
}

json::Value scheme_of(const Authorizer& authorizer, bool extensions) {
  json::Value scheme = json::Value::object();
  const bool jwt = authorizer.authorizer_type == "JWT";
  const Names sources = authorizer.identity_source.value_or(Names());
  scheme["type"] = jwt ? "oauth2" : "apiKey";
  if (!jwt) {
    const std::string source = sources.empty() ? "" : sources[0];
    const bool header = source.starts_with("$request.header.");
    scheme["name"] = header ? source.substr(source.rfind('.') + 1) : "Unused";
    scheme["in"] = "header";
  }
  if (!extensions) return scheme;
  json::Value& given = scheme["x-amazon-apigateway-authorizer"] = json::Value::object();
  given["identitySource"] = sources.size() == 1 ? json::Value(sources[0]) : json::Value(sources);
  put(given, "authorizerUri", authorizer.authorizer_uri);
  put(given, "authorizerCredentials", authorizer.authorizer_credentials_arn);
  put(given, "authorizerPayloadFormatVersion", authorizer.authorizer_payload_format_version);
  put(given, "authorizerResultTtlInSeconds", authorizer.authorizer_result_ttl_in_seconds);
  put(given, "enableSimpleResponses", authorizer.enable_simple_responses);
  given["type"] = lower(authorizer.authorizer_type.value_or(""));
  if (authorizer.jwt_configuration) {
    put(given["jwtConfiguration"], "audience", authorizer.jwt_configuration->audience);
    put(given["jwtConfiguration"], "issuer", authorizer.jwt_configuration->issuer);
  }
  return scheme;
}

json::Value parameters_of(const std::string& path) {
  json::Value list = json::Value::array();
  for (size_t begin = path.find('{'); begin != std::string::npos; begin = path.find('{', begin + 1)) {
    std::string name = path.substr(begin + 1, path.find('}', begin) - begin - 1);
    if (name.ends_with('+')) name.pop_back();
    json::Value each = json::Value::object();
    each["name"] = name;
    each["in"] = "path";
    each["description"] = "Generated path parameter for " + name;
    each["required"] = true;
    each["schema"]["type"] = "string";
    list.push_back(std::move(each));
  }
  return list;
}

json::Value operation_of(const Route& route, const Deployed& deployed, bool extensions) {
  json::Value made = json::Value::object();
  const std::string key = route.route_key.value_or("");
  if (key == "$default" && extensions) made["isDefaultRoute"] = true;
  put(made, "operationId", route.operation_name);
  made["responses"]["default"]["description"] = "Default response for " + key;
  const auto authorizer = deployed.authorizers.find(route.authorizer_id.value_or(""));
  if (authorizer != deployed.authorizers.end()) {
    json::Value asked = json::Value::object();
    asked[authorizer->second.name.value_or("")] = json::Value(route.authorization_scopes.value_or(Names()));
    made["security"] = json::Value::array({asked});
  }
  if (!extensions) return made;
  if (route.authorization_type == "AWS_IAM") made["x-amazon-apigateway-auth"]["type"] = "AWS_IAM";
  const std::string target = route.target.value_or("");
  const auto integration = deployed.integrations.find(target.substr(target.find('/') + 1));
  if (integration != deployed.integrations.end())
    made["x-amazon-apigateway-integration"] = integration_of(integration->second);
  return made;
}

json::Value cors_of(const Cors& cors) {
  json::Value made = json::Value::object();
  put(made, "allowMethods", cors.allow_methods);
  put(made, "allowHeaders", cors.allow_headers);
  put(made, "exposeHeaders", cors.expose_headers);
  put(made, "maxAge", cors.max_age);
  put(made, "allowCredentials", cors.allow_credentials);
  put(made, "allowOrigins", cors.allow_origins);
  return made;
}

json::Value server_of(const Api& api, const std::string& region, const std::string& stage) {
  json::Value server = json::Value::object();
  server["url"] = "https://" + api.api_id.value_or("") + ".execute-api." + region + ".amazonaws.com/{basePath}";
  server["variables"]["basePath"]["default"] = stage == "$default" ? "" : stage;
  return server;
}

}  // namespace

json::Value export_openapi(const Api& api, const Deployed& deployed, const std::string& region,
                           const std::string& stage, bool extensions) {
  json::Value document = json::Value::object();
  document["openapi"] = "3.0.1";
  document["info"]["title"] = api.name.value_or("");
  put(document["info"], "description", api.description);
  document["info"]["version"] =
      api.version.value_or(aws::format_iso8601_seconds(api.created_date.value_or(aws::Timestamp{}).ms));
  document["servers"] = json::Value::array({server_of(api, region, stage)});
  for (const auto& [name, value] : api.tags.value_or(Texts())) {
    json::Value tag = json::Value::object();
    tag["name"] = name;
    if (extensions) tag["x-amazon-apigateway-tag-value"] = value;
    document["tags"].push_back(std::move(tag));
  }
  document["paths"] = json::Value::object();
  for (const Route& route : deployed.routes) {
    const std::string key = route.route_key.value_or("");
    const size_t space = key.find(' ');
    const bool is_default = space == std::string::npos;
    const std::string path = is_default ? "/$default" : key.substr(space + 1);
    const std::string method = is_default ? "ANY" : key.substr(0, space);
    if (method == "ANY" && !extensions) continue;
    json::Value operation = operation_of(route, deployed, extensions);
    document["paths"][path][method == "ANY" ? "x-amazon-apigateway-any-method" : lower(method)] = std::move(operation);
    if (json::Value parameters = parameters_of(path); !parameters.empty())
      document["paths"][path]["parameters"] = std::move(parameters);
  }
  for (const auto& [id, authorizer] : deployed.authorizers)
    document["components"]["securitySchemes"][authorizer.name.value_or(id)] = scheme_of(authorizer, extensions);
  if (!extensions) return document;
  if (api.cors_configuration) document["x-amazon-apigateway-cors"] = cors_of(*api.cors_configuration);
  document["x-amazon-apigateway-importexport-version"] = "1.0";
  return document;
}

}  // namespace cloudling::apigateway::http
