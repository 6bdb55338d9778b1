#include <algorithm>

#include "emulators/apigateway/rest/lookup.h"
#include "emulators/apigateway/rest/rest.h"
#include "emulators/apigateway/rest/snapshot.h"
#include "emulators/apigateway/rest/stages.h"

namespace cloudling::apigateway::rest {

namespace {

void check_complete(const Snapshot& snapshot) {
  bool any = false;
  for (const Resource& resource : snapshot.resources) {
    if (!resource.resource_methods) continue;
    for (const auto& [name, method] : *resource.resource_methods) {
      if (!method.method_integration) throw bad_request("No integration defined for method");
      any = true;
    }
  }
  if (!any) throw bad_request("The REST API doesn't contain any methods");
}

}  // namespace

Deployment Rest::create_deployment(const aws::CallContext& context, store::WriteTransaction& tx,
                                   const CreateDeploymentInput& input) {
  const Scope scope = scope_of(context);
  require_parent(tx, context, {Deployment::kKind, input.rest_api_id, ""});
  const Snapshot snapshot = take_snapshot(tx, scope, input.rest_api_id);
  check_complete(snapshot);
  Deployment deployment{.id = new_short_id(), .description = input.description, .created_date = now()};
  put_item(tx, scope, input.rest_api_id, deployment.id, deployment);
  put_item(tx, scope, input.rest_api_id, deployment.id, snapshot);
  if (input.stage_name && !input.stage_name->empty()) deploy_to_stage(tx, scope, input, deployment.id);
  forget_deployed_after(tx);
  return deployment;
}

void Rest::deploy_to_stage(store::WriteTransaction& tx, const Scope& scope, const CreateDeploymentInput& input,
                           const std::string& deployment_id) {
  auto found = find_item<Stage>(tx, scope, input.rest_api_id, *input.stage_name);
  Stage stage = found ? std::move(*found) : new_stage(*input.stage_name, now());
  if (found && input.canary_settings) {
    stage.canary_settings = input.canary_settings;
    stage.canary_settings->deployment_id = deployment_id;
  } else {
    stage.deployment_id = deployment_id;
  }
  if (input.stage_description) stage.description = input.stage_description;
  if (input.variables) stage.variables = input.variables;
  if (input.cache_cluster_enabled) stage.cache_cluster_enabled = input.cache_cluster_enabled;
  if (input.cache_cluster_size) stage.cache_cluster_size = input.cache_cluster_size;
  if (input.tracing_enabled) stage.tracing_enabled = input.tracing_enabled;
  stage.last_updated_date = now();
  check_stage(stage);
  put_item(tx, scope, input.rest_api_id, stage.stage_name, stage);
}

Deployment Rest::get_deployment(const aws::CallContext& context, store::ReadTransaction& tx,
                                const GetDeploymentInput& input) {
  auto deployment = require<Deployment>(tx, context, input.place());
  const auto asks = [&](const char* what) {
    return input.embed && std::ranges::find(*input.embed, what) != input.embed->end();
  };
  if (asks("apisummary") || asks("apiSummary")) {
    const auto snapshot = find_item<Snapshot>(tx, scope_of(context), input.parent, input.id);
    if (snapshot) deployment.api_summary = summary_of(*snapshot);
  }
  return deployment;
}

aws::Nothing Rest::delete_deployment(const aws::CallContext& context, store::WriteTransaction& tx,
                                     const DeploymentKey& input) {
  const Scope scope = scope_of(context);
  require<Deployment>(tx, context, input.place());
  for (const Stage& stage : list_items<Stage>(tx, scope, input.parent)) {
    if (stage.deployment_id == input.id)
      throw bad_request("Active stages pointing to this deployment must be moved or deleted");
  }
  delete_item(tx, scope, input.place());
  delete_item(tx, scope, {Snapshot::kKind, input.parent, input.id});
  return {};
}

}  // namespace cloudling::apigateway::rest
