#pragma once

// The inputs and outputs about what belongs to a function: versions, aliases, its policy, concurrency, asynchronous
// invocation (Lambda API, version 2015-03-31, as AWS's model describes them).

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulators/lambda/shapes.h"

namespace cloudling::lambda {

// ---- versions

struct PublishVersionInput {
  std::string function_name;
  std::optional<std::string> code_sha256;
  std::optional<std::string> description;
  std::optional<std::string> revision_id;
  std::optional<std::string> publish_to;  ///< refused where given
  static const aws::Structure& shape();
};

struct ListVersionsInput {
  std::string function_name;
  std::optional<std::string> marker;
  std::optional<int64_t> max_items;
  static const aws::Structure& shape();
};

struct ListVersionsOutput {
  std::optional<std::string> next_marker;
  std::vector<FunctionConfiguration> versions;
  static const aws::Structure& shape();
};

// ---- aliases

struct AliasRouting {
  std::optional<std::map<std::string, double>> additional_version_weights;
  static const aws::Structure& shape();
};

/// Of CreateAlias and UpdateAlias; what the second leaves out stays as it is.
struct AliasInput {
  std::string function_name;
  std::string name;
  std::optional<std::string> function_version;
  std::optional<std::string> description;
  std::optional<AliasRouting> routing_config;
};
struct CreateAliasInput : AliasInput {
  static const aws::Structure& shape();
};
struct UpdateAliasInput : AliasInput {
  std::optional<std::string> revision_id;
  static const aws::Structure& shape();
};

struct NamedAliasInput {
  std::string function_name;
  std::string name;
  static const aws::Structure& shape();
};

struct AliasConfiguration {
  std::string alias_arn;
  std::string name;
  std::string function_version;
  std::string description;
  std::optional<AliasRouting> routing_config;
  std::string revision_id;
  static const aws::Structure& shape();
};

struct ListAliasesInput {
  std::string function_name;
  std::optional<std::string> function_version;
  std::optional<std::string> marker;
  std::optional<int64_t> max_items;
  static const aws::Structure& shape();
};

struct ListAliasesOutput {
  std::optional<std::string> next_marker;
  std::vector<AliasConfiguration> aliases;
  static const aws::Structure& shape();
};

// ---- the policy

struct AddPermissionInput {
  std::string function_name;
  std::string statement_id;
  std::string action;
  std::string principal;
  std::optional<std::string> source_arn;
  std::optional<std::string> source_account;
  std::optional<std::string> event_source_token;
  std::optional<std::string> qualifier;
  std::optional<std::string> revision_id;
  std::optional<std::string> principal_org_id;
  std::optional<std::string> function_url_auth_type;
  std::optional<bool> invoked_via_function_url;
  static const aws::Structure& shape();
};

struct AddPermissionOutput {
  std::string statement;  ///< JSON
  static const aws::Structure& shape();
};

struct RemovePermissionInput {
  std::string function_name;
  std::string statement_id;
  std::optional<std::string> qualifier;
  std::optional<std::string> revision_id;
  static const aws::Structure& shape();
};

struct GetPolicyInput : FunctionInput {
  static const aws::Structure& shape();
};

struct GetPolicyOutput {
  std::string policy;  ///< JSON
  std::string revision_id;
  static const aws::Structure& shape();
};

// ---- concurrency

struct PutFunctionConcurrencyInput {
  std::string function_name;
  int64_t reserved_concurrent_executions = 0;
  static const aws::Structure& shape();
};

/// GetFunctionConcurrency and DeleteFunctionConcurrency.
struct FunctionConcurrencyInput {
  std::string function_name;
  static const aws::Structure& shape();
};

// ---- asynchronous invocation

struct Destination {
  std::optional<std::string> destination;  ///< ARN
  static const aws::Structure& shape();
};

struct DestinationConfig {
  std::optional<Destination> on_success;
  std::optional<Destination> on_failure;
  static const aws::Structure& shape();
};

/// What is set of it; stored as JSON, too.
struct EventInvokeSettings {
  std::optional<int64_t> maximum_retry_attempts;
  std::optional<int64_t> maximum_event_age_in_seconds;
  std::optional<DestinationConfig> destination_config;
  static const aws::Structure& shape();
};

/// Put replaces all, Update what is given.
struct EventInvokeConfigInput : EventInvokeSettings {
  std::string function_name;
  std::optional<std::string> qualifier;
  static const aws::Structure& shape();
};

struct NamedEventInvokeConfigInput : FunctionInput {
  static const aws::Structure& shape();
};

struct EventInvokeConfig : EventInvokeSettings {
  aws::Timestamp last_modified;
  std::string function_arn;
  static const aws::Structure& shape();
};

struct ListEventInvokeConfigsInput {
  std::string function_name;
  std::optional<std::string> marker;
  std::optional<int64_t> max_items;
  static const aws::Structure& shape();
};

struct ListEventInvokeConfigsOutput {
  std::vector<EventInvokeConfig> configs;
  std::optional<std::string> next_marker;
  static const aws::Structure& shape();
};

}  // namespace cloudling::lambda
