#include "emulators/aws/route.h"

#include <algorithm>

namespace cloudling::aws {

namespace {

bool is_label(std::string_view segment) { return segment.starts_with('{'); }

std::string_view label_name(std::string_view segment) {
  segment.remove_prefix(1);
  segment.remove_suffix(segment.ends_with("+}") ? 2 : 1);
  return segment;
}

bool path_fits(const CatalogueOperation& operation, const std::vector<std::string>& segments) {
  return std::ranges::equal(operation.path, segments, [](std::string_view wanted, const std::string& given) {
    return is_label(wanted) ? !given.empty() : wanted == given;
  });
}

bool has_key(const Query& query, const RequiredKey& key) {
  const QueryParameter* found = find(query, key.name);
  return found && (key.value.empty() || found->value == key.value);
}

bool has_key(const Headers& headers, const RequiredKey& key) {
  const std::string* found = headers.find(key.name);
  return found && found->starts_with(key.value);
}

bool fits(const CatalogueOperation& operation, const HttpRequest& request, const Query& query,
          const std::vector<std::string>& segments) {
  return operation.method == request.method && path_fits(operation, segments) &&
         std::ranges::all_of(operation.query, [&](const RequiredKey& key) { return has_key(query, key); }) &&
         std::ranges::all_of(operation.headers, [&](const RequiredKey& key) { return has_key(request.headers, key); });
}

/// Literal segments weigh more than keys.
size_t demands(const CatalogueOperation& operation) {
  const auto literals =
      std::ranges::count_if(operation.path, [](std::string_view segment) { return !is_label(segment); });
  return static_cast<size_t>(literals) * 16 + operation.query.size() + operation.headers.size();
}

PathLabels labels_of(const CatalogueOperation& operation, const std::vector<std::string>& segments) {
  PathLabels labels;
  for (size_t i = 0; i < segments.size(); ++i) {
    if (is_label(operation.path[i])) labels.emplace_back(label_name(operation.path[i]), segments[i]);
  }
  return labels;
}

}  // namespace

std::vector<std::string> path_segments(std::string_view raw_path) {
  if (raw_path.starts_with('/')) raw_path.remove_prefix(1);
  if (raw_path.ends_with('/')) raw_path.remove_suffix(1);
  std::vector<std::string> segments;
  while (!raw_path.empty()) {
    const size_t end = std::min(raw_path.find('/'), raw_path.size());
    segments.push_back(percent_decode(raw_path.substr(0, end)));
    raw_path.remove_prefix(std::min(end + 1, raw_path.size()));
  }
  return segments;
}

Route find_route(const CatalogueService& service, const HttpRequest& request, const Query& query,
                 const std::vector<std::string>& segments) {
  const CatalogueOperation* best = nullptr;
  for (const CatalogueOperation& operation : service.operations()) {
    if (!fits(operation, request, query, segments)) continue;
    if (!best || demands(operation) > demands(*best)) best = &operation;
  }
  if (!best) return {};
  return {best, labels_of(*best, segments)};
}

}  // namespace cloudling::aws
