#pragma once

// Object lock of single objects (S3 user guide, "Locking objects with Object Lock"): inputs and outputs of its
// operations, and what writes do about it.

#include "emulators/s3/configurations.h"
#include "emulators/s3/shapes_settings.h"

namespace cloudling::s3 {

struct ObjectSettingInput {  ///< of GetObjectRetention and GetObjectLegalHold
  ObjectTarget target;
  std::optional<std::string> version_id;
  static const aws::Structure& shape();
};

struct RetentionOutput {
  ObjectLockRetention retention;
  static const aws::Structure& shape();
};

struct PutRetentionInput {
  ObjectTarget target;
  std::optional<std::string> version_id;
  std::optional<bool> bypass_governance;
  ObjectLockRetention retention;
  static const aws::Structure& shape();
};

struct LegalHoldOutput {
  ObjectLockLegalHold hold;
  static const aws::Structure& shape();
};

struct PutLegalHoldInput {
  ObjectTarget target;
  std::optional<std::string> version_id;
  ObjectLockLegalHold hold;
  static const aws::Structure& shape();
};

/// Sets the lock that a write asks for, else the bucket's default. Throws InvalidRequest and InvalidArgument (400).
void set_lock(ObjectControl& control, const AccessRequest& access, const BucketRow& bucket, int64_t now_ms);

}  // namespace cloudling::s3
