#pragma once

// The shapes of REST APIs (API version 2015-07-09): what an API is made of. The account's own things (keys, plans,
// domain names ...) are in account_shapes.h, inputs that are no item in input_shapes.h.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulators/apigateway/rest/keys.h"

namespace cloudling::apigateway::rest {

using Texts = std::map<std::string, std::string>;
using Switches = std::map<std::string, bool>;

struct EndpointConfiguration {
  std::optional<std::vector<std::string>> types;
  std::optional<std::string> ip_address_type;
  std::optional<std::vector<std::string>> vpc_endpoint_ids;
  static const aws::Structure& shape();
};

struct RestApi {
  static constexpr const char* kKind = "api";
  std::string id;
  std::string name;
  std::optional<std::string> description;
  aws::Timestamp created_date;
  std::optional<std::string> version;
  std::optional<std::vector<std::string>> warnings;
  std::optional<std::vector<std::string>> binary_media_types;
  std::optional<int64_t> minimum_compression_size;
  std::optional<std::string> api_key_source;
  std::optional<EndpointConfiguration> endpoint_configuration;
  std::optional<std::string> policy;
  std::optional<Texts> tags;
  std::optional<bool> disable_execute_api_endpoint;
  std::optional<std::string> root_resource_id;
  std::optional<std::string> clone_from;  ///< of CreateRestApi only
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct MethodResponse {
  std::string status_code;
  std::optional<Switches> response_parameters;
  std::optional<Texts> response_models;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct IntegrationResponse {
  std::string status_code;
  std::optional<std::string> selection_pattern;
  std::optional<Texts> response_parameters;
  std::optional<Texts> response_templates;
  std::optional<std::string> content_handling;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct TlsConfig {
  std::optional<bool> insecure_skip_verification;
  static const aws::Structure& shape();
};

struct Integration {
  std::string type;
  std::optional<std::string> http_method;
  std::optional<std::string> uri;
  std::optional<std::string> connection_type;
  std::optional<std::string> connection_id;
  std::optional<std::string> credentials;
  std::optional<Texts> request_parameters;
  std::optional<Texts> request_templates;
  std::optional<std::string> passthrough_behavior;
  std::optional<std::string> content_handling;
  std::optional<int64_t> timeout_in_millis;
  std::optional<std::string> cache_namespace;
  std::optional<std::vector<std::string>> cache_key_parameters;
  std::optional<std::map<std::string, IntegrationResponse>> integration_responses;
  std::optional<TlsConfig> tls_config;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

/// Within a resource nothing of it is shown but the place, unless it is asked for.
struct Method {
  std::optional<std::string> http_method;
  std::optional<std::string> authorization_type;
  std::optional<std::string> authorizer_id;
  std::optional<bool> api_key_required;
  std::optional<std::string> request_validator_id;
  std::optional<std::string> operation_name;
  std::optional<Switches> request_parameters;
  std::optional<Texts> request_models;
  std::optional<std::map<std::string, MethodResponse>> method_responses;
  std::optional<Integration> method_integration;
  std::optional<std::vector<std::string>> authorization_scopes;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct Resource {
  static constexpr const char* kKind = "resource";
  std::string id;
  std::optional<std::string> parent_id;
  std::optional<std::string> path_part;
  std::string path;
  std::optional<std::map<std::string, Method>> resource_methods;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct Model {
  static constexpr const char* kKind = "model";
  std::string id;
  std::string name;
  std::optional<std::string> description;
  std::optional<std::string> schema;
  std::string content_type;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct RequestValidator {
  static constexpr const char* kKind = "validator";
  std::string id;
  std::optional<std::string> name;
  std::optional<bool> validate_request_body;
  std::optional<bool> validate_request_parameters;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct Authorizer {
  static constexpr const char* kKind = "authorizer";
  std::string id;
  std::string name;
  std::string type;
  std::optional<std::vector<std::string>> provider_arns;
  std::optional<std::string> auth_type;
  std::optional<std::string> authorizer_uri;
  std::optional<std::string> authorizer_credentials;
  std::optional<std::string> identity_source;
  std::optional<std::string> identity_validation_expression;
  std::optional<int64_t> authorizer_result_ttl_in_seconds;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct GatewayResponse {
  static constexpr const char* kKind = "response";
  std::string response_type;
  std::optional<std::string> status_code;
  std::optional<Texts> response_parameters;
  std::optional<Texts> response_templates;
  bool default_response = false;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct MethodSnapshot {
  std::string authorization_type;
  bool api_key_required = false;
  static const aws::Structure& shape();
};

struct Deployment {
  static constexpr const char* kKind = "deployment";
  std::string id;
  std::optional<std::string> description;
  aws::Timestamp created_date;
  std::optional<std::map<std::string, std::map<std::string, MethodSnapshot>>> api_summary;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct CanarySettings {
  std::optional<double> percent_traffic;
  std::optional<std::string> deployment_id;
  std::optional<Texts> stage_variable_overrides;
  std::optional<bool> use_stage_cache;
  static const aws::Structure& shape();
};

struct AccessLogSettings {
  std::optional<std::string> format;
  std::optional<std::string> destination_arn;
  static const aws::Structure& shape();
};

struct MethodSetting {
  bool metrics_enabled = false;
  std::optional<std::string> logging_level;
  bool data_trace_enabled = false;
  std::optional<int64_t> throttling_burst_limit;
  std::optional<double> throttling_rate_limit;
  bool caching_enabled = false;
  int64_t cache_ttl_in_seconds = 300;
  bool cache_data_encrypted = false;
  bool require_authorization_for_cache_control = true;
  std::optional<std::string> unauthorized_cache_control_header_strategy;
  static const aws::Structure& shape();
};

struct Stage {
  static constexpr const char* kKind = "stage";
  std::string stage_name;
  std::optional<std::string> deployment_id;
  std::optional<std::string> client_certificate_id;
  std::optional<std::string> description;
  std::optional<bool> cache_cluster_enabled;
  std::optional<std::string> cache_cluster_size;
  std::optional<std::string> cache_cluster_status;
  std::optional<std::map<std::string, MethodSetting>> method_settings;
  std::optional<Texts> variables;
  std::optional<std::string> documentation_version;
  std::optional<AccessLogSettings> access_log_settings;
  std::optional<CanarySettings> canary_settings;
  std::optional<bool> tracing_enabled;
  std::optional<std::string> web_acl_arn;
  std::optional<Texts> tags;
  aws::Timestamp created_date;
  aws::Timestamp last_updated_date;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct DocumentationPartLocation {
  std::string type;
  std::optional<std::string> path;
  std::optional<std::string> method;
  std::optional<std::string> status_code;
  std::optional<std::string> name;
  static const aws::Structure& shape();
};

struct DocumentationPart {
  static constexpr const char* kKind = "documentation-part";
  std::string id;
  DocumentationPartLocation location;
  std::string properties;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct DocumentationVersion {
  static constexpr const char* kKind = "documentation-version";
  std::string version;
  aws::Timestamp created_date;
  std::optional<std::string> description;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

using RestApiKey = TopKey<RestApi, "restApiId", "restapi_id">;
using ResourceKey = ApiChild<Resource, "resourceId", "resource_id">;
using ModelKey = ApiChild<Model, "modelName", "model_name">;
using RequestValidatorKey = ApiChild<RequestValidator, "requestValidatorId", "requestvalidator_id">;
using AuthorizerKey = ApiChild<Authorizer, "authorizerId", "authorizer_id">;
using GatewayResponseKey = ApiChild<GatewayResponse, "responseType", "response_type">;
using DeploymentKey = ApiChild<Deployment, "deploymentId", "deployment_id">;
using StageKey = ApiChild<Stage, "stageName", "stage_name">;
using DocumentationPartKey = ApiChild<DocumentationPart, "documentationPartId", "part_id">;
using DocumentationVersionKey = ApiChild<DocumentationVersion, "documentationVersion", "doc_version">;

}  // namespace cloudling::apigateway::rest
