#pragma once

// The inputs and outputs of what is configured beside a function: provisioned concurrency, recursion, runtime
// management; of the account's settings, and of the permissions of layers.

#include <optional>
#include <string>
#include <vector>

#include "emulators/lambda/shapes.h"

namespace cloudling::lambda {

// ---- provisioned concurrency

struct ProvisionedConcurrencyInput {
  std::string function_name;
  std::string qualifier;
  static const aws::Structure& shape();
};

struct PutProvisionedConcurrencyInput : ProvisionedConcurrencyInput {
  int64_t executions = 0;
  static const aws::Structure& shape();
};

struct ListProvisionedConcurrencyInput {
  std::string function_name;
  std::optional<std::string> marker;
  std::optional<int64_t> max_items;
  static const aws::Structure& shape();
};

struct ProvisionedConcurrency {
  std::optional<std::string> function_arn;  ///< in lists
  int64_t requested = 0;
  int64_t available = 0;
  int64_t allocated = 0;
  std::string status;
  std::string last_modified;
  static const aws::Structure& shape();
};

struct ListProvisionedConcurrencyOutput {
  std::vector<ProvisionedConcurrency> configs;
  std::optional<std::string> next_marker;
  static const aws::Structure& shape();
};

// ---- recursion and runtime management

struct RecursionInput {
  std::string function_name;
  static const aws::Structure& shape();
};

struct PutRecursionInput : RecursionInput {
  std::string recursive_loop;
  static const aws::Structure& shape();
};

struct RecursionOutput {
  std::string recursive_loop;
  static const aws::Structure& shape();
};

struct RuntimeManagementInput {
  std::string function_name;
  std::optional<std::string> qualifier;
  static const aws::Structure& shape();
};

/// How the runtime is updated; stored as JSON, too.
struct RuntimeManagement {
  std::string update_runtime_on = "Auto";
  std::optional<std::string> runtime_version_arn;
  static const aws::Structure& shape();
};

struct PutRuntimeManagementInput : RuntimeManagementInput {
  std::string update_runtime_on;
  std::optional<std::string> runtime_version_arn;
  static const aws::Structure& shape();
};

struct RuntimeManagementOutput : RuntimeManagement {
  std::string function_arn;
  static const aws::Structure& shape();
};

// ---- the account

struct AccountLimit {
  int64_t total_code_size = 80'530'636'800;
  int64_t code_size_unzipped = 262'144'000;
  int64_t code_size_zipped = 52'428'800;
  int64_t concurrent_executions = 1000;
  int64_t unreserved_concurrent_executions = 1000;
  static const aws::Structure& shape();
};

struct AccountUsage {
  int64_t total_code_size = 0;
  int64_t function_count = 0;
  static const aws::Structure& shape();
};

struct AccountSettings {
  AccountLimit limit;
  AccountUsage usage;
  static const aws::Structure& shape();
};

// ---- permissions of layers

struct LayerPolicyInput {
  std::string layer_name;
  int64_t version_number = 0;
  static const aws::Structure& shape();
};

struct AddLayerPermissionInput : LayerPolicyInput {
  std::string statement_id, action, principal;
  std::optional<std::string> organization_id, revision_id;
  static const aws::Structure& shape();
};

struct RemoveLayerPermissionInput : LayerPolicyInput {
  std::string statement_id;
  std::optional<std::string> revision_id;
  static const aws::Structure& shape();
};

struct AddLayerPermissionOutput {
  std::string statement;  ///< JSON
  std::string revision_id;
  static const aws::Structure& shape();
};

struct LayerPolicyOutput {
  std::string policy;  ///< JSON
  std::string revision_id;
  static const aws::Structure& shape();
};

}  // namespace cloudling::lambda
