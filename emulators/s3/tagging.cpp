#include "emulators/s3/errors.h"
#include "emulators/s3/guards.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/tags.h"
#include "emulators/s3/versions.h"

namespace cloudling::s3 {

GetObjectTaggingOutput S3::get_object_tagging(const Context& context, Read& tx, const ObjectTaggingInput& in) {
  const auto [bucket, version] =
      locate(tx, in.target, in.version_id, WithBytes::kNo, Ask{context, actions::kGetObjectTagging});
  GetObjectTaggingOutput output;
  output.version_id = shown_version(bucket, version);
  output.tags = stored_tags(version.tags);
  return output;
}

ObjectTaggingOutput S3::put_object_tagging(const Context& context, Write& tx, const PutObjectTaggingInput& in) {
  const Located at = locate(tx, in.target, in.version_id, WithBytes::kNo, Ask{context, actions::kPutObjectTagging});
  require_object_tags(in.tagging.tags);
  set_version_tags(tx, at.version.id, tags_to_store(in.tagging.tags));
  notifications_.tell(tx, {context, at.bucket, "ObjectTagging:Put", at.version.key, std::nullopt, at.version.etag,
                           shown_version(at.bucket, at.version)});
  return {shown_version(at.bucket, at.version)};
}

ObjectTaggingOutput S3::delete_object_tagging(const Context& context, Write& tx, const ObjectTaggingInput& in) {
  const Located at = locate(tx, in.target, in.version_id, WithBytes::kNo, Ask{context, actions::kDeleteObjectTagging});
  set_version_tags(tx, at.version.id, "");
  notifications_.tell(tx, {context, at.bucket, "ObjectTagging:Delete", at.version.key, std::nullopt, at.version.etag,
                           shown_version(at.bucket, at.version)});
  return {shown_version(at.bucket, at.version)};
}

GetBucketTaggingOutput S3::get_bucket_tagging(const Context& context, Read& tx, const BucketTaggingInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kGetBucketTagging});
  if (bucket.tags.empty())
    throw aws::Error(404, "NoSuchTagSet", "The TagSet does not exist").with("BucketName", bucket.name);
  return {stored_tags(bucket.tags)};
}

aws::Nothing S3::put_bucket_tagging(const Context& context, Write& tx, const PutBucketTaggingInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kPutBucketTagging});
  require_bucket_tags(in.tagging.tags);
  set_bucket_tags(tx, bucket.id, tags_to_store(in.tagging.tags));
  return {};
}

aws::Nothing S3::delete_bucket_tagging(const Context& context, Write& tx, const BucketTaggingInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kPutBucketTagging});
  set_bucket_tags(tx, bucket.id, "");
  return {};
}

}  // namespace cloudling::s3
