#pragma once

// Who may do what (S3 user guide, "How Amazon S3 authorizes a request"): the account that owns a bucket may do
// everything there that its bucket policy does not deny; others, and requests that nobody signed, what the policy or an
// access control list allows, as far as ownership and public access block let those count.

#include <functional>
#include <optional>
#include <string>

#include "emulators/aws/context.h"
#include "emulators/s3/bucket_policy.h"
#include "emulators/s3/s3_store.h"
#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

/// What a grant of an access control list may allow. kNone: the action is none that a list speaks of.
enum class Permission : uint8_t { kNone, kRead, kWrite, kReadAcp, kWriteAcp };

/// An action as policies name it, and the grant that allows it as well.
struct Action {
  const char* name;
  Permission permission = Permission::kNone;
  bool of_object = false;  ///< the grant stands in the object's list, not in the bucket's
};

/// What policies may make conditions on, beyond what follows from the call itself; asked for where there is a policy.
using Conditions = std::function<void(ConditionValues&)>;

/// A request for one resource. `key` is "" for the bucket itself.
struct Ask {
  const aws::CallContext& context;
  Action action;
  std::string key = {};
  Conditions conditions = {};
};

/// Calls that Step Functions, Lambda and other parts of the process make, which no HTTP request brought.
bool in_process(const aws::CallContext& context);

/// Nobody has signed the request.
bool anonymous(const aws::CallContext& context);

/// The account that owns a version.
const std::string& owner_of(const BucketRow& bucket, const ObjectControl& control);

/// Whether it is allowed. `object` is the version that the action is on, where there is one.
bool allowed(const BucketRow& bucket, const Ask& ask, const VersionRow* object = nullptr);

/// Throws AccessDenied (403).
void require_allowed(const BucketRow& bucket, const Ask& ask, const VersionRow* object = nullptr);

/// The bucket, on which the action has to be allowed. Throws NoSuchBucket (404), InvalidBucketName (400), AccessDenied
/// (403; also where `expected_owner` is another).
BucketRow require_bucket(store::ReadTransaction& tx, const BucketTarget& target, const Ask& ask);

/// The same for an action on an object that need not be there (a write, a delete); Ask's key is set from the target.
BucketRow require_bucket(store::ReadTransaction& tx, const ObjectTarget& target, Ask ask);

/// The bucket, whoever asks; the owner has to be the expected one.
BucketRow existing_bucket(store::ReadTransaction& tx, const std::string& name,
                          const std::optional<std::string>& expected_owner);

/// The bucket that a request is for, whoever asks. Throws AccessDenied (403), too, for another account that does not
/// say that it pays, where the bucket is one of requester pays (S3 user guide, "Using Requester Pays buckets").
BucketRow existing_bucket(store::ReadTransaction& tx, const BucketTarget& target, const aws::CallContext& context);
BucketRow existing_bucket(store::ReadTransaction& tx, const ObjectTarget& target, const aws::CallContext& context);

namespace actions {
inline constexpr Action kListBucket{"s3:ListBucket", Permission::kRead};
inline constexpr Action kListBucketVersions{"s3:ListBucketVersions", Permission::kRead};
inline constexpr Action kListUploads{"s3:ListBucketMultipartUploads", Permission::kRead};
inline constexpr Action kGetObject{"s3:GetObject", Permission::kRead, true};
inline constexpr Action kGetObjectVersion{"s3:GetObjectVersion", Permission::kRead, true};
inline constexpr Action kGetObjectAttributes{"s3:GetObjectAttributes", Permission::kRead, true};
inline constexpr Action kPutObject{"s3:PutObject", Permission::kWrite};
inline constexpr Action kDeleteObject{"s3:DeleteObject", Permission::kWrite};
inline constexpr Action kDeleteObjectVersion{"s3:DeleteObjectVersion"};
inline constexpr Action kAbortUpload{"s3:AbortMultipartUpload"};
inline constexpr Action kListParts{"s3:ListMultipartUploadParts"};
inline constexpr Action kGetBucketAcl{"s3:GetBucketAcl", Permission::kReadAcp};
inline constexpr Action kPutBucketAcl{"s3:PutBucketAcl", Permission::kWriteAcp};
inline constexpr Action kGetObjectAcl{"s3:GetObjectAcl", Permission::kReadAcp, true};
inline constexpr Action kPutObjectAcl{"s3:PutObjectAcl", Permission::kWriteAcp, true};
inline constexpr Action kGetObjectTagging{"s3:GetObjectTagging"};
inline constexpr Action kPutObjectTagging{"s3:PutObjectTagging"};
inline constexpr Action kDeleteObjectTagging{"s3:DeleteObjectTagging"};
inline constexpr Action kRestoreObject{"s3:RestoreObject"};
inline constexpr Action kGetBucketLocation{"s3:GetBucketLocation"};
inline constexpr Action kDeleteBucket{"s3:DeleteBucket"};
inline constexpr Action kGetBucketTagging{"s3:GetBucketTagging"};
inline constexpr Action kPutBucketTagging{"s3:PutBucketTagging"};
inline constexpr Action kGetNotification{"s3:GetBucketNotification"};
inline constexpr Action kPutNotification{"s3:PutBucketNotification"};
inline constexpr Action kGetRetention{"s3:GetObjectRetention"};
inline constexpr Action kPutRetention{"s3:PutObjectRetention"};
inline constexpr Action kBypassGovernance{"s3:BypassGovernanceRetention"};
inline constexpr Action kGetLegalHold{"s3:GetObjectLegalHold"};
inline constexpr Action kPutLegalHold{"s3:PutObjectLegalHold"};
inline constexpr Action kGetBucketPolicy{"s3:GetBucketPolicy"};
inline constexpr Action kPutBucketPolicy{"s3:PutBucketPolicy"};
inline constexpr Action kDeleteBucketPolicy{"s3:DeleteBucketPolicy"};
inline constexpr Action kGetPolicyStatus{"s3:GetBucketPolicyStatus"};
}  // namespace actions

}  // namespace cloudling::s3
