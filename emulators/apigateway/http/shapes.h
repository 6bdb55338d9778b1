#pragma once

// What HTTP APIs are made of (API version 2018-11-29). All members are optional: the struct is the form on the wire, in
// the store, and of what an update changes. `answered` are members that clients don't set, `required` those that a
// creation must have.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulators/apigateway/http/keys.h"
#include "emulators/aws/shape.h"

namespace cloudling::apigateway::http {

using Texts = std::map<std::string, std::string>;
using Names = std::vector<std::string>;

struct Cors {
  std::optional<bool> allow_credentials;
  std::optional<std::vector<std::string>> allow_headers;
  std::optional<std::vector<std::string>> allow_methods;
  std::optional<std::vector<std::string>> allow_origins;
  std::optional<std::vector<std::string>> expose_headers;
  std::optional<int64_t> max_age;
  static const aws::Structure& shape();
};

/// CredentialsArn, RouteKey and Target are of CreateApi only: a route and an integration made with it.
struct Api {
  static constexpr const char* kKind = "http-api";
  std::optional<std::string> api_endpoint;
  std::optional<bool> api_gateway_managed;
  std::optional<std::string> api_id;
  std::optional<std::string> api_key_selection_expression;
  std::optional<Cors> cors_configuration;
  std::optional<aws::Timestamp> created_date;
  std::optional<std::string> credentials_arn;
  std::optional<std::string> description;
  std::optional<bool> disable_execute_api_endpoint;
  std::optional<bool> disable_schema_validation;
  std::optional<Names> import_info;  ///< of imports
  std::optional<std::string> ip_address_type;
  std::optional<std::string> name;
  std::optional<std::string> protocol_type;
  std::optional<std::string> route_key;
  std::optional<std::string> route_selection_expression;
  std::optional<Texts> tags;
  std::optional<std::string> target;
  std::optional<std::string> version;
  std::optional<Names> warnings;  ///< of imports
  static std::vector<aws::Field> fields();
  static Names required() { return {"Name", "ProtocolType"}; }
  static Names answered() {
    return {"ApiEndpoint", "ApiGatewayManaged", "ApiId", "CreatedDate", "ImportInfo", "Warnings"};
  }
  static const aws::Structure& shape();
};

struct TlsConfig {
  std::optional<std::string> server_name_to_verify;
  static const aws::Structure& shape();
};

struct Integration {
  static constexpr const char* kKind = "http-integration";
  std::optional<bool> api_gateway_managed;
  std::optional<std::string> connection_id;
  std::optional<std::string> connection_type;
  std::optional<std::string> content_handling_strategy;
  std::optional<std::string> credentials_arn;
  std::optional<std::string> description;
  std::optional<std::string> integration_id;
  std::optional<std::string> integration_method;
  std::optional<std::string> integration_response_selection_expression;
  std::optional<std::string> integration_subtype;
  std::optional<std::string> integration_type;
  std::optional<std::string> integration_uri;
  std::optional<std::string> passthrough_behavior;
  std::optional<std::string> payload_format_version;
  std::optional<Texts> request_parameters;
  std::optional<Texts> request_templates;
  std::optional<std::map<std::string, Texts>> response_parameters;
  std::optional<std::string> template_selection_expression;
  std::optional<int64_t> timeout_in_millis;
  std::optional<TlsConfig> tls_config;
  static std::vector<aws::Field> fields();
  static Names required() { return {"IntegrationType"}; }
  static Names answered() { return {"ApiGatewayManaged", "IntegrationId", "IntegrationResponseSelectionExpression"}; }
  static const aws::Structure& shape();
};

struct ParameterConstraints {
  std::optional<bool> required;
  static const aws::Structure& shape();
};

struct Route {
  static constexpr const char* kKind = "http-route";
  std::optional<bool> api_gateway_managed;
  std::optional<bool> api_key_required;
  std::optional<std::vector<std::string>> authorization_scopes;
  std::optional<std::string> authorization_type;
  std::optional<std::string> authorizer_id;
  std::optional<std::string> model_selection_expression;
  std::optional<std::string> operation_name;
  std::optional<Texts> request_models;
  std::optional<std::map<std::string, ParameterConstraints>> request_parameters;
  std::optional<std::string> route_id;
  std::optional<std::string> route_key;
  std::optional<std::string> route_response_selection_expression;
  std::optional<std::string> target;
  static std::vector<aws::Field> fields();
  static Names required() { return {"RouteKey"}; }
  static Names answered() { return {"ApiGatewayManaged", "RouteId"}; }
  static const aws::Structure& shape();
};

/// Of WebSocket APIs.
struct IntegrationResponse {
  static constexpr const char* kKind = "http-integration-response";
  std::optional<std::string> content_handling_strategy;
  std::optional<std::string> integration_response_id;
  std::optional<std::string> integration_response_key;
  std::optional<Texts> response_parameters;
  std::optional<Texts> response_templates;
  std::optional<std::string> template_selection_expression;
  static std::vector<aws::Field> fields();
  static Names required() { return {"IntegrationResponseKey"}; }
  static Names answered() { return {"IntegrationResponseId"}; }
  static const aws::Structure& shape();
};

/// Of WebSocket APIs.
struct RouteResponse {
  static constexpr const char* kKind = "http-route-response";
  std::optional<std::string> model_selection_expression;
  std::optional<Texts> response_models;
  std::optional<std::map<std::string, ParameterConstraints>> response_parameters;
  std::optional<std::string> route_response_id;
  std::optional<std::string> route_response_key;
  static std::vector<aws::Field> fields();
  static Names required() { return {"RouteResponseKey"}; }
  static Names answered() { return {"RouteResponseId"}; }
  static const aws::Structure& shape();
};

struct RouteSettings {
  std::optional<bool> data_trace_enabled;
  std::optional<bool> detailed_metrics_enabled;
  std::optional<std::string> logging_level;
  std::optional<int64_t> throttling_burst_limit;
  std::optional<double> throttling_rate_limit;
  static const aws::Structure& shape();
};

struct AccessLogSettings {
  std::optional<std::string> destination_arn;
  std::optional<std::string> format;
  static const aws::Structure& shape();
};

struct Stage {
  static constexpr const char* kKind = "http-stage";
  std::optional<AccessLogSettings> access_log_settings;
  std::optional<bool> api_gateway_managed;
  std::optional<bool> auto_deploy;
  std::optional<std::string> client_certificate_id;
  std::optional<aws::Timestamp> created_date;
  std::optional<RouteSettings> default_route_settings;
  std::optional<std::string> deployment_id;
  std::optional<std::string> description;
  std::optional<aws::Timestamp> last_updated_date;
  std::optional<std::string> last_deployment_status_message;
  std::optional<std::map<std::string, RouteSettings>> route_settings;
  std::optional<std::string> stage_name;
  std::optional<Texts> stage_variables;
  std::optional<Texts> tags;
  static std::vector<aws::Field> fields();
  static Names required() { return {"StageName"}; }
  static Names answered() {
    return {"ApiGatewayManaged", "CreatedDate", "LastUpdatedDate", "LastDeploymentStatusMessage"};
  }
  static const aws::Structure& shape();
};

/// StageName is of CreateDeployment only.
struct Deployment {
  static constexpr const char* kKind = "http-deployment";
  std::optional<bool> auto_deployed;
  std::optional<aws::Timestamp> created_date;
  std::optional<std::string> deployment_id;
  std::optional<std::string> deployment_status;
  std::optional<std::string> deployment_status_message;
  std::optional<std::string> description;
  std::optional<std::string> stage_name;
  static std::vector<aws::Field> fields();
  static Names required() { return {}; }
  static Names answered() {
    return {"AutoDeployed", "CreatedDate", "DeploymentId", "DeploymentStatus", "DeploymentStatusMessage"};
  }
  static const aws::Structure& shape();
};

struct JwtConfiguration {
  std::optional<std::vector<std::string>> audience;
  std::optional<std::string> issuer;
  static const aws::Structure& shape();
};

struct Authorizer {
  static constexpr const char* kKind = "http-authorizer";
  std::optional<std::string> authorizer_credentials_arn;
  std::optional<std::string> authorizer_id;
  std::optional<std::string> authorizer_payload_format_version;
  std::optional<int64_t> authorizer_result_ttl_in_seconds;
  std::optional<std::string> authorizer_type;
  std::optional<std::string> authorizer_uri;
  std::optional<bool> enable_simple_responses;
  std::optional<std::vector<std::string>> identity_source;
  std::optional<std::string> identity_validation_expression;
  std::optional<JwtConfiguration> jwt_configuration;
  std::optional<std::string> name;
  static std::vector<aws::Field> fields();
  static Names required() { return {"AuthorizerType", "IdentitySource", "Name"}; }
  static Names answered() { return {"AuthorizerId"}; }
  static const aws::Structure& shape();
};

struct Model {
  static constexpr const char* kKind = "http-model";
  std::optional<std::string> content_type;
  std::optional<std::string> description;
  std::optional<std::string> model_id;
  std::optional<std::string> name;
  std::optional<std::string> schema;
  static std::vector<aws::Field> fields();
  static Names required() { return {"Name", "Schema"}; }
  static Names answered() { return {"ModelId"}; }
  static const aws::Structure& shape();
};

struct DomainNameConfiguration {
  std::optional<std::string> api_gateway_domain_name;
  std::optional<std::string> certificate_arn;
  std::optional<std::string> certificate_name;
  std::optional<aws::Timestamp> certificate_upload_date;
  std::optional<std::string> domain_name_status;
  std::optional<std::string> endpoint_type;
  std::optional<std::string> hosted_zone_id;
  std::optional<std::string> ip_address_type;
  std::optional<std::string> ownership_verification_certificate_arn;
  std::optional<std::string> security_policy;
  static const aws::Structure& shape();
};

struct MutualTlsAuthentication {
  std::optional<std::string> truststore_uri;
  std::optional<std::string> truststore_version;
  static const aws::Structure& shape();
};

struct DomainName {
  static constexpr const char* kKind = "http-domain";
  std::optional<std::string> api_mapping_selection_expression;
  std::optional<std::string> domain_name;
  std::optional<std::string> domain_name_arn;
  std::optional<std::vector<DomainNameConfiguration>> domain_name_configurations;
  std::optional<MutualTlsAuthentication> mutual_tls_authentication;
  std::optional<std::string> routing_mode;
  std::optional<Texts> tags;
  static std::vector<aws::Field> fields();
  static Names required() { return {"DomainName"}; }
  static Names answered() { return {"ApiMappingSelectionExpression", "DomainNameArn"}; }
  static const aws::Structure& shape();
};

struct ApiMapping {
  static constexpr const char* kKind = "http-mapping";
  std::optional<std::string> api_id;
  std::optional<std::string> api_mapping_id;
  std::optional<std::string> api_mapping_key;
  std::optional<std::string> stage;
  static std::vector<aws::Field> fields();
  static Names required() { return {"ApiId", "Stage"}; }
  static Names answered() { return {"ApiMappingId"}; }
  static const aws::Structure& shape();
};

struct VpcLink {
  static constexpr const char* kKind = "http-vpc-link";
  std::optional<aws::Timestamp> created_date;
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> security_group_ids;
  std::optional<std::vector<std::string>> subnet_ids;
  std::optional<Texts> tags;
  std::optional<std::string> vpc_link_id;
  std::optional<std::string> vpc_link_status;
  std::optional<std::string> vpc_link_status_message;
  std::optional<std::string> vpc_link_version;
  static std::vector<aws::Field> fields();
  static Names required() { return {"Name", "SubnetIds"}; }
  static Names answered() {
    return {"CreatedDate", "VpcLinkId", "VpcLinkStatus", "VpcLinkStatusMessage", "VpcLinkVersion"};
  }
  static const aws::Structure& shape();
};

using ApiKey = TopKey<Api, "ApiId", "apiId">;
using IntegrationKey = InApi<Integration, "IntegrationId", "integrationId">;
using RouteKey = InApi<Route, "RouteId", "routeId">;
using StageKey = InApi<Stage, "StageName", "stageName">;
using DeploymentKey = InApi<Deployment, "DeploymentId", "deploymentId">;
using AuthorizerKey = InApi<Authorizer, "AuthorizerId", "authorizerId">;
using ModelKey = InApi<Model, "ModelId", "modelId">;
using DomainNameKey = TopKey<DomainName, "DomainName", "domainName">;
using ApiMappingKey = ChildKey<ApiMapping, "DomainName", "domainName", "ApiMappingId", "apiMappingId">;
using VpcLinkKey = TopKey<VpcLink, "VpcLinkId", "vpcLinkId">;


/// Of GetTags, TagResource and UntagResource.
struct TagsInput {
  std::string resource_arn;
  Texts tags;
  Names tag_keys;
  static const aws::Structure& shape();
};

struct TagsOutput {
  Texts tags;
  static const aws::Structure& shape();
};

/// Of DeleteRouteSettings.
struct RouteSettingsKey {
  std::string api_id;
  std::string stage_name;
  std::string route_key;
  static const aws::Structure& shape();
};

/// Of DeleteRouteRequestParameter.
struct RouteParameterKey {
  std::string api_id;
  std::string route_id;
  std::string request_parameter_key;
  static const aws::Structure& shape();
};

}  // namespace cloudling::apigateway::http
