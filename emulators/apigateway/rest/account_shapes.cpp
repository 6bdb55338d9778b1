#include "emulators/apigateway/rest/account_shapes.h"

#include "emulators/apigateway/rest/method_shapes.h"

namespace cloudling::apigateway::rest {

using aws::Field;
using aws::field;
using aws::Structure;

const Structure& ThrottleSettings::shape() {
  using T = ThrottleSettings;
  static const Structure shape{"ThrottleSettings",
                               {field<&T::burst_limit>("burstLimit"), field<&T::rate_limit>("rateLimit")}};
  return shape;
}

std::vector<Field> Account::fields() {
  using T = Account;
  return {field<&T::cloudwatch_role_arn>("cloudwatchRoleArn"), field<&T::throttle_settings>("throttleSettings"),
          field<&T::features>("features"), field<&T::api_key_version>("apiKeyVersion")};
}
const Structure& Account::shape() {
  static const Structure shape{"Account", fields()};
  return shape;
}

const Structure& AccountKey::shape() {
  static const Structure shape{"Request", {}};
  return shape;
}

std::vector<Field> ApiKey::fields() {
  using T = ApiKey;
  return {field<&T::id>("id"),
          field<&T::value>("value"),
          field<&T::name>("name"),
          field<&T::customer_id>("customerId"),
          field<&T::description>("description"),
          field<&T::enabled>("enabled"),
          field<&T::created_date>("createdDate"),
          field<&T::last_updated_date>("lastUpdatedDate"),
          field<&T::stage_keys>("stageKeys"),
          field<&T::tags>("tags")};
}
const Structure& ApiKey::shape() {
  static const Structure shape{"ApiKey", fields()};
  return shape;
}

const Structure& ApiKeyStage::shape() {
  using T = ApiKeyStage;
  static const Structure shape{"StageKey", {field<&T::rest_api_id>("restApiId"), field<&T::stage_name>("stageName")}};
  return shape;
}

const Structure& CreateApiKeyInput::shape() {
  static const Structure shape = [] {
    auto fields = fields_without(ApiKey::fields(), "stageKeys");
    fields.push_back(field<&CreateApiKeyInput::stages>("stageKeys"));
    return Structure{"Request", std::move(fields)};
  }();
  return shape;
}

const Structure& GetApiKeyInput::shape() {
  static const Structure shape = [] {
    auto fields = ApiKeyKey::fields();
    fields.push_back(field<&GetApiKeyInput::include_value>("includeValue").in_query("includeValue"));
    return Structure{"Request", std::move(fields)};
  }();
  return shape;
}

const Structure& GetApiKeysInput::shape() {
  using T = GetApiKeysInput;
  static const Structure shape{
      "Request",
      {field<&T::position>("position").in_query("position"), field<&T::limit>("limit").in_query("limit"),
       field<&T::name_query>("nameQuery").in_query("name"), field<&T::customer_id>("customerId").in_query("customerId"),
       field<&T::include_values>("includeValues").in_query("includeValues")}};
  return shape;
}

const Structure& ApiStage::shape() {
  using T = ApiStage;
  static const Structure shape{
      "ApiStage", {field<&T::api_id>("apiId"), field<&T::stage>("stage"), field<&T::throttle>("throttle")}};
  return shape;
}

const Structure& QuotaSettings::shape() {
  using T = QuotaSettings;
  static const Structure shape{"QuotaSettings",
                               {field<&T::limit>("limit"), field<&T::offset>("offset"),
                                field<&T::period>("period").one_of({"DAY", "WEEK", "MONTH"})}};
  return shape;
}

std::vector<Field> UsagePlan::fields() {
  using T = UsagePlan;
  return {field<&T::id>("id"),
          field<&T::name>("name").required(),
          field<&T::description>("description"),
          field<&T::api_stages>("apiStages"),
          field<&T::throttle>("throttle"),
          field<&T::quota>("quota"),
          field<&T::product_code>("productCode"),
          field<&T::tags>("tags")};
}
const Structure& UsagePlan::shape() {
  static const Structure shape{"UsagePlan", fields()};
  return shape;
}

std::vector<Field> UsagePlanKey::fields() {
  using T = UsagePlanKey;
  return {field<&T::id>("id"), field<&T::type>("type"), field<&T::value>("value"), field<&T::name>("name")};
}
const Structure& UsagePlanKey::shape() {
  static const Structure shape{"UsagePlanKey", fields()};
  return shape;
}

const Structure& CreateUsagePlanKeyInput::shape() {
  using T = CreateUsagePlanKeyInput;
  static const Structure shape{"Request",
                               {field<&T::usage_plan_id>("usagePlanId").in_path().on_wire("usageplanId").required(),
                                field<&T::key_id>("keyId").required(), field<&T::key_type>("keyType").required()}};
  return shape;
}

const Structure& MutualTlsAuthentication::shape() {
  using T = MutualTlsAuthentication;
  static const Structure shape{
      "MutualTlsAuthentication",
      {field<&T::truststore_uri>("truststoreUri"), field<&T::truststore_version>("truststoreVersion"),
       field<&T::truststore_warnings>("truststoreWarnings")}};
  return shape;
}

std::vector<Field> DomainName::fields() {
  using T = DomainName;
  return {field<&T::domain_name>("domainName").required(),
          field<&T::certificate_name>("certificateName"),
          field<&T::certificate_arn>("certificateArn"),
          field<&T::certificate_upload_date>("certificateUploadDate"),
          field<&T::regional_domain_name>("regionalDomainName"),
          field<&T::regional_hosted_zone_id>("regionalHostedZoneId"),
          field<&T::regional_certificate_name>("regionalCertificateName"),
          field<&T::regional_certificate_arn>("regionalCertificateArn"),
          field<&T::distribution_domain_name>("distributionDomainName"),
          field<&T::distribution_hosted_zone_id>("distributionHostedZoneId"),
          field<&T::endpoint_configuration>("endpointConfiguration"),
          field<&T::domain_name_status>("domainNameStatus"),
          field<&T::security_policy>("securityPolicy"),
          field<&T::tags>("tags"),
          field<&T::mutual_tls_authentication>("mutualTlsAuthentication"),
          field<&T::ownership_verification_certificate_arn>("ownershipVerificationCertificateArn"),
          field<&T::domain_name_arn>("domainNameArn")};
}
const Structure& DomainName::shape() {
  static const Structure shape{"DomainName", fields()};
  return shape;
}

std::vector<Field> BasePathMapping::fields() {
  using T = BasePathMapping;
  return {field<&T::base_path>("basePath"), field<&T::rest_api_id>("restApiId").required(), field<&T::stage>("stage")};
}
const Structure& BasePathMapping::shape() {
  static const Structure shape{"BasePathMapping", fields()};
  return shape;
}

std::vector<Field> VpcLink::fields() {
  using T = VpcLink;
  return {field<&T::id>("id"),
          field<&T::name>("name").required(),
          field<&T::description>("description"),
          field<&T::target_arns>("targetArns").required(),
          field<&T::status>("status"),
          field<&T::tags>("tags")};
}
const Structure& VpcLink::shape() {
  static const Structure shape{"VpcLink", fields()};
  return shape;
}

std::vector<Field> ClientCertificate::fields() {
  using T = ClientCertificate;
  return {field<&T::client_certificate_id>("clientCertificateId"),
          field<&T::description>("description"),
          field<&T::pem_encoded_certificate>("pemEncodedCertificate"),
          field<&T::created_date>("createdDate"),
          field<&T::expiration_date>("expirationDate"),
          field<&T::tags>("tags")};
}
const Structure& ClientCertificate::shape() {
  static const Structure shape{"ClientCertificate", fields()};
  return shape;
}

const Structure& GetUsageInput::shape() {
  using T = GetUsageInput;
  static const Structure shape{
      "Request",
      {field<&T::usage_plan_id>("usagePlanId").in_path().on_wire("usageplanId").required(),
       field<&T::key_id>("keyId").in_query("keyId"),
       field<&T::start_date>("startDate").in_query("startDate").required(),
       field<&T::end_date>("endDate").in_query("endDate").required(),
       field<&T::position>("position").in_query("position"), field<&T::limit>("limit").in_query("limit")}};
  return shape;
}

const Structure& Usage::shape() {
  using T = Usage;
  static const Structure shape{
      "Usage",
      {field<&T::usage_plan_id>("usagePlanId"), field<&T::start_date>("startDate"), field<&T::end_date>("endDate"),
       field<&T::position>("position"), field<&T::items>("items").on_wire("values")}};
  return shape;
}

const Structure& ImportApiKeysInput::shape() {
  using T = ImportApiKeysInput;
  static const Structure shape{"Request",
                               {field<&T::body>("body").as_payload().required(),
                                field<&T::format>("format").in_query("format").required().one_of({"csv"}),
                                field<&T::fail_on_warnings>("failOnWarnings").in_query("failonwarnings")}};
  return shape;
}

const Structure& ImportedIds::shape() {
  using T = ImportedIds;
  static const Structure shape{"Ids", {field<&T::ids>("ids"), field<&T::warnings>("warnings")}};
  return shape;
}

namespace {

template <auto Member>
Field arn_field() {
  return field<Member>("resourceArn").in_path().on_wire("resource_arn").required();
}

}  // namespace

const Structure& TagsInput::shape() {
  static const Structure shape{"Request",
                               {arn_field<&TagsInput::resource_arn>(), field<&TagsInput::tags>("tags").required()}};
  return shape;
}

const Structure& UntagInput::shape() {
  static const Structure shape{
      "Request",
      {arn_field<&UntagInput::resource_arn>(), field<&UntagInput::tag_keys>("tagKeys").in_query("tagKeys").required()}};
  return shape;
}

const Structure& GetTagsInput::shape() {
  static const Structure shape{"Request", {arn_field<&GetTagsInput::resource_arn>()}};
  return shape;
}

const Structure& Tags::shape() {
  static const Structure shape{"Tags", {field<&Tags::tags>("tags")}};
  return shape;
}

}  // namespace cloudling::apigateway::rest
