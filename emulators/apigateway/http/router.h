#pragma once

// Which route of an HTTP API a request takes (API Gateway Developer Guide, "Routing API requests"): the one that says
// most of the path, then the one that names the method, then $default. Pure functions.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/apigateway/http/shapes.h"

namespace cloudling::apigateway::http {

struct RouteMatch {
  const Route* route = nullptr;
  std::map<std::string, std::string> path_parameters;  ///< decoded
};

/// `path` is still percent-encoded.
std::optional<RouteMatch> find_route(const std::vector<Route>& routes, std::string_view method, std::string_view path);

/// Whether it is "$default" or "METHOD /path", with variables that are whole segments, a greedy one last.
bool is_route_key(std::string_view key);

}  // namespace cloudling::apigateway::http
