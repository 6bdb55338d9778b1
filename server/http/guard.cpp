#include "server/http/guard.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace cloudling::server {

namespace {

bool is_ipv4(const std::string& host) {
  in_addr parsed{};
  return inet_pton(AF_INET, host.c_str(), &parsed) == 1;
}

bool is_ipv6(const std::string& host) {
  in6_addr parsed{};
  return inet_pton(AF_INET6, host.c_str(), &parsed) == 1;
}

bool is_loopback_address(const std::string& host) {
  return (is_ipv4(host) && host.starts_with("127.")) || host == "::1";
}

/// The name alone, in lower case: no port, no brackets, no dot at the end.
std::string bare_name(std::string_view host) {
  if (host.starts_with('[')) {
    size_t end = host.find(']');
    host = host.substr(1, end == std::string_view::npos ? end : end - 1);
  } else if (std::count(host.begin(), host.end(), ':') == 1) {
    host = host.substr(0, host.find(':'));
  }
  if (host.ends_with('.')) host.remove_suffix(1);
  std::string name(host);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; });
  return name;
}

bool is_or_below(std::string_view name, std::string_view domain) {
  if (!name.ends_with(domain)) return false;
  return name.size() == domain.size() || name[name.size() - domain.size() - 1] == '.';
}

bool matches(std::string_view name, const std::string& pattern) {
  std::string allowed = bare_name(pattern);
  if (allowed == "*") return true;
  if (allowed.starts_with("*.")) return name.size() > allowed.size() - 1 && is_or_below(name, allowed.substr(2));
  return name == allowed;
}

bool named_by_rules(std::string_view name, const HostRules& rules) {
  return std::any_of(rules.allowed.begin(), rules.allowed.end(),
                     [&](const auto& pattern) { return matches(name, pattern); });
}

/// Names that always mean the machine the client runs on; no web page elsewhere can have such an origin.
bool is_local_name(std::string_view name) {
  for (const std::string_view prefix : {"sync-", "stream-", "streaming-"}) {
    if (!name.starts_with(prefix)) continue;
    const std::string rest(name.substr(prefix.size()));
    if (rest == "localhost" || is_ipv4(rest)) return true;
  }
  return is_or_below(name, "localhost") || is_or_below(name, "localhost.localstack.cloud");
}

/// "scheme://host:port" without the scheme; "" for `null` and anything else.
std::string_view origin_authority(std::string_view origin) {
  for (std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme)) return origin.substr(scheme.size());
  }
  return {};
}

bool origin_trusted(std::string_view origin, const aws::HttpRequest& request, const HostRules& rules) {
  std::string_view authority = origin_authority(origin);
  if (authority.empty()) return false;
  if (aws::equals_ignoring_case(authority, request.headers.get("Host"))) return true;
  std::string name = bare_name(authority);
  return is_local_name(name) || is_loopback_address(name) || named_by_rules(name, rules);
}

/// A link, and not to an operation: the query protocol takes those in the URL, DeleteQueue as any other.
bool is_harmless_navigation(const aws::HttpRequest& request) {
  const aws::Query query = request.query();
  const bool action = std::ranges::any_of(query, [](const auto& parameter) { return parameter.name == "Action"; });
  return !action && (request.method == "GET" || request.method == "HEAD") &&
         request.headers.get("Sec-Fetch-Mode") == "navigate" && request.headers.get("Sec-Fetch-Dest") == "document";
}

/// SDKs put this in front of the host for StartSyncExecution and TestState, whatever the endpoint's name is. Not so
/// with the names of the rules: sync-example.org may be somebody else's than example.org.
constexpr std::string_view kSync = "sync-";

}  // namespace

bool host_allowed(std::string_view host, const HostRules& rules) {
  if (host.empty()) return true;
  std::string name = bare_name(host);
  if (named_by_rules(name, rules)) return true;
  if (name.starts_with(kSync)) name.erase(0, kSync.size());
  return is_ipv4(name) || is_ipv6(name) || is_local_name(name) || name == "host.docker.internal" ||
         (is_or_below(name, "amazonaws.com") && name != "amazonaws.com") ||
         (is_or_below(name, "on.aws") && name.find(".lambda-url.") != std::string::npos);
}

bool cross_site(const aws::HttpRequest& request, const HostRules& rules) {
  if (const std::string* origin = request.headers.find("Origin")) return !origin_trusted(*origin, request, rules);
  std::string_view site = request.headers.get("Sec-Fetch-Site");
  if (site != "cross-site") return false;
  return !is_harmless_navigation(request);
}

}  // namespace cloudling::server
