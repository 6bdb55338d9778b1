#include "emulators/s3/s3_store.h"
#include "emulators/s3/s3_store_columns.h"

namespace cloudling::s3 {
namespace {

using store::BlobView;
using store::ReadTransaction;
using store::WriteTransaction;

const std::string kVersionColumns =
    std::string(
        "id, version_id, delete_marker, modified_ms, size, etag, checksum_algorithm, checksum_composite, "
        "checksum, parts, upload_id, content, restoration, ") +
    kPropertyColumns;
constexpr int kFirstProperty = 13;
constexpr int kBytes = kFirstProperty + kPropertyColumnCount;

std::optional<Checksum> read_checksum(const store::Rows& rows, int first) {
  auto algorithm = checksum_algorithm(rows.text(first));
  if (!algorithm) return std::nullopt;
  return Checksum{*algorithm, rows.integer(first + 1) != 0, rows.string(first + 2)};
}

VersionRow read_version(const store::Rows& rows, int64_t bucket, const std::string& key, WithBytes with_bytes) {
  VersionRow version;
  version.id = rows.integer(0);
  version.bucket = bucket;
  version.key = key;
  version.version_id = rows.string(1);
  version.delete_marker = rows.integer(2) != 0;
  version.modified_ms = rows.integer(3);
  version.size = rows.integer(4);
  version.etag = rows.string(5);
  version.checksum = read_checksum(rows, 6);
  version.parts = rows.integer(9);
  version.upload_id = rows.string(10);
  version.content = rows.integer(11);
  version.restoration = Restoration::from_text(rows.text(12));
  version.properties = read_properties(rows, kFirstProperty);
  version.control = read_control(rows, kFirstProperty);
  version.tags = rows.string(kFirstProperty + 1);
  if (with_bytes == WithBytes::kYes) version.bytes = rows.string(kBytes);
  return version;
}

}  // namespace

ObjectProperties read_properties(const store::Rows& rows, int first) {
  ObjectProperties properties;
  properties.storage_class = rows.optional_string(first);
  properties.content_type = rows.optional_string(first + 2);
  properties.cache_control = rows.optional_string(first + 3);
  properties.content_disposition = rows.optional_string(first + 4);
  properties.content_encoding = rows.optional_string(first + 5);
  properties.content_language = rows.optional_string(first + 6);
  properties.expires = rows.optional_string(first + 7);
  properties.website_redirect = rows.optional_string(first + 8);
  std::string_view lines = rows.text(first + 9);
  while (!lines.empty()) {
    std::string_view line = lines.substr(0, lines.find('\n'));
    size_t colon = line.find(':');
    properties.metadata.emplace(line.substr(0, colon), line.substr(colon + 1));
    lines.remove_prefix(line.size() + 1);
  }
  return properties;
}

ObjectControl read_control(const store::Rows& rows, int first) {
  ObjectControl control;
  control.owner = rows.string(first + 10);
  control.acl = rows.string(first + 11);
  control.encryption = rows.string(first + 12);
  control.lock_mode = rows.string(first + 13);
  control.lock_until_ms = rows.integer(first + 14);
  if (!rows.is_null(first + 15)) control.legal_hold = rows.integer(first + 15) != 0;
  return control;
}

std::optional<std::string> metadata_to_store(const std::map<std::string, std::string>& metadata) {
  std::string lines;
  for (const auto& [name, value] : metadata) lines += name + ":" + value + "\n";
  return or_null(lines);
}

std::optional<std::string> or_null(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

std::optional<VersionRow> find_current(ReadTransaction& tx, int64_t bucket, const std::string& key,
                                       WithBytes with_bytes) {
  static const std::string from = " FROM s3_versions WHERE bucket = ? AND key = ? AND current = 1";
  static const std::string with = "SELECT " + kVersionColumns + ", bytes" + from;
  static const std::string without = "SELECT " + kVersionColumns + from;
  auto rows = tx.query(with_bytes == WithBytes::kYes ? with : without, bucket, BlobView{key});
  if (!rows.next()) return std::nullopt;
  return read_version(rows, bucket, key, with_bytes);
}

std::optional<VersionRow> find_version(ReadTransaction& tx, int64_t bucket, const std::string& key,
                                       const std::string& version_id, WithBytes with_bytes) {
  auto current = find_current(tx, bucket, key, with_bytes);
  if (current && current->version_id == version_id) return current;
  static const std::string sql =
      "SELECT " + kVersionColumns +
      ", bytes FROM s3_versions WHERE bucket = ? AND key = ? AND version_id = ? AND current = 0";
  auto rows = tx.query(sql, bucket, BlobView{key}, version_id);
  if (!rows.next()) return std::nullopt;
  return read_version(rows, bucket, key, with_bytes);
}

void retire_version(WriteTransaction& tx, int64_t version) {
  tx.run("UPDATE s3_versions SET current = 0 WHERE id = ?", version);
}

void promote_version(WriteTransaction& tx, int64_t bucket, const std::string& key) {
  tx.run(
      "UPDATE s3_versions SET current = 1 WHERE id = (SELECT max(id) FROM s3_versions WHERE bucket = ? AND key = ? AND "
      "current = 0)",
      bucket, BlobView{key});
}

int64_t insert_version(WriteTransaction& tx, const VersionRow& version) {
  static const std::string sql =
      std::string(
          "INSERT INTO s3_versions (bucket, key, current, version_id, delete_marker, modified_ms, size, etag, "
          "checksum_algorithm, checksum_composite, checksum, parts, upload_id, content, ") +
      kPropertyColumns +
      ", bytes) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  const auto& control = version.control;
  auto owner = or_null(control.owner), acl = or_null(control.acl), encryption = or_null(control.encryption),
       lock_mode = or_null(control.lock_mode);
  std::optional<int64_t> lock_until;
  if (!control.lock_mode.empty()) lock_until = control.lock_until_ms;
  const auto& checksum = version.checksum;
  const auto& properties = version.properties;
  auto algorithm = checksum ? std::optional<std::string>(name_of(checksum->algorithm)) : std::nullopt;
  std::optional<int64_t> composite;
  if (checksum) composite = checksum->composite;
  auto value = checksum ? std::optional<std::string>(checksum->value) : std::nullopt;
  auto upload = or_null(version.upload_id), tags = or_null(version.tags),
       metadata = metadata_to_store(properties.metadata);
  auto bytes = version.content == 0 ? std::optional<BlobView>(BlobView{version.bytes}) : std::nullopt;
  tx.run(sql, version.bucket, BlobView{version.key}, version.version_id, version.delete_marker, version.modified_ms,
         version.size, version.etag, algorithm, composite, value, version.parts, upload, version.content,
         properties.storage_class, tags, properties.content_type, properties.cache_control,
         properties.content_disposition, properties.content_encoding, properties.content_language, properties.expires,
         properties.website_redirect, metadata, owner, acl, encryption, lock_mode, lock_until, control.legal_hold,
         bytes);
  return tx.last_insert_id();
}

void delete_version(WriteTransaction& tx, store::Blobs& blobs, const VersionRow& version) {
  tx.run("DELETE FROM s3_versions WHERE id = ?", version.id);
  if (version.parts > 0) tx.run("DELETE FROM s3_version_parts WHERE version = ?", version.id);
  if (version.content != 0) blobs.release(tx, version.content);
}

void set_version_tags(WriteTransaction& tx, int64_t version, const std::string& tags) {
  auto text = or_null(tags);
  tx.run("UPDATE s3_versions SET tags = ? WHERE id = ?", text, version);
}

void set_version_control(WriteTransaction& tx, int64_t version, const ObjectControl& control) {
  auto owner = or_null(control.owner), acl = or_null(control.acl), lock_mode = or_null(control.lock_mode);
  std::optional<int64_t> lock_until;
  if (!control.lock_mode.empty()) lock_until = control.lock_until_ms;
  tx.run("UPDATE s3_versions SET owner = ?, acl = ?, lock_mode = ?, lock_until_ms = ?, legal_hold = ? WHERE id = ?",
         owner, acl, lock_mode, lock_until, control.legal_hold, version);
}

void set_version_storage_class(WriteTransaction& tx, int64_t version, const std::string& storage_class) {
  tx.run("UPDATE s3_versions SET storage_class = ?, restoration = NULL WHERE id = ?", storage_class, version);
}

void set_version_restoration(WriteTransaction& tx, int64_t version, const Restoration& restoration) {
  auto text = or_null(restoration.to_text());
  tx.run("UPDATE s3_versions SET restoration = ? WHERE id = ?", text, version);
}

void insert_version_parts(WriteTransaction& tx, int64_t version, const std::vector<VersionPart>& parts) {
  for (const auto& part : parts)
    tx.run("INSERT INTO s3_version_parts (version, number, size, checksum) VALUES (?, ?, ?, ?)", version, part.number,
           part.size, part.checksum);
}

std::vector<VersionPart> version_parts(ReadTransaction& tx, int64_t version) {
  auto rows =
      tx.query("SELECT number, size, checksum FROM s3_version_parts WHERE version = ? ORDER BY number", version);
  std::vector<VersionPart> parts;
  while (rows.next()) parts.push_back({rows.integer(0), rows.integer(1), rows.string(2)});
  return parts;
}

}  // namespace cloudling::s3
