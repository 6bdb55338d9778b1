#include "emulators/apigateway/rest/lookup.h"

#include "emulators/aws/pagination.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr int64_t kMaxPage = 500;

const aws::PageTokens& tokens() {
  static const aws::PageTokens tokens("cloudling.apigateway.rest");
  return tokens;
}

std::string parent_kind(const std::string& kind) {
  if (kind == "usage-plan-key") return "usage-plan";
  return kind == "mapping" ? "domain" : "api";
}

}  // namespace

void require_parent(store::ReadTransaction& tx, const aws::CallContext& context, const Place& place) {
  if (place.parent.empty()) return;
  const Place parent{parent_kind(place.kind), "", place.parent};
  if (!find_body(tx, scope_of(context), parent)) throw no_item(scope_of(context), parent);
}

std::string require_body(store::ReadTransaction& tx, const aws::CallContext& context, const Place& place) {
  auto body = find_body(tx, scope_of(context), place);
  if (body) return std::move(*body);
  require_parent(tx, context, place);
  throw no_item(scope_of(context), place);
}

PageStart page_start(const aws::CallContext& context, const std::string& binding,
                     const std::optional<std::string>& position, const std::optional<int64_t>& limit) {
  PageStart start;
  if (limit) start.limit = std::clamp<int64_t>(*limit, 1, kMaxPage);
  if (!position || position->empty()) return start;
  const auto after = tokens().open(aws::page_binding(context, "list", {binding}), *position);
  if (!after) throw bad_request("Invalid position parameter");
  start.after = *after;
  return start;
}

std::string next_position(const aws::CallContext& context, const std::string& binding, const std::string& last) {
  return tokens().seal(aws::page_binding(context, "list", {binding}), last);
}

}  // namespace cloudling::apigateway::rest
