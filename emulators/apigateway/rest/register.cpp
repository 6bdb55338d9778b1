#include "emulators/apigateway/rest/items_operations.h"
#include "emulators/apigateway/rest/rest.h"
#include "emulators/service.h"

namespace cloudling::apigateway::rest {

namespace {

void register_apis(Registrar<Rest>& operations) {
  operations.write<&Rest::create_rest_api>("CreateRestApi")
      .read<&Rest::get<RestApiKey>>("GetRestApi")
      .read<&Rest::list<ListedInAccount<RestApi>>>("GetRestApis")
      .write<&Rest::update<Patched<RestApiKey>>>("UpdateRestApi")
      .write<&Rest::remove<RestApiKey>>("DeleteRestApi")
      .write<&Rest::create_resource>("CreateResource")
      .read<&Rest::get_resource>("GetResource")
      .read<&Rest::get_resources>("GetResources")
      .write<&Rest::update_resource>("UpdateResource")
      .write<&Rest::delete_resource>("DeleteResource");
}

void register_methods(Registrar<Rest>& operations) {
  operations.write<&Rest::put_method>("PutMethod")
      .read<&Rest::get_method>("GetMethod")
      .write<&Rest::update_method>("UpdateMethod")
      .write<&Rest::delete_method>("DeleteMethod")
      .write<&Rest::put_method_response>("PutMethodResponse")
      .read<&Rest::get_method_response>("GetMethodResponse")
      .write<&Rest::update_method_response>("UpdateMethodResponse")
      .write<&Rest::delete_method_response>("DeleteMethodResponse")
      .write<&Rest::put_integration>("PutIntegration")
      .read<&Rest::get_integration>("GetIntegration")
      .write<&Rest::update_integration>("UpdateIntegration")
      .write<&Rest::delete_integration>("DeleteIntegration")
      .write<&Rest::put_integration_response>("PutIntegrationResponse")
      .read<&Rest::get_integration_response>("GetIntegrationResponse")
      .write<&Rest::update_integration_response>("UpdateIntegrationResponse")
      .write<&Rest::delete_integration_response>("DeleteIntegrationResponse");
}

}  // namespace

void register_operations(aws::Registry& registry, store::Store& store, Rest& service) {
  Registrar<Rest> operations(registry, store, "apigateway", service);
  register_apis(operations);
  register_methods(operations);
}

}  // namespace cloudling::apigateway::rest
