#include "emulators/apigateway/rest/items_operations.h"
#include "emulators/apigateway/rest/rest.h"
#include "emulators/service.h"

namespace cloudling::apigateway::rest {

namespace {

void register_apis(Registrar<Rest>& operations) {
  operations.write<&Rest::create_rest_api>("CreateRestApi")
      .read<&Rest::get_rest_api>("GetRestApi")
      .read<&Rest::get_rest_apis>("GetRestApis")
      .write<&Rest::update_rest_api>("UpdateRestApi")
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

void register_stages(Registrar<Rest>& operations) {
  operations.write<&Rest::create_deployment>("CreateDeployment")
      .read<&Rest::get_deployment>("GetDeployment")
      .read<&Rest::list<ListedInApi<Deployment>>>("GetDeployments")
      .write<&Rest::update<Patched<DeploymentKey>>>("UpdateDeployment")
      .write<&Rest::delete_deployment>("DeleteDeployment")
      .write<&Rest::create_stage>("CreateStage")
      .read<&Rest::get<StageKey>>("GetStage")
      .read<&Rest::get_stages>("GetStages")
      .write<&Rest::update_stage>("UpdateStage")
      .write<&Rest::remove<StageKey>>("DeleteStage")
      .read<&Rest::flush_authorizers>("FlushStageAuthorizersCache")
      .awaiting<&Rest::test_invoke_method>("TestInvokeMethod")
      .awaiting<&Rest::test_invoke_authorizer>("TestInvokeAuthorizer")
      .write<&Rest::import_rest_api>("ImportRestApi")
      .write<&Rest::put_rest_api>("PutRestApi")
      .read<&Rest::get_export>("GetExport");
}

void register_parts(Registrar<Rest>& operations) {
  operations.write<&Rest::create_model>("CreateModel")
      .read<&Rest::get<ModelKey>>("GetModel")
      .read<&Rest::get_model_template>("GetModelTemplate")
      .read<&Rest::list<ListedInApi<Model>>>("GetModels")
      .write<&Rest::update<Patched<ModelKey>>>("UpdateModel")
      .write<&Rest::remove<ModelKey>>("DeleteModel")
      .write<&Rest::create_request_validator>("CreateRequestValidator")
      .read<&Rest::get<RequestValidatorKey>>("GetRequestValidator")
      .read<&Rest::list<ListedInApi<RequestValidator>>>("GetRequestValidators")
      .write<&Rest::update<Patched<RequestValidatorKey>>>("UpdateRequestValidator")
      .write<&Rest::remove<RequestValidatorKey>>("DeleteRequestValidator")
      .write<&Rest::create_authorizer>("CreateAuthorizer")
      .read<&Rest::get<AuthorizerKey>>("GetAuthorizer")
      .read<&Rest::list<ListedInApi<Authorizer>>>("GetAuthorizers")
      .write<&Rest::update<Patched<AuthorizerKey>>>("UpdateAuthorizer")
      .write<&Rest::remove<AuthorizerKey>>("DeleteAuthorizer")
      .read<&Rest::get_gateway_response>("GetGatewayResponse")
      .read<&Rest::get_gateway_responses>("GetGatewayResponses")
      .write<&Rest::put_gateway_response>("PutGatewayResponse")
      .write<&Rest::update_gateway_response>("UpdateGatewayResponse")
      .write<&Rest::remove<GatewayResponseKey>>("DeleteGatewayResponse");
}

void register_documentation(Registrar<Rest>& operations) {
  operations.write<&Rest::create_documentation_part>("CreateDocumentationPart")
      .write<&Rest::import_documentation_parts>("ImportDocumentationParts")
      .read<&Rest::get<DocumentationPartKey>>("GetDocumentationPart")
      .read<&Rest::list<ListedInApi<DocumentationPart>>>("GetDocumentationParts")
      .write<&Rest::update<Patched<DocumentationPartKey>>>("UpdateDocumentationPart")
      .write<&Rest::remove<DocumentationPartKey>>("DeleteDocumentationPart")
      .write<&Rest::create_documentation_version>("CreateDocumentationVersion")
      .read<&Rest::get<DocumentationVersionKey>>("GetDocumentationVersion")
      .read<&Rest::list<ListedInApi<DocumentationVersion>>>("GetDocumentationVersions")
      .write<&Rest::update<Patched<DocumentationVersionKey>>>("UpdateDocumentationVersion")
      .write<&Rest::remove<DocumentationVersionKey>>("DeleteDocumentationVersion");
}

void register_keys(Registrar<Rest>& operations) {
  operations.write<&Rest::create_api_key>("CreateApiKey")
      .write<&Rest::import_api_keys>("ImportApiKeys")
      .read<&Rest::get_api_key>("GetApiKey")
      .read<&Rest::get_api_keys>("GetApiKeys")
      .write<&Rest::update_api_key>("UpdateApiKey")
      .write<&Rest::remove<ApiKeyKey>>("DeleteApiKey")
      .write<&Rest::create_usage_plan>("CreateUsagePlan")
      .read<&Rest::get<UsagePlanPlace>>("GetUsagePlan")
      .read<&Rest::list<ListedInAccount<UsagePlan>>>("GetUsagePlans")
      .write<&Rest::update_usage_plan>("UpdateUsagePlan")
      .write<&Rest::remove<UsagePlanPlace>>("DeleteUsagePlan")
      .write<&Rest::create_usage_plan_key>("CreateUsagePlanKey")
      .read<&Rest::get<UsagePlanKeyKey>>("GetUsagePlanKey")
      .read<&Rest::list<Listed<UsagePlanKey, "usagePlanId", "usageplanId">>>("GetUsagePlanKeys")
      .write<&Rest::remove<UsagePlanKeyKey>>("DeleteUsagePlanKey")
      .read<&Rest::get_usage>("GetUsage")
      .write<&Rest::update_usage>("UpdateUsage");
}

void register_account(Registrar<Rest>& operations) {
  operations.awaiting<&Rest::generate_client_certificate>("GenerateClientCertificate")
      .read<&Rest::get<ClientCertificateKey>>("GetClientCertificate")
      .read<&Rest::list<ListedInAccount<ClientCertificate>>>("GetClientCertificates")
      .write<&Rest::update<Patched<ClientCertificateKey>>>("UpdateClientCertificate")
      .write<&Rest::remove<ClientCertificateKey>>("DeleteClientCertificate")
      .read<&Rest::get_account>("GetAccount")
      .write<&Rest::update_account>("UpdateAccount")
      .write<&Rest::create_domain_name>("CreateDomainName")
      .read<&Rest::get<DomainNameKey>>("GetDomainName")
      .read<&Rest::list<ListedInAccount<DomainName>>>("GetDomainNames")
      .write<&Rest::update<Patched<DomainNameKey>>>("UpdateDomainName")
      .write<&Rest::remove<DomainNameKey>>("DeleteDomainName")
      .write<&Rest::create_base_path_mapping>("CreateBasePathMapping")
      .read<&Rest::get<BasePathMappingKey>>("GetBasePathMapping")
      .read<&Rest::list<Listed<BasePathMapping, "domainName", "domain_name">>>("GetBasePathMappings")
      .write<&Rest::update_base_path_mapping>("UpdateBasePathMapping")
      .write<&Rest::remove<BasePathMappingKey>>("DeleteBasePathMapping")
      .write<&Rest::create_vpc_link>("CreateVpcLink")
      .read<&Rest::get<VpcLinkKey>>("GetVpcLink")
      .read<&Rest::list<ListedInAccount<VpcLink>>>("GetVpcLinks")
      .write<&Rest::update<Patched<VpcLinkKey>>>("UpdateVpcLink")
      .write<&Rest::remove<VpcLinkKey>>("DeleteVpcLink")
      .write<&Rest::tag_resource>("TagResource")
      .write<&Rest::untag_resource>("UntagResource")
      .read<&Rest::get_tags>("GetTags");
}

}  // namespace

void register_operations(aws::Registry& registry, store::Store& store, Rest& service) {
  Registrar<Rest> operations(registry, store, "apigateway", service);
  register_apis(operations);
  register_methods(operations);
  register_stages(operations);
  register_parts(operations);
  register_documentation(operations);
  register_keys(operations);
  register_account(operations);
}

}  // namespace cloudling::apigateway::rest
