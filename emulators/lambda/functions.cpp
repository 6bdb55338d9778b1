#include <memory>
#include <utility>

#include "emulators/lambda/code.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/function_names.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/layers.h"
#include "emulators/lambda/lookup.h"
#include "emulators/lambda/settings.h"

namespace cloudling::lambda {

using boost::asio::awaitable;
using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kMaxPage = 50;  // functions in one answer, whatever MaxItems says
constexpr size_t kMaxTags = 50;
constexpr size_t kMaxNameLength = 64;
constexpr int64_t kAllVersions = 1'000'000;

/// As asked for: under its qualified ARN where a version was named.
FunctionConfiguration shown(const aws::CallContext& context, ReadTransaction& tx, const FunctionRow& function,
                            const FunctionName& name) {
  FunctionConfiguration configuration = configuration_of(function, context.region);
  configuration.function_arn = name.qualified_arn();
  set_layer_sizes(tx, configuration);
  return configuration;
}

constexpr const char* kBeingCreated = "The function is being created.";

/// As the call that makes it shows it; from then on it is Active.
FunctionConfiguration pending(FunctionConfiguration configuration) {
  configuration.state = "Pending";
  configuration.state_reason = kBeingCreated;
  configuration.state_reason_code = "Creating";
  configuration.last_update_status.reset();
  return configuration;
}

/// As the call that changes it shows it; from then on the update is Successful.
FunctionConfiguration in_progress(FunctionConfiguration configuration) {
  configuration.last_update_status = "InProgress";
  configuration.last_update_status_reason = kBeingCreated;
  configuration.last_update_status_reason_code = "Creating";
  return configuration;
}

void require_supported(const CreateFunctionInput& input) {
  const std::string operation = "CreateFunction";
  if (input.package_type == "Image" || input.code.image_uri) throw not_supported(operation, "PackageType Image");
  if (input.publish_to) throw not_supported(operation, "PublishTo");
  if (input.code.source_kms_key_arn) throw not_supported(operation, "Code.SourceKMSKeyArn");
  require_valid_settings(input, operation);
  if (!input.runtime || !input.handler) {
    throw invalid_parameter(
        "Runtime and Handler are mandatory parameters for functions created with deployment packages.");
  }
  if (input.tags && input.tags->size() > kMaxTags) {
    throw invalid_parameter("The number of tags exceeds the limit of " + std::to_string(kMaxTags));
  }
}

void require_supported(const UpdateFunctionCodeInput& input) {
  const std::string operation = "UpdateFunctionCode";
  if (input.image_uri) throw not_supported(operation, "ImageUri");
  if (input.publish_to) throw not_supported(operation, "PublishTo");
}

FunctionName require_new_name(const aws::CallContext& context, const std::string& text) {
  FunctionName name = parse_function_name(context, text);
  if (name.name.size() > kMaxNameLength) {
    throw aws::Error(400, "ValidationException",
                     "1 validation error detected: Value '" + text +
                         "' at 'functionName' failed to satisfy constraint: Member must have length less than or equal "
                         "to " +
                         std::to_string(kMaxNameLength));
  }
  if (!name.qualifier.empty()) throw invalid_parameter("The function name can't have a qualifier: " + text);
  return name;
}

/// The name of one architecture, checked here since the shapes check whole members only.
std::string architecture_of(const std::optional<std::vector<std::string>>& given, const std::string& otherwise) {
  const std::string architecture = given ? given->front() : otherwise;
  if (architecture == "x86_64" || architecture == "arm64") return architecture;
  throw aws::Error(
      400, "ValidationException",
      "1 validation error detected: Value '[" + architecture +
          "]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must "
          "satisfy enum value set: [x86_64, arm64], Member must not be null]");
}

}  // namespace

/// Code that is a folder of this machine is used where it lies; what else is code is stored.
awaitable<StoredCode> Lambda::receive_code(aws::CallContext context, CodeSource source, bool may_be_empty,
                                           std::unique_ptr<store::BlobWriter>& writer) {
  const std::string signed_for = source.signed_for;
  if (source.s3_bucket == kHotReloadBucket) {
    if (!signed_for.empty()) throw code_not_trusted(signed_for);
    co_return code_in_folder(source.s3_key.value_or(""));
  }
  std::string archive = co_await fetch_code(caller_, std::move(context), std::move(source));
  require_valid_zip(archive, may_be_empty);
  if (!signed_for.empty() && !carries_signature(archive)) throw code_not_trusted(signed_for);
  auto storing = store_code(std::move(archive), writer);
  StoredCode code = co_await std::move(storing);
  co_return code;
}

