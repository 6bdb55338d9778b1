#include "emulators/s3/configuration_kinds.h"

#include <algorithm>
#include <array>

namespace cloudling::s3 {
namespace {

/// At most one '*' in a pattern of origins or headers.
bool one_star(const std::string& pattern) { return std::count(pattern.begin(), pattern.end(), '*') <= 1; }

void require_cors_rule(const CORSRule& rule) {
  constexpr std::array kMethods = {"GET", "PUT", "HEAD", "POST", "DELETE"};
  if (rule.allowed_methods.empty() || rule.allowed_origins.empty()) throw malformed_xml();
  for (const auto& method : rule.allowed_methods)
    if (std::find(kMethods.begin(), kMethods.end(), method) == kMethods.end())
      throw invalid_request("Found unsupported HTTP method in CORS config. Unsupported method is " + method);
  for (const auto& origin : rule.allowed_origins)
    if (!one_star(origin))
      throw invalid_request("AllowedOrigin \"" + origin + "\" can not have more than one wildcard.");
  for (const auto& header : rule.allowed_headers.value_or(std::vector<std::string>()))
    if (!one_star(header))
      throw invalid_request("AllowedHeader \"" + header + "\" can not have more than one wildcard.");
  for (const auto& header : rule.expose_headers.value_or(std::vector<std::string>()))
    if (header.find('*') != std::string::npos)
      throw invalid_request("ExposeHeader \"" + header +
                            "\" contains wildcard. We currently do not support wildcard "
                            "for ExposeHeader.");
  if (rule.id && rule.id->size() > 255) throw invalid_request("ID length should not exceed allowed limit of 255");
}

void require_routing_rule(const RoutingRule& rule) {
  const auto& redirect = rule.redirect;
  if (redirect.replace_key_prefix_with && redirect.replace_key_with)
    throw invalid_request("You can only define ReplaceKeyPrefix or ReplaceKey but not both.");
  if (redirect.http_redirect_code) {
    const std::string& code = *redirect.http_redirect_code;
    if (code.size() != 3 || code[0] != '3')
      throw invalid_request("The provided HTTP redirect code (" + code +
                            ") is not valid. Valid codes are 3XX except 300.");
  }
  if (rule.condition && rule.condition->http_error_code_returned_equals) {
    const std::string& code = *rule.condition->http_error_code_returned_equals;
    if (code.size() != 3 || (code[0] != '4' && code[0] != '5'))
      throw invalid_request("The provided HTTP error code (" + code + ") is not valid. Valid codes are 4XX or 5XX.");
  }
}

}  // namespace

aws::Error no_configuration(const char* code, const char* message, const BucketRow& bucket) {
  return aws::Error(404, code, message).with("BucketName", bucket.name);
}

void Kind<CORSConfiguration>::check(store::ReadTransaction&, const BucketRow&, const CORSConfiguration& configuration) {
  if (configuration.cors_rules.empty() || configuration.cors_rules.size() > 100) throw malformed_xml();
  for (const auto& rule : configuration.cors_rules) require_cors_rule(rule);
}

void Kind<WebsiteConfiguration>::check(store::ReadTransaction&, const BucketRow&,
                                       const WebsiteConfiguration& configuration) {
  if (configuration.redirect_all_requests_to) {
    if (configuration.index_document || configuration.error_document || configuration.routing_rules)
      throw invalid_argument("RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.",
                             "RedirectAllRequestsTo", "not null");
    return;
  }
  if (!configuration.index_document)
    throw invalid_argument("A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty",
                           "IndexDocument", "null");
  const std::string& suffix = configuration.index_document->suffix;
  if (suffix.empty() || suffix.find('/') != std::string::npos)
    throw invalid_argument("The IndexDocument Suffix is not well formed", "IndexDocument", suffix);
  const auto rules = configuration.routing_rules.value_or(std::vector<RoutingRule>());
  if (rules.size() > 50)
    throw invalid_request(std::to_string(rules.size()) +
                          " routing rules provided, the number of routing rules in a website configuration is limited "
                          "to 50.");
  for (const auto& rule : rules) require_routing_rule(rule);
}

void Kind<BucketLoggingStatus>::check(store::ReadTransaction& tx, const BucketRow& bucket,
                                      const BucketLoggingStatus& configuration) {
  if (!configuration.logging_enabled) return;
  const auto& logging = *configuration.logging_enabled;
  auto target = find_bucket(tx, logging.target_bucket);
  if (!target || target->account != bucket.account)
    throw aws::Error(400, "InvalidTargetBucketForLogging", "The target bucket for logging does not exist")
        .with("TargetBucket", logging.target_bucket);
  if (target->region != bucket.region)
    throw aws::Error(403, "CrossLocationLoggingProhibited", "Cross S3 location logging not allowed. ")
        .with("TargetBucket", logging.target_bucket);
  if (logging.target_grants && !logging.target_grants->empty() && target->enforces_owner())
    throw invalid_argument("Bucket logging cannot use target grants when the target bucket has ACLs disabled",
                           "TargetGrants", logging.target_bucket);
}

void Kind<AccelerateConfiguration>::check(store::ReadTransaction&, const BucketRow& bucket,
                                          const AccelerateConfiguration& configuration) {
  if (!configuration.status) throw malformed_xml();
  if (bucket.name.find('.') != std::string::npos)
    throw invalid_request("S3 Transfer Acceleration is not supported for buckets with periods (.) in their names");
}

void Kind<ReplicationConfiguration>::check(store::ReadTransaction&, const BucketRow& bucket,
                                           const ReplicationConfiguration& configuration) {
  if (bucket.versioning != Versioning::kEnabled)
    throw invalid_request("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
  if (configuration.rules.empty() || configuration.rules.size() > 1000) throw malformed_xml();
}

}  // namespace cloudling::s3
