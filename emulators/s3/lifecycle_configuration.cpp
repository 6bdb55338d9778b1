#include <algorithm>
#include <set>

#include "emulators/s3/configuration_kinds.h"
#include "emulators/s3/lifecycle.h"
#include "emulators/s3/s3.h"

namespace cloudling::s3 {
namespace {

constexpr Action kGet{"s3:GetLifecycleConfiguration"}, kPut{"s3:PutLifecycleConfiguration"};
constexpr int64_t kDayMs = 86'400'000;
constexpr const char* kDefaultMinimum = "all_storage_classes_128K";

void require_midnight(const std::optional<aws::Timestamp>& date) {
  if (date && date->ms % kDayMs != 0) throw invalid_argument("'Date' must be at midnight GMT", "Date", "");
}

void require_positive(const std::optional<int64_t>& days, const char* action, bool zero_allowed) {
  if (days && *days < (zero_allowed ? 0 : 1))
    throw invalid_argument(zero_allowed ? std::string("'Days' in ") + action + " action must be nonnegative"
                                        : std::string("'Days' for ") + action + " action must be a positive integer",
                           "Days", std::to_string(*days));
}

void require_filter(const LifecycleRule& rule) {
  if (rule.prefix.has_value() == rule.filter.has_value()) throw malformed_xml();
  if (!rule.filter) return;
  const LifecycleRuleFilter& filter = *rule.filter;
  const int given = filter.prefix.has_value() + filter.tag.has_value() + filter.object_size_greater_than.has_value() +
                    filter.object_size_less_than.has_value() + filter.and_.has_value();
  if (given > 1) throw malformed_xml();
}

void require_expiration(const LifecycleRule& rule) {
  if (!rule.expiration) return;
  const LifecycleExpiration& expiration = *rule.expiration;
  const int given =
      expiration.days.has_value() + expiration.date.has_value() + expiration.expired_object_delete_marker.has_value();
  if (given != 1) throw malformed_xml();
  require_positive(expiration.days, "Expiration", false);
  require_midnight(expiration.date);
}

void require_rule(const LifecycleRule& rule) {
  if (rule.id && rule.id->size() > 255)
    throw invalid_argument("ID length should not exceed allowed limit of 255", "ID", *rule.id);
  require_filter(rule);
  require_expiration(rule);
  for (const auto& transition : rule.transitions.value_or(std::vector<Transition>())) {
    if (!transition.storage_class || transition.days.has_value() == transition.date.has_value()) throw malformed_xml();
    require_positive(transition.days, "Transition", true);
    require_midnight(transition.date);
  }
  for (const auto& transition :
       rule.noncurrent_version_transitions.value_or(std::vector<NoncurrentVersionTransition>())) {
    if (!transition.storage_class || !transition.noncurrent_days) throw malformed_xml();
    require_positive(transition.noncurrent_days, "NoncurrentVersionTransition", true);
  }
  if (rule.noncurrent_version_expiration)
    require_positive(rule.noncurrent_version_expiration->noncurrent_days, "NoncurrentVersionExpiration", false);
  if (rule.abort_incomplete_multipart_upload)
    require_positive(rule.abort_incomplete_multipart_upload->days_after_initiation, "AbortIncompleteMultipartUpload",
                     false);
  const bool acts = rule.expiration || rule.transitions || rule.noncurrent_version_transitions ||
                    rule.noncurrent_version_expiration || rule.abort_incomplete_multipart_upload;
  if (!acts) throw invalid_request("At least one action needs to be specified in a rule");
}

/// Ids are unique; rules without get one.
void complete_ids(std::vector<LifecycleRule>& rules, aws::IdSource& ids) {
  std::set<std::string> seen;
  for (auto& rule : rules) {
    if (!rule.id || rule.id->empty()) rule.id = ids.uuid();
    if (!seen.insert(*rule.id).second)
      throw invalid_argument("Rule ID must be unique. Found same ID for more than one rule", "ID", *rule.id);
  }
}

}  // namespace

BucketLifecycleConfiguration S3::get_bucket_lifecycle_configuration(const Context& context, Read& tx,
                                                                    const BucketInput& in) {
  const BucketRow bucket = require_bucket(tx, in.target, Ask{context, kGet});
  auto kept = configuration_of<BucketLifecycleConfiguration>(tx, bucket, kinds::kLifecycle);
  if (!kept)
    throw no_configuration("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", bucket);
  return *std::move(kept);
}

PutLifecycleOutput S3::put_bucket_lifecycle_configuration(const Context& context, Write& tx,
                                                          const PutLifecycleInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, kPut});
  BucketLifecycleConfiguration configuration = in.configuration;
  require_schema(configuration);
  if (configuration.rules.empty() || configuration.rules.size() > 1000) throw malformed_xml();
  for (const auto& rule : configuration.rules) require_rule(rule);
  complete_ids(configuration.rules, ids_);
  configuration.transition_minimum = in.transition_minimum.value_or(kDefaultMinimum);
  if (*configuration.transition_minimum != kDefaultMinimum &&
      *configuration.transition_minimum != "varies_by_storage_class")
    throw invalid_argument("Invalid TransitionDefaultMinimumObjectSize found",
                           "x-amz-transition-default-minimum-object-size", *configuration.transition_minimum);
  put_configuration(tx, bucket.id, kinds::kLifecycle, "", to_text(configuration));
  bucket.has_lifecycle = true;
  update_bucket(tx, bucket);
  schedule_lifecycle(tx, bucket.name);
  return {configuration.transition_minimum};
}

aws::Nothing S3::delete_bucket_lifecycle(const Context& context, Write& tx, const BucketInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, kPut});
  delete_configuration(tx, bucket.id, kinds::kLifecycle);
  bucket.has_lifecycle = false;
  update_bucket(tx, bucket);
  return {};
}

const aws::Structure& PutLifecycleInput::shape() {
  using T = PutLifecycleInput;
  static const aws::Structure shape{
      "PutBucketLifecycleConfigurationRequest",
      fields(bucket_target<&T::target>(),
             aws::field<&T::transition_minimum>("TransitionDefaultMinimumObjectSize")
                 .in_header("x-amz-transition-default-minimum-object-size"),
             aws::field<&T::configuration>("LifecycleConfiguration").as_payload().required())};
  return shape;
}

const aws::Structure& PutLifecycleOutput::shape() {
  static const aws::Structure shape{
      "PutBucketLifecycleConfigurationOutput",
      {aws::field<&PutLifecycleOutput::transition_minimum>("TransitionDefaultMinimumObjectSize")
           .in_header("x-amz-transition-default-minimum-object-size")}};
  return shape;
}

}  // namespace cloudling::s3
