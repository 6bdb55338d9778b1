#include "emulators/s3/s3_store.h"
#include "emulators/s3/s3_store_columns.h"

namespace cloudling::s3 {
namespace {

using store::BlobView;
using store::ReadTransaction;
using store::WriteTransaction;

const std::string kUploadColumns =
    std::string("id, upload_id, key, account, initiated_ms, checksum_algorithm, checksum_composite, ") +
    kPropertyColumns;
constexpr int kFirstProperty = 7;

UploadRow read_upload(const store::Rows& rows, int64_t bucket) {
  UploadRow upload;
  upload.id = rows.integer(0);
  upload.upload_id = rows.string(1);
  upload.bucket = bucket;
  upload.key = rows.string(2);
  upload.account = rows.string(3);
  upload.initiated_ms = rows.integer(4);
  upload.algorithm = checksum_algorithm(rows.text(5));
  upload.composite = rows.integer(6) != 0;
  upload.properties = read_properties(rows, kFirstProperty);
  upload.control = read_control(rows, kFirstProperty);
  upload.tags = rows.string(kFirstProperty + 1);
  return upload;
}

std::vector<store::ContentId> contents_of(ReadTransaction& tx, int64_t upload) {
  auto rows = tx.query("SELECT content FROM s3_parts WHERE upload = ? AND content != 0", upload);
  std::vector<store::ContentId> contents;
  while (rows.next()) contents.push_back(rows.integer(0));
  return contents;
}

}  // namespace

void insert_upload(WriteTransaction& tx, const UploadRow& upload) {
  static const std::string sql =
      std::string(
          "INSERT INTO s3_uploads (upload_id, bucket, key, account, initiated_ms, checksum_algorithm, "
          "checksum_composite, ") +
      kPropertyColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  const auto& control = upload.control;
  auto owner = or_null(control.owner), acl = or_null(control.acl), encryption = or_null(control.encryption),
       lock_mode = or_null(control.lock_mode);
  std::optional<int64_t> lock_until;
  if (!control.lock_mode.empty()) lock_until = control.lock_until_ms;
  auto algorithm = upload.algorithm ? std::optional<std::string>(name_of(*upload.algorithm)) : std::nullopt;
  const auto& properties = upload.properties;
  auto tags = or_null(upload.tags), metadata = metadata_to_store(properties.metadata);
  tx.run(sql, upload.upload_id, upload.bucket, BlobView{upload.key}, upload.account, upload.initiated_ms, algorithm,
         upload.composite, properties.storage_class, tags, properties.content_type, properties.cache_control,
         properties.content_disposition, properties.content_encoding, properties.content_language, properties.expires,
         properties.website_redirect, metadata, owner, acl, encryption, lock_mode, lock_until, control.legal_hold);
}

std::optional<UploadRow> find_upload(ReadTransaction& tx, int64_t bucket, const std::string& key,
                                     const std::string& upload_id) {
  static const std::string sql =
      "SELECT " + kUploadColumns + " FROM s3_uploads WHERE bucket = ? AND key = ? AND upload_id = ?";
  auto rows = tx.query(sql, bucket, BlobView{key}, upload_id);
  if (!rows.next()) return std::nullopt;
  return read_upload(rows, bucket);
}

void delete_upload(WriteTransaction& tx, store::Blobs& blobs, int64_t upload) {
  for (store::ContentId content : contents_of(tx, upload)) blobs.release(tx, content);
  tx.run("DELETE FROM s3_parts WHERE upload = ?", upload);
  tx.run("DELETE FROM s3_uploads WHERE id = ?", upload);
}

void scan_uploads(ReadTransaction& tx, int64_t bucket, std::string_view from,
                  const std::function<bool(UploadRow)>& visit) {
  static const std::string sql =
      "SELECT " + kUploadColumns + " FROM s3_uploads WHERE bucket = ? AND key >= ? ORDER BY key, upload_id";
  auto rows = tx.query(sql, bucket, BlobView{from});
  while (rows.next())
    if (!visit(read_upload(rows, bucket))) return;
}

void put_part(WriteTransaction& tx, store::Blobs& blobs, int64_t upload, const PartRow& part) {
  store::ContentId before = 0;
  {
    auto rows = tx.query("SELECT content FROM s3_parts WHERE upload = ? AND number = ?", upload, part.number);
    if (rows.next()) before = rows.integer(0);
  }
  if (before != 0) blobs.release(tx, before);
  tx.run(
      "INSERT OR REPLACE INTO s3_parts (upload, number, modified_ms, size, etag, checksum, content) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      upload, part.number, part.modified_ms, part.size, part.etag, part.checksum, part.content);
}

std::vector<PartRow> list_parts(ReadTransaction& tx, int64_t upload, int64_t after, int64_t limit) {
  auto rows = tx.query(
      "SELECT number, modified_ms, size, etag, checksum, content FROM s3_parts WHERE upload = ? AND number > ? "
      "ORDER BY number LIMIT ?",
      upload, after, limit);
  std::vector<PartRow> parts;
  while (rows.next())
    parts.push_back(
        {rows.integer(0), rows.integer(1), rows.integer(2), rows.string(3), rows.string(4), rows.integer(5)});
  return parts;
}

}  // namespace cloudling::s3
