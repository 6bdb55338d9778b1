#pragma once

// Who may call a method: the API's resource policy, signatures (AWS_IAM), and Lambda authorizers with their cache.

#include <boost/asio/awaitable.hpp>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "emulators/apigateway/rest/backends.h"
#include "emulators/apigateway/rest/exchange.h"
#include "emulators/aws/clock.h"

namespace cloudling::apigateway::rest {

/// What a Lambda authorizer has decided for an identity.
struct AuthorizerResult {
  std::string principal_id;
  std::string policy;  ///< JSON
  json::Value context = json::Value::object();
  std::optional<std::string> usage_key;
};

/// Thread-safe.
class Authorization {
 public:
  Authorization(Backends& backends, aws::Clock& clock) : backends_(backends), clock_(clock) {}

  /// Throws GatewayFailure where the request is refused; fills $context.authorizer.
  boost::asio::awaitable<void> check(Exchange& exchange);

  void flush(const std::string& api_id, const std::string& stage);

 private:
  boost::asio::awaitable<void> ask_authorizer(Exchange& exchange, const Authorizer& authorizer);
  boost::asio::awaitable<AuthorizerResult> invoke(Exchange& exchange, const Authorizer& authorizer);

  struct Cached {
    aws::TimeMs expires = 0;
    AuthorizerResult result;
  };
  Backends& backends_;
  aws::Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Cached> cache_;  ///< by "{api}/{stage}/{authorizer}/" and the identity
};

}  // namespace cloudling::apigateway::rest
