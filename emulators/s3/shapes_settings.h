#pragma once

// Shapes of the short settings of buckets and objects: versioning, public access, ownership, encryption, transfer
// acceleration, request payment, object lock, CORS.

#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

struct VersioningConfiguration {
  std::optional<std::string> mfa_delete, status;
  static const aws::Structure& shape();
};

struct PublicAccessBlockConfiguration {
  std::optional<bool> block_public_acls, ignore_public_acls, block_public_policy, restrict_public_buckets;
  static const aws::Structure& shape();
};

struct OwnershipControlsRule {
  std::string object_ownership;
  static const aws::Structure& shape();
};

struct OwnershipControls {
  std::vector<OwnershipControlsRule> rules;
  static const aws::Structure& shape();
};

struct ServerSideEncryptionByDefault {
  std::string sse_algorithm;
  std::optional<std::string> kms_master_key_id;
  static const aws::Structure& shape();
};

struct BlockedEncryptionTypes {
  std::optional<std::vector<std::string>> encryption_type;
  static const aws::Structure& shape();
};

struct ServerSideEncryptionRule {
  std::optional<ServerSideEncryptionByDefault> apply_server_side_encryption_by_default;
  std::optional<bool> bucket_key_enabled;
  std::optional<BlockedEncryptionTypes> blocked_encryption_types;
  static const aws::Structure& shape();
};

struct ServerSideEncryptionConfiguration {
  std::vector<ServerSideEncryptionRule> rules;
  static const aws::Structure& shape();
};

struct AccelerateConfiguration {
  std::optional<std::string> status;
  static const aws::Structure& shape();
};

struct RequestPaymentConfiguration {
  std::string payer;
  static const aws::Structure& shape();
};

struct DefaultRetention {
  std::optional<std::string> mode;
  std::optional<int64_t> days, years;
  static const aws::Structure& shape();
};

struct ObjectLockRule {
  std::optional<DefaultRetention> default_retention;
  static const aws::Structure& shape();
};

struct ObjectLockConfiguration {
  std::optional<std::string> object_lock_enabled;
  std::optional<ObjectLockRule> rule;
  static const aws::Structure& shape();
};

struct ObjectLockRetention {
  std::optional<std::string> mode;
  std::optional<aws::Timestamp> retain_until_date;
  static const aws::Structure& shape();
};

struct ObjectLockLegalHold {
  std::optional<std::string> status;
  static const aws::Structure& shape();
};

struct CORSRule {
  std::optional<std::string> id;
  std::optional<std::vector<std::string>> allowed_headers;
  std::vector<std::string> allowed_methods, allowed_origins;
  std::optional<std::vector<std::string>> expose_headers;
  std::optional<int64_t> max_age_seconds;
  static const aws::Structure& shape();
};

struct CORSConfiguration {
  std::vector<CORSRule> cors_rules;
  static const aws::Structure& shape();
};

struct PolicyStatus {
  std::optional<bool> is_public;
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
