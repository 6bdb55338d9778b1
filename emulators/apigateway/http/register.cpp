#include "emulators/apigateway/http/items.h"
#include "emulators/service.h"

namespace cloudling::apigateway::http {

namespace {

using Operations = Registrar<HttpApis>;

/// The five operations of a kind of item in an API.
template <class R, Name Member, Name Label>
void register_kind(Operations& operations, const std::string& noun) {
  operations.write<&HttpApis::create<CreatedInApi<R>>>("Create" + noun)
      .template read<&HttpApis::get<InApi<R, Member, Label>>>("Get" + noun)
      .template read<&HttpApis::list<ListedInApi<R>>>("Get" + noun + "s")
      .template write<&HttpApis::update<UpdatedInApi<R, Member, Label>>>("Update" + noun)
      .template write<&HttpApis::remove<InApi<R, Member, Label>>>("Delete" + noun);
}

/// The five operations of what hangs on an item.
template <class R, Name Owner, Name OwnerLabel, Name Member, Name Label>
void register_owned(Operations& operations, const std::string& noun) {
  operations.write<&HttpApis::create<CreatedOwned<R, Owner, OwnerLabel>>>("Create" + noun)
      .template read<&HttpApis::get<OwnedKey<R, Owner, OwnerLabel, Member, Label>>>("Get" + noun)
      .template read<&HttpApis::list<ListedOwned<R, Owner, OwnerLabel>>>("Get" + noun + "s")
      .template write<&HttpApis::update<UpdatedOwned<R, Owner, OwnerLabel, Member, Label>>>("Update" + noun)
      .template write<&HttpApis::remove<OwnedKey<R, Owner, OwnerLabel, Member, Label>>>("Delete" + noun);
}

void register_apis(Operations& operations) {
  operations.write<&HttpApis::create_api>("CreateApi")
      .read<&HttpApis::get_api>("GetApi")
      .read<&HttpApis::get_apis>("GetApis")
      .write<&HttpApis::update_api>("UpdateApi")
      .write<&HttpApis::remove<ApiKey>>("DeleteApi")
      .write<&HttpApis::delete_cors>("DeleteCorsConfiguration")
      .write<&HttpApis::delete_access_log_settings>("DeleteAccessLogSettings")
      .write<&HttpApis::delete_route_settings>("DeleteRouteSettings")
      .write<&HttpApis::delete_route_parameter>("DeleteRouteRequestParameter")
      .read<&HttpApis::reset_authorizers_cache>("ResetAuthorizersCache")
      .write<&HttpApis::create_deployment>("CreateDeployment")
      .read<&HttpApis::get<DeploymentKey>>("GetDeployment")
      .read<&HttpApis::list<ListedInApi<Deployment>>>("GetDeployments")
      .write<&HttpApis::update<UpdatedInApi<Deployment, "DeploymentId", "deploymentId">>>("UpdateDeployment")
      .write<&HttpApis::remove<DeploymentKey>>("DeleteDeployment")
      .read<&HttpApis::get_model_template>("GetModelTemplate")
      .write<&HttpApis::import_api>("ImportApi")
      .write<&HttpApis::reimport_api>("ReimportApi")
      .read<&HttpApis::export_api>("ExportApi")
      .read<&HttpApis::get_tags>("GetTags")
      .write<&HttpApis::tag_resource>("TagResource")
      .write<&HttpApis::untag_resource>("UntagResource");
}

void register_account(Operations& operations) {
  operations.write<&HttpApis::create<CreatedTop<DomainName>>>("CreateDomainName")
      .read<&HttpApis::get<DomainNameKey>>("GetDomainName")
      .read<&HttpApis::list<ListedInAccount<DomainName>>>("GetDomainNames")
      .write<&HttpApis::update_domain_name>("UpdateDomainName")
      .write<&HttpApis::remove<DomainNameKey>>("DeleteDomainName")
      .write<&HttpApis::create<CreatedIn<ApiMapping, "DomainName", "domainName">>>("CreateApiMapping")
      .read<&HttpApis::get<ApiMappingKey>>("GetApiMapping")
      .read<&HttpApis::list<Listed<ApiMapping, "DomainName", "domainName">>>("GetApiMappings")
      .write<&HttpApis::update<UpdatedIn<ApiMapping, "DomainName", "domainName", "ApiMappingId", "apiMappingId">>>(
          "UpdateApiMapping")
      .write<&HttpApis::remove<ApiMappingKey>>("DeleteApiMapping")
      .write<&HttpApis::create<CreatedTop<VpcLink>>>("CreateVpcLink")
      .read<&HttpApis::get<VpcLinkKey>>("GetVpcLink")
      .read<&HttpApis::list<ListedInAccount<VpcLink>>>("GetVpcLinks")
      .write<&HttpApis::update<UpdatedTop<VpcLink, "VpcLinkId", "vpcLinkId">>>("UpdateVpcLink")
      .write<&HttpApis::remove<VpcLinkKey>>("DeleteVpcLink");
}

}  // namespace

void register_operations(aws::Registry& registry, store::Store& store, HttpApis& service) {
  Operations operations(registry, store, "apigatewayv2", service);
  register_apis(operations);
  register_kind<Integration, "IntegrationId", "integrationId">(operations, "Integration");
  register_kind<Route, "RouteId", "routeId">(operations, "Route");
  register_kind<Stage, "StageName", "stageName">(operations, "Stage");
  register_kind<Authorizer, "AuthorizerId", "authorizerId">(operations, "Authorizer");
  register_kind<Model, "ModelId", "modelId">(operations, "Model");
  register_owned<IntegrationResponse, "IntegrationId", "integrationId", "IntegrationResponseId",
                 "integrationResponseId">(operations, "IntegrationResponse");
  register_owned<RouteResponse, "RouteId", "routeId", "RouteResponseId", "routeResponseId">(operations,
                                                                                            "RouteResponse");
  register_account(operations);
}

}  // namespace cloudling::apigateway::http
