#pragma once

// Shapes of the bucket operations.

#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

struct CreateBucketConfiguration {
  std::optional<std::string> location_constraint;
  std::optional<std::vector<Tag>> tags;
  static const aws::Structure& shape();
};

struct CreateBucketInput {
  std::string bucket;
  AccessRequest access;
  std::optional<std::string> object_ownership, bucket_namespace;
  std::optional<bool> object_lock;
  std::optional<CreateBucketConfiguration> configuration;
  static const aws::Structure& shape();
};

struct CreateBucketOutput {
  std::string location;  ///< "/<bucket>", or the bucket's URL outside us-east-1
  std::string arn;
  static const aws::Structure& shape();
};

struct HeadBucketInput {
  BucketTarget target;
  static const aws::Structure& shape();
};

struct HeadBucketOutput {
  std::string region;
  std::string arn;
  bool access_point_alias = false;
  static const aws::Structure& shape();
};

struct DeleteBucketInput {
  BucketTarget target;
  static const aws::Structure& shape();
};

struct ListBucketsInput {
  std::optional<int64_t> max_buckets;
  std::optional<std::string> continuation_token, prefix, bucket_region;
  static const aws::Structure& shape();
};

struct BucketEntry {
  std::string name;
  aws::Timestamp created;
  std::optional<std::string> region;  ///< told in answers to paginated requests, as on AWS
  std::string arn;
  static const aws::Structure& shape();
};

struct ListBucketsOutput {
  std::vector<BucketEntry> buckets;
  Owner owner;
  std::optional<std::string> continuation_token, prefix;
  static const aws::Structure& shape();
};

struct GetBucketLocationInput {
  BucketTarget target;
  static const aws::Structure& shape();
};

struct GetBucketLocationOutput {
  std::optional<std::string> location_constraint;  ///< unset for us-east-1
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
