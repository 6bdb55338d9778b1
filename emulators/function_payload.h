#pragma once

// Between HTTP and a function, payload format 2.0 (API Gateway Developer Guide, "Create AWS Lambda proxy integrations
// for HTTP APIs"): what events and results have in common at function URLs and HTTP APIs. Pure functions.

#include <optional>
#include <string>

#include "asl/json/json.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/http.h"

namespace cloudling {

/// Names in lower case, repeated ones joined by commas, without cookies, with X-Forwarded-* and the trace.
json::Value payload_headers(const aws::HttpRequest& request, const std::string& trace_id);
json::Value payload_cookies(const aws::HttpRequest& request);     ///< a list
json::Value payload_parameters(const aws::HttpRequest& request);  ///< of the query, repeated ones joined by commas

/// "body" where there is one, in base64 where its type is none of text, and "isBase64Encoded".
void add_payload_body(const aws::HttpRequest& request, const std::string& body, json::Value& event);

/// "12/Mar/2020:19:03:58 +0000"
std::string payload_time(aws::TimeMs time);

/// What a function's result means; nothing where it is no result that can be answered.
std::optional<aws::HttpResponse> payload_response(const std::string& result);

/// Status, headers and cookies of a result.
std::optional<aws::HttpResponse> payload_response_head(const json::Value& result);

}  // namespace cloudling
