#pragma once

// From a method's request to its integration's, and from the integration's answer to the method's, by parameter
// mapping and mapping templates. Throws GatewayFailure where that fails; otherwise pure.

#include <map>
#include <string>

#include "emulators/apigateway/rest/gateway_responses.h"
#include "emulators/apigateway/rest/parameter_mapping.h"

namespace cloudling::apigateway::rest {

/// What a request's template says of the response ($context.responseOverride).
struct Overrides {
  std::map<std::string, std::string> headers;
  std::optional<int64_t> status;
};

/// Method, URI and parameters.
IntegrationRequest transform_request(const Exchange& exchange);

/// The body, by the template for its type; writes the template's overrides into the request.
Overrides transform_request_body(const Exchange& exchange, IntegrationRequest& request);

/// What a MOCK integration answers: the status that its request's body names.
IntegrationAnswer mock_answer(const IntegrationRequest& request);

/// The response of the integration response that the answer selects.
aws::HttpResponse transform_response(Exchange& exchange, const IntegrationAnswer& answer, Overrides overrides);

/// The integration response whose pattern the answer matches, else the one without a pattern; nullptr without either.
const IntegrationResponse* select_response(const Integration& integration, const IntegrationAnswer& answer);

/// Whether the client takes bytes: its Accept is one of the API's binary media types.
bool accepts_binary(const Exchange& exchange);

/// "{Name=value, Other=value}", as logs show headers.
std::string headers_text(const aws::Headers& headers);

}  // namespace cloudling::apigateway::rest
