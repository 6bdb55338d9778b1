#pragma once

// The shapes of what an account has beside its APIs: keys, usage plans, domain names, VPC links.

#include "emulators/apigateway/rest/shapes.h"

namespace cloudling::apigateway::rest {

struct ThrottleSettings {
  std::optional<int64_t> burst_limit;  ///< requests at once
  std::optional<double> rate_limit;    ///< requests a second
  static const aws::Structure& shape();
};

struct Account {
  static constexpr const char* kKind = "account";
  std::optional<std::string> cloudwatch_role_arn;
  std::optional<ThrottleSettings> throttle_settings;
  std::optional<std::vector<std::string>> features;
  std::optional<std::string> api_key_version;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct AccountKey {
  using Resource = Account;
  Place place() const { return {Account::kKind, "", "account"}; }
  static std::vector<aws::Field> fields() { return {}; }
  static const aws::Structure& shape();
};

struct ApiKey {
  static constexpr const char* kKind = "api-key";
  std::string id;
  std::optional<std::string> value;
  std::optional<std::string> name;
  std::optional<std::string> customer_id;
  std::optional<std::string> description;
  std::optional<bool> enabled;
  aws::Timestamp created_date;
  aws::Timestamp last_updated_date;
  std::optional<std::vector<std::string>> stage_keys;  ///< "{api}/{stage}"
  std::optional<Texts> tags;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct ApiKeyStage {
  std::optional<std::string> rest_api_id;
  std::optional<std::string> stage_name;
  static const aws::Structure& shape();
};

struct CreateApiKeyInput : ApiKey {
  std::optional<std::vector<ApiKeyStage>> stages;
  static const aws::Structure& shape();
};

struct GetApiKeyInput : TopKey<ApiKey, "apiKey", "api_Key"> {
  std::optional<bool> include_value;
  static const aws::Structure& shape();
};

struct GetApiKeysInput {
  std::optional<std::string> position;
  std::optional<int64_t> limit;
  std::optional<std::string> name_query;
  std::optional<std::string> customer_id;
  std::optional<bool> include_values;
  static const aws::Structure& shape();
};

struct ApiStage {
  std::optional<std::string> api_id;
  std::optional<std::string> stage;
  std::optional<std::map<std::string, ThrottleSettings>> throttle;  ///< by "/path/METHOD"
  static const aws::Structure& shape();
};

struct QuotaSettings {
  int64_t limit = 0;
  int64_t offset = 0;
  std::optional<std::string> period;  ///< DAY, WEEK, MONTH
  static const aws::Structure& shape();
};

struct UsagePlan {
  static constexpr const char* kKind = "usage-plan";
  std::string id;
  std::string name;
  std::optional<std::string> description;
  std::optional<std::vector<ApiStage>> api_stages;
  std::optional<ThrottleSettings> throttle;
  std::optional<QuotaSettings> quota;
  std::optional<std::string> product_code;
  std::optional<Texts> tags;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct UsagePlanKey {
  static constexpr const char* kKind = "usage-plan-key";
  std::string id;
  std::optional<std::string> type;
  std::optional<std::string> value;
  std::optional<std::string> name;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct CreateUsagePlanKeyInput {
  std::string usage_plan_id;
  std::string key_id;
  std::string key_type;
  static const aws::Structure& shape();
};

struct MutualTlsAuthentication {
  std::optional<std::string> truststore_uri;
  std::optional<std::string> truststore_version;
  std::optional<std::vector<std::string>> truststore_warnings;
  static const aws::Structure& shape();
};

struct DomainName {
  static constexpr const char* kKind = "domain";
  std::string domain_name;
  std::optional<std::string> certificate_name;
  std::optional<std::string> certificate_arn;
  std::optional<aws::Timestamp> certificate_upload_date;
  std::optional<std::string> regional_domain_name;
  std::optional<std::string> regional_hosted_zone_id;
  std::optional<std::string> regional_certificate_name;
  std::optional<std::string> regional_certificate_arn;
  std::optional<std::string> distribution_domain_name;
  std::optional<std::string> distribution_hosted_zone_id;
  std::optional<EndpointConfiguration> endpoint_configuration;
  std::optional<std::string> domain_name_status;
  std::optional<std::string> security_policy;
  std::optional<Texts> tags;
  std::optional<MutualTlsAuthentication> mutual_tls_authentication;
  std::optional<std::string> ownership_verification_certificate_arn;
  std::optional<std::string> domain_name_arn;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct BasePathMapping {
  static constexpr const char* kKind = "mapping";
  std::optional<std::string> base_path;
  std::string rest_api_id;
  std::optional<std::string> stage;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct VpcLink {
  static constexpr const char* kKind = "vpc-link";
  std::string id;
  std::string name;
  std::optional<std::string> description;
  std::vector<std::string> target_arns;
  std::optional<std::string> status;
  std::optional<Texts> tags;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct TagsInput {
  std::string resource_arn;
  Texts tags;
  static const aws::Structure& shape();
};

struct UntagInput {
  std::string resource_arn;
  std::vector<std::string> tag_keys;
  static const aws::Structure& shape();
};

struct GetTagsInput {
  std::string resource_arn;
  static const aws::Structure& shape();
};

struct Tags {
  Texts tags;
  static const aws::Structure& shape();
};

struct ClientCertificate {
  static constexpr const char* kKind = "certificate";
  std::string client_certificate_id;
  std::optional<std::string> description;
  std::optional<std::string> pem_encoded_certificate;
  aws::Timestamp created_date;
  aws::Timestamp expiration_date;
  std::optional<Texts> tags;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct GetUsageInput {
  std::string usage_plan_id;
  std::optional<std::string> key_id;
  std::string start_date;  ///< "2026-11-28", like the other
  std::string end_date;
  std::optional<std::string> position;
  std::optional<int64_t> limit;
  static const aws::Structure& shape();
};

struct Usage {
  std::optional<std::string> usage_plan_id;
  std::optional<std::string> start_date;
  std::optional<std::string> end_date;
  std::optional<std::string> position;
  /// By key, for each day from the first to the last: how many requests were made, and how many are left.
  std::map<std::string, std::vector<std::vector<int64_t>>> items;
  static const aws::Structure& shape();
};

struct ImportApiKeysInput {
  aws::Blob body;
  std::string format;
  std::optional<bool> fail_on_warnings;
  static const aws::Structure& shape();
};

/// What an import has made.
struct ImportedIds {
  std::vector<std::string> ids;
  std::vector<std::string> warnings;
  static const aws::Structure& shape();
};

using ApiKeyKey = TopKey<ApiKey, "apiKey", "api_Key">;
using UsagePlanPlace = TopKey<UsagePlan, "usagePlanId", "usageplanId">;
using UsagePlanKeyKey = ChildKey<UsagePlanKey, "usagePlanId", "usageplanId", "keyId", "keyId">;
using UsageKey = Patched<UsagePlanKeyKey>;
using ClientCertificateKey = TopKey<ClientCertificate, "clientCertificateId", "clientcertificate_id">;
using DomainNameKey = TopKey<DomainName, "domainName", "domain_name">;
using BasePathMappingKey = ChildKey<BasePathMapping, "domainName", "domain_name", "basePath", "base_path">;
using VpcLinkKey = TopKey<VpcLink, "vpcLinkId", "vpclink_id">;

}  // namespace cloudling::apigateway::rest
