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
        "checksum, parts, upload_id, content, ") +
    kPropertyColumns;
constexpr int kFirstProperty = 12;
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
  version.properties = read_properties(rows, kFirstProperty);
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

int64_t insert_version(WriteTransaction& tx, const VersionRow& version) {
  static const std::string sql =
      std::string(
          "INSERT INTO s3_versions (bucket, key, current, version_id, delete_marker, modified_ms, size, etag, "
          "checksum_algorithm, checksum_composite, checksum, parts, upload_id, content, ") +
      kPropertyColumns + ", bytes) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
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
         properties.website_redirect, metadata, bytes);
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

void scan_current(ReadTransaction& tx, int64_t bucket, std::string_view from,
                  const std::function<bool(ListedVersion)>& visit) {
  auto rows = tx.query(
      "SELECT key, modified_ms, size, etag, storage_class, checksum_algorithm, checksum_composite FROM s3_versions "
      "WHERE bucket = ? AND current = 1 AND key >= ? AND delete_marker = 0 ORDER BY key",
      bucket, BlobView{from});
  while (rows.next()) {
    ListedVersion version{.key = rows.string(0),
                          .modified_ms = rows.integer(1),
                          .size = rows.integer(2),
                          .etag = rows.string(3),
                          .storage_class = rows.string(4),
                          .checksum_algorithm = rows.string(5),
                          .checksum_composite = rows.integer(6) != 0};
    if (!visit(std::move(version))) return;
  }
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
