#include "emulators/lambda/code_signing.h"

#include <algorithm>
#include <utility>

#include "emulators/aws/encoding.h"
#include "emulators/aws/json_codec.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/function_names.h"
#include "emulators/lambda/lambda_store_configs.h"
#include "emulators/lambda/lookup.h"
#include "emulators/lambda/settings.h"
#include "emulators/service.h"

namespace cloudling::lambda {

namespace {

constexpr const char* kKind = "signing";  ///< of lambda_configs; the value is the configuration's ARN
constexpr int64_t kMaxPage = 50;
constexpr size_t kIdLength = 17;

ConfigKey key_of(const FunctionRow& function) { return {.function = function.arn, .kind = kKind, .qualifier = ""}; }

std::string text_of(const CodeSigningConfig& config) {
  return json::write(aws::encode_json(CodeSigningConfig::shape(), &config, aws::JsonForm::kDocument));
}

CodeSigningConfig config_of(const std::string& text) {
  CodeSigningConfig config;
  aws::MissingPaths missing;
  aws::decode_json(json::parse(text).value_or(json::Value::object()), CodeSigningConfig::shape(), &config,
                   aws::JsonForm::kDocument, "", missing);
  return config;
}

CodeSigningConfig require_config(store::ReadTransaction& tx, const std::string& arn) {
  const auto text = find_signing_config(tx, arn);
  if (text) return config_of(*text);
  throw aws::Error(404, "CodeSigningConfigNotFoundException",
                   "The code signing configuration cannot be found. Check that the provided configuration is not "
                   "deleted: " +
                       arn)
      .with("Type", "User");
}

/// What a page has one item too many of is its last item's; "" where there is no further page.
template <class T, class Name>
std::optional<std::string> cut(std::vector<T>& items, int64_t limit, Name name) {
  if (static_cast<int64_t>(items.size()) <= limit) return std::nullopt;
  items.pop_back();
  return name(items.back());
}

}  // namespace

CodeSigningConfigOutput CodeSigning::create(const Context& context, Write& tx,
                                            const CreateCodeSigningConfigInput& input) {
  CodeSigningConfig config{.id = "csc-" + aws::hex_encode(ids_.bytes(kIdLength)).substr(0, kIdLength),
                           .arn = "",
                           .description = input.description,
                           .allowed_publishers = input.allowed_publishers,
                           .policies = input.policies.value_or(CodeSigningPolicies()),
                           .last_modified = last_modified_text(clock_.now())};
  config.arn = "arn:aws:lambda:" + context.region + ":" + context.account + ":code-signing-config:" + config.id;
  auto& policy = config.policies.untrusted_artifact_on_deployment;
  policy = policy.value_or("Warn");
  put_signing_config(tx, config.arn, text_of(config));
  for (const auto& [key, value] : input.tags.value_or(Tags())) put_tag(tx, config.arn, key, value);
  return {std::move(config)};
}

CodeSigningConfigOutput CodeSigning::get(const Context&, Read& tx, const CodeSigningConfigInput& input) {
  return {require_config(tx, input.arn)};
}

CodeSigningConfigOutput CodeSigning::update(const Context&, Write& tx, const UpdateCodeSigningConfigInput& input) {
  CodeSigningConfig config = require_config(tx, input.arn);
  if (input.description) config.description = input.description;
  if (input.allowed_publishers) config.allowed_publishers = *input.allowed_publishers;
  if (input.policies && input.policies->untrusted_artifact_on_deployment) config.policies = *input.policies;
  config.last_modified = last_modified_text(clock_.now());
  put_signing_config(tx, config.arn, text_of(config));
  return {std::move(config)};
}

aws::Nothing CodeSigning::remove(const Context&, Write& tx, const CodeSigningConfigInput& input) {
  require_config(tx, input.arn);
  if (!functions_configured(tx, kKind, input.arn, "", 1).empty())
    throw conflict("The code signing configuration is used by a function: " + input.arn);
  delete_signing_config(tx, input.arn);
  for (const auto& [key, value] : list_tags(tx, input.arn)) delete_tag(tx, input.arn, key);
  return {};
}

ListCodeSigningConfigsOutput CodeSigning::list(const Context& context, Read& tx,
                                               const ListCodeSigningConfigsInput& input) {
  const int64_t limit = std::min(input.max_items.value_or(kMaxPage), kMaxPage);
  const std::string prefix = "arn:aws:lambda:" + context.region + ":" + context.account + ":code-signing-config:";
  auto texts = list_signing_configs(tx, prefix, input.marker.value_or(""), limit + 1);
  ListCodeSigningConfigsOutput output;
  output.next_marker = cut(texts, limit, [](const std::string& text) { return config_of(text).arn; });
  for (const std::string& text : texts) output.configs.push_back(config_of(text));
  return output;
}

ListFunctionsByCodeSigningConfigOutput CodeSigning::list_functions(const Context&, Read& tx,
                                                                   const ListFunctionsByCodeSigningConfigInput& input) {
  require_config(tx, input.arn);
  const int64_t limit = std::min(input.max_items.value_or(kMaxPage), kMaxPage);
  ListFunctionsByCodeSigningConfigOutput output;
  output.function_arns = functions_configured(tx, kKind, input.arn, input.marker.value_or(""), limit + 1);
  output.next_marker = cut(output.function_arns, limit, [](const std::string& arn) { return arn; });
  return output;
}

FunctionCodeSigning CodeSigning::put_of_function(const Context& context, Write& tx,
                                                 const PutFunctionCodeSigningInput& input) {
  const FunctionRow function = require_unqualified(tx, parse_function_name(context, input.function_name));
  attach(tx, function, input.arn);
  return {.arn = input.arn, .function_name = function.name};
}

FunctionCodeSigning CodeSigning::get_of_function(const Context& context, Read& tx,
                                                 const FunctionCodeSigningInput& input) {
  const FunctionRow function = require_unqualified(tx, parse_function_name(context, input.function_name));
  const auto row = find_config(tx, key_of(function));
  return {.arn = row ? std::optional(row->value) : std::nullopt, .function_name = function.name};
}

aws::Nothing CodeSigning::delete_of_function(const Context& context, Write& tx, const FunctionCodeSigningInput& input) {
  delete_config(tx, key_of(require_unqualified(tx, parse_function_name(context, input.function_name))));
  return {};
}

void CodeSigning::attach(Write& tx, const FunctionRow& function, const std::string& arn) {
  require_config(tx, arn);
  put_config(tx, key_of(function), arn, clock_.now());
}

bool CodeSigning::is_enforced_by(Read& tx, const std::string& arn) {
  return require_config(tx, arn).policies.untrusted_artifact_on_deployment == "Enforce";
}

bool CodeSigning::is_enforced_for(Read& tx, const FunctionRow& function) {
  const auto row = find_config(tx, key_of(function));
  return row && is_enforced_by(tx, row->value);
}

void register_code_signing(aws::Registry& registry, store::Store& store, CodeSigning& signing) {
  using C = CodeSigning;
  Registrar<C>(registry, store, "lambda", signing)
      .write<&C::create>("CreateCodeSigningConfig")
      .read<&C::get>("GetCodeSigningConfig")
      .write<&C::update>("UpdateCodeSigningConfig")
      .write<&C::remove>("DeleteCodeSigningConfig")
      .read<&C::list>("ListCodeSigningConfigs")
      .read<&C::list_functions>("ListFunctionsByCodeSigningConfig")
      .write<&C::put_of_function>("PutFunctionCodeSigningConfig")
      .read<&C::get_of_function>("GetFunctionCodeSigningConfig")
      .write<&C::delete_of_function>("DeleteFunctionCodeSigningConfig");
}

}  // namespace cloudling::lambda
