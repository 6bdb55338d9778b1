#pragma once

// What the metrics of buckets read: the SQL of request_metrics and storage_metrics, over the tables of s3_store.h.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "emulators/s3/s3_store.h"

namespace cloudling::s3 {

/// All configurations of a kind, of all buckets.
std::vector<std::pair<BucketRow, std::string>> all_configurations(store::ReadTransaction& tx, const std::string& kind);

/// Counts the changes of configurations in this process: what was made of them under an older count is void.
uint64_t configuration_changes();

/// To be called with each.
void count_configuration_change(store::WriteTransaction& tx);

/// What a bucket holds in a storage class; a bucket's may come in several sums.
struct StorageSum {
  std::string bucket, account, region;
  std::string storage_class;  ///< "" for STANDARD
  int64_t bytes = 0;
  int64_t objects = 0;  ///< versions and delete markers, or parts
  int64_t last = 0;     ///< the last row's id, of versions
};

/// Of the next `limit` versions behind row `after`; nothing behind the last.
std::vector<StorageSum> sum_versions(store::ReadTransaction& tx, int64_t after, int64_t limit);

/// Of all parts of uploads in progress.
std::vector<StorageSum> sum_parts(store::ReadTransaction& tx);

}  // namespace cloudling::s3
