#pragma once

// CORS of HTTP APIs: the gateway answers preflights itself, and puts its configuration's headers in place of those of
// the integration (API Gateway Developer Guide, "Configure CORS for HTTP APIs"). Pure functions.

#include "emulators/apigateway/http/shapes.h"
#include "emulators/aws/http.h"

namespace cloudling::apigateway::http {

bool is_preflight(const aws::HttpRequest& request);
aws::HttpResponse preflight_response(const Cors& cors, const aws::HttpRequest& request);
void add_cors_headers(const Cors& cors, const aws::HttpRequest& request, aws::HttpResponse& response);

}  // namespace cloudling::apigateway::http
