#include "emulators/s3/s3_store_metrics.h"

#include <atomic>

namespace cloudling::s3 {

using store::ReadTransaction;

namespace {

std::atomic<uint64_t> changes{0};

std::vector<StorageSum> read_sums(store::Rows rows) {
  std::vector<StorageSum> sums;
  while (rows.next()) {
    sums.push_back({.bucket = rows.string(0),
                    .account = rows.string(1),
                    .region = rows.string(2),
                    .storage_class = rows.string(3),
                    .bytes = rows.integer(4),
                    .objects = rows.integer(5),
                    .last = rows.integer(6)});
  }
  return sums;
}

}  // namespace

uint64_t configuration_changes() { return changes; }

void count_configuration_change(store::WriteTransaction& tx) {
  tx.after_commit([] { ++changes; });
}

std::vector<std::pair<BucketRow, std::string>> all_configurations(ReadTransaction& tx, const std::string& kind) {
  std::vector<std::pair<BucketRow, std::string>> all;
  auto rows = tx.query(
      "SELECT b.name, c.text FROM s3_configurations c JOIN s3_buckets b ON b.id = c.bucket WHERE c.kind = ? ORDER BY "
      "b.name, c.id",
      kind);
  while (rows.next())
    if (auto bucket = find_bucket(tx, rows.string(0))) all.emplace_back(*std::move(bucket), rows.string(1));
  return all;
}

std::vector<StorageSum> sum_versions(ReadTransaction& tx, int64_t after, int64_t limit) {
  return read_sums(tx.query(
      "SELECT b.name, b.account, b.region, v.storage_class, sum(v.size), count(*), max(v.id) FROM (SELECT id, bucket, "
      "storage_class, size FROM s3_versions WHERE id > ? ORDER BY id LIMIT ?) v JOIN s3_buckets b ON b.id = v.bucket "
      "GROUP BY b.id, v.storage_class",
      after, limit));
}

std::vector<StorageSum> sum_parts(ReadTransaction& tx) {
  return read_sums(
      tx.query("SELECT b.name, b.account, b.region, u.storage_class, sum(p.size), count(*), 0 FROM s3_parts p JOIN "
               "s3_uploads u ON u.id = p.upload JOIN s3_buckets b ON b.id = u.bucket GROUP BY b.id, u.storage_class"));
}

}  // namespace cloudling::s3
