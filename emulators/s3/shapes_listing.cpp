#include "emulators/s3/shapes_listing.h"

namespace cloudling::s3 {

using aws::field;
using aws::Structure;

const Structure& RestoreStatus::shape() {
  using T = RestoreStatus;
  static const Structure shape{"RestoreStatus",
                               {field<&T::in_progress>("IsRestoreInProgress"), field<&T::expiry>("RestoreExpiryDate")}};
  return shape;
}

const Structure& ListObjectsInput::shape() {
  using T = ListObjectsInput;
  static const Structure shape{
      "ListObjectsRequest",
      fields(bucket_target<&T::target>(), field<&T::delimiter>("Delimiter").in_query("delimiter"),
             field<&T::encoding_type>("EncodingType").in_query("encoding-type"),
             field<&T::marker>("Marker").in_query("marker"), field<&T::prefix>("Prefix").in_query("prefix"),
             field<&T::max_keys>("MaxKeys").in_query("max-keys"),
             field<&T::optional_attributes>("OptionalObjectAttributes").in_header("x-amz-optional-object-attributes"))};
  return shape;
}

const Structure& ObjectEntry::shape() {
  using T = ObjectEntry;
  static const Structure shape{
      "Object",
      {field<&T::key>("Key"), field<&T::last_modified>("LastModified"), field<&T::etag>("ETag"),
       field<&T::checksum_algorithm>("ChecksumAlgorithm").flattened(), field<&T::checksum_type>("ChecksumType"),
       field<&T::size>("Size"), field<&T::owner>("Owner"), field<&T::storage_class>("StorageClass"),
       field<&T::restore>("RestoreStatus")}};
  return shape;
}

const Structure& ListObjectsOutput::shape() {
  using T = ListObjectsOutput;
  static const Structure shape{
      "ListBucketResult",
      {field<&T::name>("Name"), field<&T::prefix>("Prefix"), field<&T::marker>("Marker"),
       field<&T::next_marker>("NextMarker"), field<&T::max_keys>("MaxKeys"), field<&T::delimiter>("Delimiter"),
       field<&T::encoding_type>("EncodingType"), field<&T::is_truncated>("IsTruncated"),
       field<&T::contents>("Contents").flattened(), field<&T::common_prefixes>("CommonPrefixes").flattened()},
      kXmlNamespace};
  return shape;
}

const Structure& ListObjectsV2Input::shape() {
  using T = ListObjectsV2Input;
  static const Structure shape{
      "ListObjectsV2Request",
      fields(bucket_target<&T::target>(), field<&T::delimiter>("Delimiter").in_query("delimiter"),
             field<&T::encoding_type>("EncodingType").in_query("encoding-type"),
             field<&T::prefix>("Prefix").in_query("prefix"),
             field<&T::continuation_token>("ContinuationToken").in_query("continuation-token"),
             field<&T::start_after>("StartAfter").in_query("start-after"),
             field<&T::max_keys>("MaxKeys").in_query("max-keys"),
             field<&T::fetch_owner>("FetchOwner").in_query("fetch-owner"),
             field<&T::optional_attributes>("OptionalObjectAttributes").in_header("x-amz-optional-object-attributes"))};
  return shape;
}

const Structure& ListObjectsV2Output::shape() {
  using T = ListObjectsV2Output;
  static const Structure shape{
      "ListBucketResult",
      {field<&T::name>("Name"), field<&T::prefix>("Prefix"), field<&T::start_after>("StartAfter"),
       field<&T::continuation_token>("ContinuationToken"), field<&T::next_continuation_token>("NextContinuationToken"),
       field<&T::key_count>("KeyCount"), field<&T::max_keys>("MaxKeys"), field<&T::delimiter>("Delimiter"),
       field<&T::encoding_type>("EncodingType"), field<&T::is_truncated>("IsTruncated"),
       field<&T::contents>("Contents").flattened(), field<&T::common_prefixes>("CommonPrefixes").flattened()},
      kXmlNamespace};
  return shape;
}

const Structure& ListObjectVersionsInput::shape() {
  using T = ListObjectVersionsInput;
  static const Structure shape{
      "ListObjectVersionsRequest",
      fields(bucket_target<&T::target>(), field<&T::delimiter>("Delimiter").in_query("delimiter"),
             field<&T::encoding_type>("EncodingType").in_query("encoding-type"),
             field<&T::prefix>("Prefix").in_query("prefix"), field<&T::key_marker>("KeyMarker").in_query("key-marker"),
             field<&T::version_id_marker>("VersionIdMarker").in_query("version-id-marker"),
             field<&T::max_keys>("MaxKeys").in_query("max-keys"),
             field<&T::optional_attributes>("OptionalObjectAttributes").in_header("x-amz-optional-object-attributes"))};
  return shape;
}

const Structure& VersionEntry::shape() {
  using T = VersionEntry;
  static const Structure shape{
      "ObjectVersion",
      {field<&T::etag>("ETag"), field<&T::checksum_algorithm>("ChecksumAlgorithm").flattened(),
       field<&T::checksum_type>("ChecksumType"), field<&T::size>("Size"), field<&T::storage_class>("StorageClass"),
       field<&T::key>("Key"), field<&T::version_id>("VersionId"), field<&T::latest>("IsLatest"),
       field<&T::last_modified>("LastModified"), field<&T::owner>("Owner"), field<&T::restore>("RestoreStatus")}};
  return shape;
}

const Structure& DeleteMarkerEntry::shape() {
  using T = DeleteMarkerEntry;
  static const Structure shape{"DeleteMarkerEntry",
                               {field<&T::owner>("Owner"), field<&T::key>("Key"), field<&T::version_id>("VersionId"),
                                field<&T::latest>("IsLatest"), field<&T::last_modified>("LastModified")}};
  return shape;
}

const Structure& ListObjectVersionsOutput::shape() {
  using T = ListObjectVersionsOutput;
  static const Structure shape{
      "ListVersionsResult",
      {field<&T::name>("Name"), field<&T::prefix>("Prefix"), field<&T::key_marker>("KeyMarker"),
       field<&T::version_id_marker>("VersionIdMarker"), field<&T::next_key_marker>("NextKeyMarker"),
       field<&T::next_version_id_marker>("NextVersionIdMarker"), field<&T::max_keys>("MaxKeys"),
       field<&T::delimiter>("Delimiter"), field<&T::encoding_type>("EncodingType"),
       field<&T::is_truncated>("IsTruncated"), field<&T::versions>("Versions").on_wire("Version").flattened(),
       field<&T::delete_markers>("DeleteMarkers").on_wire("DeleteMarker").flattened(),
       field<&T::common_prefixes>("CommonPrefixes").flattened()},
      kXmlNamespace};
  return shape;
}

}  // namespace cloudling::s3
