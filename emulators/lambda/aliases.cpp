#include <utility>

#include "emulators/lambda/errors.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lookup.h"

namespace cloudling::lambda {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kMaxPage = 50;

std::string arn_of(const AliasRow& alias) { return alias.function + ":" + alias.name; }

AliasConfiguration shown(const AliasRow& alias) {
  AliasConfiguration configuration{.alias_arn = arn_of(alias),
                                   .name = alias.name,
                                   .function_version = alias.version,
                                   .description = alias.description,
                                   .routing_config = std::nullopt,
                                   .revision_id = alias.revision_id};
  if (!alias.weights.empty()) configuration.routing_config = AliasRouting{alias.weights};
  return configuration;
}

AliasRow require_alias(ReadTransaction& tx, const std::string& function, const std::string& name) {
  auto alias = find_alias(tx, function, name);
  if (!alias) throw resource_not_found("Cannot find alias arn: " + function + ":" + name);
  return std::move(*alias);
}

/// The versions must be there, and the weights make sense: AWS allows one more version.
void require_valid_versions(ReadTransaction& tx, const AliasRow& alias) {
  resolve(tx, {.name = "", .arn = alias.function, .qualifier = alias.version});
  if (alias.weights.size() > 1)
    throw invalid_parameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
  for (const auto& [version, weight] : alias.weights) {
    if (weight < 0 || weight > 1) throw invalid_parameter("Weight must be between 0.0 and 1.0");
    if (version == alias.version)
      throw invalid_parameter("Invalid function version " + version + ". Function version " + version +
                              " is already included in routing configuration.");
    if (is_latest(alias.version) || is_latest(version))
      throw invalid_parameter("$LATEST is not supported for an alias pointing to more than 1 version");
    resolve(tx, {.name = "", .arn = alias.function, .qualifier = version});
  }
}

void change(AliasRow& alias, const AliasInput& input) {
  if (input.function_version) alias.version = *input.function_version;
  if (input.description) alias.description = *input.description;
  if (input.routing_config) alias.weights = input.routing_config->additional_version_weights.value_or(alias.weights);
}

}  // namespace

AliasConfiguration Lambda::create_alias(const aws::CallContext& context, WriteTransaction& tx,
                                        const CreateAliasInput& input) {
  const FunctionName name = parse_function_name(context, input.function_name);
  if (is_number(input.name)) {
    throw aws::Error(400, "ValidationException",
                     "1 validation error detected: Value '" + input.name +
                         "' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                         "(?!^[0-9]+$)([a-zA-Z0-9-_]+)");
  }
  require_unqualified(tx, name);
  AliasRow alias{.function = name.arn, .name = input.name, .revision_id = ids_.uuid()};
  if (find_alias(tx, name.arn, input.name)) throw conflict("Alias already exists: " + arn_of(alias));
  change(alias, input);
  require_valid_versions(tx, alias);
  put_alias(tx, alias);
  return shown(alias);
}

AliasConfiguration Lambda::update_alias(const aws::CallContext& context, WriteTransaction& tx,
                                        const UpdateAliasInput& input) {
  const FunctionName name = parse_function_name(context, input.function_name);
  require_unqualified(tx, name);
  AliasRow alias = require_alias(tx, name.arn, input.name);
  if (input.revision_id && *input.revision_id != alias.revision_id) throw revision_mismatch();
  change(alias, input);
  require_valid_versions(tx, alias);
  alias.revision_id = ids_.uuid();
  put_alias(tx, alias);
  return shown(alias);
}

AliasConfiguration Lambda::get_alias(const aws::CallContext& context, ReadTransaction& tx,
                                     const NamedAliasInput& input) {
  const FunctionName name = parse_function_name(context, input.function_name);
  require_unqualified(tx, name);
  return shown(require_alias(tx, name.arn, input.name));
}

/// An alias that is not there is no error, as on AWS.
aws::Nothing Lambda::delete_alias(const aws::CallContext& context, WriteTransaction& tx, const NamedAliasInput& input) {
  const FunctionName name = parse_function_name(context, input.function_name);
  lambda::delete_alias(tx, name.arn, input.name);
  return {};
}

ListAliasesOutput Lambda::list_aliases(const aws::CallContext& context, ReadTransaction& tx,
                                       const ListAliasesInput& input) {
  const FunctionName name = parse_function_name(context, input.function_name);
  require_unqualified(tx, name);
  const int64_t limit = std::min(input.max_items.value_or(kMaxPage), kMaxPage);
  auto aliases = lambda::list_aliases(tx, name.arn, input.marker.value_or(""), limit + 1);
  ListAliasesOutput output;
  const bool more = static_cast<int64_t>(aliases.size()) > limit;
  if (more) aliases.pop_back();
  if (more) output.next_marker = aliases.back().name;
  for (const AliasRow& alias : aliases) {
    const bool wanted = !input.function_version || alias.version == *input.function_version ||
                        alias.weights.contains(*input.function_version);
    if (wanted) output.aliases.push_back(shown(alias));
  }
  return output;
}

}  // namespace cloudling::lambda
