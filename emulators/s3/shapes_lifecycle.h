#pragma once

// Shapes of lifecycle configurations.

#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

struct LifecycleExpiration {
  std::optional<aws::Timestamp> date;
  std::optional<int64_t> days;
  std::optional<bool> expired_object_delete_marker;
  static const aws::Structure& shape();
};

struct LifecycleRuleAndOperator {
  std::optional<std::string> prefix;
  std::optional<std::vector<Tag>> tags;
  std::optional<int64_t> object_size_greater_than, object_size_less_than;
  static const aws::Structure& shape();
};

struct LifecycleRuleFilter {
  std::optional<std::string> prefix;
  std::optional<Tag> tag;
  std::optional<int64_t> object_size_greater_than, object_size_less_than;
  std::optional<LifecycleRuleAndOperator> and_;
  static const aws::Structure& shape();
};

struct Transition {
  std::optional<aws::Timestamp> date;
  std::optional<int64_t> days;
  std::optional<std::string> storage_class;
  static const aws::Structure& shape();
};

struct NoncurrentVersionTransition {
  std::optional<int64_t> noncurrent_days;
  std::optional<std::string> storage_class;
  std::optional<int64_t> newer_noncurrent_versions;
  static const aws::Structure& shape();
};

struct NoncurrentVersionExpiration {
  std::optional<int64_t> noncurrent_days, newer_noncurrent_versions;
  static const aws::Structure& shape();
};

struct AbortIncompleteMultipartUpload {
  std::optional<int64_t> days_after_initiation;
  static const aws::Structure& shape();
};

struct LifecycleRule {
  std::optional<LifecycleExpiration> expiration;
  std::optional<std::string> id, prefix;
  std::optional<LifecycleRuleFilter> filter;
  std::string status;
  std::optional<std::vector<Transition>> transitions;
  std::optional<std::vector<NoncurrentVersionTransition>> noncurrent_version_transitions;
  std::optional<NoncurrentVersionExpiration> noncurrent_version_expiration;
  std::optional<AbortIncompleteMultipartUpload> abort_incomplete_multipart_upload;
  static const aws::Structure& shape();
};

struct BucketLifecycleConfiguration {
  std::vector<LifecycleRule> rules;
  std::optional<std::string> transition_minimum;  ///< which small objects transitions leave alone
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
