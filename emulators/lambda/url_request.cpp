#include "emulators/lambda/url_request.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <utility>
#include <vector>

#include "emulators/aws/encoding.h"
#include "emulators/function_payload.h"

namespace cloudling::lambda {

namespace {

using Texts = std::vector<std::string>;

constexpr std::array<std::string_view, 3> kDomains = {"localhost", "localhost.localstack.cloud", "on.aws"};
constexpr std::string_view kMark = "lambda-url";

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; });
  return result;
}

std::string_view without_port(std::string_view host) { return host.substr(0, host.find(':')); }

// ---- the event

json::Value authorizer_of(const UrlSigner& signer) {
  json::Value authorizer = json::Value::object();
  json::Value& iam = authorizer["iam"] = json::Value::object();
  iam["accessKey"] = signer.access_key;
  iam["accountId"] = signer.account;
  iam["callerId"] = signer.account;
  iam["cognitoIdentity"] = nullptr;
  iam["principalOrgId"] = nullptr;
  iam["userArn"] = signer.arn;
  iam["userId"] = signer.account;
  return authorizer;
}

json::Value context_of(const UrlRequest& given) {
  const aws::HttpRequest& request = given.request;
  json::Value context = json::Value::object();
  context["accountId"] = given.signer ? given.signer->account : "anonymous";
  context["apiId"] = given.url_id;
  if (given.signer) context["authorizer"] = authorizer_of(*given.signer);
  context["domainName"] = std::string(without_port(request.headers.get("Host")));
  context["domainPrefix"] = given.url_id;
  json::Value& http = context["http"] = json::Value::object();
  http["method"] = request.method;
  http["path"] = std::string(request.raw_path());
  http["protocol"] = "HTTP/1.1";
  http["sourceIp"] = request.peer;
  http["userAgent"] = std::string(request.headers.get("User-Agent"));
  context["requestId"] = given.request_id;
  context["routeKey"] = "$default";
  context["stage"] = "$default";
  context["time"] = payload_time(given.time);
  context["timeEpoch"] = given.time;
  return context;
}

aws::HttpResponse plain_response(std::string body) {
  aws::HttpResponse response;
  response.headers.add("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

// ---- CORS

bool contains(const std::optional<Texts>& list, std::string_view text) {
  return list && std::ranges::any_of(*list, [&](const std::string& item) {
           return item == "*" || aws::equals_ignoring_case(item, text);
         });
}

std::string joined(const std::optional<Texts>& list) {
  std::string text;
  for (const std::string& item : list.value_or(Texts())) text += (text.empty() ? "" : ",") + item;
  return text;
}

void add_list(aws::Headers& headers, const char* name, const std::optional<Texts>& list) {
  const std::string text = joined(list);
  if (!text.empty()) headers.add(name, text);
}

void add_origin(const UrlCors& cors, const std::string& origin, aws::Headers& headers) {
  const bool any = cors.allow_origins && std::ranges::find(*cors.allow_origins, "*") != cors.allow_origins->end();
  const bool credentials = cors.allow_credentials.value_or(false);
  headers.add("Access-Control-Allow-Origin", any && !credentials ? "*" : origin);
  if (!any || credentials) headers.add("Vary", "Origin");
  if (credentials) headers.add("Access-Control-Allow-Credentials", "true");
}

}  // namespace

std::optional<std::string> url_id_of_host(std::string_view host) {
  const std::string name = lower(without_port(host));
  const size_t first = name.find('.');
  if (first == std::string::npos || first == 0) return std::nullopt;
  const std::string_view rest = std::string_view(name).substr(first + 1);
  if (!rest.starts_with(kMark) || rest.substr(kMark.size(), 1) != ".") return std::nullopt;
  const std::string_view region_and_domain = rest.substr(kMark.size() + 1);
  const size_t dot = region_and_domain.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  if (std::ranges::find(kDomains, region_and_domain.substr(dot + 1)) == kDomains.end()) return std::nullopt;
  return name.substr(0, first);
}

json::Value url_event(const UrlRequest& given) {
  const aws::HttpRequest& request = given.request;
  json::Value event = json::Value::object();
  event["version"] = "2.0";
  event["routeKey"] = "$default";
  event["rawPath"] = std::string(request.raw_path());
  event["rawQueryString"] = std::string(request.raw_query());
  if (json::Value cookies = payload_cookies(request); !cookies.empty()) event["cookies"] = std::move(cookies);
  event["headers"] = payload_headers(request, given.trace_id);
  if (json::Value parameters = payload_parameters(request); !parameters.empty())
    event["queryStringParameters"] = std::move(parameters);
  event["requestContext"] = context_of(given);
  add_payload_body(given.request, given.body, event);
  return event;
}

aws::HttpResponse url_response(const std::string& result) {
  auto response = payload_response(result);
  return response ? std::move(*response) : url_failure();
}

aws::HttpResponse url_failure() {
  aws::HttpResponse response = plain_response("Internal Server Error");
  response.status = 502;
  return response;
}

std::optional<aws::HttpResponse> url_response_head(std::string_view prelude) {
  const auto value = json::parse(prelude);
  if (!value || !value->is_object()) return std::nullopt;
  return payload_response_head(*value);
}

aws::HttpResponse url_error(int status, const std::string& message) {
  json::Value body = json::Value::object();
  body["Message"] = message;
  aws::HttpResponse response = plain_response(json::write(body));
  response.status = status;
  return response;
}

bool is_preflight(const aws::HttpRequest& request) {
  return request.method == "OPTIONS" && request.headers.has("Origin") &&
         request.headers.has("Access-Control-Request-Method");
}

bool allows_origin(const UrlCors& cors, std::string_view origin) { return contains(cors.allow_origins, origin); }

aws::HttpResponse preflight_response(const UrlCors& cors, const aws::HttpRequest& request) {
  aws::HttpResponse response;
  const std::string origin(request.headers.get("Origin"));
  if (!allows_origin(cors, origin) ||
      !contains(cors.allow_methods, request.headers.get("Access-Control-Request-Method")))
    return response;
  add_origin(cors, origin, response.headers);
  add_list(response.headers, "Access-Control-Allow-Methods", cors.allow_methods);
  add_list(response.headers, "Access-Control-Allow-Headers", cors.allow_headers);
  add_list(response.headers, "Access-Control-Expose-Headers", cors.expose_headers);
  if (cors.max_age) response.headers.add("Access-Control-Max-Age", std::to_string(*cors.max_age));
  return response;
}

void add_cors_headers(const UrlCors& cors, const aws::HttpRequest& request, aws::HttpResponse& response) {
  for (const char* name :
       {"Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Allow-Methods",
        "Access-Control-Allow-Headers", "Access-Control-Expose-Headers", "Access-Control-Max-Age"}) {
    response.headers.erase(name);
  }
  const std::string origin(request.headers.get("Origin"));
  if (origin.empty() || !allows_origin(cors, origin)) return;
  add_origin(cors, origin, response.headers);
  add_list(response.headers, "Access-Control-Expose-Headers", cors.expose_headers);
}

}  // namespace cloudling::lambda
