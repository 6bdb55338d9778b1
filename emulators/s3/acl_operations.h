#pragma once

// Inputs of the operations on access control lists; their answers are AccessControlPolicy.

#include "emulators/s3/shapes_acl.h"

namespace cloudling::s3 {

struct PutBucketAclInput {
  BucketTarget target;
  AccessRequest access;
  std::optional<AccessControlPolicy> policy;
  static const aws::Structure& shape();
};

struct PutObjectAclInput {
  ObjectTarget target;
  std::optional<std::string> version_id;
  AccessRequest access;
  std::optional<AccessControlPolicy> policy;
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
