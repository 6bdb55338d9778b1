#pragma once

// Mapping expressions (Amazon API Gateway Developer Guide, "Parameter mapping reference"): where a value is put
// ("integration.request.header.X"), and where it is taken from ("method.request.querystring.q", "'text'",
// "context.requestId", "stageVariables.x"). Pure functions.

#include <optional>
#include <string>
#include <string_view>

#include "emulators/aws/error.h"

namespace cloudling::apigateway::rest {

/// "method.request.header.X-Id" is {front "method.request.", place "header", name "X-Id"}.
struct Expression {
  std::string place;
  std::string name;
};

/// What stands behind `front`; nothing where it does not begin so or has no name. "body" needs none.
std::optional<Expression> parse_expression(std::string_view text, std::string_view front);

/// "method.request.(header|querystring|path|multivalueheader|multivaluequerystring).NAME".
bool is_method_request_parameter(std::string_view text);

/// Whether a value can be taken from it for a request to an integration.
bool is_request_source(std::string_view text);

/// Whether a value can be taken from it for a response to a client.
bool is_response_source(std::string_view text);

/// "Invalid mapping expression specified: ..." (BadRequestException).
aws::Error invalid_parameter(std::string_view expression);

}  // namespace cloudling::apigateway::rest
