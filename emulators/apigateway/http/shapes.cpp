#include "emulators/apigateway/http/shapes.h"

namespace cloudling::apigateway::http {

using aws::Field;
using aws::Structure;

const Structure& Cors::shape() {
  using T = Cors;
  static const Structure shape{
      "Cors",
      {member<&T::allow_credentials>("AllowCredentials"), member<&T::allow_headers>("AllowHeaders"),
       member<&T::allow_methods>("AllowMethods"), member<&T::allow_origins>("AllowOrigins"),
       member<&T::expose_headers>("ExposeHeaders"), member<&T::max_age>("MaxAge").range(-1, 86400)}};
  return shape;
}

std::vector<Field> Api::fields() {
  using T = Api;
  return {member<&T::api_endpoint>("ApiEndpoint"),
          member<&T::api_gateway_managed>("ApiGatewayManaged"),
          member<&T::api_id>("ApiId"),
          member<&T::api_key_selection_expression>("ApiKeySelectionExpression"),
          member<&T::cors_configuration>("CorsConfiguration"),
          member<&T::created_date>("CreatedDate").format(aws::TimestampFormat::kIso8601),
          member<&T::credentials_arn>("CredentialsArn"),
          member<&T::description>("Description").length(0, 1024),
          member<&T::disable_execute_api_endpoint>("DisableExecuteApiEndpoint"),
          member<&T::disable_schema_validation>("DisableSchemaValidation"),
          member<&T::import_info>("ImportInfo"),
          member<&T::ip_address_type>("IpAddressType").one_of({"ipv4", "dualstack"}),
          member<&T::name>("Name").length(1, 128),
          member<&T::protocol_type>("ProtocolType").one_of({"HTTP", "WEBSOCKET"}),
          member<&T::route_key>("RouteKey"),
          member<&T::route_selection_expression>("RouteSelectionExpression"),
          member<&T::tags>("Tags"),
          member<&T::target>("Target"),
          member<&T::version>("Version").length(1, 64),
          member<&T::warnings>("Warnings")};
}
const Structure& Api::shape() {
  static const Structure shape{"Api", fields()};
  return shape;
}

const Structure& TlsConfig::shape() {
  using T = TlsConfig;
  static const Structure shape{"TlsConfig", {member<&T::server_name_to_verify>("ServerNameToVerify")}};
  return shape;
}

std::vector<Field> Integration::fields() {
  using T = Integration;
  return {member<&T::api_gateway_managed>("ApiGatewayManaged"),
          member<&T::connection_id>("ConnectionId"),
          member<&T::connection_type>("ConnectionType").one_of({"INTERNET", "VPC_LINK"}),
          member<&T::content_handling_strategy>("ContentHandlingStrategy"),
          member<&T::credentials_arn>("CredentialsArn"),
          member<&T::description>("Description").length(0, 1024),
          member<&T::integration_id>("IntegrationId"),
          member<&T::integration_method>("IntegrationMethod"),
          member<&T::integration_response_selection_expression>("IntegrationResponseSelectionExpression"),
          member<&T::integration_subtype>("IntegrationSubtype"),
          member<&T::integration_type>("IntegrationType").one_of({"AWS", "HTTP", "MOCK", "HTTP_PROXY", "AWS_PROXY"}),
          member<&T::integration_uri>("IntegrationUri"),
          member<&T::passthrough_behavior>("PassthroughBehavior"),
          member<&T::payload_format_version>("PayloadFormatVersion"),
          member<&T::request_parameters>("RequestParameters"),
          member<&T::request_templates>("RequestTemplates"),
          member<&T::response_parameters>("ResponseParameters"),
          member<&T::template_selection_expression>("TemplateSelectionExpression"),
          member<&T::timeout_in_millis>("TimeoutInMillis").range(50, 30000),
          member<&T::tls_config>("TlsConfig")};
}
const Structure& Integration::shape() {
  static const Structure shape{"Integration", fields()};
  return shape;
}

const Structure& ParameterConstraints::shape() {
  using T = ParameterConstraints;
  static const Structure shape{"ParameterConstraints", {member<&T::required>("Required")}};
  return shape;
}

std::vector<Field> Route::fields() {
  using T = Route;
  return {member<&T::api_gateway_managed>("ApiGatewayManaged"),
          member<&T::api_key_required>("ApiKeyRequired"),
          member<&T::authorization_scopes>("AuthorizationScopes"),
          member<&T::authorization_type>("AuthorizationType").one_of({"NONE", "AWS_IAM", "CUSTOM", "JWT"}),
          member<&T::authorizer_id>("AuthorizerId"),
          member<&T::model_selection_expression>("ModelSelectionExpression"),
          member<&T::operation_name>("OperationName"),
          member<&T::request_models>("RequestModels"),
          member<&T::request_parameters>("RequestParameters"),
          member<&T::route_id>("RouteId"),
          member<&T::route_key>("RouteKey"),
          member<&T::route_response_selection_expression>("RouteResponseSelectionExpression"),
          member<&T::target>("Target")};
}
const Structure& Route::shape() {
  static const Structure shape{"Route", fields()};
  return shape;
}

std::vector<Field> IntegrationResponse::fields() {
  using T = IntegrationResponse;
  return {
      member<&T::content_handling_strategy>("ContentHandlingStrategy").one_of({"CONVERT_TO_BINARY", "CONVERT_TO_TEXT"}),
      member<&T::integration_response_id>("IntegrationResponseId"),
      member<&T::integration_response_key>("IntegrationResponseKey"),
      member<&T::response_parameters>("ResponseParameters"),
      member<&T::response_templates>("ResponseTemplates"),
      member<&T::template_selection_expression>("TemplateSelectionExpression")};
}
const Structure& IntegrationResponse::shape() {
  static const Structure shape{"IntegrationResponse", fields()};
  return shape;
}

std::vector<Field> RouteResponse::fields() {
  using T = RouteResponse;
  return {member<&T::model_selection_expression>("ModelSelectionExpression"),
          member<&T::response_models>("ResponseModels"), member<&T::response_parameters>("ResponseParameters"),
          member<&T::route_response_id>("RouteResponseId"), member<&T::route_response_key>("RouteResponseKey")};
}
const Structure& RouteResponse::shape() {
  static const Structure shape{"RouteResponse", fields()};
  return shape;
}

const Structure& RouteSettings::shape() {
  using T = RouteSettings;
  static const Structure shape{
      "RouteSettings",
      {member<&T::data_trace_enabled>("DataTraceEnabled"),
       member<&T::detailed_metrics_enabled>("DetailedMetricsEnabled"), member<&T::logging_level>("LoggingLevel"),
       member<&T::throttling_burst_limit>("ThrottlingBurstLimit"),
       member<&T::throttling_rate_limit>("ThrottlingRateLimit")}};
  return shape;
}

const Structure& AccessLogSettings::shape() {
  using T = AccessLogSettings;
  static const Structure shape{"AccessLogSettings",
                               {member<&T::destination_arn>("DestinationArn"), member<&T::format>("Format")}};
  return shape;
}

std::vector<Field> Stage::fields() {
  using T = Stage;
  return {member<&T::access_log_settings>("AccessLogSettings"),
          member<&T::api_gateway_managed>("ApiGatewayManaged"),
          member<&T::auto_deploy>("AutoDeploy"),
          member<&T::client_certificate_id>("ClientCertificateId"),
          member<&T::created_date>("CreatedDate").format(aws::TimestampFormat::kIso8601),
          member<&T::default_route_settings>("DefaultRouteSettings"),
          member<&T::deployment_id>("DeploymentId"),
          member<&T::description>("Description").length(0, 1024),
          member<&T::last_updated_date>("LastUpdatedDate").format(aws::TimestampFormat::kIso8601),
          member<&T::last_deployment_status_message>("LastDeploymentStatusMessage"),
          member<&T::route_settings>("RouteSettings"),
          member<&T::stage_name>("StageName").length(1, 128),
          member<&T::stage_variables>("StageVariables"),
          member<&T::tags>("Tags")};
}
const Structure& Stage::shape() {
  static const Structure shape{"Stage", fields()};
  return shape;
}

std::vector<Field> Deployment::fields() {
  using T = Deployment;
  return {member<&T::auto_deployed>("AutoDeployed"),
          member<&T::created_date>("CreatedDate").format(aws::TimestampFormat::kIso8601),
          member<&T::deployment_id>("DeploymentId"),
          member<&T::deployment_status>("DeploymentStatus"),
          member<&T::deployment_status_message>("DeploymentStatusMessage"),
          member<&T::description>("Description").length(0, 1024),
          member<&T::stage_name>("StageName")};
}
const Structure& Deployment::shape() {
  static const Structure shape{"Deployment", fields()};
  return shape;
}

const Structure& JwtConfiguration::shape() {
  using T = JwtConfiguration;
  static const Structure shape{"JwtConfiguration", {member<&T::audience>("Audience"), member<&T::issuer>("Issuer")}};
  return shape;
}

std::vector<Field> Authorizer::fields() {
  using T = Authorizer;
  return {member<&T::authorizer_credentials_arn>("AuthorizerCredentialsArn"),
          member<&T::authorizer_id>("AuthorizerId"),
          member<&T::authorizer_payload_format_version>("AuthorizerPayloadFormatVersion"),
          member<&T::authorizer_result_ttl_in_seconds>("AuthorizerResultTtlInSeconds").range(0, 3600),
          member<&T::authorizer_type>("AuthorizerType").one_of({"REQUEST", "JWT"}),
          member<&T::authorizer_uri>("AuthorizerUri"),
          member<&T::enable_simple_responses>("EnableSimpleResponses"),
          member<&T::identity_source>("IdentitySource"),
          member<&T::identity_validation_expression>("IdentityValidationExpression"),
          member<&T::jwt_configuration>("JwtConfiguration"),
          member<&T::name>("Name").length(1, 128)};
}
const Structure& Authorizer::shape() {
  static const Structure shape{"Authorizer", fields()};
  return shape;
}

std::vector<Field> Model::fields() {
  using T = Model;
  return {member<&T::content_type>("ContentType"), member<&T::description>("Description").length(0, 1024),
          member<&T::model_id>("ModelId"), member<&T::name>("Name").length(1, 128),
          member<&T::schema>("Schema").length(0, 32768)};
}
const Structure& Model::shape() {
  static const Structure shape{"Model", fields()};
  return shape;
}

const Structure& DomainNameConfiguration::shape() {
  using T = DomainNameConfiguration;
  static const Structure shape{
      "DomainNameConfiguration",
      {member<&T::api_gateway_domain_name>("ApiGatewayDomainName"), member<&T::certificate_arn>("CertificateArn"),
       member<&T::certificate_name>("CertificateName"),
       member<&T::certificate_upload_date>("CertificateUploadDate").format(aws::TimestampFormat::kIso8601),
       member<&T::domain_name_status>("DomainNameStatus"), member<&T::endpoint_type>("EndpointType"),
       member<&T::hosted_zone_id>("HostedZoneId"), member<&T::ip_address_type>("IpAddressType"),
       member<&T::ownership_verification_certificate_arn>("OwnershipVerificationCertificateArn"),
       member<&T::security_policy>("SecurityPolicy")}};
  return shape;
}

const Structure& MutualTlsAuthentication::shape() {
  using T = MutualTlsAuthentication;
  static const Structure shape{
      "MutualTlsAuthentication",
      {member<&T::truststore_uri>("TruststoreUri"), member<&T::truststore_version>("TruststoreVersion")}};
  return shape;
}

std::vector<Field> DomainName::fields() {
  using T = DomainName;
  return {member<&T::api_mapping_selection_expression>("ApiMappingSelectionExpression"),
          member<&T::domain_name>("DomainName").length(1, 512),
          member<&T::domain_name_arn>("DomainNameArn"),
          member<&T::domain_name_configurations>("DomainNameConfigurations"),
          member<&T::mutual_tls_authentication>("MutualTlsAuthentication"),
          member<&T::routing_mode>("RoutingMode"),
          member<&T::tags>("Tags")};
}
const Structure& DomainName::shape() {
  static const Structure shape{"DomainName", fields()};
  return shape;
}

std::vector<Field> ApiMapping::fields() {
  using T = ApiMapping;
  return {member<&T::api_id>("ApiId"), member<&T::api_mapping_id>("ApiMappingId"),
          member<&T::api_mapping_key>("ApiMappingKey"), member<&T::stage>("Stage")};
}
const Structure& ApiMapping::shape() {
  static const Structure shape{"ApiMapping", fields()};
  return shape;
}

std::vector<Field> VpcLink::fields() {
  using T = VpcLink;
  return {member<&T::created_date>("CreatedDate").format(aws::TimestampFormat::kIso8601),
          member<&T::name>("Name").length(1, 128),
          member<&T::security_group_ids>("SecurityGroupIds"),
          member<&T::subnet_ids>("SubnetIds"),
          member<&T::tags>("Tags"),
          member<&T::vpc_link_id>("VpcLinkId"),
          member<&T::vpc_link_status>("VpcLinkStatus"),
          member<&T::vpc_link_status_message>("VpcLinkStatusMessage"),
          member<&T::vpc_link_version>("VpcLinkVersion")};
}
const Structure& VpcLink::shape() {
  static const Structure shape{"VpcLink", fields()};
  return shape;
}

const Structure& TagsInput::shape() {
  static const Structure shape{
      "TagsRequest",
      {label<&TagsInput::resource_arn>("ResourceArn", "resource-arn"), member<&TagsInput::tags>("Tags"),
       aws::field<&TagsInput::tag_keys>("TagKeys").in_query("tagKeys")}};
  return shape;
}

const Structure& TagsOutput::shape() {
  static const Structure shape{"GetTagsResponse", {member<&TagsOutput::tags>("Tags")}};
  return shape;
}

const Structure& RouteSettingsKey::shape() {
  using T = RouteSettingsKey;
  static const Structure shape{"DeleteRouteSettingsRequest",
                               {label<&T::api_id>("ApiId", "apiId"), label<&T::stage_name>("StageName", "stageName"),
                                label<&T::route_key>("RouteKey", "routeKey")}};
  return shape;
}

const Structure& RouteParameterKey::shape() {
  using T = RouteParameterKey;
  static const Structure shape{"DeleteRouteRequestParameterRequest",
                               {label<&T::api_id>("ApiId", "apiId"), label<&T::route_id>("RouteId", "routeId"),
                                label<&T::request_parameter_key>("RequestParameterKey", "requestParameterKey")}};
  return shape;
}

}  // namespace cloudling::apigateway::http
