#include "emulators/lambda/settings.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <ctime>
#include <string_view>
#include <utility>

#include "emulators/aws/encoding.h"
#include "emulators/aws/json_codec.h"
#include "emulators/lambda/errors.h"

namespace cloudling::lambda {

namespace {

constexpr const char* kLocalFolder = "LocalFolder";  // as FunctionSettings names it
constexpr size_t kMaxVariables = 4096;               // bytes of the environment variables as JSON

constexpr std::array kRuntimes = {
    "nodejs",     "nodejs4.3",       "nodejs6.10",    "nodejs8.10",    "nodejs10.x",    "nodejs12.x",    "nodejs14.x",
    "nodejs16.x", "java8",           "java8.al2",     "java11",        "python2.7",     "python3.6",     "python3.7",
    "python3.8",  "python3.9",       "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1", "dotnet6",
    "dotnet8",    "nodejs4.3-edge",  "go1.x",         "ruby2.5",       "ruby2.7",       "provided",      "provided.al2",
    "nodejs18.x", "python3.10",      "java17",        "ruby3.2",       "ruby3.3",       "ruby3.4",       "python3.11",
    "nodejs20.x", "provided.al2023", "python3.12",    "java21",        "python3.13",    "nodejs22.x",    "nodejs24.x",
    "python3.14", "java25",          "dotnet10",      "ruby4.0"};

constexpr std::array kReservedVariables = {"_HANDLER",
                                           "_X_AMZN_TRACE_ID",
                                           "AWS_DEFAULT_REGION",
                                           "AWS_REGION",
                                           "AWS_EXECUTION_ENV",
                                           "AWS_LAMBDA_FUNCTION_NAME",
                                           "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                                           "AWS_LAMBDA_FUNCTION_VERSION",
                                           "AWS_LAMBDA_INITIALIZATION_TYPE",
                                           "AWS_LAMBDA_LOG_GROUP_NAME",
                                           "AWS_LAMBDA_LOG_STREAM_NAME",
                                           "AWS_ACCESS_KEY",
                                           "AWS_ACCESS_KEY_ID",
                                           "AWS_SECRET_ACCESS_KEY",
                                           "AWS_SESSION_TOKEN",
                                           "AWS_LAMBDA_RUNTIME_API",
                                           "LAMBDA_TASK_ROOT",
                                           "LAMBDA_RUNTIME_DIR"};

std::string joined(const auto& names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + std::string(name);
  return list;
}

void require_known_runtime(const std::string& runtime) {
  if (std::ranges::find(kRuntimes, runtime) != kRuntimes.end()) return;
  throw invalid_parameter("Value " + runtime +
                          " at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [" +
                          joined(kRuntimes) + "] or be a valid ARN");
}

/// [a-zA-Z]([a-zA-Z0-9_])+
bool is_variable_name(const std::string& name) {
  const auto letter = [](unsigned char c) { return std::isalpha(c) != 0 && c < 0x80; };
  const auto follows = [](unsigned char c) { return (std::isalnum(c) != 0 && c < 0x80) || c == '_'; };
  return name.size() > 1 && letter(static_cast<unsigned char>(name[0])) &&
         std::all_of(name.begin() + 1, name.end(), follows);
}

void require_valid_variables(const Variables& variables) {
  std::vector<std::string> reserved;
  json::Value measured = json::Value::object();
  for (const auto& [name, value] : variables) {
    if (!is_variable_name(name) && std::ranges::find(kReservedVariables, name) == kReservedVariables.end()) {
      throw aws::Error(
          400, "ValidationException",
          "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map "
          "keys must satisfy constraint: [Member must satisfy regular expression pattern: "
          "[a-zA-Z]([a-zA-Z0-9_])+]");
    }
    if (std::ranges::find(kReservedVariables, name) != kReservedVariables.end()) reserved.push_back(name);
    measured[name] = value;
  }
  if (!reserved.empty()) {
    throw invalid_parameter(
        "Lambda was unable to configure your environment variables because the environment variables you have provided "
        "contains reserved keys that are currently not supported for modification. Reserved keys used in this "
        "request: " +
        joined(reserved));
  }
  const std::string text = json::write(measured);
  if (text.size() > kMaxVariables) {
    throw invalid_parameter(
        "Lambda was unable to configure your environment variables because the environment variables you have provided "
        "exceeded the 4KB limit. String measured: " +
        text);
  }
}

LoggingConfig logging_of(const FunctionSettings& settings, const std::string& name) {
  LoggingConfig logging = settings.logging_config.value_or(LoggingConfig());
  if (!logging.log_format) logging.log_format = "Text";
  if (!logging.log_group) logging.log_group = "/aws/lambda/" + name;
  if (*logging.log_format == "JSON") {
    if (!logging.application_log_level) logging.application_log_level = "INFO";
    if (!logging.system_log_level) logging.system_log_level = "INFO";
  }
  return logging;
}

void show_optional_settings(const FunctionSettings& settings, FunctionConfiguration& shown) {
  shown.vpc_config = settings.vpc_config;
  if (shown.vpc_config) shown.vpc_config->vpc_id = "";
  const bool dead_letter = settings.dead_letter_config && !settings.dead_letter_config->target_arn.value_or("").empty();
  if (dead_letter) shown.dead_letter_config = settings.dead_letter_config;
  const bool variables =
      settings.environment && settings.environment->variables && !settings.environment->variables->empty();
  if (variables) shown.environment = settings.environment;
  if (!settings.kms_key_arn.value_or("").empty()) shown.kms_key_arn = settings.kms_key_arn;
  if (settings.layers && !settings.layers->empty()) {
    shown.layers.emplace();
    for (const std::string& arn : *settings.layers) shown.layers->push_back({.arn = arn});
  }
  if (settings.file_system_configs && !settings.file_system_configs->empty()) {
    shown.file_system_configs = settings.file_system_configs;
  }
}

}  // namespace

void require_valid_settings(const FunctionSettings& settings, const std::string& operation) {
  if (settings.image_config) throw not_supported(operation, "ImageConfig");
  if (settings.capacity_provider_config) throw not_supported(operation, "CapacityProviderConfig");
  if (settings.durable_config) throw not_supported(operation, "DurableConfig");
  if (settings.tenancy_config) throw not_supported(operation, "TenancyConfig");
  if (settings.runtime) require_known_runtime(*settings.runtime);
  if (settings.environment && settings.environment->variables)
    require_valid_variables(*settings.environment->variables);
}

std::string settings_text(const FunctionSettings& settings) {
  return json::write(aws::encode_json(FunctionSettings::shape(), &settings, aws::JsonForm::kDocument));
}

FunctionSettings settings_of(const std::string& text) {
  const json::Value value = json::parse(text).value_or(json::Value::object());
  FunctionSettings settings;
  aws::MissingPaths missing;
  aws::decode_json(value, FunctionSettings::shape(), &settings, aws::JsonForm::kDocument, "", missing);
  return settings;
}

std::string changed_settings(const std::string& text, const FunctionSettings& changes) {
  json::Value settings = json::parse(text).value_or(json::Value::object());
  const json::Value given = aws::encode_json(FunctionSettings::shape(), &changes, aws::JsonForm::kDocument);
  for (const auto& [name, value] : given.items()) settings[name] = value;
  return json::write(settings);
}

std::string settings_in_folder(const std::string& text, const std::string& folder) {
  json::Value settings = json::parse(text).value_or(json::Value::object());
  settings.erase(kLocalFolder);
  if (!folder.empty()) settings[kLocalFolder] = folder;
  return json::write(settings);
}

FunctionConfiguration configuration_of(const FunctionRow& function, const std::string& region) {
  const FunctionSettings settings = settings_of(function.settings);
  FunctionConfiguration shown;
  shown.function_name = function.name;
  shown.function_arn = function.version == "$LATEST" ? function.arn : function.arn + ":" + function.version;
  shown.runtime = settings.runtime;
  shown.role = settings.role.value_or("");
  shown.handler = settings.handler;
  shown.code_size = function.code.size;
  shown.description = settings.description.value_or("");
  shown.timeout = settings.timeout.value_or(3);
  shown.memory_size = settings.memory_size.value_or(128);
  shown.last_modified = last_modified_text(function.modified);
  shown.code_sha256 = function.code.sha256;
  shown.version = function.version;
  show_optional_settings(settings, shown);
  shown.tracing_config = settings.tracing_config.value_or(TracingConfig{});
  if (!shown.tracing_config.mode) shown.tracing_config.mode = "PassThrough";
  shown.revision_id = function.revision_id;
  shown.state = "Active";
  shown.last_update_status = "Successful";
  shown.package_type = "Zip";
  shown.architectures = {function.architecture};
  shown.ephemeral_storage = settings.ephemeral_storage.value_or(EphemeralStorage());
  shown.snap_start.apply_on = settings.snap_start ? settings.snap_start->apply_on.value_or("None") : "None";
  shown.snap_start.optimization_status = "Off";
  if (settings.runtime)
    shown.runtime_version_config = RuntimeVersionConfig{runtime_version_arn(region, *settings.runtime)};
  shown.logging_config = logging_of(settings, function.name);
  return shown;
}

std::string last_modified_text(aws::TimeMs time) {
  const std::time_t seconds = time / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  const size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  char fraction[16];
  std::snprintf(fraction, sizeof fraction, ".%03d+0000", static_cast<int>(time % 1000));
  return std::string(text, length) + fraction;
}

std::string runtime_version_arn(const std::string& region, const std::string& runtime) {
  return "arn:aws:lambda:" + region + "::runtime:" + aws::hex_encode(aws::sha256(runtime));
}

bool is_builtin(const FunctionSettings& settings) {
  return settings.runtime == "provided.al2023" && settings.handler == "cloudling.resize";
}

}  // namespace cloudling::lambda
