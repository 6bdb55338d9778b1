#pragma once

// What keeps web pages away from a server on the user's own machine. Pure functions over a request.
//
// DNS rebinding: a page of evil.example makes its own name resolve to 127.0.0.1 and then is same-origin with this
// server; but its requests carry `Host: evil.example`. So only names that cannot be somebody else's are answered.
//
// Cross-site requests: any page may send "simple" requests (forms, images, text/plain posts) anywhere without asking;
// browsers say so in Origin and Sec-Fetch-Site. No SDK or command line sends these.

#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/http.h"

namespace cloudling::server {

struct HostRules {
  /// Further names, from --allowed-host: exact ("cloudling"), "*.example.test" for all below, or "*" for any.
  std::vector<std::string> allowed;
};

/// Whether a request for this Host (with or without port; IPv6 with or without brackets) is answered:
/// IP addresses (they cannot be rebound), localhost and all below, localhost.localstack.cloud and all below,
/// host.docker.internal, localhost and IPv4 addresses behind the prefixes that SDKs put before an endpoint's host
/// (`sync-`, `stream-`, `streaming-`), *.amazonaws.com and *.lambda-url.*.on.aws (reached where a client resolves AWS's
/// own names to us), and the rules' own. Without a Host (HTTP/1.0) no browser asks, so it is answered.
bool host_allowed(std::string_view host, const HostRules& rules);

/// Whether a page of another site sent this request: its Origin is neither this server, nor a loopback name or address,
/// nor allowed by the rules; or the browser calls it cross-site and gives no Origin. A click on a link (a top-level
/// navigation with GET) does not count, but for one with an Action. False for requests that carry neither header.
bool cross_site(const aws::HttpRequest& request, const HostRules& rules);

}  // namespace cloudling::server
