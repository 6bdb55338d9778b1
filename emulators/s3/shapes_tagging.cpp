#include "emulators/s3/shapes_tagging.h"

namespace cloudling::s3 {

using aws::field;
using aws::Structure;

const Structure& Tagging::shape() {
  static const Structure shape{
      "Tagging", {field<&Tagging::tags>("TagSet").items_named("Tag").required()}, kXmlNamespace};
  return shape;
}

const Structure& ObjectTaggingInput::shape() {
  using T = ObjectTaggingInput;
  static const Structure shape{
      "GetObjectTaggingRequest",
      fields(object_target<&T::target>(), field<&T::version_id>("VersionId").in_query("versionId"))};
  return shape;
}

const Structure& GetObjectTaggingOutput::shape() {
  using T = GetObjectTaggingOutput;
  static const Structure shape{
      "Tagging",
      {field<&T::version_id>("VersionId").in_header("x-amz-version-id"), field<&T::tags>("TagSet").items_named("Tag")},
      kXmlNamespace};
  return shape;
}

const Structure& PutObjectTaggingInput::shape() {
  using T = PutObjectTaggingInput;
  static const Structure shape{
      "PutObjectTaggingRequest",
      fields(object_target<&T::target>(), field<&T::version_id>("VersionId").in_query("versionId"),
             field<&T::tagging>("Tagging").as_payload().required())};
  return shape;
}

const Structure& ObjectTaggingOutput::shape() {
  using T = ObjectTaggingOutput;
  static const Structure shape{"PutObjectTaggingOutput",
                               {field<&T::version_id>("VersionId").in_header("x-amz-version-id")}};
  return shape;
}

const Structure& BucketTaggingInput::shape() {
  static const Structure shape{"GetBucketTaggingRequest", bucket_target<&BucketTaggingInput::target>()};
  return shape;
}

const Structure& GetBucketTaggingOutput::shape() {
  static const Structure shape{
      "Tagging", {field<&GetBucketTaggingOutput::tags>("TagSet").items_named("Tag")}, kXmlNamespace};
  return shape;
}

const Structure& PutBucketTaggingInput::shape() {
  using T = PutBucketTaggingInput;
  static const Structure shape{
      "PutBucketTaggingRequest",
      fields(bucket_target<&T::target>(), field<&T::tagging>("Tagging").as_payload().required())};
  return shape;
}

}  // namespace cloudling::s3
