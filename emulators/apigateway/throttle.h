#pragma once

// Token buckets: so many requests a second, and so many at once.

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "emulators/aws/clock.h"

namespace cloudling::apigateway {

/// Thread-safe; a bucket a name.
class TokenBuckets {
 public:
  /// Whether one more request may pass. `rate` is a second's, `burst` what a full bucket holds.
  bool take(const std::string& name, double rate, double burst, aws::TimeMs now);

 private:
  struct Bucket {
    double tokens = 0;
    aws::TimeMs filled = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace cloudling::apigateway
