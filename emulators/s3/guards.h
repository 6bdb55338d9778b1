#pragma once

// What is checked before an operation does anything: the bucket and who owns it, and what a request asks for that this
// S3 does not do. Throw AWS's errors.

#include <optional>
#include <string>

#include "emulators/aws/context.h"
#include "emulators/s3/s3_store.h"
#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

/// Calls that Step Functions, Lambda and other parts of the process make, which no HTTP request brought.
bool in_process(const aws::CallContext& context);

/// The bucket, which the caller's account has to own. Throws NoSuchBucket (404), InvalidBucketName (400),
/// AccessDenied (403; also where `expected_owner` is another).
BucketRow require_bucket(store::ReadTransaction& tx, const aws::CallContext& context, const std::string& name,
                         const std::optional<std::string>& expected_owner);

/// Buckets are as AWS makes them today: owner enforced, no ACLs, no object lock. Throws AccessControlListNotSupported
/// or InvalidRequest (400) for objects that ask for more.
void require_plain_access(const AccessRequest& access);

/// Everything is under SSE-S3 (AES256). Throws NotImplemented (501) for KMS and customer keys, InvalidArgument (400)
/// for unknown methods.
void require_plain_encryption(const EncryptionRequest& encryption);

/// For reads: a customer key for what is not encrypted with one is refused (InvalidRequest, 400).
void require_no_customer_key(const std::optional<std::string>& algorithm);

/// Puts properties into the form they are stored in and checks them: metadata (MetadataTooLarge above 2 KiB),
/// storage class (InvalidStorageClass), redirect (InvalidRedirectLocation).
ObjectProperties checked_properties(ObjectProperties properties);

}  // namespace cloudling::s3
