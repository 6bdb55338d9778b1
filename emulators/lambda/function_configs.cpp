// What is configured beside a function: provisioned concurrency, recursion, runtime management; the account's settings.

#include <algorithm>

#include "emulators/aws/json_codec.h"
#include "emulators/lambda/config_shapes.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lambda_store_configs.h"
#include "emulators/lambda/lookup.h"
#include "emulators/lambda/settings.h"

namespace cloudling::lambda {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kAll = 1'000'000;
constexpr int64_t kMaxPage = 50;
constexpr const char* kConcurrency = "concurrency";

/// A version or an alias that is there.
ConfigKey provisioned_key(const aws::CallContext& context, ReadTransaction& tx,
                          const ProvisionedConcurrencyInput& input) {
  const FunctionName name = parse_function_name(context, input.function_name, input.qualifier);
  if (is_latest(name.qualifier))
    throw invalid_parameter("Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
  resolve(tx, name);
  return {.function = name.arn, .kind = kConcurrency, .qualifier = name.qualifier};
}

ProvisionedConcurrency shown(const ConfigRow& row) {
  const json::Value number = json::parse(row.value).value_or(0);
  const int64_t executions = number.is_number_integer() ? number.get<int64_t>() : 0;
  return {.function_arn = std::nullopt,
          .requested = executions,
          .available = executions,
          .allocated = executions,
          .status = "READY",
          .last_modified = last_modified_text(row.modified)};
}

aws::Error no_provisioned_concurrency() {
  return {404, "ProvisionedConcurrencyConfigNotFoundException",
          "No Provisioned Concurrency Config found for this function"};
}

}  // namespace

ProvisionedConcurrency Lambda::put_provisioned_concurrency_config(const aws::CallContext& context, WriteTransaction& tx,
                                                                  const PutProvisionedConcurrencyInput& input) {
  const ConfigKey key = provisioned_key(context, tx, input);
  const auto reserved = find_function(tx, key.function)->reserved_concurrency;
  if (reserved && input.executions > *reserved) {
    throw invalid_parameter(
        "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function");
  }
  put_config(tx, key, std::to_string(input.executions), clock_.now());
  ProvisionedConcurrency answer = shown(*find_config(tx, key));
  answer.available = answer.allocated = 0;
  answer.status = "IN_PROGRESS";
  return answer;
}

ProvisionedConcurrency Lambda::get_provisioned_concurrency_config(const aws::CallContext& context, ReadTransaction& tx,
                                                                  const ProvisionedConcurrencyInput& input) {
  const auto row = find_config(tx, provisioned_key(context, tx, input));
  if (!row) throw no_provisioned_concurrency();
  return shown(*row);
}

aws::Nothing Lambda::delete_provisioned_concurrency_config(const aws::CallContext& context, WriteTransaction& tx,
                                                           const ProvisionedConcurrencyInput& input) {
  delete_config(tx, provisioned_key(context, tx, input));
  return {};
}

ListProvisionedConcurrencyOutput Lambda::list_provisioned_concurrency_configs(
    const aws::CallContext& context, ReadTransaction& tx, const ListProvisionedConcurrencyInput& input) {
  const FunctionRow function = require_unqualified(tx, parse_function_name(context, input.function_name));
  const int64_t limit = input.max_items.value_or(kMaxPage);
  const ConfigKey after{.function = function.arn, .kind = kConcurrency, .qualifier = input.marker.value_or("")};
  auto rows = list_configs(tx, after, limit + 1);
  ListProvisionedConcurrencyOutput output;
  if (static_cast<int64_t>(rows.size()) > limit) {
    rows.pop_back();
    output.next_marker = rows.back().qualifier;
  }
  for (const ConfigRow& row : rows) {
    output.configs.push_back(shown(row));
    output.configs.back().function_arn = function.arn + ":" + row.qualifier;
  }
  return output;
}

RecursionOutput Lambda::put_function_recursion_config(const aws::CallContext& context, WriteTransaction& tx,
                                                      const PutRecursionInput& input) {
  const FunctionRow function = require_unqualified(tx, parse_function_name(context, input.function_name));
  put_config(tx, {.function = function.arn, .kind = "recursion", .qualifier = ""}, input.recursive_loop, clock_.now());
  return {.recursive_loop = input.recursive_loop};
}

RecursionOutput Lambda::get_function_recursion_config(const aws::CallContext& context, ReadTransaction& tx,
                                                      const RecursionInput& input) {
  const FunctionRow function = require_unqualified(tx, parse_function_name(context, input.function_name));
  const auto row = find_config(tx, {.function = function.arn, .kind = "recursion", .qualifier = ""});
  return {.recursive_loop = row ? row->value : "Terminate"};
}

RuntimeManagementOutput Lambda::put_runtime_management_config(const aws::CallContext& context, WriteTransaction& tx,
                                                              const PutRuntimeManagementInput& input) {
  const FunctionName name = parse_function_name(context, input.function_name, input.qualifier);
  resolve(tx, name);
  if ((input.update_runtime_on == "Manual") != input.runtime_version_arn.has_value()) {
    throw invalid_parameter("RuntimeVersionArn must be specified when, and only when, UpdateRuntimeOn is Manual.");
  }
  RuntimeManagementOutput output;
  output.update_runtime_on = input.update_runtime_on;
  output.runtime_version_arn = input.runtime_version_arn;
  output.function_arn = name.qualified_arn();
  const RuntimeManagement& kept = output;
  const json::Value text = aws::encode_json(RuntimeManagement::shape(), &kept, aws::JsonForm::kDocument);
  put_config(tx, {.function = name.arn, .kind = "runtime", .qualifier = name.qualifier}, json::write(text),
             clock_.now());
  return output;
}

RuntimeManagementOutput Lambda::get_runtime_management_config(const aws::CallContext& context, ReadTransaction& tx,
                                                              const RuntimeManagementInput& input) {
  const FunctionName name = parse_function_name(context, input.function_name, input.qualifier);
  resolve(tx, name);
  RuntimeManagementOutput output;
  output.function_arn = name.qualified_arn();
  const auto row = find_config(tx, {.function = name.arn, .kind = "runtime", .qualifier = name.qualifier});
  if (!row) return output;
  RuntimeManagement& kept = output;
  aws::MissingPaths missing;
  const json::Value text = json::parse(row->value).value_or(json::Value::object());
  aws::decode_json(text, RuntimeManagement::shape(), &kept, aws::JsonForm::kDocument, "", missing);
  return output;
}

AccountSettings Lambda::get_account_settings(const aws::CallContext& context, ReadTransaction& tx,
                                             const aws::Nothing&) {
  AccountSettings settings;
  int64_t& size = settings.usage.total_code_size;
  for (const FunctionRow& function : lambda::list_functions(tx, context.account, context.region, "", kAll)) {
    ++settings.usage.function_count;
    size += function.code.size;
    for (const FunctionRow& version : list_versions(tx, function, 0, kAll)) size += version.code.size;
    settings.limit.unreserved_concurrent_executions -= function.reserved_concurrency.value_or(0);
  }
  for (const LayerRow& layer :
       lambda::list_layers(tx, "arn:aws:lambda:" + context.region + ":" + context.account + ":layer:"))
    size += layer.code.size;
  return settings;
}

}  // namespace cloudling::lambda