awaitable<StoredCode> Lambda::store_code(std::string archive, std::unique_ptr<store::BlobWriter>& writer) {
  StoredCode code;
  code.size = static_cast<int64_t>(archive.size());
  code.sha256 = code_sha256(archive);
  writer = store_.blobs().stage();
  co_await writer->write(archive);
  co_await writer->finish();
  co_return code;
}

awaitable<FunctionConfiguration> Lambda::create_function(const aws::CallContext& context, CreateFunctionInput input) {
  require_supported(input);
  const FunctionName name = require_new_name(context, input.function_name);
  FunctionRow function;
  function.arn = name.arn;
  function.name = name.name;
  function.settings = settings_text(input);
  function.architecture = architecture_of(input.architectures, "x86_64");
  bool only_signed = false;
  if (input.code_signing_config_arn) {
    auto look = [&](ReadTransaction& tx) { only_signed = signing_.is_enforced_by(tx, *input.code_signing_config_arn); };
    co_await store_.read(std::move(look));
  }
  CodeSource source{.signed_for = only_signed ? name.name : "",
                    .zip_file = std::move(input.code.zip_file),
                    .s3_bucket = std::move(input.code.s3_bucket),
                    .s3_key = std::move(input.code.s3_key),
                    .s3_object_version = std::move(input.code.s3_object_version)};
  std::unique_ptr<store::BlobWriter> writer;
  function.code = co_await receive_code(context, std::move(source), is_builtin(input), writer);
  function.settings = settings_in_folder(function.settings, function.code.folder);
  function.revision_id = ids_.uuid();
  function.modified = clock_.now();
  auto insert = [&](WriteTransaction& tx) {
    if (find_function(tx, function.arn)) throw function_exists(function.name);
    require_layers(tx, context.account, input);
    if (writer) function.code.content = store_.blobs().publish(tx, *writer);
    insert_function(tx, function, context.account, context.region);
    if (input.code_signing_config_arn) signing_.attach(tx, function, *input.code_signing_config_arn);
    for (const auto& [key, value] : input.tags.value_or(Tags())) put_tag(tx, function.arn, key, value);
    if (input.publish.value_or(false)) function = publish(tx, function, std::nullopt);
  };
  co_await store_.write(std::move(insert));
  co_return pending(configuration_of(function, context.region));
}

GetFunctionOutput Lambda::get_function(const aws::CallContext& context, ReadTransaction& tx,
                                       const GetFunctionInput& input) {
  const FunctionName name = parse_function_name(context, input.function_name, input.qualifier);
  const FunctionRow function = resolve(tx, name).function;
  GetFunctionOutput output;
  output.configuration = shown(context, tx, function, name);
  output.code.repository_type = "S3";
  if (function.code.content != 0)
    output.code.location = downloads_.location(context, host_.endpoint(), function.arn + ":" + function.version);
  if (function.reserved_concurrency) output.concurrency = Concurrency{function.reserved_concurrency};
  Tags tags = lambda::list_tags(tx, function.arn);
  if (!tags.empty()) output.tags = std::move(tags);
  return output;
}

FunctionConfiguration Lambda::get_function_configuration(const aws::CallContext& context, ReadTransaction& tx,
                                                         const GetFunctionConfigurationInput& input) {
  const FunctionName name = parse_function_name(context, input.function_name, input.qualifier);
  return shown(context, tx, resolve(tx, name).function, name);
}

