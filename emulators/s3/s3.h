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
#include "emulators/aws/ids.h"
#include "emulators/aws/operation.h"
#include "emulators/s3/incoming.h"
#include "emulators/s3/notification_rules.h"
#include "emulators/s3/notifications.h"
#include "emulators/s3/s3_store.h"
#include "emulators/s3/shapes_bucket.h"
#include "emulators/s3/shapes_listing.h"
#include "emulators/s3/shapes_multipart.h"
#include "emulators/s3/shapes_notification.h"
#include "emulators/s3/shapes_object.h"
#include "emulators/s3/shapes_tagging.h"
#include "emulators/store/store.h"

namespace cloudling::s3 {

class S3 {
 public:
  /// `caller` is how notifications reach other services. All must outlive it; construct it before the store's jobs
  /// start.
  S3(store::Store& store, aws::Caller& caller, const aws::Clock& clock, aws::IdSource& ids)
      : store_(store), caller_(caller), clock_(clock), ids_(ids), notifications_(store, caller, clock, ids) {}

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
  Awaitable<GetObjectOutput> get_object(const Context& context, ReadObjectInput in);
  Awaitable<HeadObjectOutput> head_object(const Context& context, ReadObjectInput in);
  DeleteObjectOutput delete_object(const Context& context, Write& tx, const DeleteObjectInput& in);
  DeleteObjectsOutput delete_objects(const Context& context, Write& tx, const DeleteObjectsInput& in);
  Awaitable<CopyObjectOutput> copy_object(const Context& context, CopyObjectInput in);
  GetObjectAttributesOutput get_object_attributes(const Context& context, Read& tx, const GetObjectAttributesInput& in);

  // listing.cpp
  ListObjectsOutput list_objects(const Context& context, Read& tx, const ListObjectsInput& in);
  ListObjectsV2Output list_objects_v2(const Context& context, Read& tx, const ListObjectsV2Input& in);

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

  /// The object that a read is for. Throws NoSuchBucket, NoSuchKey, NoSuchVersion, InvalidArgument, AccessDenied.
  Located locate(const Context& context, Read& tx, const ObjectTarget& target,
                 const std::optional<std::string>& version_id, WithBytes with_bytes);

  /// The request by which an object comes to be.
  struct Creation {
    const Context& context;
    const BucketRow& bucket;
    const char* event;  ///< as notifications call it: "ObjectCreated:Put"
    const WriteConditions& conditions;
  };

  /// The one way in which an object comes to be: `version` becomes the current one of its key if the conditions hold,
  /// what was there before is released, and whom the bucket tells is told. Returns its row's id.
  int64_t create_version(Write& tx, const Creation& creation, const VersionRow& version);

  /// The one way in which an object goes. False where there is none.
  bool remove_object(const Context& context, Write& tx, const BucketRow& bucket, const std::string& key);

  /// Throws InvalidArgument (400) naming the destinations that can't be reached.
  Awaitable<void> validate_destinations(const Context& context, const BucketRow& bucket,
                                        const NotificationRules& rules);

  GetObjectOutput read_object(const Context& context, Read& tx, const ReadObjectInput& in, WithBytes with_bytes);
  UploadRow require_upload(Read& tx, const BucketRow& bucket, const std::string& key, const std::string& upload_id);

  store::Store& store_;
  aws::Caller& caller_;
  const aws::Clock& clock_;
  aws::IdSource& ids_;
  Notifications notifications_;
};

/// Registers every operation that is built. `s3` must outlive the registry's use.
void register_operations(aws::Registry& registry, store::Store& store, S3& s3);

}  // namespace cloudling::s3
