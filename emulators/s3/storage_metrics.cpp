#include "emulators/s3/storage_metrics.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "emulators/s3/lifecycle.h"
#include "emulators/s3/s3_store_metrics.h"

namespace cloudling::s3 {

using boost::asio::awaitable;

namespace {

constexpr const char* kJob = "s3.storage_metrics";
constexpr int64_t kSlice = 20'000;  ///< versions read by one transaction

/// The dimension's name for a storage class.
std::string storage_type(const std::string& storage_class) {
  static const std::map<std::string, std::string> kTypes = {
      {"", "StandardStorage"},
      {"STANDARD", "StandardStorage"},
      {"STANDARD_IA", "StandardIAStorage"},
      {"ONEZONE_IA", "OneZoneIAStorage"},
      {"INTELLIGENT_TIERING", "IntelligentTieringFAStorage"},
      {"REDUCED_REDUNDANCY", "ReducedRedundancyStorage"},
      {"GLACIER_IR", "GlacierInstantRetrievalStorage"},
      {"GLACIER", "GlacierStorage"},
      {"DEEP_ARCHIVE", "DeepArchiveStorage"},
  };
  const auto found = kTypes.find(storage_class);
  return found == kTypes.end() ? storage_class : found->second;
}

/// Account, region, bucket.
using Place = std::tuple<std::string, std::string, std::string>;

struct Held {
  std::map<std::string, int64_t> bytes;  ///< by storage type
  int64_t objects = 0;
};

void add(std::map<Place, Held>& buckets, const std::vector<StorageSum>& sums) {
  for (const auto& sum : sums) {
    Held& held = buckets[{sum.account, sum.region, sum.bucket}];
    held.bytes[storage_type(sum.storage_class)] += sum.bytes;
    held.objects += sum.objects;
  }
}

std::vector<Measurement> measurements(const std::string& bucket, const Held& held) {
  const auto value = [&](const char* name, const std::string& type, int64_t amount, const char* unit) {
    return Measurement{
        "AWS/S3", name, {{"BucketName", bucket}, {"StorageType", type}}, static_cast<double>(amount), unit};
  };
  std::vector<Measurement> values{value("NumberOfObjects", "AllStorageTypes", held.objects, "Count")};
  for (const auto& [type, bytes] : held.bytes) values.push_back(value("BucketSizeBytes", type, bytes, "Bytes"));
  return values;
}

}  // namespace

StorageMetrics::StorageMetrics(store::Store& store, aws::Clock& clock, MetricSink& metrics)
    : store_(store), clock_(clock), metrics_(metrics) {
  store_.jobs().handle(kJob, 1, [this](store::Job job) { return run(std::move(job)); });
  store_.on_lifecycle({.quiesce = nullptr, .recover = [this] { schedule_blocking(); }});
  schedule_blocking();
}

void StorageMetrics::schedule_blocking() {
  store_.write_blocking([this](store::WriteTransaction& tx) { schedule(tx); });
}

/// The next midnight's, in place of one that an earlier process has left.
void StorageMetrics::schedule(store::WriteTransaction& tx) {
  store_.jobs().cancel(tx, kJob, "");
  store_.jobs().enqueue(tx, kJob, "", "", midnight_after(clock_.now(), 0));
}

awaitable<void> StorageMetrics::measure() {
  std::map<Place, Held> buckets;
  int64_t after = 0;
  std::vector<StorageSum> sums;
  do {
    auto slice = [&](store::ReadTransaction& tx) { return sum_versions(tx, after, kSlice); };
    sums = co_await store_.read(std::move(slice));
    add(buckets, sums);
    for (const auto& sum : sums) after = std::max(after, sum.last);
  } while (!sums.empty());
  auto parts = [](store::ReadTransaction& tx) { return sum_parts(tx); };
  sums = co_await store_.read(std::move(parts));
  add(buckets, sums);
  for (const auto& [place, held] : buckets) {
    const auto& [account, region, bucket] = place;
    metrics_.record(account, region, measurements(bucket, held));
  }
}

awaitable<void> StorageMetrics::run(store::Job) {
  co_await measure();
  auto again = [this](store::WriteTransaction& tx) { schedule(tx); };
  co_await store_.write(std::move(again));
}

}  // namespace cloudling::s3
