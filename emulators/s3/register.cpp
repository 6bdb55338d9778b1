#include "emulators/s3/s3.h"
#include "emulators/service.h"

namespace cloudling::s3 {

S3::S3(const S3Parts& parts)
    : store_(parts.store),
      caller_(parts.caller),
      clock_(parts.clock),
      ids_(parts.ids),
      accounts_(parts.accounts),
      acl_buckets_(parts.acl_buckets),
      notifications_(parts.store, parts.caller, parts.clock, parts.ids) {
  auto run = [this](store::Job job) { return run_lifecycle_job(std::move(job)); };
  store_.jobs().handle(kLifecycleJob, 1, std::move(run));
  auto restore = [this](store::Job job) { return run_restore_job(std::move(job)); };
  store_.jobs().handle(kRestoreJob, 1, std::move(restore));
}

void register_operations(aws::Registry& registry, store::Store& store, S3& s3) {
  register_configurations(registry, store);
  Registrar<S3>(registry, store, "s3", s3)
      .read<&S3::get_bucket_versioning>("GetBucketVersioning")
      .write<&S3::put_bucket_versioning>("PutBucketVersioning")
      .read<&S3::get_public_access_block>("GetPublicAccessBlock")
      .write<&S3::put_public_access_block>("PutPublicAccessBlock")
      .write<&S3::delete_public_access_block>("DeletePublicAccessBlock")
      .read<&S3::get_bucket_ownership_controls>("GetBucketOwnershipControls")
      .write<&S3::put_bucket_ownership_controls>("PutBucketOwnershipControls")
      .write<&S3::delete_bucket_ownership_controls>("DeleteBucketOwnershipControls")
      .read<&S3::get_bucket_encryption>("GetBucketEncryption")
      .write<&S3::put_bucket_encryption>("PutBucketEncryption")
      .write<&S3::delete_bucket_encryption>("DeleteBucketEncryption")
      .read<&S3::get_object_lock_configuration>("GetObjectLockConfiguration")
      .write<&S3::put_object_lock_configuration>("PutObjectLockConfiguration")
      .read<&S3::get_bucket_policy>("GetBucketPolicy")
      .write<&S3::put_bucket_policy>("PutBucketPolicy")
      .write<&S3::delete_bucket_policy>("DeleteBucketPolicy")
      .read<&S3::get_bucket_policy_status>("GetBucketPolicyStatus")
      .write<&S3::create_bucket>("CreateBucket")
      .read<&S3::head_bucket>("HeadBucket")
      .write<&S3::delete_bucket>("DeleteBucket")
      .read<&S3::list_buckets>("ListBuckets")
      .read<&S3::get_bucket_location>("GetBucketLocation")
      .read<&S3::get_bucket_tagging>("GetBucketTagging")
      .write<&S3::put_bucket_tagging>("PutBucketTagging")
      .write<&S3::delete_bucket_tagging>("DeleteBucketTagging")
      .awaiting<&S3::put_bucket_notification_configuration>("PutBucketNotificationConfiguration")
      .read<&S3::get_bucket_notification_configuration>("GetBucketNotificationConfiguration")
      .awaiting<static_cast<S3::Awaitable<PutObjectOutput> (S3::*)(const S3::Context&, PutObjectInput)>(
          &S3::put_object)>("PutObject")
      .awaiting<&S3::get_object>("GetObject")
      .awaiting<&S3::head_object>("HeadObject")
      .write<&S3::delete_object>("DeleteObject")
      .write<&S3::delete_objects>("DeleteObjects")
      .awaiting<&S3::copy_object>("CopyObject")
      .read<&S3::get_object_attributes>("GetObjectAttributes")
      .read<&S3::get_object_tagging>("GetObjectTagging")
      .write<&S3::put_object_tagging>("PutObjectTagging")
      .write<&S3::delete_object_tagging>("DeleteObjectTagging")
      .awaiting<&S3::select_object_content>("SelectObjectContent")
      .write<&S3::restore_object>("RestoreObject")
      .read<&S3::list_objects>("ListObjects")
      .read<&S3::list_objects_v2>("ListObjectsV2")
      .read<&S3::get_bucket_lifecycle_configuration>("GetBucketLifecycleConfiguration")
      .write<&S3::put_bucket_lifecycle_configuration>("PutBucketLifecycleConfiguration")
      .write<&S3::delete_bucket_lifecycle>("DeleteBucketLifecycle")
      .read<&S3::get_object_retention>("GetObjectRetention")
      .write<&S3::put_object_retention>("PutObjectRetention")
      .read<&S3::get_object_legal_hold>("GetObjectLegalHold")
      .write<&S3::put_object_legal_hold>("PutObjectLegalHold")
      .read<&S3::get_bucket_acl>("GetBucketAcl")
      .write<&S3::put_bucket_acl>("PutBucketAcl")
      .read<&S3::get_object_acl>("GetObjectAcl")
      .write<&S3::put_object_acl>("PutObjectAcl")
      .read<&S3::list_object_versions>("ListObjectVersions")
      .write<&S3::create_multipart_upload>("CreateMultipartUpload")
      .awaiting<&S3::upload_part>("UploadPart")
      .awaiting<&S3::upload_part_copy>("UploadPartCopy")
      .write<&S3::complete_multipart_upload>("CompleteMultipartUpload")
      .write<&S3::abort_multipart_upload>("AbortMultipartUpload")
      .read<&S3::list_parts>("ListParts")
      .read<&S3::list_multipart_uploads>("ListMultipartUploads");
}

}  // namespace cloudling::s3
