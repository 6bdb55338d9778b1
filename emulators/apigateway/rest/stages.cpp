#include "emulators/apigateway/rest/stages.h"

#include <algorithm>
#include <array>
#include <utility>

#include "emulators/apigateway/rest/lookup.h"
#include "emulators/apigateway/rest/rest.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kSettings = {
    {{"metrics/enabled", "metricsEnabled"},
     {"logging/loglevel", "loggingLevel"},
     {"logging/dataTrace", "dataTraceEnabled"},
     {"throttling/burstLimit", "throttlingBurstLimit"},
     {"throttling/rateLimit", "throttlingRateLimit"},
     {"caching/enabled", "cachingEnabled"},
     {"caching/ttlInSeconds", "cacheTtlInSeconds"},
     {"caching/dataEncrypted", "cacheDataEncrypted"},
     {"caching/requireAuthorizationForCacheControl", "requireAuthorizationForCacheControl"},
     {"caching/unauthorizedCacheControlHeaderStrategy", "unauthorizedCacheControlHeaderStrategy"}}};

constexpr std::array<std::string_view, 8> kMethods = {"*", "GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD"};

std::string joined(const std::vector<std::string>& segments, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += (i > 0 ? "/" : "") + segments[i];
  return text.starts_with('/') ? text.substr(1) : text;
}

std::string escaped(std::string_view key) {
  std::string text;
  for (const char c : key) text += c == '/' ? "~1" : c == '~' ? "~0" : std::string(1, c);
  return text;
}

/// "/resize/POST/logging/loglevel" as "/methodSettings/resize~1POST/loggingLevel"; other paths as they are.
std::string settings_path(const PatchOperation& operation) {
  const auto segments = pointer_segments(operation.path);
  const auto is_method = [&](const std::string& name) { return std::ranges::find(kMethods, name) != kMethods.end(); };
  if (segments.size() > 3 && is_method(segments[segments.size() - 3])) {
    const std::string setting = segments[segments.size() - 2] + "/" + segments.back();
    const auto known = std::ranges::find(kSettings, setting, &decltype(kSettings)::value_type::first);
    if (known != kSettings.end())
      return "/methodSettings/" + escaped(joined(segments, segments.size() - 2)) + "/" + std::string(known->second);
  }
  if (operation.op == "remove" && segments.size() >= 2 && is_method(segments.back()) &&
      segments.front() != "methodSettings" && segments.front() != "variables")
    return "/methodSettings/" + escaped(joined(segments, segments.size()));
  return operation.path;
}

const json::Value* value_at(const json::Value& document, const std::string& path) {
  const json::Value* at = &document;
  for (const std::string& segment : pointer_segments(path)) {
    at = json::find(*at, segment);
    if (!at) return nullptr;
  }
  return at;
}

/// What "copy" means: the promotion of a canary copies its deployment and variables.
void add_copies(const json::Value& document, const PatchOperation& operation, std::vector<PatchOperation>& operations) {
  const json::Value* value = value_at(document, operation.from.value_or(""));
  if (!value) throw bad_request("Invalid copy: nothing is at '" + operation.from.value_or("") + "'");
  if (!value->is_object()) {
    const std::string text = value->is_string() ? value->get<std::string>() : json::write(*value);
    operations.push_back({.op = "replace", .path = operation.path, .value = text});
    return;
  }
  for (const auto& [key, each] : value->items()) {
    operations.push_back({.op = "replace",
                          .path = operation.path + "/" + escaped(key),
                          .value = each.is_string() ? each.get<std::string>() : json::write(each)});
  }
}

void check_variable(const std::string& name, const std::string& value) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~:/?#&=,").find(c) != std::string_view::npos;
  };
  if (std::ranges::all_of(value, allowed)) return;
  throw bad_request("Stage variable value (" + value + ") for key (" + name +
                    ") is invalid. Please use values with alphanumeric characters and the symbols ' ', -, ., _, :, /, "
                    "?, &, =, and ,.");
}

}  // namespace

