#pragma once

// The events that functions behind HTTP APIs get, in both formats, and what their results mean (API Gateway Developer
// Guide, "Create AWS Lambda proxy integrations for HTTP APIs"). Pure functions.

#include <optional>
#include <string>

#include "emulators/apigateway/http/exchange.h"

namespace cloudling::apigateway::http {

json::Value event_1(const Exchange& exchange);
json::Value event_2(const Exchange& exchange);

/// Nothing where the result is none that can be answered.
std::optional<aws::HttpResponse> response_1(const std::string& result);
std::optional<aws::HttpResponse> response_2(const std::string& result);

/// The function that a URI names: its ARN, or "arn:aws:apigateway:...:lambda:path/.../functions/{ARN}/invocations".
std::string function_of(const std::string& uri);

}  // namespace cloudling::apigateway::http
