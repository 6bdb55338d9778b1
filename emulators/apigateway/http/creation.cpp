// What items become when they are made.

#include <algorithm>
#include <array>

#include "emulators/apigateway/http/items.h"

namespace cloudling::apigateway::http {

namespace {

constexpr size_t kShortId = 7;
constexpr size_t kItemId = 6;
constexpr int64_t kTimeoutMs = 30'000;
constexpr int64_t kWebSocketTimeoutMs = 29'000;

void check_stage_name(const std::string& name) {
  if (name == "$default") return;
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  if (!std::ranges::all_of(name, plain))
    throw bad_request("Stage name only allows alphanumeric characters, hyphens, underscores, or $default");
}

}  // namespace

void HttpApis::prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string& parent,
                       Integration& item) {
  item.integration_id = new_id(kShortId);
  if (!item.connection_type) item.connection_type = "INTERNET";
  const bool web_socket = is_web_socket(tx, scope_of(context), parent);
  if (!item.timeout_in_millis) item.timeout_in_millis = web_socket ? kWebSocketTimeoutMs : kTimeoutMs;
  const std::string& type = *item.integration_type;
  if (web_socket) {
    if (!item.passthrough_behavior) item.passthrough_behavior = "WHEN_NO_MATCH";
    if (!item.payload_format_version) item.payload_format_version = "1.0";
    const bool function = type == "AWS" && item.integration_uri.value_or("").find(":lambda:") != std::string::npos;
    item.integration_response_selection_expression =
        function ? "${integration.response.body.errorMessage}" : "${integration.response.statuscode}";
    if (type.starts_with("AWS") && !item.integration_method) item.integration_method = "POST";
    return;
  }
  if (type == "AWS_PROXY" && !item.payload_format_version)
    throw bad_request("PayloadFormatVersion is a required parameter for AWS_PROXY integrations");
  if (!item.payload_format_version) item.payload_format_version = "1.0";
  if (type == "AWS_PROXY" && !item.integration_subtype && !item.integration_method) item.integration_method = "POST";
}

void HttpApis::prepare(store::WriteTransaction&, const aws::CallContext&, const std::string&, Route& item) {
  item.route_id = new_id(kShortId);
  if (!item.api_key_required) item.api_key_required = false;
  if (!item.authorization_type) item.authorization_type = "NONE";
}

void HttpApis::prepare(store::WriteTransaction&, const aws::CallContext&, const std::string&,
                       IntegrationResponse& item) {
  item.integration_response_id = new_id(kShortId);
}

void HttpApis::prepare(store::WriteTransaction&, const aws::CallContext&, const std::string&, RouteResponse& item) {
  item.route_response_id = new_id(kShortId);
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
  RouteSettings& settings = *item.default_route_settings;
  if (!settings.detailed_metrics_enabled) settings.detailed_metrics_enabled = false;
  if (is_web_socket(tx, scope, parent)) {
    if (!settings.data_trace_enabled) settings.data_trace_enabled = false;
    if (!settings.logging_level) settings.logging_level = "OFF";
  }
  if (!item.route_settings) item.route_settings.emplace();
  if (!item.stage_variables) item.stage_variables.emplace();
  if (!item.tags) item.tags.emplace();
  if (*item.auto_deploy) deploy_to(tx, scope, parent, item);
}

void HttpApis::prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string& parent,
                       Authorizer& item) {
  item.authorizer_id = new_id(kItemId);
  if (*item.authorizer_type == "JWT") {
    if (!item.jwt_configuration || !item.jwt_configuration->issuer)
      throw bad_request("JwtConfiguration with an Issuer is required for authorizers of type JWT");
    return;
  }
  if (!item.authorizer_uri) throw bad_request("AuthorizerUri is required for authorizers of type REQUEST");
  if (is_web_socket(tx, scope_of(context), parent)) return;
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
  for (DomainNameConfiguration& configuration : *item.domain_name_configurations) complete(scope, configuration);
}

/// AWS's own part of it, which an update keeps.
void HttpApis::complete(const Scope& scope, DomainNameConfiguration& configuration) {
  if (!configuration.api_gateway_domain_name)
    configuration.api_gateway_domain_name = "d-" + new_id(10) + ".execute-api." + scope.region + ".amazonaws.com";
  configuration.domain_name_status = "AVAILABLE";
  configuration.hosted_zone_id = "Z1UJRXOUMOOFQ8";
  if (!configuration.endpoint_type) configuration.endpoint_type = "REGIONAL";
  if (!configuration.security_policy) configuration.security_policy = "TLS_1_2";
  if (!configuration.ip_address_type) configuration.ip_address_type = "ipv4";
}

DomainName HttpApis::update_domain_name(const aws::CallContext& context, store::WriteTransaction& tx,
                                        const UpdatedTop<DomainName, "DomainName", "domainName">& input) {
  const DomainName before = get(context, tx, DomainNameKey{input.id});
  DomainName after = update(context, tx, input);
  if (!input.domain_name_configurations) return after;
  const auto known = before.domain_name_configurations.value_or(std::vector<DomainNameConfiguration>());
  for (size_t i = 0; i < after.domain_name_configurations->size(); ++i) {
    DomainNameConfiguration& each = (*after.domain_name_configurations)[i];
    if (i < known.size()) each.api_gateway_domain_name = known[i].api_gateway_domain_name;
    complete(scope_of(context), each);
  }
  rest::put_item(tx, scope_of(context), "", input.id, after);
  return after;
}

void HttpApis::prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string& parent,
                       ApiMapping& item) {
  const Scope scope = scope_of(context);
  const bool there = rest::find_body(tx, scope, {Stage::kKind, *item.api_id, *item.stage}) ||
                     rest::find_body(tx, scope, {rest::Stage::kKind, *item.api_id, *item.stage});
  if (!there) throw bad_request("Invalid stage identifier specified");
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
