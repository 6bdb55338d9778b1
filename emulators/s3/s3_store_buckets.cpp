#include "emulators/s3/s3_store_metrics.h"

namespace cloudling::s3 {
namespace {

using store::ReadTransaction;
using store::WriteTransaction;

BucketRow read_bucket(const store::Rows& rows) {
  return {.id = rows.integer(0),
          .name = rows.string(1),
          .account = rows.string(2),
          .region = rows.string(3),
          .created_ms = rows.integer(4),
          .tags = rows.string(5),
          .versioning = static_cast<Versioning>(rows.integer(6)),
          .ownership = rows.string(7),
          .public_access = rows.is_null(8) ? std::nullopt : std::optional<int64_t>(rows.integer(8)),
          .acl = rows.string(9),
          .policy = rows.string(10),
          .encryption = rows.string(11),
          .object_lock = rows.string(12),
          .has_lifecycle = rows.integer(13) != 0};
}

const std::string kBucketColumns =
    "SELECT id, name, account, region, created_ms, tags, versioning, ownership, public_access, acl, policy, "
    "encryption, object_lock, lifecycle FROM s3_buckets ";

}  // namespace

std::optional<BucketRow> find_bucket(ReadTransaction& tx, const std::string& name) {
  static const std::string sql = kBucketColumns + "WHERE name = ?";
  auto rows = tx.query(sql, name);
  if (!rows.next()) return std::nullopt;
  return read_bucket(rows);
}

void insert_bucket(WriteTransaction& tx, const BucketRow& bucket) {
  tx.run(
      "INSERT INTO s3_buckets (name, account, region, created_ms, tags, ownership, public_access, acl, object_lock, "
      "versioning) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      bucket.name, bucket.account, bucket.region, bucket.created_ms, bucket.tags, bucket.ownership,
      bucket.public_access, bucket.acl, bucket.object_lock, static_cast<int64_t>(bucket.versioning));
}

void update_bucket(WriteTransaction& tx, const BucketRow& bucket) {
  tx.run(
      "UPDATE s3_buckets SET versioning = ?, ownership = ?, public_access = ?, acl = ?, policy = ?, encryption = ?, "
      "object_lock = ?, lifecycle = ? WHERE id = ?",
      static_cast<int64_t>(bucket.versioning), bucket.ownership, bucket.public_access, bucket.acl, bucket.policy,
      bucket.encryption, bucket.object_lock, bucket.has_lifecycle, bucket.id);
}

bool bucket_has_versions(ReadTransaction& tx, int64_t bucket) {
  auto current = tx.query("SELECT 1 FROM s3_versions WHERE bucket = ? AND current = 1 LIMIT 1", bucket);
  if (current.next()) return true;
  auto older = tx.query("SELECT 1 FROM s3_versions WHERE bucket = ? AND current = 0 LIMIT 1", bucket);
  return older.next();
}

int64_t count_buckets(ReadTransaction& tx, const std::string& account) {
  auto rows = tx.query("SELECT count(*) FROM s3_buckets WHERE account = ?", account);
  rows.next();
  return rows.integer(0);
}

void set_bucket_tags(WriteTransaction& tx, int64_t bucket, const std::string& tags) {
  tx.run("UPDATE s3_buckets SET tags = ? WHERE id = ?", tags, bucket);
}

void delete_bucket_row(WriteTransaction& tx, store::Blobs& blobs, int64_t bucket) {
  std::vector<int64_t> uploads;
  {
    auto rows = tx.query("SELECT id FROM s3_uploads WHERE bucket = ?", bucket);
    while (rows.next()) uploads.push_back(rows.integer(0));
  }
  for (int64_t upload : uploads) delete_upload(tx, blobs, upload);
  tx.run("DELETE FROM s3_notifications WHERE bucket = ?", bucket);
  if (tx.run("DELETE FROM s3_configurations WHERE bucket = ?", bucket) > 0) count_configuration_change(tx);
  tx.run("DELETE FROM s3_buckets WHERE id = ?", bucket);
}

std::vector<BucketRow> list_bucket_rows(ReadTransaction& tx, const std::string& account, const std::string& after,
                                        const std::string& prefix, const std::string& region, int64_t limit) {
  // Names are ASCII without '~', so every name with the prefix sorts below the prefix and a '~'.
  const std::string end = prefix + "~";
  static const std::string sql = kBucketColumns +
                                 "WHERE account = ? AND name > ? AND name >= ? AND name < ? AND (? = '' OR region = ?) "
                                 "ORDER BY name LIMIT ?";
  auto rows = tx.query(sql, account, after, prefix, end, region, region, limit);
  std::vector<BucketRow> buckets;
  while (rows.next()) buckets.push_back(read_bucket(rows));
  return buckets;
}

}  // namespace cloudling::s3
