// What items become when they are made.

#include <algorithm>
#include <array>

#include "emulators/apigateway/http/first_class.h"
#include "emulators/apigateway/http/items.h"

namespace cloudling::apigateway::http {

namespace {

constexpr size_t kShortId = 7;
constexpr size_t kItemId = 6;
constexpr int64_t kTimeoutMs = 30'000;

void check_stage_name(const std::string& name) {
  if (name == "$default") return;
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  if (!std::ranges::all_of(name, plain))
    throw bad_request("Stage name only allows alphanumeric characters, hyphens, underscores, or $default");
}

}  // namespace

void HttpApis::prepare(store::WriteTransaction&, const aws::CallContext&, const std::string&, Integration& item) {
  item.integration_id = new_id(kShortId);
  const std::string& type = *item.integration_type;
  if (type != "AWS_PROXY" && type != "HTTP_PROXY")
    throw bad_request("HTTP APIs support integrations of type AWS_PROXY and HTTP_PROXY only");
  if (item.integration_subtype)
    check_first_class(item);
  else if (!item.integration_uri)
    throw bad_request("Integration URI must be specified");
  if (type == "AWS_PROXY" && !item.payload_format_version)
    throw bad_request("PayloadFormatVersion is a required parameter for AWS_PROXY integrations");
  if (!item.payload_format_version) item.payload_format_version = "1.0";
  if (*item.payload_format_version != "1.0" && *item.payload_format_version != "2.0")
    throw bad_request("Invalid PayloadFormatVersion " + *item.payload_format_version);
  if (type == "HTTP_PROXY" && !item.integration_method)
    throw bad_request("HttpMethod must be specified for HTTP_PROXY integrations");
  if (type == "AWS_PROXY" && !item.integration_subtype && !item.integration_method) item.integration_method = "POST";
  if (!item.connection_type) item.connection_type = "INTERNET";
  if (!item.timeout_in_millis) item.timeout_in_millis = kTimeoutMs;
}

void HttpApis::prepare(store::WriteTransaction&, const aws::CallContext&, const std::string&, Route& item) {
  item.route_id = new_id(kShortId);
  if (!item.api_key_required) item.api_key_required = false;
  if (!item.authorization_type) item.authorization_type = "NONE";
}

void check(store::ReadTransaction& tx, const aws::CallContext& context, const std::string& parent, const Route& route) {
  const Scope scope = scope_of(context);
  if (!is_route_key(*route.route_key))
    throw bad_request(
        "The provided route key is not formatted properly for HTTP protocol. Format should be \"<HTTP METHOD> "
        "/<RESOURCE PATH>\" or \"$default\"");
  for (const Route& other : rest::list_items<Route>(tx, scope, parent)) {
    if (other.route_id != route.route_id && other.route_key == route.route_key)
      throw conflict("Route with key " + *route.route_key + " already exists for this API");
  }
  constexpr std::string_view kPrefix = "integrations/";
  if (route.target) {
    const bool well_formed = route.target->starts_with(kPrefix);
    if (!well_formed || !rest::find_body(tx, scope, {Integration::kKind, parent, route.target->substr(kPrefix.size())}))
      throw bad_request("Invalid target " + *route.target);
  }
  const std::string type = route.authorization_type.value_or("NONE");
  const bool needs_authorizer = type == "JWT" || type == "CUSTOM";
  if (!needs_authorizer) return;
  if (!rest::find_body(tx, scope, {Authorizer::kKind, parent, route.authorizer_id.value_or("")}))
    throw bad_request("Authorizer of type " + type + " requires a valid AuthorizerId");
}

void HttpApis::prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string& parent,
                       Stage& item) {
  const Scope scope = scope_of(context);
  check_stage_name(*item.stage_name);
  if (rest::find_body(tx, scope, {Stage::kKind, parent, *item.stage_name})) throw conflict("Stage already exists");
  item.created_date = now();
  item.last_updated_date = now();
  if (!item.auto_deploy) item.auto_deploy = false;
  if (!item.default_route_settings) item.default_route_settings.emplace();
  if (!item.default_route_settings->detailed_metrics_enabled)
    item.default_route_settings->detailed_metrics_enabled = false;
  if (!item.route_settings) item.route_settings.emplace();
  if (!item.stage_variables) item.stage_variables.emplace();
  if (!item.tags) item.tags.emplace();
  if (item.deployment_id && !rest::find_body(tx, scope, {Deployment::kKind, parent, *item.deployment_id}))
    throw bad_request("Invalid deployment identifier specified " + *item.deployment_id);
  if (*item.auto_deploy) {
    item.deployment_id =
        deploy(tx, scope, parent, true, "Automatic deployment triggered by changes to the Api configuration")
            .deployment_id;
    item.last_deployment_status_message =
        "Successfully deployed stage with deployment ID '" + *item.deployment_id + "'";
  }
}

