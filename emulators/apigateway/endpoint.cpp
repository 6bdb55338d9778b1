#include "emulators/apigateway/endpoint.h"

#include <algorithm>
#include <array>
#include <utility>

#include "asl/json/json.h"

namespace cloudling::apigateway {

namespace {

using boost::asio::awaitable;

constexpr std::string_view kUserRequest = "_user_request_";
constexpr std::array<std::string_view, 3> kSuffixes = {".localhost.localstack.cloud", ".localhost", ".amazonaws.com"};

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; });
  return lowered;
}

/// Takes the first segment off a path that begins with '/'.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

std::string or_root(std::string_view path) { return path.empty() ? "/" : std::string(path); }

std::optional<std::string> api_of_host(std::string_view host) {
  const std::string name = lower(host);
  for (const std::string_view suffix : kSuffixes) {
    if (!name.ends_with(suffix)) continue;
    const std::string_view front = std::string_view(name).substr(0, name.size() - suffix.size());
    const size_t dot = front.find('.');
    if (dot == 0 || dot == std::string_view::npos) return std::nullopt;
    const std::string_view rest = front.substr(dot + 1);
    const bool names_region = rest.starts_with("execute-api.") && rest.find('.', 12) == std::string_view::npos;
    if (rest != "execute-api" && !names_region) return std::nullopt;
    return std::string(front.substr(0, dot));
  }
  return std::nullopt;
}

aws::HttpRequest preflight_of(const ApiRequest& request) {
  aws::HttpRequest preflight;
  preflight.method = "OPTIONS";
  preflight.target = request.http.target;
  preflight.peer = request.http.peer;
  preflight.tls = request.http.tls;
  preflight.headers.add("Host", std::string(request.http.headers.get("Host")));
  preflight.headers.add("Origin", std::string(request.http.headers.get("Origin")));
  preflight.headers.add("Access-Control-Request-Method", request.http.method);
  return preflight;
}

}  // namespace

aws::HttpResponse api_error(int status, std::string_view type, std::string_view message) {
  json::Value body = json::Value::object();
  body["message"] = std::string(message);
  aws::HttpResponse response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  if (!type.empty()) response.headers.add("x-amzn-ErrorType", std::string(type));
  response.body = json::write(body);
  return response;
}

std::optional<ApiRequest> find_api(const aws::HttpRequest& request, CustomDomains& domains) {
  ApiRequest found;
  if (domains.has(request.host())) {
    const std::string_view path = request.raw_path();
    const auto mapped = domains.find(request.host(), path);
    found.base_path = mapped ? mapped->base_path : "";
    found.path = or_root(path.substr(found.base_path->size()));
    if (mapped) found.api_id = mapped->api_id;
    if (mapped) found.stage = mapped->stage;
    return found;
  }
  if (const auto api = api_of_host(request.host())) {
    found.api_id = *api;
    found.path = or_root(request.raw_path());
    return found;
  }
  std::string_view path = request.raw_path();
  if (path.starts_with("/_aws/execute-api/")) {
    path.remove_prefix(std::string_view("/_aws/execute-api").size());
    found.api_id = std::string(take_segment(path));
    found.path = or_root(path);
    return found;
  }
  if (!path.starts_with("/restapis/")) return std::nullopt;
  path.remove_prefix(std::string_view("/restapis").size());
  found.api_id = std::string(take_segment(path));
  if (path.empty()) return std::nullopt;
  found.stage = aws::percent_decode(take_segment(path));
  if (path.empty() || take_segment(path) != kUserRequest) return std::nullopt;
  found.path = or_root(path);
  return found;
}

awaitable<aws::HttpResponse> Endpoint::handle(aws::HttpRequest request, RequestOrigin origin) {
  ApiRequest meant = *find_api(request, domains_);
  meant.http = std::move(request);
  meant.origin = origin;
  const bool preflight = meant.http.method == "OPTIONS" && meant.http.headers.has("Access-Control-Request-Method");
  if (origin == RequestOrigin::kOtherSite && !preflight) {
    auto asking = lets_in(meant);
    const bool welcome = co_await std::move(asking);
    if (!welcome) co_return api_error(403, "ForbiddenException", "Forbidden");
  }
  auto answering = answer(std::move(meant));
  auto response = co_await std::move(answering);
  co_return response;
}

awaitable<aws::HttpResponse> Endpoint::answer(ApiRequest request) {
  for (ApiKind* kind : kinds_) {
    auto answering = kind->answer(request);
    auto response = co_await std::move(answering);
    if (response) co_return std::move(*response);
  }
  auto refusal = api_error(403, "ForbiddenException", "Forbidden");
  refusal.headers.add("x-amzn-RequestId", ids_.uuid());
  co_return refusal;
}

/// As a browser would find out before it sends anything but the simplest requests.
awaitable<bool> Endpoint::lets_in(const ApiRequest& request) {
  const std::string origin(request.http.headers.get("Origin"));
  ApiRequest asked{.http = preflight_of(request),
                   .api_id = request.api_id,
                   .stage = request.stage,
                   .path = request.path,
                   .base_path = request.base_path,
                   .origin = request.origin};
  auto answering = answer(std::move(asked));
  const aws::HttpResponse preflight = co_await std::move(answering);
  const std::string_view allowed = preflight.headers.get("Access-Control-Allow-Origin");
  co_return preflight.status < 300 && !origin.empty() && (allowed == "*" || allowed == origin);
}

}  // namespace cloudling::apigateway
