#include "emulators/s3/shapes_lifecycle.h"

namespace cloudling::s3 {

using aws::field;
using aws::Structure;

const Structure& LifecycleExpiration::shape() {
  using T = LifecycleExpiration;
  static const Structure shape{"LifecycleExpiration",
                               {field<&T::date>("Date"), field<&T::days>("Days"),
                                field<&T::expired_object_delete_marker>("ExpiredObjectDeleteMarker")}};
  return shape;
}

const Structure& LifecycleRuleAndOperator::shape() {
  using T = LifecycleRuleAndOperator;
  static const Structure shape{"LifecycleRuleAndOperator",
                               {field<&T::prefix>("Prefix"), field<&T::tags>("Tags").on_wire("Tag").flattened(),
                                field<&T::object_size_greater_than>("ObjectSizeGreaterThan"),
                                field<&T::object_size_less_than>("ObjectSizeLessThan")}};
  return shape;
}

const Structure& LifecycleRuleFilter::shape() {
  using T = LifecycleRuleFilter;
  static const Structure shape{
      "LifecycleRuleFilter",
      {field<&T::prefix>("Prefix"), field<&T::tag>("Tag"), field<&T::object_size_greater_than>("ObjectSizeGreaterThan"),
       field<&T::object_size_less_than>("ObjectSizeLessThan"), field<&T::and_>("And")}};
  return shape;
}

const Structure& Transition::shape() {
  using T = Transition;
  static const Structure shape{
      "Transition",
      {field<&T::date>("Date"), field<&T::days>("Days"),
       field<&T::storage_class>("StorageClass")
           .one_of({"GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "GLACIER_IR"})}};
  return shape;
}

const Structure& NoncurrentVersionTransition::shape() {
  using T = NoncurrentVersionTransition;
  static const Structure shape{
      "NoncurrentVersionTransition",
      {field<&T::noncurrent_days>("NoncurrentDays"),
       field<&T::storage_class>("StorageClass")
           .one_of({"GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "GLACIER_IR"}),
       field<&T::newer_noncurrent_versions>("NewerNoncurrentVersions")}};
  return shape;
}

const Structure& NoncurrentVersionExpiration::shape() {
  using T = NoncurrentVersionExpiration;
  static const Structure shape{
      "NoncurrentVersionExpiration",
      {field<&T::noncurrent_days>("NoncurrentDays"), field<&T::newer_noncurrent_versions>("NewerNoncurrentVersions")}};
  return shape;
}

const Structure& AbortIncompleteMultipartUpload::shape() {
  using T = AbortIncompleteMultipartUpload;
  static const Structure shape{"AbortIncompleteMultipartUpload",
                               {field<&T::days_after_initiation>("DaysAfterInitiation")}};
  return shape;
}

const Structure& LifecycleRule::shape() {
  using T = LifecycleRule;
  static const Structure shape{
      "LifecycleRule",
      {field<&T::expiration>("Expiration"), field<&T::id>("ID"), field<&T::prefix>("Prefix"),
       field<&T::filter>("Filter"), field<&T::status>("Status").one_of({"Enabled", "Disabled"}).required(),
       field<&T::transitions>("Transitions").on_wire("Transition").flattened(),
       field<&T::noncurrent_version_transitions>("NoncurrentVersionTransitions")
           .on_wire("NoncurrentVersionTransition")
           .flattened(),
       field<&T::noncurrent_version_expiration>("NoncurrentVersionExpiration"),
       field<&T::abort_incomplete_multipart_upload>("AbortIncompleteMultipartUpload")}};
  return shape;
}

const Structure& BucketLifecycleConfiguration::shape() {
  using T = BucketLifecycleConfiguration;
  static const Structure shape{"LifecycleConfiguration",
                               {field<&T::rules>("Rules").on_wire("Rule").flattened().required(),
                                field<&T::transition_minimum>("TransitionDefaultMinimumObjectSize")
                                    .in_header("x-amz-transition-default-minimum-object-size")},
                               kXmlNamespace};
  return shape;
}

}  // namespace cloudling::s3