Stage new_stage(const std::string& name, aws::Timestamp now) {
  Stage stage{.stage_name = name};
  stage.cache_cluster_enabled = false;
  stage.cache_cluster_status = "NOT_AVAILABLE";
  stage.method_settings.emplace();
  stage.tracing_enabled = false;
  stage.created_date = now;
  stage.last_updated_date = now;
  return stage;
}

void check_stage(const Stage& stage) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  if (stage.stage_name.empty() || stage.stage_name.size() > 128 || !std::ranges::all_of(stage.stage_name, allowed))
    throw bad_request("Stage name only allows a-zA-Z0-9_-");
  for (const auto& [name, value] : stage.variables.value_or(Texts{})) check_variable(name, value);
}

std::vector<PatchOperation> stage_operations(const json::Value& document,
                                             const std::vector<PatchOperation>& operations) {
  std::vector<PatchOperation> meant;
  for (PatchOperation operation : operations) {
    if (operation.op == "copy") {
      add_copies(document, operation, meant);
      continue;
    }
    operation.path = settings_path(operation);
    meant.push_back(std::move(operation));
  }
  return meant;
}

Stage Rest::create_stage(const aws::CallContext& context, store::WriteTransaction& tx,
                         const CreatedInApi<Stage>& input) {
  const Scope scope = scope_of(context);
  require<Deployment>(tx, context, {Deployment::kKind, input.parent, *input.deployment_id});
  const Stage defaults = new_stage(input.stage_name, now());
  Stage stage = input;
  if (!stage.cache_cluster_enabled) stage.cache_cluster_enabled = false;
  stage.cache_cluster_status = *stage.cache_cluster_enabled ? "AVAILABLE" : "NOT_AVAILABLE";
  stage.method_settings.emplace();
  stage.access_log_settings.reset();
  if (!stage.tracing_enabled) stage.tracing_enabled = false;
  stage.created_date = stage.last_updated_date = defaults.created_date;
  check_stage(stage);
  if (find_body(tx, scope, {Stage::kKind, input.parent, stage.stage_name})) throw conflict("Stage already exists");
  put_item(tx, scope, input.parent, stage.stage_name, stage);
  forget_deployed_after(tx);
  return stage;
}

Stages Rest::get_stages(const aws::CallContext& context, store::ReadTransaction& tx, const GetStagesInput& input) {
  require_parent(tx, context, {Stage::kKind, input.rest_api_id, ""});
  Stages stages{list_items<Stage>(tx, scope_of(context), input.rest_api_id)};
  if (input.deployment_id)
    std::erase_if(stages.item, [&](const Stage& stage) { return stage.deployment_id != *input.deployment_id; });
  return stages;
}

Stage Rest::update_stage(const aws::CallContext& context, store::WriteTransaction& tx, const Patched<StageKey>& input) {
  const Scope scope = scope_of(context);
  json::Value document = document_of(require<Stage>(tx, context, input.place()));
  apply_patch(document, stage_operations(document, input.patch_operations), patch_rules(Stage::kKind));
  auto stage = item_of<Stage>(document);
  check_stage(stage);
  for (const auto& deployment : {stage.deployment_id, stage.canary_settings ? stage.canary_settings->deployment_id
                                                                            : std::optional<std::string>()}) {
    if (deployment && !find_body(tx, scope, {Deployment::kKind, input.parent, *deployment}))
      throw bad_request("Deployment id does not exist");
  }
  stage.cache_cluster_status = stage.cache_cluster_enabled.value_or(false) ? "AVAILABLE" : "NOT_AVAILABLE";
  stage.last_updated_date = now();
  put_item(tx, scope, input.parent, input.id, stage);
  forget_deployed_after(tx);
  return stage;
}

}  // namespace cloudling::apigateway::rest
