#include "emulators/apigateway/rest/rest.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr std::string_view kIdLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr size_t kIdLength = 10;
constexpr size_t kShortIdLength = 6;

/// The models that every API has from the beginning.
Model empty_model() {
  return {
      .name = "Empty",
      .description = "This is a default empty schema model",
      .schema = R"({"$schema": "http://json-schema.org/draft-04/schema#", "title": "Empty Schema", "type": "object"})",
      .content_type = "application/json"};
}
Model error_model() {
  return {.name = "Error",
          .description = "This is a default error schema model",
          .schema =
              R"({"$schema": "http://json-schema.org/draft-04/schema#", "title": "Error Schema", "type": "object", )"
              R"("properties": {"message": {"type": "string"}}})",
          .content_type = "application/json"};
}

}  // namespace

std::string Rest::new_short_id() { return parts_.ids.letters(kShortIdLength, kIdLetters); }

std::string Rest::new_id() { return parts_.ids.letters(kIdLength, kIdLetters); }

RestApi Rest::create_rest_api(const aws::CallContext& context, store::WriteTransaction& tx, const RestApi& input) {
  if (input.clone_from) throw aws::Error(501, "NotImplemented", "CreateRestApi with cloneFrom is not implemented.");
  const Scope scope = scope_of(context);
  RestApi api = input;
  api.id = new_id();
  api.created_date = now();
  api.root_resource_id = new_id();
  if (!api.api_key_source) api.api_key_source = "HEADER";
  EndpointConfiguration& endpoint =
      api.endpoint_configuration ? *api.endpoint_configuration : api.endpoint_configuration.emplace();
  if (!endpoint.types || endpoint.types->empty()) endpoint.types = {"EDGE"};
  const bool is_private = endpoint.types->front() == "PRIVATE";
  if (!endpoint.ip_address_type) endpoint.ip_address_type = is_private ? "dualstack" : "ipv4";
  if (!api.disable_execute_api_endpoint) api.disable_execute_api_endpoint = false;
  put_item(tx, scope, "", api.id, api);
  put_item(tx, scope, api.id, *api.root_resource_id, Resource{.id = *api.root_resource_id, .path = "/"});
  for (Model model : {empty_model(), error_model()}) {
    model.id = new_short_id();
    put_item(tx, scope, api.id, model.name, model);
  }
  return api;
}

}  // namespace cloudling::apigateway::rest
