#pragma once

// Between HTTP and a function behind an API, payload format 1.0 (Amazon API Gateway Developer Guide, "Lambda proxy
// integrations"): the event that a request becomes, and the response that a result means. Pure functions.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "asl/json/json.h"
#include "emulators/aws/http.h"

namespace cloudling::apigateway {

struct ProxyRequest {
  std::string resource;  ///< "/images/{key}"
  std::string path;      ///< "/images/dog.png"
  std::string method;
  const aws::Headers& headers;
  const aws::Query& query;
  const std::map<std::string, std::string>& path_parameters;
  const json::Value& stage_variables;  ///< an object
  json::Value request_context;
  std::string body;
  bool is_base64 = false;
};

json::Value proxy_event(ProxyRequest request);

/// "headers" and "multiValueHeaders", "queryStringParameters" and "multiValueQueryStringParameters": null without any.
void add_headers(const aws::Headers& headers, json::Value& event);
void add_query(const aws::Query& query, json::Value& event);

/// Whether the result says that its body is base64.
struct ProxyAnswer {
  aws::HttpResponse response;
  bool is_base64 = false;  ///< the body, which is left as it came
};

/// Nothing where the result is malformed: no object, members that are none of the format's, a wrong type.
std::optional<ProxyAnswer> proxy_answer(const std::string& result);

}  // namespace cloudling::apigateway
