#include "emulators/lambda/url_request.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <utility>
#include <vector>

#include "emulators/aws/encoding.h"

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

std::string port_of(const aws::HttpRequest& request) {
  const std::string_view host = request.headers.get("Host");
  const size_t colon = host.rfind(':');
  if (colon != std::string_view::npos) return std::string(host.substr(colon + 1));
  return request.tls ? "443" : "80";
}

// ---- the event

/// "12/Mar/2020:19:03:58 +0000"
std::string log_time(aws::TimeMs time) {
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = time / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%02d/%s/%04d:%02d:%02d:%02d +0000", parts.tm_mday, kMonths[parts.tm_mon],
                parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
  return text.data();
}

void append(json::Value& object, const std::string& name, const std::string& value) {
  if (!object.contains(name)) {
    object[name] = value;
    return;
  }
  object[name] = object[name].get<std::string>() + "," + value;
}

json::Value headers_of(const UrlRequest& given) {
  json::Value headers = json::Value::object();
  for (const auto& [name, value] : given.request.headers) {
    const std::string key = lower(name);
    if (key != "cookie") append(headers, key, value);
  }
  append(headers, "x-forwarded-for", given.request.peer);
  headers["x-forwarded-port"] = port_of(given.request);
  headers["x-forwarded-proto"] = given.request.tls ? "https" : "http";
  headers["x-amzn-trace-id"] = given.trace_id;
  return headers;
}

json::Value cookies_of(const aws::HttpRequest& request) {
  json::Value cookies = json::Value::array();
  for (std::string_view line : request.headers.all("Cookie")) {
    while (!line.empty()) {
      const size_t end = std::min(line.find(';'), line.size());
      const std::string_view cookie = line.substr(0, end);
      const size_t begin = std::min(cookie.find_first_not_of(' '), cookie.size());
      if (begin < cookie.size()) cookies.push_back(std::string(cookie.substr(begin)));
      line.remove_prefix(std::min(end + 1, line.size()));
    }
  }
  return cookies;
}

json::Value parameters_of(const aws::HttpRequest& request) {
  json::Value parameters = json::Value::object();
  for (const aws::QueryParameter& parameter : request.query()) {
    if (json::valid_utf8(parameter.name) && json::valid_utf8(parameter.value))
      append(parameters, parameter.name, parameter.value);
  }
  return parameters;
}

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
  context["time"] = log_time(given.time);
  context["timeEpoch"] = given.time;
  return context;
}

/// Whether a body of that type is handed on as text.
bool is_text(std::string_view content_type) {
  const std::string type = lower(content_type.substr(0, content_type.find(';')));
  return type.starts_with("text/") || type == "application/json" || type == "application/xml" ||
         type == "application/javascript" || type.ends_with("+json") || type.ends_with("+xml");
}

// ---- the answer

bool is_framing(const std::string& name) {
  const std::string key = lower(name);
  return key == "content-length" || key == "transfer-encoding" || key == "connection";
}

/// Nothing that would end a header line early.
bool is_header_text(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos; }

std::string scalar_text(const json::Value& value) {
  return value.is_string() ? value.get<std::string>() : json::write(value);
}

bool read_headers(const json::Value& result, aws::Headers& headers) {
  const json::Value* given = json::find(result, "headers");
  if (!given || given->is_null()) return true;
  if (!given->is_object()) return false;
  for (const auto& [name, value] : given->items()) {
    const std::string text = scalar_text(value);
    if (value.is_structured() || !is_header_text(name) || !is_header_text(text) || name.empty()) return false;
    if (!is_framing(name)) headers.add(name, text);
  }
  return true;
}

bool read_cookies(const json::Value& result, aws::Headers& headers) {
  const json::Value* given = json::find(result, "cookies");
  if (!given || given->is_null()) return true;
  if (!given->is_array()) return false;
  for (const json::Value& cookie : *given) {
    if (!cookie.is_string() || !is_header_text(cookie.get<std::string>())) return false;
    headers.add("Set-Cookie", cookie.get<std::string>());
  }
  return true;
}

std::optional<int> status_of(const json::Value& result) {
  const json::Value* given = json::find(result, "statusCode");
  if (!given || given->is_null()) return 200;
  const auto number = given->is_string()           ? aws::parse_integer(given->get<std::string>())
                      : given->is_number_integer() ? std::optional<int64_t>(given->get<int64_t>())
                                                   : std::nullopt;
  if (!number || *number < 100 || *number > 599) return std::nullopt;
  return static_cast<int>(*number);
}

std::optional<aws::HttpResponse> read_head(const json::Value& result) {
  const auto status = status_of(result);
  aws::HttpResponse response;
  if (!status || !read_headers(result, response.headers) || !read_cookies(result, response.headers))
    return std::nullopt;
  response.status = *status;
  return response;
}

aws::HttpResponse plain_response(std::string body) {
  aws::HttpResponse response;
  response.headers.add("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

aws::HttpResponse full_response(const json::Value& result) {
  auto response = read_head(result);
  if (!response) return url_failure();
  if (!response->headers.has("Content-Type")) response->headers.add("Content-Type", "application/json");
  const json::Value* body = json::find(result, "body");
  if (!body || body->is_null()) return std::move(*response);
  if (!body->is_string()) return url_failure();
  const json::Value* encoded = json::find(result, "isBase64Encoded");
  if (!encoded || *encoded != true) {
    response->body = body->get<std::string>();
    return std::move(*response);
  }
  auto bytes = aws::base64_decode(body->get<std::string>());
  if (!bytes) return url_failure();
  response->body = std::move(*bytes);
  return std::move(*response);
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
  if (json::Value cookies = cookies_of(request); !cookies.empty()) event["cookies"] = std::move(cookies);
  event["headers"] = headers_of(given);
  if (json::Value parameters = parameters_of(request); !parameters.empty())
    event["queryStringParameters"] = std::move(parameters);
  event["requestContext"] = context_of(given);
  if (given.body.empty()) {
    event["isBase64Encoded"] = false;
    return event;
  }
  const bool text = is_text(request.headers.get("Content-Type")) && json::valid_utf8(given.body);
  event["body"] = text ? given.body : aws::base64_encode(given.body);
  event["isBase64Encoded"] = !text;
  return event;
}

aws::HttpResponse url_response(const std::string& result) {
  const auto value = json::parse(result);
  if (!value) return url_failure();
  if (value->is_object() && value->contains("statusCode")) return full_response(*value);
  return plain_response(value->is_string() ? value->get<std::string>() : result);
}

aws::HttpResponse url_failure() {
  aws::HttpResponse response = plain_response("Internal Server Error");
  response.status = 502;
  return response;
}

std::optional<aws::HttpResponse> url_response_head(std::string_view prelude) {
  const auto value = json::parse(prelude);
  if (!value || !value->is_object()) return std::nullopt;
  return read_head(*value);
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
