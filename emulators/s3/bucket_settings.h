#pragma once

// Inputs and outputs of the settings that stand in the bucket's own row.

#include "emulators/s3/configurations.h"
#include "emulators/s3/shapes_settings.h"

namespace cloudling::s3 {

template <>
struct Kind<VersioningConfiguration> {
  static constexpr const char* kMember = "VersioningConfiguration";
};
template <>
struct Kind<PublicAccessBlockConfiguration> {
  static constexpr const char* kMember = "PublicAccessBlockConfiguration";
};
template <>
struct Kind<OwnershipControls> {
  static constexpr const char* kMember = "OwnershipControls";
};
template <>
struct Kind<ServerSideEncryptionConfiguration> {
  static constexpr const char* kMember = "ServerSideEncryptionConfiguration";
};
template <>
struct Kind<ObjectLockConfiguration> {
  static constexpr const char* kMember = "ObjectLockConfiguration";
};
template <>
struct Kind<PolicyStatus> {
  static constexpr const char* kMember = "PolicyStatus";
};

struct GetBucketPolicyOutput {
  std::string policy;
  static const aws::Structure& shape();
};

struct PutBucketPolicyInput {
  BucketTarget target;
  std::string policy;
  std::optional<bool> confirm_remove_self_access;
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
