#pragma once

// Between HTTP and a function: the event that a request at a function URL becomes (payload format 2.0), the answer that
// its result means, and CORS (AWS Lambda Developer Guide, "Invoking Lambda function URLs"). Pure functions.

#include <optional>
#include <string>
#include <string_view>

#include "asl/json/json.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/http.h"
#include "emulators/lambda/function_url_shapes.h"

namespace cloudling::lambda {

/// The id of the function URL that the Host names: "<id>.lambda-url.<region>." under localhost,
/// localhost.localstack.cloud or on.aws, with or without port. Nothing for other hosts.
std::optional<std::string> url_id_of_host(std::string_view host);

/// Who signed the request at a URL of AuthType AWS_IAM.
struct UrlSigner {
  std::string account;
  std::string access_key;
  std::string arn;
};

struct UrlRequest {
  const aws::HttpRequest& request;
  std::string body;
  std::string url_id;
  std::string request_id;
  std::string trace_id;  ///< "Root=..."
  aws::TimeMs time = 0;
  std::optional<UrlSigner> signer;
};

json::Value url_event(const UrlRequest& request);

/// "Internal Server Error" (502) where it is no result that AWS can answer.
aws::HttpResponse url_response(const std::string& result);
aws::HttpResponse url_failure();

/// The head of a streamed answer, of the JSON that stands before its bytes; nothing where it is malformed.
std::optional<aws::HttpResponse> url_response_head(std::string_view prelude);

/// {"Message": message}
aws::HttpResponse url_error(int status, const std::string& message);

/// Whether it asks what it may do, rather than to do it.
bool is_preflight(const aws::HttpRequest& request);
aws::HttpResponse preflight_response(const UrlCors& cors, const aws::HttpRequest& request);

/// Whether pages of the origin may use the URL.
bool allows_origin(const UrlCors& cors, std::string_view origin);

/// Puts the configuration's headers in place of the function's own.
void add_cors_headers(const UrlCors& cors, const aws::HttpRequest& request, aws::HttpResponse& response);

}  // namespace cloudling::lambda
