#pragma once

// What bucket and request together make of a new object besides its bytes: who owns it, who may read it, how it is
// locked and encrypted.

#include "emulators/aws/credentials.h"
#include "emulators/s3/access.h"
#include "emulators/s3/encryption.h"
#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

/// The account that nobody's signature stands for.
inline constexpr const char* kAnonymousAccount = "anonymous";

/// Sets owner, access control list and lock. Throws AccessControlListNotSupported, InvalidRequest, InvalidArgument
/// (400), AccessDenied (403) where the bucket blocks public lists.
void set_access(ObjectControl& control, const aws::CallContext& context, const BucketRow& bucket,
                const AccessRequest& access, const aws::Accounts& accounts, int64_t now_ms);

/// What policies may ask of a write.
struct WriteAsk {
  const AccessRequest& access;
  const EncryptionRequest& encryption;
  const std::optional<std::string>& tagging;  ///< as in x-amz-tagging
  const std::optional<std::string>& storage_class;
  const std::optional<std::string>& copy_source = kNone;
  const std::optional<std::string>& metadata_directive = kNone;

  static const std::optional<std::string> kNone;
};
Conditions conditions_of(WriteAsk ask);

/// Throws AccessDenied (403) where the bucket blocks access control lists that let the public in, and this one does.
void require_unblocked(const BucketRow& bucket, const std::string& acl);

}  // namespace cloudling::s3