ListFunctionsOutput Lambda::list_functions(const aws::CallContext& context, ReadTransaction& tx,
                                           const ListFunctionsInput& input) {
  const int64_t limit = std::min(input.max_items.value_or(kMaxPage), kMaxPage);
  const std::string after = input.marker.value_or("");
  auto functions = lambda::list_functions(tx, context.account, context.region, after, limit + 1);
  ListFunctionsOutput output;
  const bool more = static_cast<int64_t>(functions.size()) > limit;
  if (more) functions.pop_back();
  if (more) output.next_marker = functions.back().name;
  for (const FunctionRow& function : functions) {
    FunctionConfiguration configuration = configuration_of(function, context.region);
    configuration.state.reset();  // lists do not show the states
    configuration.last_update_status.reset();
    if (input.function_version == "ALL") configuration.function_arn += ":$LATEST";
    output.functions.push_back(std::move(configuration));
  }
  return output;
}

DeleteFunctionOutput Lambda::delete_function(const aws::CallContext& context, WriteTransaction& tx,
                                             const DeleteFunctionInput& input) {
  const FunctionName name = parse_function_name(context, input.function_name, input.qualifier);
  if (name.qualifier == "$LATEST")
    throw invalid_parameter("$LATEST version cannot be deleted without deleting the function.");
  retire_workers(tx, name.arn);
  if (is_number(name.qualifier)) {
    delete_version(tx, resolve(tx, name).function);
    return {};
  }
  if (!name.qualifier.empty()) throw invalid_parameter("Deletion of aliases is not currently supported.");
  const FunctionRow function = require_unqualified(tx, name);
  store_.blobs().release(tx, function.code.content);
  for (const FunctionRow& version : list_versions(tx, function, 0, kAllVersions))
    store_.blobs().release(tx, version.code.content);
  lambda::delete_function(tx, function);
  return {};
}

awaitable<FunctionConfiguration> Lambda::update_function_code(const aws::CallContext& context,
                                                              UpdateFunctionCodeInput input) {
  require_supported(input);
  const FunctionName name = parse_function_name(context, input.function_name);
  bool only_signed = false;
  auto find = [&](ReadTransaction& tx) {
    FunctionRow found = require_unqualified(tx, name);
    only_signed = signing_.is_enforced_for(tx, found);
    return found;
  };
  FunctionRow function = co_await store_.read(std::move(find));
  require_revision(function, input.revision_id);
  CodeSource source{.signed_for = only_signed ? name.name : "",
                    .zip_file = std::move(input.zip_file),
                    .s3_bucket = std::move(input.s3_bucket),
                    .s3_key = std::move(input.s3_key),
                    .s3_object_version = std::move(input.s3_object_version)};
  const std::string architecture = architecture_of(input.architectures, function.architecture);
  std::unique_ptr<store::BlobWriter> writer;
  const bool may_be_empty = is_builtin(settings_of(function.settings));
  const StoredCode code = co_await receive_code(context, std::move(source), may_be_empty, writer);
  auto update = [&](WriteTransaction& tx) {
    function = require_unqualified(tx, name);
    require_revision(function, input.revision_id);
    const store::ContentId former = function.code.content;
    function.code = code;
    function.architecture = architecture;
    if (input.dry_run.value_or(false)) return;
    if (writer) function.code.content = store_.blobs().publish(tx, *writer);
    function.settings = settings_in_folder(function.settings, code.folder);
    function.revision_id = ids_.uuid();
    function.modified = clock_.now();
    update_function(tx, function);
    retire_workers(tx, function.arn);
    store_.blobs().release(tx, former);
    if (input.publish.value_or(false)) function = publish(tx, function, std::nullopt);
  };
  co_await store_.write(std::move(update));
  co_return in_progress(configuration_of(function, context.region));
}

FunctionConfiguration Lambda::update_function_configuration(const aws::CallContext& context, WriteTransaction& tx,
                                                            const UpdateFunctionConfigurationInput& input) {
  require_valid_settings(input, "UpdateFunctionConfiguration");
  const FunctionName name = parse_function_name(context, input.function_name);
  FunctionRow function = require_unqualified(tx, name);
  require_revision(function, input.revision_id);
  require_layers(tx, context.account, input);
  function.settings = changed_settings(function.settings, input);
  function.revision_id = ids_.uuid();
  function.modified = clock_.now();
  update_function(tx, function);
  retire_workers(tx, function.arn);
  return in_progress(configuration_of(function, context.region));
}

void Lambda::retire_workers(WriteTransaction& tx, const std::string& function_arn) {
  tx.after_commit([this, function_arn] { invoker_.workers().retire(function_arn); });
}

}  // namespace cloudling::lambda
