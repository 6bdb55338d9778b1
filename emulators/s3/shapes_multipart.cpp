#include "emulators/s3/shapes_multipart.h"

namespace cloudling::s3 {

using aws::field;
using aws::Structure;

namespace {

template <auto UploadId>
aws::Field upload_id_parameter() {
  return field<UploadId>("UploadId").in_query("uploadId").required();
}

template <auto PartNumber>
aws::Field part_number_parameter() {
  return field<PartNumber>("PartNumber").in_query("partNumber").required();
}

template <auto... Path>
FieldList upload_expiry() {
  return fields(embedded<Path..., &UploadExpiry::date>("AbortDate").in_header("x-amz-abort-date"),
                embedded<Path..., &UploadExpiry::rule>("AbortRuleId").in_header("x-amz-abort-rule-id"));
}

}  // namespace

const Structure& CreateMultipartUploadInput::shape() {
  using T = CreateMultipartUploadInput;
  static const Structure shape{
      "CreateMultipartUploadRequest",
      fields(object_target<&T::target>(), object_properties<&T::properties>(), encryption_request<&T::encryption>(),
             access_request<&T::access>(), field<&T::tagging>("Tagging").in_header("x-amz-tagging"),
             field<&T::checksum_algorithm>("ChecksumAlgorithm").in_header("x-amz-checksum-algorithm"),
             field<&T::checksum_type>("ChecksumType").in_header("x-amz-checksum-type"))};
  return shape;
}

const Structure& CreateMultipartUploadOutput::shape() {
  using T = CreateMultipartUploadOutput;
  static const Structure shape{
      "InitiateMultipartUploadResult",
      fields(field<&T::bucket>("Bucket"), field<&T::key>("Key"), field<&T::upload_id>("UploadId"),
             field<&T::checksum_algorithm>("ChecksumAlgorithm").in_header("x-amz-checksum-algorithm"),
             field<&T::checksum_type>("ChecksumType").in_header("x-amz-checksum-type"), upload_expiry<&T::expiry>(),
             encryption_answer<&T::encryption>()),
      kXmlNamespace};
  return shape;
}

const Structure& UploadPartInput::shape() {
  using T = UploadPartInput;
  static const Structure shape{
      "UploadPartRequest",
      fields(object_target<&T::target>(), part_number_parameter<&T::part_number>(),
             upload_id_parameter<&T::upload_id>(), checksum_headers<&T::checksums>(), body_claims<&T::claims>(),
             customer_key<&T::encryption>(), field<&T::content_length>("ContentLength").in_header("Content-Length"),
             field<&T::body>("Body").as_payload())};
  return shape;
}

const Structure& UploadPartOutput::shape() {
  using T = UploadPartOutput;
  static const Structure shape{"UploadPartOutput",
                               fields(field<&T::etag>("ETag").in_header("ETag"), checksum_headers<&T::checksums>(),
                                      encryption_answer<&T::encryption>())};
  return shape;
}

const Structure& UploadPartCopyInput::shape() {
  using T = UploadPartCopyInput;
  static const Structure shape{
      "UploadPartCopyRequest",
      fields(
          object_target<&T::target>(), part_number_parameter<&T::part_number>(), upload_id_parameter<&T::upload_id>(),
          field<&T::source>("CopySource").in_header("x-amz-copy-source").required(),
          field<&T::source_range>("CopySourceRange").in_header("x-amz-copy-source-range"),
          copy_source_conditions<&T::source_conditions>(),
          field<&T::expected_source_owner>("ExpectedSourceBucketOwner").in_header("x-amz-source-expected-bucket-owner"),
          customer_key<&T::encryption>(), s3::source_key<&T::source_key>())};
  return shape;
}

const Structure& CopyPartResult::shape() {
  using T = CopyPartResult;
  static const Structure shape{
      "CopyPartResult",
      fields(field<&T::last_modified>("LastModified"), field<&T::etag>("ETag"), checksum_elements<&T::checksums>()),
      kXmlNamespace};
  return shape;
}

const Structure& UploadPartCopyOutput::shape() {
  using T = UploadPartCopyOutput;
  static const Structure shape{
      "UploadPartCopyOutput",
      fields(field<&T::result>("CopyPartResult").as_payload(),
             field<&T::source_version_id>("CopySourceVersionId").in_header("x-amz-copy-source-version-id"),
             encryption_answer<&T::encryption>())};
  return shape;
}

const Structure& CompletedPart::shape() {
  using T = CompletedPart;
  static const Structure shape{"CompletedPart", fields(field<&T::etag>("ETag"), checksum_elements<&T::checksums>(),
                                                       field<&T::number>("PartNumber"))};
  return shape;
}

const Structure& CompletedMultipartUpload::shape() {
  using T = CompletedMultipartUpload;
  static const Structure shape{
      "CompleteMultipartUpload", {field<&T::parts>("Parts").on_wire("Part").flattened()}, kXmlNamespace};
  return shape;
}

const Structure& CompleteMultipartUploadInput::shape() {
  using T = CompleteMultipartUploadInput;
  static const Structure shape{
      "CompleteMultipartUploadRequest",
      fields(object_target<&T::target>(), upload_id_parameter<&T::upload_id>(),
             field<&T::upload>("MultipartUpload").on_wire("CompleteMultipartUpload").as_payload(),
             customer_key<&T::encryption>(), checksum_headers<&T::checksums>(),
             field<&T::checksum_type>("ChecksumType").in_header("x-amz-checksum-type"),
             field<&T::object_size>("MpuObjectSize").in_header("x-amz-mp-object-size"),
             write_conditions<&T::conditions>())};
  return shape;
}

const Structure& CompleteMultipartUploadOutput::shape() {
  using T = CompleteMultipartUploadOutput;
  static const Structure shape{
      "CompleteMultipartUploadResult",
      fields(field<&T::location>("Location"), field<&T::bucket>("Bucket"), field<&T::key>("Key"),
             field<&T::etag>("ETag"), checksum_elements<&T::checksums>(), field<&T::checksum_type>("ChecksumType"),
             field<&T::version_id>("VersionId").in_header("x-amz-version-id"),
             field<&T::expiration>("Expiration").in_header("x-amz-expiration"), encryption_answer<&T::encryption>()),
      kXmlNamespace};
  return shape;
}

const Structure& AbortMultipartUploadInput::shape() {
  using T = AbortMultipartUploadInput;
  static const Structure shape{
      "AbortMultipartUploadRequest",
      fields(object_target<&T::target>(), upload_id_parameter<&T::upload_id>(),
             field<&T::if_initiated>("IfMatchInitiatedTime").in_header("x-amz-if-match-initiated-time"))};
  return shape;
}

const Structure& ListPartsInput::shape() {
  using T = ListPartsInput;
  static const Structure shape{
      "ListPartsRequest", fields(object_target<&T::target>(), upload_id_parameter<&T::upload_id>(),
                                 field<&T::max_parts>("MaxParts").in_query("max-parts"),
                                 field<&T::part_number_marker>("PartNumberMarker").in_query("part-number-marker"))};
  return shape;
}

const Structure& PartEntry::shape() {
  using T = PartEntry;
  static const Structure shape{
      "Part", fields(field<&T::number>("PartNumber"), field<&T::last_modified>("LastModified"), field<&T::etag>("ETag"),
                     field<&T::size>("Size"), checksum_elements<&T::checksums>())};
  return shape;
}

const Structure& ListPartsOutput::shape() {
  using T = ListPartsOutput;
  static const Structure shape{
      "ListPartsResult",
      fields(upload_expiry<&T::expiry>(), field<&T::bucket>("Bucket"), field<&T::key>("Key"),
             field<&T::upload_id>("UploadId"), field<&T::initiator>("Initiator"), field<&T::owner>("Owner"),
             field<&T::storage_class>("StorageClass"), field<&T::part_number_marker>("PartNumberMarker"),
             field<&T::next_part_number_marker>("NextPartNumberMarker"), field<&T::max_parts>("MaxParts"),
             field<&T::is_truncated>("IsTruncated"), field<&T::checksum_algorithm>("ChecksumAlgorithm"),
             field<&T::checksum_type>("ChecksumType"), field<&T::parts>("Parts").on_wire("Part").flattened()),
      kXmlNamespace};
  return shape;
}

const Structure& ListMultipartUploadsInput::shape() {
  using T = ListMultipartUploadsInput;
  static const Structure shape{
      "ListMultipartUploadsRequest",
      fields(bucket_target<&T::target>(), field<&T::delimiter>("Delimiter").in_query("delimiter"),
             field<&T::encoding_type>("EncodingType").in_query("encoding-type"),
             field<&T::key_marker>("KeyMarker").in_query("key-marker"),
             field<&T::max_uploads>("MaxUploads").in_query("max-uploads"),
             field<&T::prefix>("Prefix").in_query("prefix"),
             field<&T::upload_id_marker>("UploadIdMarker").in_query("upload-id-marker"))};
  return shape;
}

const Structure& UploadEntry::shape() {
  using T = UploadEntry;
  static const Structure shape{
      "MultipartUpload",
      {field<&T::key>("Key"), field<&T::upload_id>("UploadId"), field<&T::initiator>("Initiator"),
       field<&T::owner>("Owner"), field<&T::storage_class>("StorageClass"), field<&T::initiated>("Initiated"),
       field<&T::checksum_algorithm>("ChecksumAlgorithm"), field<&T::checksum_type>("ChecksumType")}};
  return shape;
}

const Structure& ListMultipartUploadsOutput::shape() {
  using T = ListMultipartUploadsOutput;
  static const Structure shape{
      "ListMultipartUploadsResult",
      {field<&T::bucket>("Bucket"), field<&T::key_marker>("KeyMarker"), field<&T::upload_id_marker>("UploadIdMarker"),
       field<&T::next_key_marker>("NextKeyMarker"), field<&T::next_upload_id_marker>("NextUploadIdMarker"),
       field<&T::delimiter>("Delimiter"), field<&T::prefix>("Prefix"), field<&T::encoding_type>("EncodingType"),
       field<&T::max_uploads>("MaxUploads"), field<&T::is_truncated>("IsTruncated"),
       field<&T::uploads>("Uploads").on_wire("Upload").flattened(),
       field<&T::common_prefixes>("CommonPrefixes").flattened()},
      kXmlNamespace};
  return shape;
}

}  // namespace cloudling::s3
