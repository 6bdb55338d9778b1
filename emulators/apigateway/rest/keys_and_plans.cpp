// API keys and usage plans.

#include <algorithm>
#include <set>

#include "emulators/apigateway/rest/api_key_file.h"
#include "emulators/apigateway/rest/lookup.h"
#include "emulators/apigateway/rest/methods.h"
#include "emulators/apigateway/rest/rest.h"
#include "emulators/aws/encoding.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr size_t kShortestKey = 20;
constexpr size_t kGeneratedKey = 40;
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

ApiKey shown(ApiKey key, bool with_value) {
  if (!with_value) key.value.reset();
  if (!key.stage_keys) key.stage_keys.emplace();
  return key;
}

/// "{api}:{stage}" of a patch's path or value.
ApiStage parse_stage(const std::string& text) {
  const size_t colon = text.find(':');
  if (colon == std::string::npos) throw bad_request("Invalid API stage: " + text + ". Expected {apiId}:{stage}");
  return {.api_id = text.substr(0, colon), .stage = text.substr(colon + 1)};
}

void check_stages(store::ReadTransaction& tx, const Scope& scope, const UsagePlan& plan) {
  for (const ApiStage& each : plan.api_stages.value_or(std::vector<ApiStage>{})) {
    if (!find_body(tx, scope, {Stage::kKind, each.api_id.value_or(""), each.stage.value_or("")}))
      throw not_found("API Stage not found: " + each.api_id.value_or("") + ":" + each.stage.value_or(""));
  }
  if (plan.quota && plan.quota->limit <= 0) throw bad_request("Usage Plan quota limit should be greater than 0");
  if (plan.throttle && plan.throttle->rate_limit.value_or(0) < 0)
    throw bad_request("Usage Plan throttle rate limit should not be negative");
}

ApiStage* find_stage(UsagePlan& plan, const ApiStage& wanted) {
  if (!plan.api_stages) plan.api_stages.emplace();
  const auto found = std::ranges::find_if(*plan.api_stages, [&](const ApiStage& each) {
    return each.api_id == wanted.api_id && each.stage == wanted.stage;
  });
  return found == plan.api_stages->end() ? nullptr : &*found;
}

/// "/apiStages" with a stage as value, and "/apiStages/{api}:{stage}/throttle/{path}/{method}/rateLimit".
void patch_stage(UsagePlan& plan, const PatchOperation& operation) {
  const auto segments = pointer_segments(operation.path);
  if (segments.size() == 1) {
    const ApiStage wanted = parse_stage(operation.value.value_or(""));
    ApiStage* found = find_stage(plan, wanted);
    if (operation.op == "add" && !found) plan.api_stages->push_back(wanted);
    if (operation.op == "remove" && found)
      plan.api_stages->erase(plan.api_stages->begin() + (found - plan.api_stages->data()));
    return;
  }
  ApiStage* stage = find_stage(plan, parse_stage(segments[1]));
  if (!stage || segments.size() < 3 || segments[2] != "throttle")
    throw bad_request("Invalid patch path  '" + operation.path + "' specified for op '" + operation.op + "'");
  if (segments.size() == 3) return stage->throttle.reset();
  const bool limit = segments.back() == "rateLimit" || segments.back() == "burstLimit";
  std::string method;
  for (size_t i = 3; i < segments.size() - (limit ? 1 : 0); ++i) method += (i > 3 ? "/" : "") + segments[i];
  if (!stage->throttle) stage->throttle.emplace();
  if (operation.op == "remove") {
    stage->throttle->erase(method);
    return;
  }
  const auto number = aws::parse_number(operation.value.value_or(""));
  if (!limit || !number) throw bad_request("Invalid patch value  '" + operation.value.value_or("") + "'");
  ThrottleSettings& settings = (*stage->throttle)[method];
  if (segments.back() == "rateLimit")
    settings.rate_limit = *number;
  else
    settings.burst_limit = static_cast<int64_t>(*number);
}

std::set<std::string> key_values(store::ReadTransaction& tx, const Scope& scope) {
  std::set<std::string> values;
  for (ApiKey& key : list_items<ApiKey>(tx, scope, "")) values.insert(std::move(key.value).value_or(""));
  return values;
}

}  // namespace

/// Puts a new key; `taken` are the values of all that are there.
ApiKey Rest::put_api_key(store::WriteTransaction& tx, const Scope& scope, ApiKey key, std::set<std::string>& taken) {
  key.id = new_id();
  if (key.value.value_or("").empty()) key.value = parts_.ids.letters(kGeneratedKey, kLetters);
  if (key.value->size() < kShortestKey || key.value->size() > 128)
    throw bad_request("API Key value should be at least 20 characters");
  if (!taken.insert(*key.value).second) throw conflict("API Key already exists");
  if (!key.enabled) key.enabled = false;
  key.created_date = key.last_updated_date = now();
  if (!key.stage_keys) key.stage_keys.emplace();
  put_item(tx, scope, "", key.id, key);
  return key;
}

