#include "emulators/apigateway/rest/items_operations.h"
#include "emulators/apigateway/rest/lookup.h"
#include "emulators/apigateway/rest/rest.h"
#include "emulators/apigateway/rest/snapshot.h"

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

RestApi shown(RestApi api) {
  if (!api.policy) return api;
  const std::string quoted = json::write(json::Value(*api.policy));
  api.policy = quoted.substr(1, quoted.size() - 2);
  return api;
}

RestApi Rest::create_rest_api(const aws::CallContext& context, store::WriteTransaction& tx, const RestApi& input) {
  return shown(make_rest_api(context, tx, input));
}

RestApi Rest::get_rest_api(const aws::CallContext& context, store::ReadTransaction& tx, const RestApiKey& key) {
  return shown(get(context, tx, key));
}

Page<RestApi> Rest::get_rest_apis(const aws::CallContext& context, store::ReadTransaction& tx,
                                  const ListedInAccount<RestApi>& input) {
  Page<RestApi> page = list(context, tx, input);
  for (RestApi& api : page.items) api = shown(std::move(api));
  return page;
}

RestApi Rest::update_rest_api(const aws::CallContext& context, store::WriteTransaction& tx,
                              const Patched<RestApiKey>& input) {
  return shown(update(context, tx, input));
}

RestApi Rest::make_rest_api(const aws::CallContext& context, store::WriteTransaction& tx, const RestApi& input) {
  const Scope scope = scope_of(context);
  if (input.name.empty()) throw bad_request("Name cannot be an empty string");
  if (input.clone_from) require_body(tx, context, {RestApi::kKind, "", *input.clone_from});
  RestApi api = input;
  api.clone_from.reset();
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
  if (!input.clone_from) return api;
  put_parts(tx, scope, api, take_snapshot(tx, scope, *input.clone_from));
  ImportedIds documentation;
  put_documentation(tx, scope, api.id, list_items<DocumentationPart>(tx, scope, *input.clone_from), documentation);
  return api;
}

}  // namespace cloudling::apigateway::rest
