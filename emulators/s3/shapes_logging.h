#pragma once

// Shapes of server access logging.

#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/shapes_acl.h"

namespace cloudling::s3 {

struct TargetGrant {
  std::optional<Grantee> grantee;
  std::optional<std::string> permission;
  static const aws::Structure& shape();
};

struct SimplePrefix {
  static const aws::Structure& shape();
};

struct PartitionedPrefix {
  std::optional<std::string> partition_date_source;
  static const aws::Structure& shape();
};

struct TargetObjectKeyFormat {
  std::optional<SimplePrefix> simple_prefix;
  std::optional<PartitionedPrefix> partitioned_prefix;
  static const aws::Structure& shape();
};

struct LoggingEnabled {
  std::string target_bucket;
  std::optional<std::vector<TargetGrant>> target_grants;
  std::string target_prefix;
  std::optional<TargetObjectKeyFormat> target_object_key_format;
  static const aws::Structure& shape();
};

struct BucketLoggingStatus {
  std::optional<LoggingEnabled> logging_enabled;
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
