#include "emulators/s3/shapes_bucket.h"

namespace cloudling::s3 {

using aws::field;
using aws::Structure;

const Structure& CreateBucketConfiguration::shape() {
  using T = CreateBucketConfiguration;
  static const Structure shape{
      "CreateBucketConfiguration",
      {field<&T::location_constraint>("LocationConstraint"), field<&T::tags>("Tags").items_named("Tag")},
      kXmlNamespace};
  return shape;
}

const Structure& CreateBucketInput::shape() {
  using T = CreateBucketInput;
  static const Structure shape{
      "CreateBucketRequest",
      fields(field<&T::bucket>("Bucket").in_path().required(), acl_headers<&T::access>(),
             embedded<&T::access, &AccessRequest::grant_write>("GrantWrite").in_header("x-amz-grant-write"),
             field<&T::object_ownership>("ObjectOwnership").in_header("x-amz-object-ownership"),
             field<&T::bucket_namespace>("BucketNamespace").in_header("x-amz-bucket-namespace"),
             field<&T::object_lock>("ObjectLockEnabledForBucket").in_header("x-amz-bucket-object-lock-enabled"),
             field<&T::configuration>("CreateBucketConfiguration").as_payload())};
  return shape;
}

const Structure& CreateBucketOutput::shape() {
  using T = CreateBucketOutput;
  static const Structure shape{"CreateBucketOutput",
                               {field<&T::location>("Location").in_header("Location"),
                                field<&T::arn>("BucketArn").in_header("x-amz-bucket-arn")}};
  return shape;
}

const Structure& HeadBucketInput::shape() {
  static const Structure shape{"HeadBucketRequest", bucket_target<&HeadBucketInput::target>()};
  return shape;
}

const Structure& HeadBucketOutput::shape() {
  using T = HeadBucketOutput;
  static const Structure shape{
      "HeadBucketOutput",
      {field<&T::region>("BucketRegion").in_header("x-amz-bucket-region"),
       field<&T::arn>("BucketArn").in_header("x-amz-bucket-arn"),
       field<&T::access_point_alias>("AccessPointAlias").in_header("x-amz-access-point-alias")}};
  return shape;
}

const Structure& DeleteBucketInput::shape() {
  static const Structure shape{"DeleteBucketRequest", bucket_target<&DeleteBucketInput::target>()};
  return shape;
}

const Structure& ListBucketsInput::shape() {
  using T = ListBucketsInput;
  static const Structure shape{"ListBucketsRequest",
                               {field<&T::max_buckets>("MaxBuckets").in_query("max-buckets"),
                                field<&T::continuation_token>("ContinuationToken").in_query("continuation-token"),
                                field<&T::prefix>("Prefix").in_query("prefix"),
                                field<&T::bucket_region>("BucketRegion").in_query("bucket-region")}};
  return shape;
}

const Structure& BucketEntry::shape() {
  using T = BucketEntry;
  static const Structure shape{"Bucket",
                               {field<&T::name>("Name"), field<&T::created>("CreationDate"),
                                field<&T::region>("BucketRegion"), field<&T::arn>("BucketArn")}};
  return shape;
}

const Structure& ListBucketsOutput::shape() {
  using T = ListBucketsOutput;
  static const Structure shape{"ListAllMyBucketsResult",
                               {field<&T::owner>("Owner"), field<&T::buckets>("Buckets").items_named("Bucket"),
                                field<&T::prefix>("Prefix"), field<&T::continuation_token>("ContinuationToken")},
                               kXmlNamespace};
  return shape;
}

const Structure& GetBucketLocationInput::shape() {
  static const Structure shape{"GetBucketLocationRequest", bucket_target<&GetBucketLocationInput::target>()};
  return shape;
}

const Structure& GetBucketLocationOutput::shape() {
  using T = GetBucketLocationOutput;
  static const Structure shape{
      "LocationConstraint", {field<&T::location_constraint>("LocationConstraint")}, kXmlNamespace, true};
  return shape;
}

}  // namespace cloudling::s3
