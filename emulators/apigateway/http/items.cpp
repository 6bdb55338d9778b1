#include "emulators/apigateway/http/items.h"

#include <algorithm>
#include <array>

#include "emulators/aws/pagination.h"

namespace cloudling::apigateway::http {

namespace {

constexpr int64_t kMaxPage = 500;
constexpr std::array<std::string_view, 5> kMergedByName = {"RequestParameters", "ResponseParameters",
                                                           "RequestTemplates", "ResponseTemplates", "StageVariables"};

const aws::PageTokens& tokens() {
  static const aws::PageTokens tokens("cloudling.apigateway.http");
  return tokens;
}

aws::Error not_found(const Scope& scope, const Place& place) {
  const std::string id = place.kind == "http-api" ? scope.account + ":" + place.id : place.id;
  static const std::map<std::string, std::string> kNouns = {{"http-api", "API"},
                                                            {"http-integration", "Integration"},
                                                            {"http-route", "Route"},
                                                            {"http-stage", "Stage"},
                                                            {"http-deployment", "Deployment"},
                                                            {"http-authorizer", "Authorizer"},
                                                            {"http-model", "Model"},
                                                            {"http-domain", "domain name"},
                                                            {"http-mapping", "API mapping"},
                                                            {"http-vpc-link", "VPC link"},
                                                            {"http-integration-response", "IntegrationResponse"},
                                                            {"http-route-response", "RouteResponse"}};
  return {404, "NotFoundException", "Invalid " + kNouns.at(place.kind) + " identifier specified " + id};
}

}  // namespace

aws::Error bad_request(const std::string& message) { return {400, "BadRequestException", message}; }
aws::Error conflict(const std::string& message) { return {409, "ConflictException", message}; }

void require_parent(store::ReadTransaction& tx, const aws::CallContext& context, const Place& place) {
  if (place.parent.empty()) return;
  Place parent{place.kind == "http-mapping" ? "http-domain" : "http-api", "", place.parent};
  if (const size_t slash = place.parent.find('/'); slash != std::string::npos) {
    const bool of_route = place.kind == RouteResponse::kKind;
    parent = {of_route ? Route::kKind : Integration::kKind, place.parent.substr(0, slash),
              place.parent.substr(slash + 1)};
    require_parent(tx, context, parent);
  }
  if (!rest::find_body(tx, scope_of(context), parent)) throw not_found(scope_of(context), parent);
}

std::string require_body(store::ReadTransaction& tx, const aws::CallContext& context, const Place& place) {
  auto body = rest::find_body(tx, scope_of(context), place);
  if (body) return std::move(*body);
  require_parent(tx, context, place);
  throw not_found(scope_of(context), place);
}

namespace {

void before_delete_deployment(store::WriteTransaction& tx, const Scope& scope, const Place& place) {
  for (const Stage& stage : rest::list_items<Stage>(tx, scope, place.parent)) {
    if (stage.deployment_id == place.id)
      throw bad_request("Active stages pointing to this deployment must be moved or deleted");
  }
  rest::delete_item(tx, scope, {"http-snapshot", place.parent, place.id});
}

bool names_model(const Route& route, const std::string& model) {
  const Texts models = route.request_models.value_or(Texts());
  return !model.empty() && std::ranges::any_of(models, [&](const auto& each) { return each.second == model; });
}

/// An authorizer's or a model's.
std::string name_of(store::ReadTransaction& tx, const Scope& scope, const Place& place) {
  const json::Value item =
      json::parse(rest::find_body(tx, scope, place).value_or("{}")).value_or(json::Value::object());
  return item.value("Name", "");
}

}  // namespace

void before_delete(store::WriteTransaction& tx, const Scope& scope, const Place& place) {
  if (place.kind == Api::kKind) {
    for (const char* kind : {Integration::kKind, Route::kKind}) {
      for (const rest::StoredItem& item : rest::list_bodies(tx, scope, kind, place.id))
        rest::delete_children(tx, scope, place.id + "/" + item.id);
    }
  }
  if (place.kind == Api::kKind || place.kind == DomainName::kKind) rest::delete_children(tx, scope, place.id);
  if (place.kind == Integration::kKind || place.kind == Route::kKind)
    rest::delete_children(tx, scope, place.parent + "/" + place.id);
  if (place.kind == Deployment::kKind) before_delete_deployment(tx, scope, place);
  const std::string name = name_of(tx, scope, place);
  const std::string model = place.kind == Model::kKind ? name : "";
  for (const Route& route : rest::list_items<Route>(tx, scope, place.parent)) {
    const bool integrated = place.kind == "http-integration" && route.target == "integrations/" + place.id;
    const bool authorized = place.kind == "http-authorizer" && route.authorizer_id == place.id;
    if (integrated)
      throw conflict("Cannot delete Integration '" + place.id + "' due to reference in Route '" +
                     route.route_id.value_or("") + "'");
    if (authorized || names_model(route, model))
      throw conflict("Cannot delete " + std::string(authorized ? "authorizer '" : "model '") + name +
                     "', is referenced in route: " + route.route_key.value_or(""));
  }
}

void HttpApis::changed(store::WriteTransaction& tx, const Scope& scope, const Place& place) {
  constexpr std::array<std::string_view, 7> kDeployed = {
      Api::kKind,           Integration::kKind, Route::kKind, IntegrationResponse::kKind,
      RouteResponse::kKind, Authorizer::kKind,  Model::kKind};
  served_.forget_after(tx);
  if (place.kind == DomainName::kKind || place.kind == ApiMapping::kKind) parts_.domains.forget_after(tx);
  if (std::ranges::find(kDeployed, place.kind) == kDeployed.end()) return;
  redeploy(tx, scope, place.parent.empty() ? place.id : place.parent.substr(0, place.parent.find('/')));
}

void merge(json::Value& document, const json::Value& change) {
  for (const auto& [name, value] : change.items()) {
    const bool by_name = std::ranges::find(kMergedByName, name) != kMergedByName.end();
    if (by_name && document.contains(name) && value.is_object()) {
      merge(document[name], value);
      if (document[name].empty()) document.erase(name);
    } else if (value.is_string() && value.get_ref<const std::string&>().empty()) {
      document.erase(name);
    } else {
      document[name] = value;
    }
  }
}

PageStart page_start(const aws::CallContext& context, const std::string& binding,
                     const std::optional<std::string>& max_results, const std::optional<std::string>& token) {
  PageStart start;
  if (max_results) {
    const auto asked = aws::parse_integer(*max_results);
    if (!asked || *asked < 1) throw bad_request("Invalid value for maxResults");
    start.limit = std::min(*asked, kMaxPage);
  }
  if (!token || token->empty()) return start;
  const auto after = tokens().open(aws::page_binding(context, "list", {binding}), *token);
  if (!after) throw bad_request("Invalid nextToken");
  start.after = *after;
  return start;
}

std::string next_token(const aws::CallContext& context, const std::string& binding, const std::string& last) {
  return tokens().seal(aws::page_binding(context, "list", {binding}), last);
}

const std::string& id_of(const Integration& item) { return *item.integration_id; }
const std::string& id_of(const Route& item) { return *item.route_id; }
const std::string& id_of(const Stage& item) { return *item.stage_name; }
const std::string& id_of(const Authorizer& item) { return *item.authorizer_id; }
const std::string& id_of(const Model& item) { return *item.model_id; }
const std::string& id_of(const DomainName& item) { return *item.domain_name; }
const std::string& id_of(const ApiMapping& item) { return *item.api_mapping_id; }
const std::string& id_of(const VpcLink& item) { return *item.vpc_link_id; }
const std::string& id_of(const IntegrationResponse& item) { return *item.integration_response_id; }
const std::string& id_of(const RouteResponse& item) { return *item.route_response_id; }

}  // namespace cloudling::apigateway::http
