#include "emulators/apigateway/rest/openapi_export.h"

#include <algorithm>

#include "emulators/apigateway/openapi_document.h"

namespace cloudling::apigateway::rest {

namespace {

using openapi::lower;
using openapi::put;

class Export {
 public:
  Export(const Snapshot& snapshot, const ExportOptions& options) : snapshot_(snapshot), options_(options) {}
  json::Value run();

 private:
  bool swagger() const { return options_.version == OpenApiVersion::kSwagger2; }
  std::string model_reference(const std::string& name) const {
    return (swagger() ? "#/definitions/" : "#/components/schemas/") + name;
  }
  json::Value reference(const std::string& model) const {
    json::Value schema = json::Value::object();
    schema["$ref"] = model_reference(model);
    return schema;
  }
  json::Value operation(const Method& method) const;
  void parameters(const Method& method, json::Value& operation) const;
  json::Value responses(const Method& method) const;
  void security(const Method& method, json::Value& operation) const;
  json::Value integration(const Integration& integration) const;
  json::Value schemas() const;
  json::Value schemes() const;
  void extensions(json::Value& document) const;
  void refer(json::Value& schema, int depth) const;

  const Snapshot& snapshot_;
  const ExportOptions& options_;
};

json::Value list_of(const std::vector<std::string>& texts) {
  json::Value list = json::Value::array();
  for (const std::string& each : texts) list.push_back(each);
  return list;
}

/// References between models, as the document has them.
void Export::refer(json::Value& schema, int depth) const {
  if (depth > 200 || !schema.is_structured()) return;
  if (schema.is_object() && schema.contains("$ref") && schema["$ref"].is_string()) {
    const std::string reference = schema["$ref"].get<std::string>();
    schema["$ref"] = model_reference(reference.substr(reference.rfind('/') + 1));
  }
  for (json::Value& each : schema) refer(each, depth + 1);
}

json::Value Export::schemas() const {
  json::Value all = json::Value::object();
  for (const Model& model : snapshot_.models) {
    json::Value schema = json::parse(model.schema.value_or("{}")).value_or(json::Value::object());
    if (schema.is_object()) schema.erase("$schema");
    refer(schema, 0);
    all[model.name] = std::move(schema);
  }
  return all;
}

json::Value Export::schemes() const {
  json::Value all = json::Value::object();
  bool keys = false;
  for (const Resource& resource : snapshot_.resources) {
    for (const auto& [name, method] : resource.resource_methods.value_or(std::map<std::string, Method>{}))
      keys = keys || method.api_key_required.value_or(false);
  }
  const auto header = [](const std::string& name) {
    json::Value scheme = json::Value::object();
    scheme["type"] = "apiKey";
    scheme["name"] = name;
    scheme["in"] = "header";
    return scheme;
  };
  if (keys) all["api_key"] = header("x-api-key");
  for (const Authorizer& authorizer : snapshot_.authorizers) {
    const std::string source = authorizer.identity_source.value_or("");
    json::Value scheme = header(authorizer.type == "TOKEN" ? source.substr(source.rfind('.') + 1) : "Unused");
    put(scheme, "x-amazon-apigateway-authtype", authorizer.auth_type);
    if (options_.authorizers) {
      json::Value& given = scheme["x-amazon-apigateway-authorizer"] = json::Value::object();
      given["type"] = lower(authorizer.type);
      put(given, "authorizerUri", authorizer.authorizer_uri);
      put(given, "authorizerCredentials", authorizer.authorizer_credentials);
      put(given, "identitySource", authorizer.identity_source);
      put(given, "identityValidationExpression", authorizer.identity_validation_expression);
      put(given, "authorizerResultTtlInSeconds", authorizer.authorizer_result_ttl_in_seconds);
      if (authorizer.provider_arns) given["providerARNs"] = list_of(*authorizer.provider_arns);
    }
    all[authorizer.name] = std::move(scheme);
  }
  return all;
}

void Export::parameters(const Method& method, json::Value& operation) const {
  json::Value list = json::Value::array();
  for (const auto& [parameter, required] : method.request_parameters.value_or(Switches{})) {
    const size_t dot = parameter.find('.', 15);
    if (dot == std::string::npos) continue;
    const std::string place = parameter.substr(15, dot - 15);
    json::Value each = json::Value::object();
    each["name"] = parameter.substr(dot + 1);
    each["in"] = place == "querystring" ? "query" : place;
    each["required"] = required || place == "path";
    if (swagger())
      each["type"] = "string";
    else
      each["schema"]["type"] = "string";
    list.push_back(std::move(each));
  }
  for (const auto& [type, model] : method.request_models.value_or(Texts{})) {
    if (!swagger()) {
      operation["requestBody"]["content"][type]["schema"] = reference(model);
      operation["requestBody"]["required"] = true;
      continue;
    }
    json::Value each = json::Value::object();
    each["in"] = "body";
    each["name"] = model;
    each["required"] = true;
    each["schema"] = reference(model);
    list.push_back(std::move(each));
  }
  if (!list.empty()) operation["parameters"] = std::move(list);
}

json::Value Export::responses(const Method& method) const {
  json::Value all = json::Value::object();
  for (const auto& [status, response] : method.method_responses.value_or(std::map<std::string, MethodResponse>{})) {
    json::Value& each = all[status] = json::Value::object();
    each["description"] = status + " response";
    for (const auto& [parameter, required] : response.response_parameters.value_or(Switches{})) {
      json::Value& header = each["headers"][parameter.substr(parameter.rfind('.') + 1)] = json::Value::object();
      if (swagger())
        header["type"] = "string";
      else
        header["schema"]["type"] = "string";
    }
    for (const auto& [type, model] : response.response_models.value_or(Texts{})) {
      if (swagger())
        each["schema"] = reference(model);
      else
        each["content"][type]["schema"] = reference(model);
    }
  }
  return all;
}

void Export::security(const Method& method, json::Value& operation) const {
  json::Value list = json::Value::array();
  const auto ask = [&](const std::string& name) {
    json::Value each = json::Value::object();
    each[name] = json::Value::array();
    list.push_back(std::move(each));
  };
  if (method.api_key_required.value_or(false)) ask("api_key");
  for (const Authorizer& authorizer : snapshot_.authorizers) {
    if (method.authorizer_id == authorizer.id) ask(authorizer.name);
  }
  if (!list.empty()) operation["security"] = std::move(list);
  if (method.authorization_type == "AWS_IAM") operation["x-amazon-apigateway-auth"]["type"] = "AWS_IAM";
}

json::Value Export::integration(const Integration& integration) const {
  json::Value made = json::Value::object();
  made["type"] = lower(integration.type);
  put(made, "httpMethod", integration.http_method);
  put(made, "uri", integration.uri);
  put(made, "credentials", integration.credentials);
  put(made, "connectionType", integration.connection_type);
  put(made, "connectionId", integration.connection_id);
  put(made, "requestParameters", integration.request_parameters);
  put(made, "requestTemplates", integration.request_templates);
  made["passthroughBehavior"] = lower(integration.passthrough_behavior.value_or("WHEN_NO_MATCH"));
  put(made, "contentHandling", integration.content_handling);
  put(made, "timeoutInMillis", integration.timeout_in_millis);
  for (const auto& [status, response] :
       integration.integration_responses.value_or(std::map<std::string, IntegrationResponse>{})) {
    const std::string pattern = response.selection_pattern.value_or("");
    json::Value& each = made["responses"][pattern.empty() ? "default" : pattern] = json::Value::object();
    each["statusCode"] = status;
    put(each, "responseParameters", response.response_parameters);
    put(each, "responseTemplates", response.response_templates);
    put(each, "contentHandling", response.content_handling);
  }
  return made;
}

json::Value Export::operation(const Method& method) const {
  json::Value made = json::Value::object();
  put(made, "operationId", method.operation_name);
  parameters(method, made);
  json::Value answers = responses(method);
  if (!answers.empty() || !swagger()) made["responses"] = std::move(answers);
  security(method, made);
  if (!options_.integrations) return made;
  const auto& validators = snapshot_.validators;
  const auto validator = std::ranges::find(validators, method.request_validator_id.value_or(""), &RequestValidator::id);
  if (validator != validators.end()) put(made, "x-amazon-apigateway-request-validator", validator->name);
  if (method.method_integration) made["x-amazon-apigateway-integration"] = integration(*method.method_integration);
  return made;
}

void Export::extensions(json::Value& document) const {
  for (const RequestValidator& each : snapshot_.validators) {
    json::Value& made = document["x-amazon-apigateway-request-validators"][each.name.value_or(each.id)];
    made["validateRequestBody"] = each.validate_request_body.value_or(false);
    made["validateRequestParameters"] = each.validate_request_parameters.value_or(false);
  }
  for (const GatewayResponse& each : snapshot_.responses) {
    json::Value& made = document["x-amazon-apigateway-gateway-responses"][each.response_type] = json::Value::object();
    put(made, "statusCode", each.status_code);
    put(made, "responseParameters", each.response_parameters);
    put(made, "responseTemplates", each.response_templates);
  }
  if (snapshot_.api.binary_media_types)
    document["x-amazon-apigateway-binary-media-types"] = list_of(*snapshot_.api.binary_media_types);
}

json::Value Export::run() {
  json::Value document = json::Value::object();
  document[swagger() ? "swagger" : "openapi"] = swagger() ? "2.0" : "3.0.1";
  json::Value& info = document["info"] = json::Value::object();
  info["title"] = snapshot_.api.name;
  put(info, "description", snapshot_.api.description);
  info["version"] = snapshot_.api.version.value_or("1.0");
  if (swagger()) {
    document["host"] = options_.host;
    document["basePath"] = "/" + options_.stage;
    document["schemes"] = list_of({"https"});
  } else {
    json::Value server = json::Value::object();
    server["url"] = "https://" + options_.host + "/" + options_.stage;
    document["servers"] = json::Value::array({server});
  }
  document["paths"] = json::Value::object();
  for (const Resource& resource : snapshot_.resources) {
    for (const auto& [name, method] : resource.resource_methods.value_or(std::map<std::string, Method>{})) {
      document["paths"][resource.path][name == "ANY" ? "x-amazon-apigateway-any-method" : lower(name)] =
          operation(method);
    }
  }
  json::Value models = schemas();
  json::Value securities = schemes();
  json::Value& owner = swagger() ? document : document["components"];
  if (!owner.is_object()) owner = json::Value::object();
  if (!models.empty()) owner[swagger() ? "definitions" : "schemas"] = std::move(models);
  if (!securities.empty()) owner[swagger() ? "securityDefinitions" : "securitySchemes"] = std::move(securities);
  if (options_.integrations) extensions(document);
  return document;
}

}  // namespace

json::Value export_openapi(const Snapshot& snapshot, const ExportOptions& options) {
  return Export(snapshot, options).run();
}

}  // namespace cloudling::apigateway::rest
