#include "emulators/apigateway/http/items.h"
#include "emulators/apigateway/rest/model_template.h"

namespace cloudling::apigateway::http {

namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr size_t kApiId = 10;
constexpr size_t kShortId = 7;

constexpr const char* kIndex = "CREATE INDEX rest_items_http_apis ON rest_items (id) WHERE kind = 'http-api';";

/// Under the name and the port by which the caller reached this server.
std::string endpoint_of(const aws::CallContext& context, const Api& api) {
  const size_t colon = context.host.rfind(':');
  const std::string port = context.host.empty()         ? ":4566"
                           : colon == std::string::npos ? ""
                                                        : context.host.substr(colon);
  const bool field_name = context.host.find("localhost.localstack.cloud") != std::string::npos;
  const std::string scheme = api.protocol_type == "WEBSOCKET" ? "ws" : "http";
  return scheme + (context.tls ? "s" : "") + "://" + *api.api_id + ".execute-api." + context.region +
         (field_name ? ".localhost.localstack.cloud" : ".localhost") + port;
}

bool is_function_target(const std::string& target) { return target.find(":lambda:") != std::string::npos; }

void check_web_socket_api(const Api& api) {
  if (!api.route_selection_expression)
    throw bad_request("RouteSelectionExpression is a required parameter for WebSocket APIs");
  if (api.cors_configuration) throw bad_request("CorsConfiguration is not supported for WebSocket APIs");
  if (api.target || api.route_key) throw bad_request("Quick create is not supported for WebSocket APIs");
}

/// The integration of a quick create: a function, or a URL.
Integration quick_integration(const CreatedTop<Api>& input) {
  Integration integration;
  const bool function = is_function_target(*input.target);
  integration.integration_type = function ? "AWS_PROXY" : "HTTP_PROXY";
  integration.integration_uri = input.target;
  integration.credentials_arn = input.credentials_arn;
  integration.payload_format_version = function ? "2.0" : "1.0";
  if (!function) integration.integration_method = "ANY";
  return integration;
}

}  // namespace

std::vector<store::Migration> migrations() { return {{.service = "apigateway-http", .number = 1, .sql = kIndex}}; }

std::string HttpApis::new_id(size_t length) { return parts_.ids.letters(length, kLetters); }

Api HttpApis::create_api(const aws::CallContext& context, store::WriteTransaction& tx, const CreatedTop<Api>& input) {
  const bool web_socket = *input.protocol_type == "WEBSOCKET";
  if (web_socket) check_web_socket_api(input);
  Api api = input;
  api.api_id = new_id(kApiId);
  api.created_date = now();
  api.route_key.reset();
  api.target.reset();
  api.credentials_arn.reset();
  if (!api.api_key_selection_expression) api.api_key_selection_expression = "$request.header.x-api-key";
  if (!api.route_selection_expression) api.route_selection_expression = "$request.method $request.path";
  if (!web_socket && *api.route_selection_expression != "$request.method $request.path" &&
      *api.route_selection_expression != "${request.method} ${request.path}")
    throw bad_request("RouteSelectionExpression must be '${request.method} ${request.path}' for HTTP protocol type.");
  if (!api.disable_execute_api_endpoint) api.disable_execute_api_endpoint = false;
  if (web_socket && !api.disable_schema_validation) api.disable_schema_validation = false;
  if (!api.ip_address_type) api.ip_address_type = "ipv4";
  rest::put_item(tx, scope_of(context), "", *api.api_id, api);
  if (input.target) {
    CreatedInApi<Integration> integration;
    static_cast<Integration&>(integration) = quick_integration(input);
    integration.api_gateway_managed = true;
    integration.parent = *api.api_id;
    const Integration made = create(context, tx, integration);
    CreatedInApi<Route> route;
    route.parent = *api.api_id;
    route.api_gateway_managed = true;
    route.route_key = input.route_key.value_or("$default");
    route.target = "integrations/" + *made.integration_id;
    create(context, tx, route);
    CreatedInApi<Stage> stage;
    stage.parent = *api.api_id;
    stage.api_gateway_managed = true;
    stage.stage_name = "$default";
    stage.auto_deploy = true;
    create(context, tx, stage);
  }
  api.api_endpoint = endpoint_of(context, api);
  return api;
}

Api HttpApis::get_api(const aws::CallContext& context, store::ReadTransaction& tx, const ApiKey& key) {
  Api api = get(context, tx, key);
  api.api_endpoint = endpoint_of(context, api);
  return api;
}

Page<Api> HttpApis::get_apis(const aws::CallContext& context, store::ReadTransaction& tx,
                             const ListedInAccount<Api>& input) {
  Page<Api> page = list(context, tx, input);
  for (Api& api : page.items) api.api_endpoint = endpoint_of(context, api);
  return page;
}

Api HttpApis::update_api(const aws::CallContext& context, store::WriteTransaction& tx,
                         const UpdatedTop<Api, "ApiId", "apiId">& input) {
  Api api = update(context, tx, input);
  api.api_endpoint = endpoint_of(context, api);
  return api;
}

aws::Nothing HttpApis::delete_cors(const aws::CallContext& context, store::WriteTransaction& tx, const ApiKey& key) {
  Api api = get(context, tx, key);
  api.cors_configuration.reset();
  rest::put_item(tx, scope_of(context), "", key.id, api);
  changed(tx, scope_of(context), key.place());
  return {};
}

// ---- stages and deployments

