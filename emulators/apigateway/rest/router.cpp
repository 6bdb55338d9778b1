#include "emulators/apigateway/rest/router.h"

#include <algorithm>

#include "emulators/aws/http.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr size_t kMaxSegments = 256;

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty() && segments.size() < kMaxSegments) {
    if (path.starts_with('/')) path.remove_prefix(1);
    const size_t end = std::min(path.find('/'), path.size());
    if (end > 0) segments.push_back(aws::percent_decode(path.substr(0, end)));
    path.remove_prefix(end);
  }
  return segments;
}

std::string joined(const std::vector<std::string>& segments, size_t from) {
  std::string text;
  for (size_t i = from; i < segments.size(); ++i) text += (i > from ? "/" : "") + segments[i];
  return text;
}

bool is_variable(const std::string& part) { return part.starts_with('{') && part.ends_with('}'); }
bool is_greedy(const std::string& part) { return part.ends_with("+}"); }

}  // namespace

Router::Router(const std::vector<Resource>& resources) {
  for (const Resource& resource : resources) {
    if (!resource.resource_methods || resource.resource_methods->empty()) continue;
    Node* node = &root_;
    for (const std::string& segment : segments_of(resource.path)) node = &node->children[segment];
    node->resource = &resource;
  }
}

RouteMatch Router::find(std::string_view raw_path, const std::string& method) const {
  RouteMatch match;
  if (!descend(root_, segments_of(raw_path), 0, match)) return {};
  const auto& methods = match.resource->resource_methods;
  if (!methods) return match;
  for (const std::string& name : {method, std::string("ANY")}) {
    const auto found = methods->find(name);
    if (found == methods->end()) continue;
    match.method = &found->second;
    return match;
  }
  return match;
}

bool Router::descend(const Node& node, const std::vector<std::string>& segments, size_t at, RouteMatch& match) {
  if (at == segments.size()) {
    if (!node.resource) return false;
    match.resource = node.resource;
    return true;
  }
  const auto literal = node.children.find(segments[at]);
  if (literal != node.children.end() && !is_variable(literal->first) &&
      descend(literal->second, segments, at + 1, match))
    return true;
  for (const bool greedy : {false, true}) {
    for (const auto& [part, child] : node.children) {
      if (!is_variable(part) || is_greedy(part) != greedy) continue;
      const std::string name = part.substr(1, part.size() - (greedy ? 3 : 2));
      if (greedy && child.resource) {
        match.resource = child.resource;
        match.parameters[name] = joined(segments, at);
        return true;
      }
      if (greedy || !descend(child, segments, at + 1, match)) continue;
      match.parameters[name] = segments[at];
      return true;
    }
  }
  return false;
}

}  // namespace cloudling::apigateway::rest
