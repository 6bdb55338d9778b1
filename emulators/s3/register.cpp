#include "emulators/s3/s3.h"
#include "emulators/service.h"

namespace cloudling::s3 {

void register_operations(aws::Registry& registry, store::Store& store, S3& s3) {
  Registrar<S3>(registry, store, "s3", s3)
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
      .awaiting<&S3::put_object>("PutObject")
      .awaiting<&S3::get_object>("GetObject")
      .awaiting<&S3::head_object>("HeadObject")
      .write<&S3::delete_object>("DeleteObject")
      .write<&S3::delete_objects>("DeleteObjects")
      .awaiting<&S3::copy_object>("CopyObject")
      .read<&S3::get_object_attributes>("GetObjectAttributes")
      .read<&S3::get_object_tagging>("GetObjectTagging")
      .write<&S3::put_object_tagging>("PutObjectTagging")
      .write<&S3::delete_object_tagging>("DeleteObjectTagging")
      .read<&S3::list_objects>("ListObjects")
      .read<&S3::list_objects_v2>("ListObjectsV2")
      .write<&S3::create_multipart_upload>("CreateMultipartUpload")
      .awaiting<&S3::upload_part>("UploadPart")
      .awaiting<&S3::upload_part_copy>("UploadPartCopy")
      .write<&S3::complete_multipart_upload>("CompleteMultipartUpload")
      .write<&S3::abort_multipart_upload>("AbortMultipartUpload")
      .read<&S3::list_parts>("ListParts")
      .read<&S3::list_multipart_uploads>("ListMultipartUploads");
}

}  // namespace cloudling::s3