aws::Nothing HttpApis::delete_access_log_settings(const aws::CallContext& context, store::WriteTransaction& tx,
                                                  const StageKey& key) {
  Stage stage = get(context, tx, key);
  stage.access_log_settings.reset();
  rest::put_item(tx, scope_of(context), key.parent, key.id, stage);
  served_.forget_after(tx);
  return {};
}

aws::Nothing HttpApis::delete_route_settings(const aws::CallContext& context, store::WriteTransaction& tx,
                                             const RouteSettingsKey& key) {
  Stage stage = get(context, tx, StageKey{key.api_id, key.stage_name});
  if (!stage.route_settings || stage.route_settings->erase(key.route_key) == 0)
    throw aws::Error(404, "NotFoundException", "Unable to find Route settings for " + key.route_key);
  rest::put_item(tx, scope_of(context), key.api_id, key.stage_name, stage);
  served_.forget_after(tx);
  return {};
}

aws::Nothing HttpApis::delete_route_parameter(const aws::CallContext& context, store::WriteTransaction& tx,
                                              const RouteParameterKey& key) {
  Route route = get(context, tx, RouteKey{key.api_id, key.route_id});
  if (!route.request_parameters || route.request_parameters->erase(key.request_parameter_key) == 0)
    throw aws::Error(404, "NotFoundException", "Unable to find request parameter " + key.request_parameter_key);
  rest::put_item(tx, scope_of(context), key.api_id, key.route_id, route);
  changed(tx, scope_of(context), {Route::kKind, key.api_id, key.route_id});
  return {};
}

ModelTemplate HttpApis::get_model_template(const aws::CallContext& context, store::ReadTransaction& tx,
                                           const ModelKey& key) {
  const Model model = get(context, tx, key);
  return {rest::model_template(json::parse(model.schema.value_or("{}")).value_or(json::Value::object()))};
}

aws::Nothing HttpApis::reset_authorizers_cache(const aws::CallContext& context, store::ReadTransaction& tx,
                                               const StageKey& key) {
  get(context, tx, key);
  decisions_.forget(key.parent + "/");
  return {};
}

/// What is there now, kept for stages that name it.
Deployment HttpApis::deploy(store::WriteTransaction& tx, const Scope& scope, const std::string& api, bool automatic,
                            const std::optional<std::string>& description) {
  Deployment deployment;
  deployment.deployment_id = new_id(kShortId);
  deployment.auto_deployed = automatic;
  deployment.created_date = now();
  deployment.deployment_status = "DEPLOYED";
  deployment.description = description;
  rest::put_item(tx, scope, api, *deployment.deployment_id, deployment);
  const std::string snapshot = json::write(Deployed::read(tx, scope, api).snapshot());
  rest::put_body(tx, scope, {"http-snapshot", api, *deployment.deployment_id}, snapshot);
  return deployment;
}

/// The automatic deployment of a stage. One that no stage names any more keeps no snapshot.
void HttpApis::deploy_to(store::WriteTransaction& tx, const Scope& scope, const std::string& api, Stage& stage) {
  if (rest::list_bodies(tx, scope, Route::kKind, api, "", 1).empty()) {
    stage.last_deployment_status_message =
        "Deployment attempt failed: Unable to deploy API because no routes exist in this API";
    return;
  }
  const std::string before = stage.deployment_id.value_or("");
  stage.deployment_id =
      deploy(tx, scope, api, true, "Automatic deployment triggered by changes to the Api configuration").deployment_id;
  stage.last_deployment_status_message =
      "Successfully deployed stage with deployment ID '" + *stage.deployment_id + "'";
  const auto known = rest::find_item<Deployment>(tx, scope, api, before);
  if (!known || !known->auto_deployed.value_or(false)) return;
  for (const Stage& other : rest::list_items<Stage>(tx, scope, api)) {
    if (other.stage_name != stage.stage_name && other.deployment_id == before) return;
  }
  rest::delete_item(tx, scope, {"http-snapshot", api, before});
}

void HttpApis::redeploy(store::WriteTransaction& tx, const Scope& scope, const std::string& api) {
  for (Stage& stage : rest::list_items<Stage>(tx, scope, api)) {
    if (!stage.auto_deploy.value_or(false)) continue;
    deploy_to(tx, scope, api, stage);
    stage.last_updated_date = now();
    rest::put_item(tx, scope, api, *stage.stage_name, stage);
  }
}

Deployment HttpApis::create_deployment(const aws::CallContext& context, store::WriteTransaction& tx,
                                       const CreatedInApi<Deployment>& input) {
  const Scope scope = scope_of(context);
  require_parent(tx, context, {Deployment::kKind, input.parent, ""});
  if (rest::list_bodies(tx, scope, Route::kKind, input.parent, "", 1).empty())
    throw bad_request("At least one route is required before deploying the Api.");
  std::optional<Stage> stage;
  if (input.stage_name) {
    stage = get(context, tx, StageKey{input.parent, *input.stage_name});
    if (stage->auto_deploy.value_or(false))
      throw bad_request("Deployment ID cannot be set on stage '" + *input.stage_name +
                        "' because AutoDeploy is enabled");
  }
  Deployment deployment = deploy(tx, scope, input.parent, false, input.description);
  if (!stage) return deployment;
  stage->deployment_id = deployment.deployment_id;
  stage->last_updated_date = now();
  rest::put_item(tx, scope, input.parent, *stage->stage_name, *stage);
  served_.forget_after(tx);
  return deployment;
}

}  // namespace cloudling::apigateway::http
