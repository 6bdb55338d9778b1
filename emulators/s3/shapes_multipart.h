#pragma once

// Shapes of the multipart upload operations.

#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

/// When a lifecycle rule will abort an upload, and which.
struct UploadExpiry {
  std::optional<aws::Timestamp> date;
  std::optional<std::string> rule;
};

struct CreateMultipartUploadInput {
  ObjectTarget target;
  ObjectProperties properties;
  EncryptionRequest encryption;
  AccessRequest access;
  std::optional<std::string> tagging, checksum_algorithm, checksum_type;
  static const aws::Structure& shape();
};

struct CreateMultipartUploadOutput {
  std::string bucket, key, upload_id;
  std::optional<std::string> checksum_algorithm, checksum_type;
  UploadExpiry expiry;
  EncryptionAnswer encryption;
  static const aws::Structure& shape();
};

struct UploadPartInput {
  ObjectTarget target;
  int64_t part_number = 0;
  std::string upload_id;
  ChecksumValues checksums;
  BodyClaims claims;
  EncryptionRequest encryption;
  std::optional<int64_t> content_length;
  aws::Body body;
  static const aws::Structure& shape();
};

struct UploadPartOutput {
  std::string etag;
  ChecksumValues checksums;
  EncryptionAnswer encryption;
  static const aws::Structure& shape();
};

struct UploadPartCopyInput {
  ObjectTarget target;
  int64_t part_number = 0;
  std::string upload_id;
  std::string source;
  std::optional<std::string> source_range;
  ReadConditions source_conditions;
  std::optional<std::string> expected_source_owner;
  EncryptionRequest encryption;
  SourceKey source_key;
  static const aws::Structure& shape();
};

struct CopyPartResult {
  aws::Timestamp last_modified;
  std::string etag;
  ChecksumValues checksums;
  static const aws::Structure& shape();
};

struct UploadPartCopyOutput {
  CopyPartResult result;
  std::optional<std::string> source_version_id;
  EncryptionAnswer encryption;
  static const aws::Structure& shape();
};

struct CompletedPart {
  int64_t number = 0;
  std::optional<std::string> etag;
  ChecksumValues checksums;
  static const aws::Structure& shape();
};

struct CompletedMultipartUpload {
  std::vector<CompletedPart> parts;
  static const aws::Structure& shape();
};

struct CompleteMultipartUploadInput {
  ObjectTarget target;
  EncryptionRequest encryption;
  std::string upload_id;
  std::optional<CompletedMultipartUpload> upload;
  ChecksumValues checksums;
  std::optional<std::string> checksum_type;
  std::optional<int64_t> object_size;
  WriteConditions conditions;
  static const aws::Structure& shape();
};

struct CompleteMultipartUploadOutput {
  std::string location, bucket, key, etag;
  ChecksumValues checksums;
  std::optional<std::string> checksum_type, version_id, expiration;
  EncryptionAnswer encryption;
  static const aws::Structure& shape();
};

struct AbortMultipartUploadInput {
  ObjectTarget target;
  std::string upload_id;
  std::optional<std::string> if_initiated;  ///< AWS has it in directory buckets only
  static const aws::Structure& shape();
};

struct ListPartsInput {
  ObjectTarget target;
  std::string upload_id;
  std::optional<int64_t> max_parts, part_number_marker;
  static const aws::Structure& shape();
};

struct PartEntry {
  int64_t number = 0;
  aws::Timestamp last_modified;
  std::string etag;
  int64_t size = 0;
  ChecksumValues checksums;
  static const aws::Structure& shape();
};

struct ListPartsOutput {
  std::string bucket, key, upload_id;
  int64_t part_number_marker = 0;
  std::optional<int64_t> next_part_number_marker;
  int64_t max_parts = 1000;
  bool is_truncated = false;
  std::vector<PartEntry> parts;
  Owner initiator, owner;
  std::string storage_class;
  std::optional<std::string> checksum_algorithm, checksum_type;
  UploadExpiry expiry;
  static const aws::Structure& shape();
};

struct ListMultipartUploadsInput {
  BucketTarget target;
  std::optional<std::string> delimiter, encoding_type, key_marker, prefix, upload_id_marker;
  std::optional<int64_t> max_uploads;
  static const aws::Structure& shape();
};

struct UploadEntry {
  std::string upload_id, key;
  aws::Timestamp initiated;
  std::string storage_class;
  Owner owner, initiator;
  std::optional<std::string> checksum_algorithm, checksum_type;
  static const aws::Structure& shape();
};

struct ListMultipartUploadsOutput {
  std::string bucket, key_marker, upload_id_marker;
  std::optional<std::string> next_key_marker, next_upload_id_marker, delimiter, encoding_type;
  std::string prefix;
  int64_t max_uploads = 1000;
  bool is_truncated = false;
  std::vector<UploadEntry> uploads;
  std::vector<CommonPrefix> common_prefixes;
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
