#pragma once

// S3. One object serves all requests; it keeps no state of its own but what is in the store, so it is thread-safe.
// Operations are AWS's, errors too; which are built and how they differ from AWS stands in README.md.
//
// Functions of a transaction are quick ones, the others coroutines that take streams in or hand them out. A body larger
// than kInlineLimit is staged while it comes in and published in the transaction that makes the object, which also
// judges the conditions; so an object is there whole or not at all.

#include <boost/asio/awaitable.hpp>
#include <string>

#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/aws/credentials.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/operation.h"
#include "emulators/s3/access.h"
#include "emulators/s3/acl_operations.h"
#include "emulators/s3/bucket_settings.h"
#include "emulators/s3/incoming.h"
#include "emulators/s3/lifecycle.h"
#include "emulators/s3/notification_rules.h"
#include "emulators/s3/notifications.h"
#include "emulators/s3/object_lock.h"
#include "emulators/s3/restore.h"
#include "emulators/s3/s3_store.h"
#include "emulators/s3/shapes_bucket.h"
#include "emulators/s3/shapes_listing.h"
#include "emulators/s3/shapes_multipart.h"
#include "emulators/s3/shapes_notification.h"
#include "emulators/s3/shapes_object.h"
#include "emulators/s3/shapes_select.h"
#include "emulators/s3/shapes_tagging.h"
#include "emulators/store/store.h"

namespace cloudling::s3 {

/// The durable job that runs a bucket's lifecycle rules; its key is the bucket.
inline constexpr const char* kLifecycleJob = "s3.lifecycle";

/// The durable job that finishes a restoration and later takes the copy away; its key is the bucket.
inline constexpr const char* kRestoreJob = "s3.restore";

/// What S3 is made of; all outlive it.
struct S3Parts {
  store::Store& store;
  aws::Caller& caller;  ///< how notifications reach other services
  aws::Clock& clock;
  aws::IdSource& ids;
  const aws::Accounts& accounts;
  bool acl_buckets = false;  ///< new buckets have ACLs and no public access block, as on AWS before April 2023
};

class S3 {
 public:
  /// Construct it before the store's jobs start.
  explicit S3(const S3Parts& parts);

  using Context = aws::CallContext;
  using Read = store::ReadTransaction;
  using Write = store::WriteTransaction;
  template <class T>
  using Awaitable = boost::asio::awaitable<T>;

  // buckets.cpp
  CreateBucketOutput create_bucket(const Context& context, Write& tx, const CreateBucketInput& in);
  HeadBucketOutput head_bucket(const Context& context, Read& tx, const HeadBucketInput& in);
  aws::Nothing delete_bucket(const Context& context, Write& tx, const DeleteBucketInput& in);
  ListBucketsOutput list_buckets(const Context& context, Read& tx, const ListBucketsInput& in);
  GetBucketLocationOutput get_bucket_location(const Context& context, Read& tx, const GetBucketLocationInput& in);

  // objects_write.cpp, objects_read.cpp, objects_delete.cpp, copy.cpp, attributes.cpp
  Awaitable<PutObjectOutput> put_object(const Context& context, PutObjectInput in);
  /// PutObject under the event it is told as: POST forms write objects, too.
  Awaitable<PutObjectOutput> write_object(const Context& context, PutObjectInput in, const char* event);
  Awaitable<GetObjectOutput> get_object(const Context& context, ReadObjectInput in);
  Awaitable<HeadObjectOutput> head_object(const Context& context, ReadObjectInput in);
  DeleteObjectOutput delete_object(const Context& context, Write& tx, const DeleteObjectInput& in);
  DeleteObjectsOutput delete_objects(const Context& context, Write& tx, const DeleteObjectsInput& in);
  Awaitable<CopyObjectOutput> copy_object(const Context& context, CopyObjectInput in);
  GetObjectAttributesOutput get_object_attributes(const Context& context, Read& tx, const GetObjectAttributesInput& in);

  // select_content.cpp
  Awaitable<SelectObjectContentOutput> select_object_content(const Context& context, SelectObjectContentInput in);

  // restore.cpp
  RestoreObjectOutput restore_object(const Context& context, Write& tx, const RestoreObjectInput& in);

  // listing.cpp
  ListObjectsOutput list_objects(const Context& context, Read& tx, const ListObjectsInput& in);
  ListObjectsV2Output list_objects_v2(const Context& context, Read& tx, const ListObjectsV2Input& in);

  // version_listing.cpp
  ListObjectVersionsOutput list_object_versions(const Context& context, Read& tx, const ListObjectVersionsInput& in);

