#include <set>

#include "emulators/s3/configuration_kinds.h"
#include "emulators/s3/lifecycle.h"
#include "emulators/s3/lifecycle_validation.h"
#include "emulators/s3/s3.h"

namespace cloudling::s3 {
namespace {

constexpr Action kGet{"s3:GetLifecycleConfiguration"}, kPut{"s3:PutLifecycleConfiguration"};

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
  configuration.transition_minimum = in.transition_minimum.value_or(kAllClasses128K);
  if (*configuration.transition_minimum != kAllClasses128K &&
      *configuration.transition_minimum != kVariesByStorageClass)
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
