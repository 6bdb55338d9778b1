#include "emulators/s3/shapes_object.h"

namespace cloudling::s3 {

using aws::field;
using aws::Structure;
using aws::TimestampFormat;

namespace {

/// The properties as reads tell them: the storage class is one of AWS's, as writes have seen to.
template <auto... Path>
FieldList told_properties() {
  FieldList properties = object_properties<Path...>();
  for (aws::Field& property : properties) {
    if (property.name != "StorageClass") continue;
    property.values = {"STANDARD",       "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING",
                       "GLACIER",        "DEEP_ARCHIVE",       "OUTPOSTS",    "GLACIER_IR", "SNOW",
                       "EXPRESS_ONEZONE"};
  }
  return properties;
}

/// What reads tell of an object in headers.
template <auto Object>
FieldList object_description() {
  using T = ObjectDescription;
  return fields(embedded<Object, &T::status>("StatusCode").as_status(),
                embedded<Object, &T::accept_ranges>("AcceptRanges").in_header("Accept-Ranges"),
                embedded<Object, &T::last_modified>("LastModified").in_header("Last-Modified"),
                embedded<Object, &T::content_length>("ContentLength").in_header("Content-Length"),
                embedded<Object, &T::etag>("ETag").in_header("ETag"), told_properties<Object, &T::properties>(),
                checksum_headers<Object, &T::checksums>(),
                embedded<Object, &T::checksum_type>("ChecksumType").in_header("x-amz-checksum-type"),
                embedded<Object, &T::content_range>("ContentRange").in_header("Content-Range"),
                embedded<Object, &T::version_id>("VersionId").in_header("x-amz-version-id"),
                embedded<Object, &T::parts_count>("PartsCount").in_header("x-amz-mp-parts-count"),
                embedded<Object, &T::tag_count>("TagCount").in_header("x-amz-tagging-count"),
                embedded<Object, &T::lock_mode>("ObjectLockMode").in_header("x-amz-object-lock-mode"),
                embedded<Object, &T::lock_until>("ObjectLockRetainUntilDate")
                    .in_header("x-amz-object-lock-retain-until-date")
                    .format(TimestampFormat::kIso8601),
                embedded<Object, &T::legal_hold>("ObjectLockLegalHoldStatus").in_header("x-amz-object-lock-legal-hold"),
                embedded<Object, &T::expiration>("Expiration").in_header("x-amz-expiration"),
                embedded<Object, &T::restore>("Restore").in_header("x-amz-restore"),
                encryption_answer<Object, &T::encryption>());
}

}  // namespace

const Structure& PutObjectInput::shape() {
  using T = PutObjectInput;
  static const Structure shape{
      "PutObjectRequest",
      fields(object_target<&T::target>(), object_properties<&T::properties>(), checksum_headers<&T::checksums>(),
             body_claims<&T::claims>(), encryption_request<&T::encryption>(), access_request<&T::access>(),
             write_conditions<&T::conditions>(), field<&T::tagging>("Tagging").in_header("x-amz-tagging"),
             field<&T::content_length>("ContentLength").in_header("Content-Length"),
             field<&T::write_offset>("WriteOffsetBytes").in_header("x-amz-write-offset-bytes"),
             field<&T::body>("Body").as_payload())};
  return shape;
}

const Structure& PutObjectOutput::shape() {
  using T = PutObjectOutput;
  static const Structure shape{
      "PutObjectOutput",
      fields(field<&T::etag>("ETag").in_header("ETag"), checksum_headers<&T::checksums>(),
             field<&T::checksum_type>("ChecksumType").in_header("x-amz-checksum-type"),
             field<&T::expiration>("Expiration").in_header("x-amz-expiration"), encryption_answer<&T::encryption>(),
             field<&T::version_id>("VersionId").in_header("x-amz-version-id"))};
  return shape;
}

const Structure& ReadObjectInput::shape() {
  using T = ReadObjectInput;
  static const Structure shape{
      "GetObjectRequest",
      fields(object_target<&T::target>(), read_conditions<&T::conditions>(), encryption_request<&T::encryption>(),
             field<&T::range>("Range").in_header("Range"), field<&T::version_id>("VersionId").in_query("versionId"),
             field<&T::part_number>("PartNumber").in_query("partNumber"),
             field<&T::checksum_mode>("ChecksumMode").in_header("x-amz-checksum-mode"),
             field<&T::as_cache_control>("ResponseCacheControl").in_query("response-cache-control"),
             field<&T::as_content_disposition>("ResponseContentDisposition").in_query("response-content-disposition"),
             field<&T::as_content_encoding>("ResponseContentEncoding").in_query("response-content-encoding"),
             field<&T::as_content_language>("ResponseContentLanguage").in_query("response-content-language"),
             field<&T::as_content_type>("ResponseContentType").in_query("response-content-type"),
             field<&T::as_expires>("ResponseExpires").in_query("response-expires").format(TimestampFormat::kHttpDate))};
  return shape;
}

const Structure& HeadObjectOutput::shape() {
  static const Structure shape{"HeadObjectOutput", object_description<&HeadObjectOutput::object>()};
  return shape;
}

const Structure& GetObjectOutput::shape() {
  using T = GetObjectOutput;
  static const Structure shape{"GetObjectOutput",
                               fields(object_description<&T::object>(), field<&T::body>("Body").as_payload())};
  return shape;
}

const Structure& DeleteObjectInput::shape() {
  using T = DeleteObjectInput;
  static const Structure shape{
      "DeleteObjectRequest",
      fields(object_target<&T::target>(), field<&T::version_id>("VersionId").in_query("versionId"),
             field<&T::if_match>("IfMatch").in_header("If-Match"), field<&T::mfa>("MFA").in_header("x-amz-mfa"),
             field<&T::if_modified>("IfMatchLastModifiedTime").in_header("x-amz-if-match-last-modified-time"),
             field<&T::if_size>("IfMatchSize").in_header("x-amz-if-match-size"),
             field<&T::bypass_governance>("BypassGovernanceRetention").in_header("x-amz-bypass-governance-retention"))};
  return shape;
}

const Structure& DeleteObjectOutput::shape() {
  using T = DeleteObjectOutput;
  static const Structure shape{"DeleteObjectOutput",
                               {field<&T::delete_marker>("DeleteMarker").in_header("x-amz-delete-marker"),
                                field<&T::version_id>("VersionId").in_header("x-amz-version-id")}};
  return shape;
}

const Structure& ObjectIdentifier::shape() {
  using T = ObjectIdentifier;
  static const Structure shape{
      "ObjectIdentifier",
      {field<&T::key>("Key").required(), field<&T::version_id>("VersionId"), field<&T::etag>("ETag"),
       field<&T::last_modified>("LastModifiedTime").format(TimestampFormat::kHttpDate), field<&T::size>("Size")}};
  return shape;
}

const Structure& DeleteList::shape() {
  using T = DeleteList;
  static const Structure shape{
      "Delete",
      {field<&T::objects>("Objects").on_wire("Object").flattened().required(), field<&T::quiet>("Quiet")},
      kXmlNamespace};
  return shape;
}

const Structure& DeleteObjectsInput::shape() {
  using T = DeleteObjectsInput;
  static const Structure shape{
      "DeleteObjectsRequest",
      fields(bucket_target<&T::target>(), field<&T::list>("Delete").as_payload().required(),
             field<&T::mfa>("MFA").in_header("x-amz-mfa"),
             field<&T::bypass_governance>("BypassGovernanceRetention").in_header("x-amz-bypass-governance-retention"))};
  return shape;
}

const Structure& DeletedObject::shape() {
  using T = DeletedObject;
  static const Structure shape{
      "DeletedObject",
      {field<&T::key>("Key"), field<&T::version_id>("VersionId"), field<&T::delete_marker>("DeleteMarker"),
       field<&T::delete_marker_version_id>("DeleteMarkerVersionId")}};
  return shape;
}

const Structure& DeleteError::shape() {
  using T = DeleteError;
  static const Structure shape{"Error",
                               {field<&T::key>("Key"), field<&T::version_id>("VersionId"), field<&T::code>("Code"),
                                field<&T::message>("Message")}};
  return shape;
}

const Structure& DeleteObjectsOutput::shape() {
  using T = DeleteObjectsOutput;
  static const Structure shape{
      "DeleteResult",
      {field<&T::deleted>("Deleted").flattened(), field<&T::errors>("Errors").on_wire("Error").flattened()},
      kXmlNamespace};
  return shape;
}

const Structure& CopyObjectInput::shape() {
  using T = CopyObjectInput;
  static const Structure shape{
      "CopyObjectRequest",
      fields(
          object_target<&T::target>(), field<&T::source>("CopySource").in_header("x-amz-copy-source").required(),
          copy_source_conditions<&T::source_conditions>(),
          field<&T::expected_source_owner>("ExpectedSourceBucketOwner").in_header("x-amz-source-expected-bucket-owner"),
          field<&T::metadata_directive>("MetadataDirective").in_header("x-amz-metadata-directive"),
          field<&T::tagging_directive>("TaggingDirective").in_header("x-amz-tagging-directive"),
          field<&T::tagging>("Tagging").in_header("x-amz-tagging"),
          field<&T::checksum_algorithm>("ChecksumAlgorithm").in_header("x-amz-checksum-algorithm"),
          object_properties<&T::properties>(), encryption_request<&T::encryption>(), s3::source_key<&T::source_key>(),
          access_request<&T::access>(), write_conditions<&T::conditions>())};
  return shape;
}

const Structure& CopyObjectResult::shape() {
  using T = CopyObjectResult;
  static const Structure shape{"CopyObjectResult",
                               fields(field<&T::last_modified>("LastModified"), field<&T::etag>("ETag"),
                                      checksum_elements<&T::checksums>(), field<&T::checksum_type>("ChecksumType")),
                               kXmlNamespace};
  return shape;
}

const Structure& CopyObjectOutput::shape() {
  using T = CopyObjectOutput;
  static const Structure shape{
      "CopyObjectOutput",
      fields(field<&T::result>("CopyObjectResult").as_payload(),
             field<&T::source_version_id>("CopySourceVersionId").in_header("x-amz-copy-source-version-id"),
             field<&T::version_id>("VersionId").in_header("x-amz-version-id"), encryption_answer<&T::encryption>())};
  return shape;
}

const Structure& GetObjectAttributesInput::shape() {
  using T = GetObjectAttributesInput;
  static const Structure shape{
      "GetObjectAttributesRequest",
      fields(object_target<&T::target>(), customer_key<&T::encryption>(),
             field<&T::version_id>("VersionId").in_query("versionId"),
             field<&T::max_parts>("MaxParts").in_header("x-amz-max-parts"),
             field<&T::part_number_marker>("PartNumberMarker").in_header("x-amz-part-number-marker"),
             field<&T::attributes>("ObjectAttributes").in_header("x-amz-object-attributes").required())};
  return shape;
}

const Structure& ChecksumAttribute::shape() {
  using T = ChecksumAttribute;
  static const Structure shape{"Checksum", fields(checksum_elements<&T::checksums>(), field<&T::type>("ChecksumType"))};
  return shape;
}

const Structure& ObjectPartAttribute::shape() {
  using T = ObjectPartAttribute;
  static const Structure shape{"ObjectPart", fields(field<&T::number>("PartNumber"), field<&T::size>("Size"),
                                                    checksum_elements<&T::checksums>())};
  return shape;
}

const Structure& ObjectPartsAttribute::shape() {
  using T = ObjectPartsAttribute;
  static const Structure shape{
      "GetObjectAttributesParts",
      {field<&T::total>("TotalPartsCount").on_wire("PartsCount"), field<&T::marker>("PartNumberMarker"),
       field<&T::next_marker>("NextPartNumberMarker"), field<&T::max_parts>("MaxParts"),
       field<&T::truncated>("IsTruncated"), field<&T::parts>("Parts").on_wire("Part").flattened()}};
  return shape;
}

const Structure& GetObjectAttributesOutput::shape() {
  using T = GetObjectAttributesOutput;
  static const Structure shape{
      "GetObjectAttributesResponse",
      {field<&T::last_modified>("LastModified").in_header("Last-Modified"),
       field<&T::version_id>("VersionId").in_header("x-amz-version-id"), field<&T::etag>("ETag"),
       field<&T::checksum>("Checksum"), field<&T::parts>("ObjectParts"), field<&T::storage_class>("StorageClass"),
       field<&T::size>("ObjectSize")},
      kXmlNamespace};
  return shape;
}

}  // namespace cloudling::s3
