#include "emulators/s3/s3_store.h"

namespace cloudling::s3 {
namespace {

using store::BlobView;
using store::ReadTransaction;

const std::string kColumns =
    "SELECT key, version_id, current, delete_marker, modified_ms, size, etag, storage_class, checksum_algorithm, "
    "checksum_composite, owner, tags, restoration FROM s3_versions ";

ListedVersion read_listed(const store::Rows& rows) {
  return {.key = rows.string(0),
          .version_id = rows.string(1),
          .current = rows.integer(2) != 0,
          .delete_marker = rows.integer(3) != 0,
          .modified_ms = rows.integer(4),
          .size = rows.integer(5),
          .etag = rows.string(6),
          .storage_class = rows.string(7),
          .checksum_algorithm = rows.string(8),
          .checksum_composite = rows.integer(9) != 0,
          .owner = rows.string(10),
          .tags = rows.string(11),
          .restoration = Restoration::from_text(rows.text(12))};
}

/// Older versions of a key, the youngest first; false where `visit` said so.
bool scan_older(ReadTransaction& tx, int64_t bucket, std::string_view key,
                const std::function<bool(ListedVersion)>& visit) {
  static const std::string sql = kColumns + "WHERE bucket = ? AND key = ? AND current = 0 ORDER BY id DESC";
  auto rows = tx.query(sql, bucket, BlobView{key});
  while (rows.next())
    if (!visit(read_listed(rows))) return false;
  return true;
}

}  // namespace

void scan_current(ReadTransaction& tx, int64_t bucket, std::string_view from,
                  const std::function<bool(ListedVersion)>& visit) {
  static const std::string sql =
      kColumns + "WHERE bucket = ? AND current = 1 AND key >= ? AND delete_marker = 0 ORDER BY key";
  auto rows = tx.query(sql, bucket, BlobView{from});
  while (rows.next())
    if (!visit(read_listed(rows))) return;
}

/// Every key has a current version, so its older ones need no index of their own by key.
void scan_versions(ReadTransaction& tx, int64_t bucket, std::string_view from,
                   const std::function<bool(ListedVersion)>& visit) {
  static const std::string sql = kColumns + "WHERE bucket = ? AND current = 1 AND key >= ? ORDER BY key";
  auto rows = tx.query(sql, bucket, BlobView{from});
  while (rows.next()) {
    ListedVersion current = read_listed(rows);
    const std::string key = current.key;
    if (!visit(std::move(current)) || !scan_older(tx, bucket, key, visit)) return;
  }
}

void scan_versions_of(ReadTransaction& tx, int64_t bucket, std::string_view key,
                      const std::function<bool(ListedVersion)>& visit) {
  static const std::string sql = kColumns + "WHERE bucket = ? AND current = 1 AND key = ?";
  std::optional<ListedVersion> current;
  {
    auto rows = tx.query(sql, bucket, BlobView{key});
    if (rows.next()) current = read_listed(rows);
  }
  if (current && visit(*std::move(current))) scan_older(tx, bucket, key, visit);
}

}  // namespace cloudling::s3