ApiKey Rest::create_api_key(const aws::CallContext& context, store::WriteTransaction& tx,
                            const CreateApiKeyInput& input) {
  ApiKey key = input;
  key.stage_keys.emplace();
  for (const ApiKeyStage& stage : input.stages.value_or(std::vector<ApiKeyStage>{}))
    key.stage_keys->push_back(stage.rest_api_id.value_or("") + "/" + stage.stage_name.value_or(""));
  std::set<std::string> taken = key_values(tx, scope_of(context));
  return put_api_key(tx, scope_of(context), std::move(key), taken);
}

ImportedIds Rest::import_api_keys(const aws::CallContext& context, store::WriteTransaction& tx,
                                  const ImportApiKeysInput& input) {
  const Scope scope = scope_of(context);
  std::set<std::string> taken = key_values(tx, scope);
  ImportedIds made;
  for (const ApiKeyRow& row : parse_api_key_file(input.body.bytes)) {
    ApiKey key{.value = row.key, .name = row.name, .enabled = row.enabled};
    if (!row.description.empty()) key.description = row.description;
    try {
      made.ids.push_back(put_api_key(tx, scope, std::move(key), taken).id);
      for (const std::string& plan : row.usage_plan_ids)
        create_usage_plan_key(context, tx, {.usage_plan_id = plan, .key_id = made.ids.back(), .key_type = "API_KEY"});
    } catch (const aws::Error& error) {
      made.warnings.push_back("Unable to import API key '" + row.name + "': " + error.message);
    }
  }
  if (!made.warnings.empty() && input.fail_on_warnings.value_or(false))
    throw bad_request("Warnings found during import:\n\t" + made.warnings.front());
  return made;
}

ApiKey Rest::get_api_key(const aws::CallContext& context, store::ReadTransaction& tx, const GetApiKeyInput& input) {
  return shown(require<ApiKey>(tx, context, input.place()), input.include_value.value_or(false));
}

Page<ApiKey> Rest::get_api_keys(const aws::CallContext& context, store::ReadTransaction& tx,
                                const GetApiKeysInput& input) {
  auto page = page_of<ApiKey>(tx, context, "", input.position, input.limit);
  std::erase_if(page.items, [&](const ApiKey& key) {
    return (input.name_query && !key.name.value_or("").starts_with(*input.name_query)) ||
           (input.customer_id && key.customer_id != *input.customer_id);
  });
  for (ApiKey& key : page.items) key = shown(std::move(key), input.include_values.value_or(false));
  return page;
}

ApiKey Rest::update_api_key(const aws::CallContext& context, store::WriteTransaction& tx,
                            const Patched<ApiKeyKey>& input) {
  ApiKey key = patched(require<ApiKey>(tx, context, input.place()), ApiKey::kKind, input.patch_operations);
  key.last_updated_date = now();
  put_item(tx, scope_of(context), "", key.id, key);
  return shown(std::move(key), false);
}

UsagePlan Rest::create_usage_plan(const aws::CallContext& context, store::WriteTransaction& tx,
                                  const UsagePlan& input) {
  UsagePlan plan = input;
  plan.id = new_short_id();
  if (!plan.api_stages) plan.api_stages.emplace();
  check_stages(tx, scope_of(context), plan);
  put_item(tx, scope_of(context), "", plan.id, plan);
  return plan;
}

UsagePlan Rest::update_usage_plan(const aws::CallContext& context, store::WriteTransaction& tx,
                                  const Patched<UsagePlanPlace>& input) {
  UsagePlan plan = require<UsagePlan>(tx, context, input.place());
  for (const PatchOperation& operation : input.patch_operations) {
    if (operation.path.starts_with("/apiStages"))
      patch_stage(plan, operation);
    else
      plan = patched(plan, UsagePlan::kKind, {operation});
  }
  check_stages(tx, scope_of(context), plan);
  put_item(tx, scope_of(context), "", plan.id, plan);
  return plan;
}

UsagePlanKey Rest::create_usage_plan_key(const aws::CallContext& context, store::WriteTransaction& tx,
                                         const CreateUsagePlanKeyInput& input) {
  const Scope scope = scope_of(context);
  require_parent(tx, context, {UsagePlanKey::kKind, input.usage_plan_id, ""});
  if (input.key_type != "API_KEY") throw bad_request("Invalid Key type specified: " + input.key_type);
  const auto key = find_item<ApiKey>(tx, scope, "", input.key_id);
  if (!key) throw not_found("Invalid API Key identifier specified");
  if (find_body(tx, scope, {UsagePlanKey::kKind, input.usage_plan_id, key->id}))
    throw conflict("Usage Plan already subscribed to: " + key->id);
  UsagePlanKey made{.id = key->id, .type = "API_KEY", .value = key->value, .name = key->name};
  put_item(tx, scope, input.usage_plan_id, made.id, made);
  return made;
}

}  // namespace cloudling::apigateway::rest
