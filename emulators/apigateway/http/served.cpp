#include "emulators/apigateway/http/served.h"

#include <optional>
#include <utility>

namespace cloudling::apigateway::http {

using boost::asio::awaitable;

namespace {

template <class R>
json::Value documents(const std::map<std::string, R>& items) {
  json::Value list = json::Value::array();
  for (const auto& [id, item] : items) list.push_back(rest::document_of(item));
  return list;
}

std::shared_ptr<const ServedApi> load(store::ReadTransaction& tx, const std::string& api_id) {
  store::Rows row = tx.query("SELECT account, region, body FROM rest_items WHERE kind = 'http-api' AND id = ?", api_id);
  if (!row.next()) return nullptr;
  const rest::Scope scope{row.string(0), row.string(1)};
  auto served = std::make_shared<ServedApi>();
  served->api = rest::item_of<Api>(row.string(2));
  for (Stage& stage : rest::list_items<Stage>(tx, scope, api_id)) {
    Deployed deployed = deployed_of(tx, scope, api_id, stage);
    const std::string name = *stage.stage_name;
    served->stages[name] =
        std::make_shared<ServedStage>(ServedStage{scope, served->api, std::move(stage), std::move(deployed)});
  }
  return served;
}

}  // namespace

// ---- what is deployed

Deployed deployed_of(store::ReadTransaction& tx, const rest::Scope& scope, const std::string& api, const Stage& stage) {
  if (stage.auto_deploy.value_or(false)) return Deployed::read(tx, scope, api);
  if (!stage.deployment_id) return {};
  const auto body = rest::find_body(tx, scope, {"http-snapshot", api, *stage.deployment_id});
  return body ? Deployed::of(json::parse(*body).value_or(json::Value::object())) : Deployed{};
}

Deployed Deployed::read(store::ReadTransaction& tx, const rest::Scope& scope, const std::string& api) {
  Deployed deployed;
  deployed.routes = rest::list_items<Route>(tx, scope, api);
  for (Integration& item : rest::list_items<Integration>(tx, scope, api))
    deployed.integrations[*item.integration_id] = item;
  for (Authorizer& item : rest::list_items<Authorizer>(tx, scope, api))
    deployed.authorizers[*item.authorizer_id] = item;
  for (const auto& [id, integration] : deployed.integrations) {
    auto responses = rest::list_items<IntegrationResponse>(tx, scope, api + "/" + id);
    if (!responses.empty()) deployed.integration_responses[id] = std::move(responses);
  }
  for (const Route& route : deployed.routes) {
    for (RouteResponse& response : rest::list_items<RouteResponse>(tx, scope, api + "/" + *route.route_id))
      deployed.route_responses[*route.route_id] = std::move(response);
  }
  for (const Model& model : rest::list_items<Model>(tx, scope, api)) {
    if (auto schema = json::parse(model.schema.value_or(""))) deployed.models[*model.name] = std::move(*schema);
  }
  return deployed;
}

json::Value Deployed::snapshot() const {
  json::Value snapshot = json::Value::object();
  snapshot["routes"] = json::Value::array();
  for (const Route& route : routes) snapshot["routes"].push_back(rest::document_of(route));
  snapshot["integrations"] = documents(integrations);
  snapshot["authorizers"] = documents(authorizers);
  snapshot["integrationResponses"] = json::Value::object();
  for (const auto& [id, responses] : integration_responses) {
    json::Value& list = snapshot["integrationResponses"][id] = json::Value::array();
    for (const IntegrationResponse& response : responses) list.push_back(rest::document_of(response));
  }
  snapshot["routeResponses"] = json::Value::object();
  for (const auto& [id, response] : route_responses) snapshot["routeResponses"][id] = rest::document_of(response);
  snapshot["models"] = json::Value::object();
  for (const auto& [name, schema] : models) snapshot["models"][name] = schema;
  return snapshot;
}

Deployed Deployed::of(const json::Value& snapshot) {
  Deployed deployed;
  for (const json::Value& document : snapshot.at("routes")) deployed.routes.push_back(rest::item_of<Route>(document));
  for (const json::Value& document : snapshot.at("integrations")) {
    auto item = rest::item_of<Integration>(document);
    deployed.integrations[*item.integration_id] = std::move(item);
  }
  for (const json::Value& document : snapshot.at("authorizers")) {
    auto item = rest::item_of<Authorizer>(document);
    deployed.authorizers[*item.authorizer_id] = std::move(item);
  }
  if (const json::Value* all = json::find(snapshot, "integrationResponses")) {
    for (const auto& [id, responses] : all->items()) {
      for (const json::Value& document : responses)
        deployed.integration_responses[id].push_back(rest::item_of<IntegrationResponse>(document));
    }
  }
  if (const json::Value* all = json::find(snapshot, "routeResponses")) {
    for (const auto& [id, document] : all->items())
      deployed.route_responses[id] = rest::item_of<RouteResponse>(document);
  }
  if (const json::Value* all = json::find(snapshot, "models")) {
    for (const auto& [name, schema] : all->items()) deployed.models[name] = schema;
  }
  return deployed;
}

bool admits(TokenBuckets& buckets, const Exchange& exchange, const std::string& route_key) {
  constexpr int64_t kAccountBurst = 5000;
  RouteSettings limits = exchange.stage().default_route_settings.value_or(RouteSettings());
  for (const auto& [key, own] : exchange.stage().route_settings.value_or(std::map<std::string, RouteSettings>())) {
    if (key != route_key) continue;
    if (own.throttling_burst_limit) limits.throttling_burst_limit = own.throttling_burst_limit;
    if (own.throttling_rate_limit) limits.throttling_rate_limit = own.throttling_rate_limit;
  }
  if (!limits.throttling_rate_limit) return true;
  const std::string name = *exchange.api().api_id + "/" + *exchange.stage().stage_name + "/" + route_key;
  const auto burst = static_cast<double>(limits.throttling_burst_limit.value_or(kAccountBurst));
  return buckets.take(name, *limits.throttling_rate_limit, burst, exchange.time);
}

bool is_detailed(const Stage& stage, const std::string& route_key) {
  if (stage.route_settings) {
    const auto own = stage.route_settings->find(route_key);
    if (own != stage.route_settings->end() && own->second.detailed_metrics_enabled)
      return *own->second.detailed_metrics_enabled;
  }
  return stage.default_route_settings && stage.default_route_settings->detailed_metrics_enabled.value_or(false);
}

// ---- what is kept

std::shared_ptr<const ServedStage> ServedApi::stage(const std::string& name) const {
  const auto found = stages.find(name);
  return found == stages.end() ? nullptr : found->second;
}

awaitable<std::shared_ptr<const ServedApi>> ServedApis::find(std::string api_id) {
  uint64_t generation = 0;
  {
    const std::lock_guard lock(mutex_);
    if (epoch_ != store_.epoch()) known_.clear();
    epoch_ = store_.epoch();
    const auto found = known_.find(api_id);
    if (found != known_.end()) co_return found->second;
    generation = generation_;
  }
  auto look = [&](store::ReadTransaction& tx) { return load(tx, api_id); };
  auto loading = store_.read(std::move(look));
  std::shared_ptr<const ServedApi> served = co_await std::move(loading);
  const std::lock_guard lock(mutex_);
  if (served && generation == generation_) known_[api_id] = served;
  co_return served;
}

void ServedApis::forget_after(store::WriteTransaction& tx) {
  tx.after_commit([this] {
    const std::lock_guard lock(mutex_);
    known_.clear();
    ++generation_;
  });
}

}  // namespace cloudling::apigateway::http
