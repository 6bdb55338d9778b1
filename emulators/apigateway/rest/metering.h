#pragma once

// API keys, usage plans and limits: who calls, how fast, and how often.

#include <boost/asio/awaitable.hpp>

#include "emulators/apigateway/rest/account_shapes.h"
#include "emulators/apigateway/rest/exchange.h"
#include "emulators/apigateway/throttle.h"
#include "emulators/aws/clock.h"
#include "emulators/store/store.h"

namespace cloudling::apigateway::rest {

constexpr aws::TimeMs kDayMs = 24LL * 3600 * 1000;

/// The number of the quota's period that a day since 1970 is in.
int64_t period_of(const QuotaSettings& quota, int64_t day);

/// Thread-safe.
class Metering {
 public:
  Metering(store::Store& store, aws::Clock& clock) : store_(store), clock_(clock) {}

  /// Throws GatewayFailure INVALID_API_KEY, THROTTLED or QUOTA_EXCEEDED.
  boost::asio::awaitable<void> admit(Exchange& exchange);

 private:
  void throttle_stage(const Exchange& exchange);
  boost::asio::awaitable<void> admit_key(Exchange& exchange);

  store::Store& store_;
  aws::Clock& clock_;
  TokenBuckets buckets_;
};

}  // namespace cloudling::apigateway::rest
