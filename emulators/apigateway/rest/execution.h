#pragma once

// Runs a request through its method: authorization, keys and limits, validation, the integration, and back.

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "emulators/apigateway/rest/authorization.h"
#include "emulators/apigateway/rest/backends.h"
#include "emulators/apigateway/rest/exchange.h"
#include "emulators/apigateway/rest/gateway_responses.h"
#include "emulators/apigateway/rest/metering.h"
#include "emulators/aws/http.h"

namespace cloudling::apigateway::rest {

class Execution {
 public:
  Execution(Backends& backends, Authorization& authorization, Metering& metering)
      : backends_(backends), authorization_(authorization), metering_(metering) {}

  /// Answers the request whose API and path are in the exchange; never throws a GatewayFailure or an aws::Error.
  boost::asio::awaitable<aws::HttpResponse> run(Exchange& exchange);

 private:
  boost::asio::awaitable<aws::HttpResponse> perform(Exchange& exchange);
  boost::asio::awaitable<aws::HttpResponse> proxy_to_function(Exchange& exchange);
  boost::asio::awaitable<aws::HttpResponse> proxy_to_http(Exchange& exchange);
  boost::asio::awaitable<aws::HttpResponse> integrate(Exchange& exchange);
  boost::asio::awaitable<IntegrationAnswer> send(Exchange& exchange, IntegrationRequest request);

  Backends& backends_;
  Authorization& authorization_;
  Metering& metering_;
};

}  // namespace cloudling::apigateway::rest
