#include "emulators/apigateway/rest/snapshot.h"

namespace cloudling::apigateway::rest {

using aws::field;

const aws::Structure& Snapshot::shape() {
  using T = Snapshot;
  static const aws::Structure shape{
      "Snapshot",
      {field<&T::api>("api"), field<&T::resources>("resources"), field<&T::models>("models"),
       field<&T::validators>("validators"), field<&T::authorizers>("authorizers"), field<&T::responses>("responses")}};
  return shape;
}

Snapshot take_snapshot(store::ReadTransaction& tx, const Scope& scope, const std::string& api_id) {
  Snapshot snapshot;
  snapshot.api = find_item<RestApi>(tx, scope, "", api_id).value_or(RestApi{});
  snapshot.resources = list_items<Resource>(tx, scope, api_id);
  snapshot.models = list_items<Model>(tx, scope, api_id);
  snapshot.validators = list_items<RequestValidator>(tx, scope, api_id);
  snapshot.authorizers = list_items<Authorizer>(tx, scope, api_id);
  snapshot.responses = list_items<GatewayResponse>(tx, scope, api_id);
  return snapshot;
}

std::map<std::string, std::map<std::string, MethodSnapshot>> summary_of(const Snapshot& snapshot) {
  std::map<std::string, std::map<std::string, MethodSnapshot>> summary;
  for (const Resource& resource : snapshot.resources) {
    if (!resource.resource_methods) continue;
    for (const auto& [name, method] : *resource.resource_methods) {
      summary[resource.path][name] = {.authorization_type = method.authorization_type.value_or("NONE"),
                                      .api_key_required = method.api_key_required.value_or(false)};
    }
  }
  return summary;
}

}  // namespace cloudling::apigateway::rest
