#include "emulators/apigateway/throttle.h"

#include <algorithm>

namespace cloudling::apigateway {

namespace {

constexpr size_t kMaxBuckets = 100'000;

}  // namespace

bool TokenBuckets::take(const std::string& name, double rate, double burst, aws::TimeMs now) {
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMaxBuckets) buckets_.clear();
  const auto [at, added] = buckets_.try_emplace(name, Bucket{burst, now});
  Bucket& bucket = at->second;
  const double refilled = static_cast<double>(std::max<aws::TimeMs>(now - bucket.filled, 0)) / 1000 * rate;
  bucket.tokens = std::min(burst, bucket.tokens + refilled);
  bucket.filled = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

}  // namespace cloudling::apigateway
