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
#include "emulators/aws/judge.h"

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
  Authorization(Backends& backends, aws::Judge& judge, aws::Clock& clock)
      : backends_(backends), judge_(judge), clock_(clock) {}

  /// Who has signed the request, where its method asks for it; `request` still has its body. Throws GatewayFailure.
  boost::asio::awaitable<void> identify(Exchange& exchange, aws::HttpRequest& request);

  /// Throws GatewayFailure where the request is refused; fills $context.authorizer.
  boost::asio::awaitable<void> check(Exchange& exchange);

  /// What the function says now, whatever is cached. Throws GatewayFailure.
  boost::asio::awaitable<AuthorizerResult> ask(Exchange& exchange, const Authorizer& authorizer);

  void flush(const std::string& api_id, const std::string& stage);

 private:
  boost::asio::awaitable<void> judge_caller(Exchange& exchange);
  boost::asio::awaitable<void> authorize_by(Exchange& exchange, const Authorizer& authorizer);

  struct Cached {
    aws::TimeMs expires = 0;
    AuthorizerResult result;
  };
  Backends& backends_;
  aws::Judge& judge_;
  aws::Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Cached> cache_;  ///< by "{api}/{stage}/{authorizer}/" and the identity
};

}  // namespace cloudling::apigateway::rest
