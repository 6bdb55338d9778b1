#pragma once

// The URI of an integration with a service of AWS:
//   arn:aws:apigateway:{region}:{subdomain.service|service}:path|action/{service_api}
// (Amazon API Gateway API Reference, PutIntegration). Pure functions.

#include <optional>
#include <string>
#include <string_view>

namespace cloudling::apigateway::rest {

struct IntegrationUri {
  std::string region;
  std::string subdomain;  ///< a bucket's name, in front of "s3"; "" for most
  std::string service;    ///< as signed: "states", "sqs", "lambda"
  bool is_path = false;   ///< else an action
  std::string target;     ///< behind "path/" or "action/"
};

/// Nothing where it is no such ARN. `is_complete` is false where only the part behind the service is wrong.
std::optional<IntegrationUri> parse_integration_uri(std::string_view text, bool* is_complete = nullptr);

/// The function's ARN or name in "2015-03-31/functions/{function}/invocations"; nothing for other targets.
std::optional<std::string> invoked_function(const IntegrationUri& uri);

}  // namespace cloudling::apigateway::rest
