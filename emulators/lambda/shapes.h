#pragma once

// The inputs and outputs of the Lambda API (version 2015-03-31), as AWS's model describes them.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "asl/json/json.h"
#include "emulators/aws/shape.h"

namespace cloudling::lambda {

using Variables = std::map<std::string, std::string>;

struct Environment {
  std::optional<Variables> variables;
  static const aws::Structure& shape();
};

/// What is given; answers show the VPC's id beside it.
struct VpcConfig {
  std::optional<std::vector<std::string>> subnet_ids;
  std::optional<std::vector<std::string>> security_group_ids;
  std::optional<std::string> vpc_id;
  std::optional<bool> ipv6_allowed_for_dual_stack;
  static const aws::Structure& shape();
};

struct DeadLetterConfig {
  std::optional<std::string> target_arn;
  static const aws::Structure& shape();
};

struct TracingConfig {
  std::optional<std::string> mode;
  static const aws::Structure& shape();
};

struct FileSystemConfig {
  std::string arn;
  std::string local_mount_path;
  static const aws::Structure& shape();
};

struct EphemeralStorage {
  int64_t size = 512;  ///< MB
  static const aws::Structure& shape();
};

struct SnapStart {
  std::optional<std::string> apply_on;
  std::optional<std::string> optimization_status;  ///< in answers
  static const aws::Structure& shape();
};

struct LoggingConfig {
  std::optional<std::string> log_format;
  std::optional<std::string> application_log_level;
  std::optional<std::string> system_log_level;
  std::optional<std::string> log_group;
  static const aws::Structure& shape();
};

/// What CreateFunction and UpdateFunctionConfiguration set alike. Nothing means: not given.
struct FunctionSettings {
  std::optional<std::string> runtime;
  std::optional<std::string> role;
  std::optional<std::string> handler;
  std::optional<std::string> description;
  std::optional<int64_t> timeout;      ///< seconds
  std::optional<int64_t> memory_size;  ///< MB
  std::optional<VpcConfig> vpc_config;
  std::optional<DeadLetterConfig> dead_letter_config;
  std::optional<Environment> environment;
  std::optional<std::string> kms_key_arn;
  std::optional<TracingConfig> tracing_config;
  std::optional<std::vector<std::string>> layers;
  std::optional<std::vector<FileSystemConfig>> file_system_configs;
  std::optional<EphemeralStorage> ephemeral_storage;
  std::optional<SnapStart> snap_start;
  std::optional<LoggingConfig> logging_config;

  // Refused where given (functions.cpp).
  std::optional<json::Value> image_config;
  std::optional<json::Value> capacity_provider_config;
  std::optional<json::Value> durable_config;
  std::optional<json::Value> tenancy_config;

