#pragma once

// Values that a method's request or its integration's response hand on by mapping expressions, without templates.

#include <optional>
#include <string>
#include <string_view>

#include "emulators/apigateway/rest/exchange.h"

namespace cloudling::apigateway::rest {

/// What an integration is sent.
struct IntegrationRequest {
  std::string method;
  std::string uri;  ///< with stage variables and path parameters put in
  aws::Headers headers;
  aws::Query query;
  std::string body;
  int64_t timeout_ms = 29000;
};

/// What an integration answered.
struct IntegrationAnswer {
  int status = 200;
  aws::Headers headers;
  std::string body;
  std::optional<std::string> function_error;  ///< errorMessage of a function that failed
};

/// The value of "method.request.header.X", "'text'", "context.requestId", "stageVariables.x"; nothing where it has
/// none.
std::optional<std::string> request_value(std::string_view source, const Exchange& exchange);

/// The same for responses: "integration.response.header.X", "integration.response.body.a.b".
std::optional<std::string> response_value(std::string_view source, const IntegrationAnswer& answer,
                                          const Exchange& exchange);

/// Fills headers, query and the URI's "{name}"s from the integration's requestParameters.
void map_request(const Exchange& exchange, IntegrationRequest& request);

/// Replaces "${stageVariables.name}".
std::string with_stage_variables(std::string_view text, const Exchange& exchange);

/// All values of a header, or of a query parameter.
std::vector<std::string> values_of(const aws::Headers& headers, std::string_view name);
std::vector<std::string> values_of(const aws::Query& query, std::string_view name);

}  // namespace cloudling::apigateway::rest
