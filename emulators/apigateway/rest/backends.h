#pragma once

// What stands behind integrations: services of AWS, functions, servers outside. Each call takes all that it needs, so
// that it can outlive a request that did not wait for it.

#include <boost/asio/awaitable.hpp>
#include <string>

#include "emulators/apigateway/rest/integration_uri.h"
#include "emulators/apigateway/rest/parameter_mapping.h"
#include "emulators/aws/caller.h"
#include "emulators/aws/gateway.h"
#include "emulators/ports.h"

namespace cloudling::apigateway::rest {

/// In whose name an integration calls: of the role in its credentials, or of API Gateway itself.
aws::CallContext integration_context(const Exchange& exchange, const std::string& region);

/// Who has signed a request.
struct Caller {
  aws::CallContext context;
  std::string user_id;  ///< as GetCallerIdentity tells it
};

class Backends {
 public:
  Backends(aws::Caller& caller, aws::Gateway& gateway, HttpClient& http)
      : caller_(caller), gateway_(gateway), http_(http) {}

  /// Sends the request to the service as its clients do, and gives what it answers, whatever the status.
  boost::asio::awaitable<IntegrationAnswer> call_service(aws::CallContext context, IntegrationUri uri,
                                                         IntegrationRequest request);

  /// The function's result; function_error is set where it failed. Throws aws::Error where it can't be invoked.
  boost::asio::awaitable<IntegrationAnswer> call_function(aws::CallContext context, std::string function,
                                                          std::string event);

  /// Throws aws::Error where nobody has signed the request, or not rightly.
  boost::asio::awaitable<Caller> caller_of(aws::HttpRequest& request);

  /// Throws HttpFailure.
  boost::asio::awaitable<IntegrationAnswer> call_http(IntegrationRequest request);

 private:
  aws::Caller& caller_;
  aws::Gateway& gateway_;
  HttpClient& http_;
};

/// Waits for `work` no longer than `timeout_ms`; throws GatewayFailure INTEGRATION_TIMEOUT, and leaves it running.
boost::asio::awaitable<IntegrationAnswer> within(boost::asio::awaitable<IntegrationAnswer> work, int64_t timeout_ms);

}  // namespace cloudling::apigateway::rest
