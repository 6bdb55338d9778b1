#pragma once

// The inputs and outputs of code signing configurations.

#include <optional>
#include <string>
#include <vector>

#include "emulators/lambda/shapes.h"

namespace cloudling::lambda {

struct AllowedPublishers {
  std::vector<std::string> signing_profile_version_arns;
  static const aws::Structure& shape();
};

struct CodeSigningPolicies {
  std::optional<std::string> untrusted_artifact_on_deployment;  ///< "Warn" or "Enforce"
  static const aws::Structure& shape();
};

struct CodeSigningConfig {
  std::string id;
  std::string arn;
  std::optional<std::string> description;
  AllowedPublishers allowed_publishers;
  CodeSigningPolicies policies;
  std::string last_modified;
  static const aws::Structure& shape();
};

struct CreateCodeSigningConfigInput {
  std::optional<std::string> description;
  AllowedPublishers allowed_publishers;
  std::optional<CodeSigningPolicies> policies;
  std::optional<std::map<std::string, std::string>> tags;
  static const aws::Structure& shape();
};

struct UpdateCodeSigningConfigInput {
  std::string arn;
  std::optional<std::string> description;
  std::optional<AllowedPublishers> allowed_publishers;
  std::optional<CodeSigningPolicies> policies;
  static const aws::Structure& shape();
};

struct CodeSigningConfigInput {
  std::string arn;
  static const aws::Structure& shape();
};

struct CodeSigningConfigOutput {
  CodeSigningConfig config;
  static const aws::Structure& shape();
};

struct ListCodeSigningConfigsInput {
  std::optional<std::string> marker;
  std::optional<int64_t> max_items;
  static const aws::Structure& shape();
};

struct ListCodeSigningConfigsOutput {
  std::optional<std::string> next_marker;
  std::vector<CodeSigningConfig> configs;
  static const aws::Structure& shape();
};

struct ListFunctionsByCodeSigningConfigInput {
  std::string arn;
  std::optional<std::string> marker;
  std::optional<int64_t> max_items;
  static const aws::Structure& shape();
};

struct ListFunctionsByCodeSigningConfigOutput {
  std::optional<std::string> next_marker;
  std::vector<std::string> function_arns;
  static const aws::Structure& shape();
};

struct FunctionCodeSigningInput {
  std::string function_name;
  static const aws::Structure& shape();
};

struct PutFunctionCodeSigningInput {
  std::string arn;
  std::string function_name;
  static const aws::Structure& shape();
};

struct FunctionCodeSigning {
  std::optional<std::string> arn;  ///< nothing where the function has none
  std::string function_name;
  static const aws::Structure& shape();
};

}  // namespace cloudling::lambda
