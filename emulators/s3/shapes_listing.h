#pragma once

// Shapes of ListObjects and ListObjectsV2.

#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

struct RestoreStatus {
  bool in_progress = false;
  std::optional<aws::Timestamp> expiry;
  static const aws::Structure& shape();
};

struct ListObjectsInput {
  BucketTarget target;
  std::vector<std::string> optional_attributes;
  std::optional<std::string> delimiter, encoding_type, marker, prefix;
  std::optional<int64_t> max_keys;
  static const aws::Structure& shape();
};

struct ObjectEntry {
  std::string key;
  aws::Timestamp last_modified;
  std::string etag;
  std::vector<std::string> checksum_algorithm;
  std::optional<std::string> checksum_type;
  int64_t size = 0;
  std::string storage_class;
  std::optional<Owner> owner;
  std::optional<RestoreStatus> restore;
  std::string account;  ///< that owns it; not on the wire, "" for the bucket's
  static const aws::Structure& shape();
};

struct ListObjectsOutput {
  std::string name;
  std::string prefix;
  std::string marker;
  std::optional<std::string> next_marker, delimiter, encoding_type;
  int64_t max_keys = 1000;
  bool is_truncated = false;
  std::vector<ObjectEntry> contents;
  std::vector<CommonPrefix> common_prefixes;
  static const aws::Structure& shape();
};

struct ListObjectsV2Input {
  BucketTarget target;
  std::vector<std::string> optional_attributes;
  std::optional<std::string> delimiter, encoding_type, prefix, continuation_token, start_after;
  std::optional<int64_t> max_keys;
  std::optional<bool> fetch_owner;
  static const aws::Structure& shape();
};

struct ListObjectsV2Output {
  std::string name;
  std::string prefix;
  std::optional<std::string> delimiter, encoding_type, continuation_token, next_continuation_token, start_after;
  int64_t max_keys = 1000;
  int64_t key_count = 0;
  bool is_truncated = false;
  std::vector<ObjectEntry> contents;
  std::vector<CommonPrefix> common_prefixes;
  static const aws::Structure& shape();
};

struct ListObjectVersionsInput {
  BucketTarget target;
  std::vector<std::string> optional_attributes;
  std::optional<std::string> delimiter, encoding_type, prefix, key_marker, version_id_marker;
  std::optional<int64_t> max_keys;
  static const aws::Structure& shape();
};

struct VersionEntry {
  std::string etag;
  std::vector<std::string> checksum_algorithm;
  std::optional<std::string> checksum_type;
  int64_t size = 0;
  std::string storage_class, key, version_id;
  bool latest = false;
  aws::Timestamp last_modified;
  Owner owner;
  std::optional<RestoreStatus> restore;
  static const aws::Structure& shape();
};

struct DeleteMarkerEntry {
  Owner owner;
  std::string key, version_id;
  bool latest = false;
  aws::Timestamp last_modified;
  static const aws::Structure& shape();
};

struct ListObjectVersionsOutput {
  bool is_truncated = false;
  std::string key_marker, version_id_marker;
  std::optional<std::string> next_key_marker, next_version_id_marker, delimiter, encoding_type;
  std::vector<VersionEntry> versions;
  std::vector<DeleteMarkerEntry> delete_markers;
  std::string name, prefix;
  int64_t max_keys = 1000;
  std::vector<CommonPrefix> common_prefixes;
  static const aws::Structure& shape();
};

}  // namespace cloudling::s3
