#include <map>

#include "emulators/apigateway/rest/patch.h"

namespace cloudling::apigateway::rest {

namespace {

using Target = PatchTarget;

constexpr std::string_view kAll = "add remove replace";

PatchRules api_rules() {
  return {{"/name"},
          {"/description", Target::kText, "replace remove"},
          {"/policy", Target::kText, kAll},
          {"/apiKeySource"},
          {"/minimumCompressionSize", Target::kInteger, kAll},
          {"/disableExecuteApiEndpoint", Target::kBoolean},
          {"/binaryMediaTypes/*", Target::kListItem, kAll},
          {"/binaryMediaTypes", Target::kListItem, "replace"},
          {"/endpointConfiguration/types/*", Target::kListSlot},
          {"/endpointConfiguration/ipAddressType"},
          {"/endpointConfiguration/vpcEndpointIds", Target::kListItem, "add remove replace"}};
}

PatchRules method_rules() {
  return {{"/apiKeyRequired", Target::kBoolean},
          {"/authorizationType"},
          {"/authorizerId", Target::kText, "replace remove"},
          {"/authorizationScopes", Target::kListItem, kAll},
          {"/operationName", Target::kText, "replace remove"},
          {"/requestValidatorId", Target::kText, "replace remove"},
          {"/requestModels/*", Target::kMapText, kAll},
          {"/requestParameters/*", Target::kMapBoolean, kAll}};
}

PatchRules integration_rules() {
  return {{"/type"},
          {"/uri"},
          {"/httpMethod"},
          {"/credentials", Target::kText, "replace remove"},
          {"/connectionType"},
          {"/connectionId", Target::kText, "replace remove"},
          {"/passthroughBehavior"},
          {"/contentHandling", Target::kText, "replace remove"},
          {"/timeoutInMillis", Target::kInteger},
          {"/cacheNamespace"},
          {"/cacheKeyParameters/*", Target::kListItem, "add remove"},
          {"/requestTemplates/*", Target::kMapText, kAll},
          {"/requestParameters/*", Target::kMapText, kAll},
          {"/tlsConfig/insecureSkipVerification", Target::kBoolean}};
}

/// Method settings come as stages.cpp rewrites their paths.
PatchRules stage_rules() {
  return {{"/description", Target::kText, "replace remove"},
          {"/deploymentId"},
          {"/clientCertificateId", Target::kText, "replace remove"},
          {"/documentationVersion", Target::kText, "replace remove"},
          {"/tracingEnabled", Target::kBoolean},
          {"/cacheClusterEnabled", Target::kBoolean},
          {"/cacheClusterSize"},
          {"/variables/*", Target::kMapText, kAll},
          {"/variables", Target::kObject, "remove"},
          {"/accessLogSettings/format", Target::kText, "add replace"},
          {"/accessLogSettings/destinationArn", Target::kText, "add replace"},
          {"/accessLogSettings", Target::kObject, "remove"},
          {"/canarySettings/percentTraffic", Target::kNumber, "add replace"},
          {"/canarySettings/deploymentId", Target::kText, "add replace"},
          {"/canarySettings/useStageCache", Target::kBoolean, "add replace"},
          {"/canarySettings/stageVariableOverrides/*", Target::kMapText, kAll},
          {"/canarySettings", Target::kObject, "remove"},
          {"/methodSettings/*/metricsEnabled", Target::kBoolean, "add replace"},
          {"/methodSettings/*/loggingLevel", Target::kText, "add replace"},
          {"/methodSettings/*/dataTraceEnabled", Target::kBoolean, "add replace"},
          {"/methodSettings/*/throttlingBurstLimit", Target::kInteger, "add replace"},
          {"/methodSettings/*/throttlingRateLimit", Target::kNumber, "add replace"},
          {"/methodSettings/*/cachingEnabled", Target::kBoolean, "add replace"},
          {"/methodSettings/*/cacheTtlInSeconds", Target::kInteger, "add replace"},
          {"/methodSettings/*/cacheDataEncrypted", Target::kBoolean, "add replace"},
          {"/methodSettings/*/requireAuthorizationForCacheControl", Target::kBoolean, "add replace"},
          {"/methodSettings/*/unauthorizedCacheControlHeaderStrategy", Target::kText, "add replace"},
          {"/methodSettings/*", Target::kObject, "remove"}};
}

PatchRules authorizer_rules() {
  return {{"/name"},
          {"/type"},
          {"/authType"},
          {"/authorizerUri"},
          {"/authorizerCredentials", Target::kText, "replace remove"},
          {"/identitySource"},
          {"/identityValidationExpression", Target::kText, "replace remove"},
          {"/authorizerResultTtlInSeconds", Target::kInteger},
          {"/providerARNs", Target::kListItem, kAll}};
}

/// Stages of a plan are patched by plans.cpp: they are no fields of their own.
PatchRules usage_plan_rules() {
  return {{"/name"},
          {"/description", Target::kText, "replace remove"},
          {"/productCode", Target::kText, kAll},
          {"/throttle", Target::kObject, "remove"},
          {"/throttle/burstLimit", Target::kInteger, "add replace"},
          {"/throttle/rateLimit", Target::kNumber, "add replace"},
          {"/quota", Target::kObject, "remove"},
          {"/quota/limit", Target::kInteger, "add replace"},
          {"/quota/offset", Target::kInteger, "add replace"},
          {"/quota/period", Target::kText, "add replace"}};
}

PatchRules domain_rules() {
  return {{"/certificateArn"},
          {"/certificateName"},
          {"/regionalCertificateArn"},
          {"/regionalCertificateName"},
          {"/ownershipVerificationCertificateArn"},
          {"/securityPolicy"},
          {"/endpointConfiguration/types/*", Target::kListSlot},
          {"/endpointConfiguration/ipAddressType"},
          {"/mutualTlsAuthentication/truststoreUri", Target::kText, kAll},
          {"/mutualTlsAuthentication/truststoreVersion", Target::kText, kAll}};
}

std::map<std::string, PatchRules> all_rules() {
  return {{"api", api_rules()},
          {"method", method_rules()},
          {"method-response",
           {{"/responseModels/*", Target::kMapText, kAll}, {"/responseParameters/*", Target::kMapBoolean, kAll}}},
          {"integration", integration_rules()},
          {"integration-response",
           {{"/selectionPattern"},
            {"/contentHandling", Target::kText, "replace remove"},
            {"/responseTemplates/*", Target::kMapText, kAll},
            {"/responseParameters/*", Target::kMapText, kAll}}},
          {"model", {{"/description"}, {"/schema"}}},
          {"validator",
           {{"/name"}, {"/validateRequestBody", Target::kBoolean}, {"/validateRequestParameters", Target::kBoolean}}},
          {"authorizer", authorizer_rules()},
          {"response",
           {{"/statusCode", Target::kText, kAll},
            {"/responseTemplates/*", Target::kMapText, kAll},
            {"/responseParameters/*", Target::kMapText, kAll}}},
          {"deployment", {{"/description"}}},
          {"stage", stage_rules()},
          {"documentation-part", {{"/properties"}}},
          {"documentation-version", {{"/description"}}},
          {"api-key",
           {{"/name"},
            {"/description"},
            {"/enabled", Target::kBoolean},
            {"/customerId"},
            {"/stages", Target::kListItem, "add remove", "/stageKeys"}}},
          {"usage-plan", usage_plan_rules()},
          {"certificate", {{"/description"}}},
          {"domain", domain_rules()},
          {"mapping",
           {{"/basePath"},
            {"/restapiId", Target::kText, "replace", "/restApiId"},
            {"/restApiId"},
            {"/stage", Target::kText, "replace remove"}}},
          {"vpc-link", {{"/name"}, {"/description"}}},
          {"account", {{"/cloudwatchRoleArn", Target::kText, kAll}}}};
}

}  // namespace

const PatchRules& patch_rules(const std::string& kind) {
  static const std::map<std::string, PatchRules> kRules = all_rules();
  static const PatchRules kNone;
  const auto rules = kRules.find(kind);
  return rules == kRules.end() ? kNone : rules->second;
}

}  // namespace cloudling::apigateway::rest
