#include "emulators/apigateway/http/cors.h"

#include <algorithm>

namespace cloudling::apigateway::http {

namespace {

std::string joined(const std::optional<Names>& list) {
  std::string text;
  for (const std::string& item : list.value_or(Names())) text += (text.empty() ? "" : ",") + item;
  return text;
}

void add_list(aws::HttpResponse& response, const char* name, const std::optional<Names>& list) {
  if (const std::string text = joined(list); !text.empty()) response.headers.set(name, text);
}

/// An origin of the list may end or begin with '*': "https://*", "http://*.example.com".
bool matches(std::string_view pattern, std::string_view origin) {
  const size_t star = pattern.find('*');
  if (star == std::string_view::npos) return aws::equals_ignoring_case(pattern, origin);
  const std::string_view before = pattern.substr(0, star);
  const std::string_view after = pattern.substr(star + 1);
  return origin.size() >= before.size() + after.size() && origin.starts_with(before) && origin.ends_with(after);
}

/// What the origin is answered; "" where it may not.
std::string allowed_origin(const Cors& cors, std::string_view origin) {
  const Names origins = cors.allow_origins.value_or(Names());
  if (std::ranges::find(origins, "*") != origins.end()) return "*";
  const auto is_it = [&](const std::string& pattern) { return matches(pattern, origin); };
  return std::ranges::any_of(origins, is_it) ? std::string(origin) : "";
}

/// False where the origin may not.
bool add_origin(const Cors& cors, const aws::HttpRequest& request, aws::HttpResponse& response) {
  const std::string allowed = allowed_origin(cors, request.headers.get("Origin"));
  if (allowed.empty()) return false;
  response.headers.set("Access-Control-Allow-Origin", allowed);
  if (allowed != "*") response.headers.set("Vary", "Origin");
  if (cors.allow_credentials.value_or(false)) response.headers.set("Access-Control-Allow-Credentials", "true");
  return true;
}

}  // namespace

bool is_preflight(const aws::HttpRequest& request) {
  return request.method == "OPTIONS" && request.headers.has("Origin") &&
         request.headers.has("Access-Control-Request-Method");
}

aws::HttpResponse preflight_response(const Cors& cors, const aws::HttpRequest& request) {
  aws::HttpResponse response;
  response.status = 204;
  if (!add_origin(cors, request, response)) return response;
  add_list(response, "Access-Control-Allow-Methods", cors.allow_methods);
  add_list(response, "Access-Control-Allow-Headers", cors.allow_headers);
  add_list(response, "Access-Control-Expose-Headers", cors.expose_headers);
  if (cors.max_age) response.headers.set("Access-Control-Max-Age", std::to_string(*cors.max_age));
  return response;
}

void add_cors_headers(const Cors& cors, const aws::HttpRequest& request, aws::HttpResponse& response) {
  for (const char* name :
       {"Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Allow-Methods",
        "Access-Control-Allow-Headers", "Access-Control-Expose-Headers", "Access-Control-Max-Age"}) {
    response.headers.erase(name);
  }
  if (!request.headers.has("Origin") || !add_origin(cors, request, response)) return;
  add_list(response, "Access-Control-Expose-Headers", cors.expose_headers);
}

}  // namespace cloudling::apigateway::http
