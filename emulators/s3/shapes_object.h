#pragma once

// Shapes of the operations on single objects: put, get, head, delete, copy, attributes.

#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

struct PutObjectInput {
  ObjectTarget target;
  ObjectProperties properties;
  ChecksumValues checksums;
  BodyClaims claims;
  EncryptionRequest encryption;
  AccessRequest access;
  WriteConditions conditions;
  std::optional<std::string> tagging;  ///< "name=value&name=value", percent-encoded
  std::optional<int64_t> content_length;
  bool length_unknown = false;          ///< of a form's file, which no header announces; not on the wire
  std::optional<int64_t> write_offset;  ///< of appends, which AWS has in directory buckets only
  aws::Body body;
  static const aws::Structure& shape();
};

struct PutObjectOutput {
  std::string etag;
  ChecksumValues checksums;
  std::optional<std::string> checksum_type, version_id, expiration;
  EncryptionAnswer encryption;
  static const aws::Structure& shape();
};

/// GetObject and HeadObject take the same.
struct ReadObjectInput {
  ObjectTarget target;
  ReadConditions conditions;
  EncryptionRequest encryption;
  std::optional<std::string> range, version_id, checksum_mode;
  std::optional<int64_t> part_number;
  std::optional<std::string> as_cache_control, as_content_disposition, as_content_encoding, as_content_language,
      as_content_type;
  std::optional<aws::Timestamp> as_expires;
  static const aws::Structure& shape();
};

/// What both answer; GetObject adds the body.
struct ObjectDescription {
  std::optional<int64_t> status;  ///< 206 for a part of the object
  std::string accept_ranges = "bytes";
  std::optional<aws::Timestamp> last_modified;
  std::optional<int64_t> content_length;
  std::string etag;
  ObjectProperties properties;
  ChecksumValues checksums;
  std::optional<std::string> checksum_type, content_range, version_id;
  std::optional<int64_t> parts_count, tag_count;
  std::optional<std::string> lock_mode, legal_hold, expiration, restore;
  std::optional<aws::Timestamp> lock_until;
  EncryptionAnswer encryption;
};

struct HeadObjectOutput {
  ObjectDescription object;
  static const aws::Structure& shape();
};

struct GetObjectOutput {
  ObjectDescription object;
  aws::Body body;
  static const aws::Structure& shape();
};

struct DeleteObjectInput {
  ObjectTarget target;
  std::optional<bool> bypass_governance;
  std::optional<std::string> version_id, if_match, mfa;
  std::optional<aws::Timestamp> if_modified;  ///< x-amz-if-match-last-modified-time
  std::optional<int64_t> if_size;
  static const aws::Structure& shape();
};

struct DeleteObjectOutput {
  std::optional<bool> delete_marker;
  std::optional<std::string> version_id;
  static const aws::Structure& shape();
};

struct ObjectIdentifier {
  std::string key;
  std::optional<std::string> version_id, etag;
  std::optional<aws::Timestamp> last_modified;
  std::optional<int64_t> size;
  static const aws::Structure& shape();
};

struct DeleteList {
  std::vector<ObjectIdentifier> objects;
  std::optional<bool> quiet;
  static const aws::Structure& shape();
};

struct DeleteObjectsInput {
  BucketTarget target;
  DeleteList list;
  std::optional<std::string> mfa;
  std::optional<bool> bypass_governance;
  static const aws::Structure& shape();
};

struct DeletedObject {
  std::string key;
  std::optional<std::string> version_id;
  std::optional<bool> delete_marker;
  std::optional<std::string> delete_marker_version_id;
  static const aws::Structure& shape();
};

struct DeleteError {
  std::string key;
  std::optional<std::string> version_id;
  std::string code, message;
  static const aws::Structure& shape();
};

struct DeleteObjectsOutput {
  std::vector<DeletedObject> deleted;
  std::vector<DeleteError> errors;
  static const aws::Structure& shape();
};

struct CopyObjectInput {
  ObjectTarget target;
  std::string source;  ///< "[/]bucket/key[?versionId=...]", percent-encoded
  ReadConditions source_conditions;
  std::optional<std::string> expected_source_owner;
  std::optional<std::string> metadata_directive, tagging_directive, tagging, checksum_algorithm;
  ObjectProperties properties;
  EncryptionRequest encryption;
  SourceKey source_key;
  AccessRequest access;
  WriteConditions conditions;
  static const aws::Structure& shape();
};

struct CopyObjectResult {
  aws::Timestamp last_modified;
  std::string etag;
  ChecksumValues checksums;
  std::optional<std::string> checksum_type;
  static const aws::Structure& shape();
};

struct CopyObjectOutput {
  CopyObjectResult result;
  std::optional<std::string> source_version_id, version_id;
  EncryptionAnswer encryption;
  static const aws::Structure& shape();
};

struct GetObjectAttributesInput {
  ObjectTarget target;
  EncryptionRequest encryption;
  std::optional<std::string> version_id;
  std::optional<int64_t> max_parts, part_number_marker;
  std::vector<std::string> attributes;
  static const aws::Structure& shape();
};

struct ChecksumAttribute {
  ChecksumValues checksums;
  std::optional<std::string> type;
  static const aws::Structure& shape();
};

struct ObjectPartAttribute {
  int64_t number = 0;
  int64_t size = 0;
  ChecksumValues checksums;
  static const aws::Structure& shape();
};

struct ObjectPartsAttribute {
  int64_t total = 0;
  std::optional<int64_t> marker, next_marker, max_parts;
  std::optional<bool> truncated;
  std::vector<ObjectPartAttribute> parts;
  static const aws::Structure& shape();
};

struct GetObjectAttributesOutput {
  aws::Timestamp last_modified;
  std::optional<std::string> version_id;
  std::optional<std::string> etag;  ///< without quotes here, as on AWS
  std::optional<ChecksumAttribute> checksum;
  std::optional<ObjectPartsAttribute> parts;
  std::optional<std::string> storage_class;
  std::optional<int64_t> size;
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
