#pragma once

// What parameter mappings do to the request of an integration and to its response: "overwrite:header.X",
// "append:querystring.X", "remove:header.X", "overwrite:path", "overwrite:statuscode". Pure functions.

#include <optional>
#include <string>

#include "emulators/apigateway/http/exchange.h"

namespace cloudling::apigateway::http {

/// A request to a server behind an integration.
struct MappedRequest {
  aws::Headers headers;
  aws::Query query;
  std::optional<std::string> path;  ///< where it is overwritten
};

void map_request(const Exchange& exchange, MappedRequest& request);

/// `body` is that of the response.
void map_response(const Exchange& exchange, const std::string& body, aws::HttpResponse& response);

}  // namespace cloudling::apigateway::http
