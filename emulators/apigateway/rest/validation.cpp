#include "emulators/apigateway/rest/validation.h"

#include <algorithm>
#include <map>

#include "emulators/apigateway/rest/gateway_responses.h"
#include "emulators/apigateway/rest/json_schema.h"
#include "emulators/apigateway/rest/parameter_mapping.h"

namespace cloudling::apigateway::rest {

namespace {

void validate_parameters(const Exchange& exchange) {
  std::string missing;
  for (const auto& [parameter, required] : exchange.method().request_parameters.value_or(Switches{})) {
    if (!required) continue;
    const auto value = request_value(parameter, exchange);
    if (value && !value->empty()) continue;
    missing += (missing.empty() ? "" : ", ") + parameter.substr(parameter.rfind('.') + 1);
  }
  if (missing.empty()) return;
  auto failed = failure("BAD_REQUEST_PARAMETERS", "Missing required request parameters: [" + missing + "]",
                        "BadRequestException");
  failed.body = R"({"message": )" + json::write(json::Value(failed.message)) + "}";
  throw failed;
}

[[noreturn]] void refuse_body(Exchange& exchange, const std::vector<std::string>& violations) {
  std::string all;
  for (const std::string& each : violations) all += (all.empty() ? "" : ", ") + each;
  exchange.context["error"]["validationErrorString"] = all;
  auto failed = failure("BAD_REQUEST_BODY", "Invalid request body", "BadRequestException");
  failed.body = R"({"message": "Invalid request body"})";
  failed.log_line = "Request body does not match model schema for content type " + exchange.content_type() + ": " + all;
  throw failed;
}

void validate_body(Exchange& exchange) {
  const Texts models = exchange.method().request_models.value_or(Texts{});
  const std::string type = exchange.content_type();
  const auto chosen = std::ranges::find_if(models, [&](const auto& each) { return media_type(each.first) == type; });
  if (chosen == models.end()) return;
  std::map<std::string, json::Value, std::less<>> schemas;
  for (const Model& model : exchange.deployed->snapshot.models) {
    if (auto schema = json::parse(model.schema.value_or("{}"))) schemas[model.name] = std::move(*schema);
  }
  const auto find_model = [&](std::string_view name) {
    const auto found = schemas.find(name);
    return found == schemas.end() ? nullptr : &found->second;
  };
  const json::Value* schema = find_model(chosen->second);
  if (!schema || (schema->is_object() && schema->empty())) return;
  const auto body = json::parse(exchange.client.body);
  if (!body) refuse_body(exchange, {"Invalid JSON"});
  const auto violations = schema_violations(*schema, *body, find_model);
  if (!violations.empty()) refuse_body(exchange, violations);
}

}  // namespace

void validate_request(Exchange& exchange) {
  const auto& id = exchange.method().request_validator_id;
  if (!id) return;
  const auto& validators = exchange.deployed->snapshot.validators;
  const auto validator = std::ranges::find(validators, *id, &RequestValidator::id);
  if (validator == validators.end()) return;
  if (validator->validate_request_parameters.value_or(false)) validate_parameters(exchange);
  if (validator->validate_request_body.value_or(false)) validate_body(exchange);
}

}  // namespace cloudling::apigateway::rest
