#pragma once

// Runs a request through its method: authorization, keys and limits, validation, the integration, and back.

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "emulators/apigateway/rest/backends.h"
#include "emulators/apigateway/rest/exchange.h"
#include "emulators/apigateway/rest/gateway_responses.h"
#include "emulators/aws/http.h"

namespace cloudling::apigateway::rest {

class Execution {
 public:
  explicit Execution(Backends& backends) : backends_(backends) {}

  /// Answers the request whose API and path are in the exchange; never throws a GatewayFailure or an aws::Error.
  boost::asio::awaitable<aws::HttpResponse> run(Exchange& exchange);

 private:
  boost::asio::awaitable<aws::HttpResponse> perform(Exchange& exchange);
  boost::asio::awaitable<aws::HttpResponse> proxy_to_function(Exchange& exchange);
  boost::asio::awaitable<aws::HttpResponse> proxy_to_http(Exchange& exchange);
  boost::asio::awaitable<aws::HttpResponse> integrate(Exchange& exchange);
  boost::asio::awaitable<IntegrationAnswer> send(Exchange& exchange, IntegrationRequest request);

  Backends& backends_;
};

}  // namespace cloudling::apigateway::rest
