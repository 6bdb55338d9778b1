#include "emulators/apigateway/rest/shapes.h"

namespace cloudling::apigateway::rest {

using aws::Field;
using aws::field;
using aws::Structure;

const Structure& PatchOperation::shape() {
  using T = PatchOperation;
  static const Structure shape{"PatchOperation",
                               {field<&T::op>("op").one_of({"add", "remove", "replace", "move", "copy", "test"}),
                                field<&T::path>("path"), field<&T::value>("value"), field<&T::from>("from")}};
  return shape;
}

const Structure& EndpointConfiguration::shape() {
  using T = EndpointConfiguration;
  static const Structure shape{"EndpointConfiguration",
                               {field<&T::types>("types").each({.values = {"REGIONAL", "EDGE", "PRIVATE"}}),
                                field<&T::ip_address_type>("ipAddressType").one_of({"ipv4", "dualstack"}),
                                field<&T::vpc_endpoint_ids>("vpcEndpointIds")}};
  return shape;
}

std::vector<Field> RestApi::fields() {
  using T = RestApi;
  return {field<&T::id>("id"),
          field<&T::name>("name").required(),
          field<&T::description>("description"),
          field<&T::created_date>("createdDate"),
          field<&T::version>("version"),
          field<&T::warnings>("warnings"),
          field<&T::binary_media_types>("binaryMediaTypes"),
          field<&T::minimum_compression_size>("minimumCompressionSize"),
          field<&T::api_key_source>("apiKeySource").one_of({"HEADER", "AUTHORIZER"}),
          field<&T::endpoint_configuration>("endpointConfiguration"),
          field<&T::policy>("policy"),
          field<&T::tags>("tags"),
          field<&T::disable_execute_api_endpoint>("disableExecuteApiEndpoint"),
          field<&T::root_resource_id>("rootResourceId"),
          field<&T::clone_from>("cloneFrom")};
}
const Structure& RestApi::shape() {
  static const Structure shape{"RestApi", fields()};
  return shape;
}

std::vector<Field> MethodResponse::fields() {
  using T = MethodResponse;
  return {field<&T::status_code>("statusCode"), field<&T::response_parameters>("responseParameters"),
          field<&T::response_models>("responseModels")};
}
const Structure& MethodResponse::shape() {
  static const Structure shape{"MethodResponse", fields()};
  return shape;
}

std::vector<Field> IntegrationResponse::fields() {
  using T = IntegrationResponse;
  return {field<&T::status_code>("statusCode"), field<&T::selection_pattern>("selectionPattern"),
          field<&T::response_parameters>("responseParameters"), field<&T::response_templates>("responseTemplates"),
          field<&T::content_handling>("contentHandling").one_of({"CONVERT_TO_BINARY", "CONVERT_TO_TEXT"})};
}
const Structure& IntegrationResponse::shape() {
  static const Structure shape{"IntegrationResponse", fields()};
  return shape;
}

const Structure& TlsConfig::shape() {
  static const Structure shape{"TlsConfig",
                               {field<&TlsConfig::insecure_skip_verification>("insecureSkipVerification")}};
  return shape;
}

std::vector<Field> Integration::fields() {
  using T = Integration;
  return {field<&T::type>("type").required().one_of({"HTTP", "AWS", "MOCK", "HTTP_PROXY", "AWS_PROXY"}),
          field<&T::http_method>("httpMethod"),
          field<&T::uri>("uri"),
          field<&T::connection_type>("connectionType").one_of({"INTERNET", "VPC_LINK"}),
          field<&T::connection_id>("connectionId"),
          field<&T::credentials>("credentials"),
          field<&T::request_parameters>("requestParameters"),
          field<&T::request_templates>("requestTemplates"),
          field<&T::passthrough_behavior>("passthroughBehavior"),
          field<&T::content_handling>("contentHandling").one_of({"CONVERT_TO_BINARY", "CONVERT_TO_TEXT"}),
          field<&T::timeout_in_millis>("timeoutInMillis"),
          field<&T::cache_namespace>("cacheNamespace"),
          field<&T::cache_key_parameters>("cacheKeyParameters"),
          field<&T::integration_responses>("integrationResponses"),
          field<&T::tls_config>("tlsConfig")};
}
const Structure& Integration::shape() {
  static const Structure shape{"Integration", fields()};
  return shape;
}

std::vector<Field> Method::fields() {
  using T = Method;
  return {field<&T::http_method>("httpMethod"),
          field<&T::authorization_type>("authorizationType").required(),
          field<&T::authorizer_id>("authorizerId"),
          field<&T::api_key_required>("apiKeyRequired"),
          field<&T::request_validator_id>("requestValidatorId"),
          field<&T::operation_name>("operationName"),
          field<&T::request_parameters>("requestParameters"),
          field<&T::request_models>("requestModels"),
          field<&T::method_responses>("methodResponses"),
          field<&T::method_integration>("methodIntegration"),
          field<&T::authorization_scopes>("authorizationScopes")};
}
const Structure& Method::shape() {
  static const Structure shape{"Method", fields()};
  return shape;
}

std::vector<Field> Resource::fields() {
  using T = Resource;
  return {field<&T::id>("id"), field<&T::parent_id>("parentId"), field<&T::path_part>("pathPart"),
          field<&T::path>("path"), field<&T::resource_methods>("resourceMethods")};
}
const Structure& Resource::shape() {
  static const Structure shape{"Resource", fields()};
  return shape;
}

std::vector<Field> Model::fields() {
  using T = Model;
  return {field<&T::id>("id"), field<&T::name>("name").required(), field<&T::description>("description"),
          field<&T::schema>("schema"), field<&T::content_type>("contentType").required()};
}
const Structure& Model::shape() {
  static const Structure shape{"Model", fields()};
  return shape;
}

std::vector<Field> RequestValidator::fields() {
  using T = RequestValidator;
  return {field<&T::id>("id"), field<&T::name>("name"), field<&T::validate_request_body>("validateRequestBody"),
          field<&T::validate_request_parameters>("validateRequestParameters")};
}
const Structure& RequestValidator::shape() {
  static const Structure shape{"RequestValidator", fields()};
  return shape;
}

std::vector<Field> Authorizer::fields() {
  using T = Authorizer;
  return {field<&T::id>("id"),
          field<&T::name>("name").required(),
          field<&T::type>("type").required().one_of({"TOKEN", "REQUEST", "COGNITO_USER_POOLS"}),
          field<&T::provider_arns>("providerARNs"),
          field<&T::auth_type>("authType"),
          field<&T::authorizer_uri>("authorizerUri"),
          field<&T::authorizer_credentials>("authorizerCredentials"),
          field<&T::identity_source>("identitySource"),
          field<&T::identity_validation_expression>("identityValidationExpression"),
          field<&T::authorizer_result_ttl_in_seconds>("authorizerResultTtlInSeconds")};
}
const Structure& Authorizer::shape() {
  static const Structure shape{"Authorizer", fields()};
  return shape;
}

std::vector<Field> GatewayResponse::fields() {
  using T = GatewayResponse;
  return {field<&T::response_type>("responseType"), field<&T::status_code>("statusCode"),
          field<&T::response_parameters>("responseParameters"), field<&T::response_templates>("responseTemplates"),
          field<&T::default_response>("defaultResponse")};
}
const Structure& GatewayResponse::shape() {
  static const Structure shape{"GatewayResponse", fields()};
  return shape;
}

const Structure& MethodSnapshot::shape() {
  using T = MethodSnapshot;
  static const Structure shape{
      "MethodSnapshot",
      {field<&T::authorization_type>("authorizationType"), field<&T::api_key_required>("apiKeyRequired")}};
  return shape;
}

std::vector<Field> Deployment::fields() {
  using T = Deployment;
  return {field<&T::id>("id"), field<&T::description>("description"), field<&T::created_date>("createdDate"),
          field<&T::api_summary>("apiSummary")};
}
const Structure& Deployment::shape() {
  static const Structure shape{"Deployment", fields()};
  return shape;
}

const Structure& CanarySettings::shape() {
  using T = CanarySettings;
  static const Structure shape{
      "CanarySettings",
      {field<&T::percent_traffic>("percentTraffic"), field<&T::deployment_id>("deploymentId"),
       field<&T::stage_variable_overrides>("stageVariableOverrides"), field<&T::use_stage_cache>("useStageCache")}};
  return shape;
}

const Structure& AccessLogSettings::shape() {
  using T = AccessLogSettings;
  static const Structure shape{"AccessLogSettings",
                               {field<&T::format>("format"), field<&T::destination_arn>("destinationArn")}};
  return shape;
}

const Structure& MethodSetting::shape() {
  using T = MethodSetting;
  static const Structure shape{
      "MethodSetting",
      {field<&T::metrics_enabled>("metricsEnabled"), field<&T::logging_level>("loggingLevel"),
       field<&T::data_trace_enabled>("dataTraceEnabled"), field<&T::throttling_burst_limit>("throttlingBurstLimit"),
       field<&T::throttling_rate_limit>("throttlingRateLimit"), field<&T::caching_enabled>("cachingEnabled"),
       field<&T::cache_ttl_in_seconds>("cacheTtlInSeconds"), field<&T::cache_data_encrypted>("cacheDataEncrypted"),
       field<&T::require_authorization_for_cache_control>("requireAuthorizationForCacheControl"),
       field<&T::unauthorized_cache_control_header_strategy>("unauthorizedCacheControlHeaderStrategy")}};
  return shape;
}

std::vector<Field> Stage::fields() {
  using T = Stage;
  return {field<&T::stage_name>("stageName").required(),
          field<&T::deployment_id>("deploymentId").required(),
          field<&T::client_certificate_id>("clientCertificateId"),
          field<&T::description>("description"),
          field<&T::cache_cluster_enabled>("cacheClusterEnabled"),
          field<&T::cache_cluster_size>("cacheClusterSize")
              .one_of({"0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"}),
          field<&T::cache_cluster_status>("cacheClusterStatus"),
          field<&T::method_settings>("methodSettings"),
          field<&T::variables>("variables"),
          field<&T::documentation_version>("documentationVersion"),
          field<&T::access_log_settings>("accessLogSettings"),
          field<&T::canary_settings>("canarySettings"),
          field<&T::tracing_enabled>("tracingEnabled"),
          field<&T::web_acl_arn>("webAclArn"),
          field<&T::tags>("tags"),
          field<&T::created_date>("createdDate"),
          field<&T::last_updated_date>("lastUpdatedDate")};
}
const Structure& Stage::shape() {
  static const Structure shape{"Stage", fields()};
  return shape;
}

const Structure& DocumentationPartLocation::shape() {
  using T = DocumentationPartLocation;
  static const Structure shape{
      "DocumentationPartLocation",
      {field<&T::type>("type").required().one_of({"API", "AUTHORIZER", "MODEL", "RESOURCE", "METHOD", "PATH_PARAMETER",
                                                  "QUERY_PARAMETER", "REQUEST_HEADER", "REQUEST_BODY", "RESPONSE",
                                                  "RESPONSE_HEADER", "RESPONSE_BODY"}),
       field<&T::path>("path"), field<&T::method>("method"), field<&T::status_code>("statusCode"),
       field<&T::name>("name")}};
  return shape;
}

std::vector<Field> DocumentationPart::fields() {
  using T = DocumentationPart;
  return {field<&T::id>("id"), field<&T::location>("location").required(),
          field<&T::properties>("properties").required()};
}
const Structure& DocumentationPart::shape() {
  static const Structure shape{"DocumentationPart", fields()};
  return shape;
}

std::vector<Field> DocumentationVersion::fields() {
  using T = DocumentationVersion;
  return {field<&T::version>("version"), field<&T::created_date>("createdDate"), field<&T::description>("description")};
}
const Structure& DocumentationVersion::shape() {
  static const Structure shape{"DocumentationVersion", fields()};
  return shape;
}

}  // namespace cloudling::apigateway::rest
