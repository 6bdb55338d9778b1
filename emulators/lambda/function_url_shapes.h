#pragma once

// The inputs and outputs about function URLs (Lambda API, operations of version 2021-10-31, as AWS's model describes
// them).

#include <optional>
#include <string>
#include <vector>

#include "emulators/lambda/shapes.h"

namespace cloudling::lambda {

struct UrlCors {
  std::optional<bool> allow_credentials;
  std::optional<std::vector<std::string>> allow_headers;
  std::optional<std::vector<std::string>> allow_methods;
  std::optional<std::vector<std::string>> allow_origins;
  std::optional<std::vector<std::string>> expose_headers;
  std::optional<int64_t> max_age;  ///< seconds
  static const aws::Structure& shape();
};

/// What is set of a URL; stored as JSON, too.
struct UrlSettings {
  std::optional<std::string> auth_type;
  std::optional<UrlCors> cors;
  std::optional<std::string> invoke_mode;
  static const aws::Structure& shape();
};

struct CreateFunctionUrlConfigInput : UrlSettings {
  std::string function_name;
  std::optional<std::string> qualifier;
  static const aws::Structure& shape();
};

struct UpdateFunctionUrlConfigInput : UrlSettings {
  std::string function_name;
  std::optional<std::string> qualifier;
  static const aws::Structure& shape();
};

/// Of GetFunctionUrlConfig and DeleteFunctionUrlConfig.
struct NamedFunctionUrlInput {
  std::string function_name;
  std::optional<std::string> qualifier;
  static const aws::Structure& shape();
};

struct FunctionUrlConfig : UrlSettings {
  std::string function_url;
  std::string function_arn;
  std::string creation_time;  ///< ISO 8601
  std::optional<std::string> last_modified_time;
  static const aws::Structure& shape();
};

struct ListFunctionUrlConfigsInput {
  std::string function_name;
  std::optional<std::string> marker;
  std::optional<int64_t> max_items;
  static const aws::Structure& shape();
};

struct ListFunctionUrlConfigsOutput {
  std::vector<FunctionUrlConfig> configs;
  std::optional<std::string> next_marker;
  static const aws::Structure& shape();
};

}  // namespace cloudling::lambda
