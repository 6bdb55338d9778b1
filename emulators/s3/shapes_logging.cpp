#include "emulators/s3/shapes_logging.h"

namespace cloudling::s3 {

using aws::field;
using aws::Structure;

const Structure& TargetGrant::shape() {
  using T = TargetGrant;
  static const Structure shape{
      "TargetGrant",
      {field<&T::grantee>("Grantee"), field<&T::permission>("Permission").one_of({"FULL_CONTROL", "READ", "WRITE"})}};
  return shape;
}

const Structure& SimplePrefix::shape() {
  static const Structure shape{"SimplePrefix", {}};
  return shape;
}

const Structure& PartitionedPrefix::shape() {
  using T = PartitionedPrefix;
  static const Structure shape{
      "PartitionedPrefix",
      {field<&T::partition_date_source>("PartitionDateSource").one_of({"EventTime", "DeliveryTime"})}};
  return shape;
}

const Structure& TargetObjectKeyFormat::shape() {
  using T = TargetObjectKeyFormat;
  static const Structure shape{
      "TargetObjectKeyFormat",
      {field<&T::simple_prefix>("SimplePrefix"), field<&T::partitioned_prefix>("PartitionedPrefix")}};
  return shape;
}

const Structure& LoggingEnabled::shape() {
  using T = LoggingEnabled;
  static const Structure shape{"LoggingEnabled",
                               {field<&T::target_bucket>("TargetBucket").required(),
                                field<&T::target_grants>("TargetGrants").items_named("Grant"),
                                field<&T::target_prefix>("TargetPrefix").required(),
                                field<&T::target_object_key_format>("TargetObjectKeyFormat")}};
  return shape;
}

const Structure& BucketLoggingStatus::shape() {
  using T = BucketLoggingStatus;
  static const Structure shape{"BucketLoggingStatus", {field<&T::logging_enabled>("LoggingEnabled")}, kXmlNamespace};
  return shape;
}

}  // namespace cloudling::s3
