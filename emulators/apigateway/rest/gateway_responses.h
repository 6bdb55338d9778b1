#pragma once

// What the gateway itself answers, where no integration does (Amazon API Gateway Developer Guide, "Gateway response
// types"): AWS's defaults, and how an API changes them.

#include <optional>
#include <string>
#include <vector>

#include "emulators/apigateway/rest/exchange.h"

namespace cloudling::apigateway::rest {

/// Ends a request: thrown by its steps, answered as the API's gateway response of that type.
struct GatewayFailure {
  std::string type;           ///< "BAD_REQUEST_BODY"
  std::string message;        ///< of the answer: "Invalid request body"
  std::string error_type;     ///< x-amzn-ErrorType: "BadRequestException"
  std::string body;           ///< AWS's own, which is not always the default template's
  std::string log_line;       ///< for the log
  std::optional<int> status;  ///< where it differs from the type's
};

/// The failures by name, in AWS's words. `log_line` is what TestInvokeMethod's log says of it.
GatewayFailure missing_authentication_token();
GatewayFailure api_configuration_error(const std::string& log_line);
GatewayFailure integration_failure(const std::string& log_line);
GatewayFailure bad_integration_answer(const std::string& log_line);  ///< 502
GatewayFailure failure(const std::string& type, const std::string& message, const std::string& error_type);

/// All types, each as it is where the API says nothing of it.
std::vector<GatewayResponse> default_gateway_responses();

/// The API's own, or the default; nothing where AWS has no such type.
std::optional<GatewayResponse> gateway_response(const std::vector<GatewayResponse>& own, const std::string& type);

/// The answer, without the headers that every answer has. Writes what `$context.error` shows into the exchange.
aws::HttpResponse answer_of(const GatewayFailure& failure, Exchange& exchange);

}  // namespace cloudling::apigateway::rest