void HttpApis::prepare(store::WriteTransaction&, const aws::CallContext&, const std::string&, Authorizer& item) {
  item.authorizer_id = new_id(kItemId);
  if (*item.authorizer_type == "JWT") {
    if (!item.jwt_configuration || !item.jwt_configuration->issuer)
      throw bad_request("JwtConfiguration with an Issuer is required for authorizers of type JWT");
    return;
  }
  if (!item.authorizer_uri) throw bad_request("AuthorizerUri is required for authorizers of type REQUEST");
  if (!item.authorizer_payload_format_version)
    throw bad_request("AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer");
  if (!item.authorizer_result_ttl_in_seconds) item.authorizer_result_ttl_in_seconds = 0;
  if (!item.enable_simple_responses) item.enable_simple_responses = false;
}

void HttpApis::prepare(store::WriteTransaction&, const aws::CallContext&, const std::string&, Model& item) {
  item.model_id = new_id(kItemId);
  if (!item.content_type) item.content_type = "application/json";
}

void HttpApis::prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string&,
                       DomainName& item) {
  const Scope scope = scope_of(context);
  if (rest::find_body(tx, scope, {DomainName::kKind, "", *item.domain_name}))
    throw conflict("The domain name you provided already exists.");
  item.api_mapping_selection_expression = "$request.basepath";
  item.domain_name_arn = "arn:aws:apigateway:" + scope.region + "::/domainnames/" + *item.domain_name;
  if (!item.routing_mode) item.routing_mode = "API_MAPPING_ONLY";
  if (!item.domain_name_configurations) return;
  for (DomainNameConfiguration& configuration : *item.domain_name_configurations) {
    configuration.api_gateway_domain_name = "d-" + new_id(10) + ".execute-api." + scope.region + ".amazonaws.com";
    configuration.domain_name_status = "AVAILABLE";
    configuration.hosted_zone_id = "Z1UJRXOUMOOFQ8";
    if (!configuration.endpoint_type) configuration.endpoint_type = "REGIONAL";
    if (!configuration.security_policy) configuration.security_policy = "TLS_1_2";
    if (!configuration.ip_address_type) configuration.ip_address_type = "ipv4";
  }
}

void HttpApis::prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string& parent,
                       ApiMapping& item) {
  const Scope scope = scope_of(context);
  if (!rest::find_body(tx, scope, {Stage::kKind, *item.api_id, *item.stage}))
    throw bad_request("Invalid stage identifier specified");
  for (const ApiMapping& other : rest::list_items<ApiMapping>(tx, scope, parent)) {
    if (other.api_mapping_key.value_or("") == item.api_mapping_key.value_or(""))
      throw conflict("ApiMapping key already exists for this domain name");
  }
  item.api_mapping_id = new_id(kItemId);
}

void HttpApis::prepare(store::WriteTransaction&, const aws::CallContext&, const std::string&, VpcLink& item) {
  item.vpc_link_id = new_id(kItemId);
  item.created_date = now();
  item.vpc_link_status = "AVAILABLE";
  item.vpc_link_status_message = "VPC link is ready to route traffic";
  item.vpc_link_version = "V2";
  if (!item.security_group_ids) item.security_group_ids.emplace();
  if (!item.tags) item.tags.emplace();
}

}  // namespace cloudling::apigateway::http