  // multipart.cpp, multipart_copy.cpp, multipart_complete.cpp, multipart_listing.cpp
  CreateMultipartUploadOutput create_multipart_upload(const Context& context, Write& tx,
                                                      const CreateMultipartUploadInput& in);
  Awaitable<UploadPartOutput> upload_part(const Context& context, UploadPartInput in);
  Awaitable<UploadPartCopyOutput> upload_part_copy(const Context& context, UploadPartCopyInput in);
  CompleteMultipartUploadOutput complete_multipart_upload(const Context& context, Write& tx,
                                                          const CompleteMultipartUploadInput& in);
  aws::Nothing abort_multipart_upload(const Context& context, Write& tx, const AbortMultipartUploadInput& in);
  ListPartsOutput list_parts(const Context& context, Read& tx, const ListPartsInput& in);
  ListMultipartUploadsOutput list_multipart_uploads(const Context& context, Read& tx,
                                                    const ListMultipartUploadsInput& in);

  // tagging.cpp
  GetObjectTaggingOutput get_object_tagging(const Context& context, Read& tx, const ObjectTaggingInput& in);
  ObjectTaggingOutput put_object_tagging(const Context& context, Write& tx, const PutObjectTaggingInput& in);
  ObjectTaggingOutput delete_object_tagging(const Context& context, Write& tx, const ObjectTaggingInput& in);
  GetBucketTaggingOutput get_bucket_tagging(const Context& context, Read& tx, const BucketTaggingInput& in);
  aws::Nothing put_bucket_tagging(const Context& context, Write& tx, const PutBucketTaggingInput& in);
  aws::Nothing delete_bucket_tagging(const Context& context, Write& tx, const BucketTaggingInput& in);

  // bucket_settings.cpp
  VersioningConfiguration get_bucket_versioning(const Context& context, Read& tx, const BucketInput& in);
  aws::Nothing put_bucket_versioning(const Context& context, Write& tx,
                                     const PutConfigurationInput<VersioningConfiguration>& in);
  ConfigurationOutput<PublicAccessBlockConfiguration> get_public_access_block(const Context& context, Read& tx,
                                                                              const BucketInput& in);
  aws::Nothing put_public_access_block(const Context& context, Write& tx,
                                       const PutConfigurationInput<PublicAccessBlockConfiguration>& in);
  aws::Nothing delete_public_access_block(const Context& context, Write& tx, const BucketInput& in);
  ConfigurationOutput<OwnershipControls> get_bucket_ownership_controls(const Context& context, Read& tx,
                                                                       const BucketInput& in);
  aws::Nothing put_bucket_ownership_controls(const Context& context, Write& tx,
                                             const PutConfigurationInput<OwnershipControls>& in);
  aws::Nothing delete_bucket_ownership_controls(const Context& context, Write& tx, const BucketInput& in);
  ConfigurationOutput<ServerSideEncryptionConfiguration> get_bucket_encryption(const Context& context, Read& tx,
                                                                               const BucketInput& in);
  aws::Nothing put_bucket_encryption(const Context& context, Write& tx,
                                     const PutConfigurationInput<ServerSideEncryptionConfiguration>& in);
  aws::Nothing delete_bucket_encryption(const Context& context, Write& tx, const BucketInput& in);
  ConfigurationOutput<ObjectLockConfiguration> get_object_lock_configuration(const Context& context, Read& tx,
                                                                             const BucketInput& in);
  aws::Nothing put_object_lock_configuration(const Context& context, Write& tx,
                                             const PutConfigurationInput<ObjectLockConfiguration>& in);
  GetBucketPolicyOutput get_bucket_policy(const Context& context, Read& tx, const BucketInput& in);
  aws::Nothing put_bucket_policy(const Context& context, Write& tx, const PutBucketPolicyInput& in);
  aws::Nothing delete_bucket_policy(const Context& context, Write& tx, const BucketInput& in);
  ConfigurationOutput<PolicyStatus> get_bucket_policy_status(const Context& context, Read& tx, const BucketInput& in);

  // lifecycle_configuration.cpp
  BucketLifecycleConfiguration get_bucket_lifecycle_configuration(const Context& context, Read& tx,
                                                                  const BucketInput& in);
  PutLifecycleOutput put_bucket_lifecycle_configuration(const Context& context, Write& tx, const PutLifecycleInput& in);
  aws::Nothing delete_bucket_lifecycle(const Context& context, Write& tx, const BucketInput& in);

  /// Applies a bucket's lifecycle rules as of now (lifecycle_run.cpp). Runs by itself at midnight of the process's
  /// clock.
  Awaitable<void> run_lifecycle(std::string bucket);

