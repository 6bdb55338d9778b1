#pragma once

// An HTTP API as an OpenAPI 3.0 document. A pure function.

#include <string>

#include "asl/json/json.h"
#include "emulators/apigateway/http/exchange.h"

namespace cloudling::apigateway::http {

/// `stage` is "" where the API is exported as it is. Without `extensions` the document has no x-amazon-apigateway-*.
json::Value export_openapi(const Api& api, const Deployed& deployed, const std::string& region,
                           const std::string& stage, bool extensions);

}  // namespace cloudling::apigateway::http