  /// Where the code of a hot-reload function lies: Cloudling's own, stored with the rest.
  std::optional<std::string> local_folder;
  static const aws::Structure& shape();  ///< for storing them
};

struct FunctionCode {
  std::optional<aws::Blob> zip_file;
  std::optional<std::string> s3_bucket;
  std::optional<std::string> s3_key;
  std::optional<std::string> s3_object_version;
  std::optional<std::string> image_uri;
  std::optional<std::string> source_kms_key_arn;
  static const aws::Structure& shape();
};

struct CreateFunctionInput : FunctionSettings {
  std::string function_name;
  FunctionCode code;
  std::optional<bool> publish;
  std::optional<std::string> package_type;
  std::optional<std::map<std::string, std::string>> tags;
  std::optional<std::string> code_signing_config_arn;
  std::optional<std::vector<std::string>> architectures;
  std::optional<std::string> publish_to;  ///< refused where given
  static const aws::Structure& shape();
};

struct UpdateFunctionConfigurationInput : FunctionSettings {
  std::string function_name;
  std::optional<std::string> revision_id;
  static const aws::Structure& shape();
};

struct UpdateFunctionCodeInput {
  std::string function_name;
  std::optional<aws::Blob> zip_file;
  std::optional<std::string> s3_bucket;
  std::optional<std::string> s3_key;
  std::optional<std::string> s3_object_version;
  std::optional<std::string> image_uri;
  std::optional<bool> publish;
  std::optional<bool> dry_run;
  std::optional<std::string> revision_id;
  std::optional<std::vector<std::string>> architectures;
  std::optional<std::string> publish_to;  ///< refused where given
  static const aws::Structure& shape();
};

struct Layer {
  std::string arn;
  int64_t code_size = 0;
  static const aws::Structure& shape();
};

struct RuntimeVersionConfig {
  std::string runtime_version_arn;
  static const aws::Structure& shape();
};

struct FunctionConfiguration {
  std::string function_name;
  std::string function_arn;
  std::optional<std::string> runtime;
  std::string role;
  std::optional<std::string> handler;
  int64_t code_size = 0;
  std::string description;
  int64_t timeout = 3;
  int64_t memory_size = 128;
  std::string last_modified;
  std::string code_sha256;
  std::string version;
  std::optional<VpcConfig> vpc_config;
  std::optional<DeadLetterConfig> dead_letter_config;
  std::optional<Environment> environment;
  std::optional<std::string> kms_key_arn;
  TracingConfig tracing_config;
  std::string revision_id;
  std::optional<std::vector<Layer>> layers;
  std::optional<std::string> state;
  std::optional<std::string> state_reason;
  std::optional<std::string> state_reason_code;
  std::optional<std::string> last_update_status;
  std::optional<std::string> last_update_status_reason;
  std::optional<std::string> last_update_status_reason_code;
  std::optional<std::vector<FileSystemConfig>> file_system_configs;
  std::string package_type;
  std::vector<std::string> architectures;
  EphemeralStorage ephemeral_storage;
  SnapStart snap_start;
  std::optional<RuntimeVersionConfig> runtime_version_config;
  LoggingConfig logging_config;
  static const aws::Structure& shape();
};

struct FunctionInput {
  std::string function_name;
  std::optional<std::string> qualifier;
};

struct GetFunctionInput : FunctionInput {
  static const aws::Structure& shape();
};
struct GetFunctionConfigurationInput : FunctionInput {
  static const aws::Structure& shape();
};
struct DeleteFunctionInput : FunctionInput {
  static const aws::Structure& shape();
};

struct FunctionCodeLocation {
  std::optional<std::string> repository_type, location;
  static const aws::Structure& shape();
};

struct Concurrency {
  std::optional<int64_t> reserved_concurrent_executions;
  static const aws::Structure& shape();
};

struct GetFunctionOutput {
  FunctionConfiguration configuration;
  FunctionCodeLocation code;
  std::optional<Concurrency> concurrency;
  std::optional<std::map<std::string, std::string>> tags;
  static const aws::Structure& shape();
};

struct DeleteFunctionOutput {
  int64_t status_code = 204;
  static const aws::Structure& shape();
};

struct ListFunctionsInput {
  std::optional<std::string> master_region;
  std::optional<std::string> function_version;
  std::optional<std::string> marker;
  std::optional<int64_t> max_items;
  static const aws::Structure& shape();
};

struct ListFunctionsOutput {
  std::optional<std::string> next_marker;
  std::vector<FunctionConfiguration> functions;
  static const aws::Structure& shape();
};

struct InvocationInput {
  std::string function_name;
  std::optional<std::string> invocation_type;
  std::optional<std::string> log_type;
  std::optional<std::string> client_context;
  std::optional<aws::Blob> payload;
  std::optional<std::string> qualifier;
  static const aws::Structure& shape();
};

struct InvocationOutput {
  int64_t status_code = 200;
  std::optional<std::string> function_error;
  std::optional<std::string> log_result;
  aws::Blob payload;
  std::optional<std::string> executed_version;
  static const aws::Structure& shape();
};

struct TagResourceInput {
  std::string resource;
  std::map<std::string, std::string> tags;
  static const aws::Structure& shape();
};

struct UntagResourceInput {
  std::string resource;
  std::vector<std::string> tag_keys;
  static const aws::Structure& shape();
};

struct ListTagsInput {
  std::string resource;
  static const aws::Structure& shape();
};

struct ListTagsOutput {
  std::map<std::string, std::string> tags;
  static const aws::Structure& shape();
};

}  // namespace cloudling::lambda
