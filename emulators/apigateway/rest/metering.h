#pragma once

// API keys, usage plans and limits: who calls, how fast, and how often.

#include <boost/asio/awaitable.hpp>

#include "emulators/apigateway/rest/exchange.h"
#include "emulators/apigateway/throttle.h"
#include "emulators/aws/clock.h"
#include "emulators/store/store.h"

namespace cloudling::apigateway::rest {

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