  // object_lock.cpp
  RetentionOutput get_object_retention(const Context& context, Read& tx, const ObjectSettingInput& in);
  aws::Nothing put_object_retention(const Context& context, Write& tx, const PutRetentionInput& in);
  LegalHoldOutput get_object_legal_hold(const Context& context, Read& tx, const ObjectSettingInput& in);
  aws::Nothing put_object_legal_hold(const Context& context, Write& tx, const PutLegalHoldInput& in);

  // acl_operations.cpp
  AccessControlPolicy get_bucket_acl(const Context& context, Read& tx, const BucketInput& in);
  aws::Nothing put_bucket_acl(const Context& context, Write& tx, const PutBucketAclInput& in);
  AccessControlPolicy get_object_acl(const Context& context, Read& tx, const ObjectSettingInput& in);
  aws::Nothing put_object_acl(const Context& context, Write& tx, const PutObjectAclInput& in);

  // notification_configuration.cpp
  Awaitable<aws::Nothing> put_bucket_notification_configuration(const Context& context,
                                                                PutBucketNotificationConfigurationInput in);
  NotificationConfiguration get_bucket_notification_configuration(const Context& context, Read& tx,
                                                                  const GetBucketNotificationConfigurationInput& in);

 private:
  struct Located {
    BucketRow bucket;
    VersionRow version;
  };

  /// Now in the whole seconds that S3 keeps.
  int64_t now_ms() const { return clock_.now() / 1000 * 1000; }

  /// The object that an action is on. Throws NoSuchBucket, NoSuchKey, NoSuchVersion, InvalidArgument, AccessDenied, and
  /// MethodNotAllowed for a delete marker that is named by its id.
  Located locate(Read& tx, const ObjectTarget& target, const std::optional<std::string>& version_id,
                 WithBytes with_bytes, Ask ask);

  /// The request by which an object comes to be.
  struct Creation {
    const Context& context;
    const BucketRow& bucket;
    const char* event;  ///< as notifications call it: "ObjectCreated:Put"
    const WriteConditions& conditions;
  };

  /// The one way in which an object comes to be: `version` gets its version id and becomes the current one of its key
  /// if the conditions hold, what was there before steps aside, and whom the bucket tells is told. Returns its row's
  /// id.
  int64_t create_version(Write& tx, const Creation& creation, VersionRow& version);

  /// What a deletion did: the version that is gone, or the delete marker that hides the object now.
  struct Deletion {
    bool marker = false;                    ///< a marker was made, or one was deleted
    std::optional<std::string> version_id;  ///< as answers tell it
    bool marker_made = false;
  };

  /// Under what an object goes: the event's first half, and whether locks of governance mode hold.
  struct Removal {
    const char* event = "ObjectRemoved";  ///< or "LifecycleExpiration"
    bool bypass_governance = false;
  };

  /// The one way in which an object goes: with a version id that version, else the object, of which a bucket with
  /// versioning keeps the versions under a delete marker. Deleting nothing succeeds.
  Deletion remove_object(const Context& context, Write& tx, const BucketRow& bucket, const std::string& key,
                         const std::optional<std::string>& version_id, const Removal& how);

  /// Throws InvalidArgument (400) naming the destinations that can't be reached.
  Awaitable<void> validate_destinations(const Context& context, const BucketRow& bucket,
                                        const NotificationRules& rules);

  /// What a page of a lifecycle run finds to do, and does in one transaction.
  LifecyclePage due_page(Read& tx, const std::string& bucket, const LifecyclePage& after);
  void apply(Write& tx, const std::string& bucket, const LifecyclePage& page);
  void apply(Write& tx, const BucketRow& bucket, const LifecycleAction& action);
  void schedule_lifecycle(Write& tx, const std::string& bucket);
  Awaitable<void> run_lifecycle_job(store::Job job);

  /// Changes a version's restoration, and leaves the job that goes on with it.
  void set_restoration(Write& tx, const BucketRow& bucket, const VersionRow& version, const Restoration& restoration);
  Awaitable<void> run_restore_job(store::Job job);

  GetObjectOutput read_object(const Context& context, Read& tx, const ReadObjectInput& in, WithBytes with_bytes);
  UploadRow require_upload(Read& tx, const BucketRow& bucket, const std::string& key, const std::string& upload_id);

  store::Store& store_;
  aws::Caller& caller_;
  aws::Clock& clock_;
  aws::IdSource& ids_;
  const aws::Accounts& accounts_;
  bool acl_buckets_;
  Notifications notifications_;
};

/// Registers every operation that is built. `s3` must outlive the registry's use.
void register_operations(aws::Registry& registry, store::Store& store, S3& s3);

/// Those of them that need no S3, only the store (configurations.cpp).
void register_configurations(aws::Registry& registry, store::Store& store);

}  // namespace cloudling::s3
