#include "emulators/apigateway/http/router.h"

#include <algorithm>
#include <array>

#include "emulators/aws/http.h"

namespace cloudling::apigateway::http {

namespace {

constexpr std::array<std::string_view, 8> kMethods = {"ANY",   "GET",    "POST", "PUT",
                                                      "PATCH", "DELETE", "HEAD", "OPTIONS"};

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  path.remove_prefix(1);
  for (;;) {
    const size_t end = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, end));
    if (end == path.size()) return segments;
    path.remove_prefix(end + 1);
  }
}

bool is_variable(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}
bool is_greedy(std::string_view segment) { return is_variable(segment) && segment.ends_with("+}"); }

/// How much a match says: a letter a segment, the smaller the better, then whether the method is named.
struct Candidate {
  RouteMatch match;
  std::string rank;
};

std::optional<Candidate> match_path(const std::string& route_path, std::string_view path) {
  const auto pattern = segments_of(route_path);
  const auto given = segments_of(path);
  Candidate candidate;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const std::string_view segment = pattern[i];
    if (is_greedy(segment)) {
      if (i >= given.size()) return std::nullopt;
      const auto offset = static_cast<size_t>(given[i].data() - path.data());
      if (offset == path.size()) return std::nullopt;
      const std::string name(segment.substr(1, segment.size() - 3));
      candidate.match.path_parameters[name] = aws::percent_decode(path.substr(offset));
      candidate.rank += 'c';
      return candidate;
    }
    if (i >= given.size()) return std::nullopt;
    if (is_variable(segment)) {
      if (given[i].empty()) return std::nullopt;
      candidate.match.path_parameters[std::string(segment.substr(1, segment.size() - 2))] =
          aws::percent_decode(given[i]);
      candidate.rank += 'b';
    } else if (aws::percent_decode(given[i]) == segment) {
      candidate.rank += 'a';
    } else {
      return std::nullopt;
    }
  }
  if (pattern.size() != given.size()) return std::nullopt;
  return candidate;
}

std::optional<Candidate> match(const Route& route, std::string_view method, std::string_view path) {
  const std::string key = route.route_key.value_or("");
  if (key == "$default") return Candidate{.match = {}, .rank = "z"};
  const size_t space = key.find(' ');
  if (space == std::string::npos || key.substr(space + 1, 1) != "/") return std::nullopt;
  const std::string_view wanted = std::string_view(key).substr(0, space);
  if (wanted != "ANY" && wanted != method) return std::nullopt;
  auto candidate = match_path(key.substr(space + 1), path);
  if (candidate) candidate->rank += wanted == "ANY" ? '2' : '1';
  return candidate;
}

}  // namespace

std::optional<RouteMatch> find_route(const std::vector<Route>& routes, std::string_view method, std::string_view path) {
  std::optional<Candidate> best;
  for (const Route& route : routes) {
    auto candidate = match(route, method, path);
    if (!candidate || (best && best->rank <= candidate->rank)) continue;
    best = std::move(candidate);
    best->match.route = &route;
  }
  if (!best) return std::nullopt;
  return std::move(best->match);
}

bool is_route_key(std::string_view key) {
  if (key == "$default") return true;
  const size_t space = key.find(' ');
  if (space == std::string_view::npos || std::ranges::find(kMethods, key.substr(0, space)) == kMethods.end())
    return false;
  const std::string_view path = key.substr(space + 1);
  if (!path.starts_with('/') || path.find_first_of(" ?#") != std::string_view::npos) return false;
  const auto segments = segments_of(path);
  for (size_t i = 0; i < segments.size(); ++i) {
    const bool has_brace = segments[i].find_first_of("{}") != std::string_view::npos;
    if (has_brace && !is_variable(segments[i])) return false;
    if (is_greedy(segments[i]) && i + 1 != segments.size()) return false;
  }
  return true;
}

}  // namespace cloudling::apigateway::http
