#pragma once

// Inputs and outputs of import, export and test invocations.

#include "emulators/apigateway/rest/method_shapes.h"

namespace cloudling::apigateway::rest {

struct ImportRestApiInput {
  std::optional<bool> fail_on_warnings;
  Texts parameters;
  aws::Blob body;
  static const aws::Structure& shape();
};

struct PutRestApiInput {
  std::string rest_api_id;
  std::optional<std::string> mode;
  std::optional<bool> fail_on_warnings;
  Texts parameters;
  aws::Blob body;
  static const aws::Structure& shape();
};

struct ImportDocumentationPartsInput {
  std::string rest_api_id;
  std::optional<std::string> mode;
  std::optional<bool> fail_on_warnings;
  aws::Blob body;
  static const aws::Structure& shape();
};

struct GetExportInput {
  std::string rest_api_id;
  std::string stage_name;
  std::string export_type;
  Texts parameters;
  std::optional<std::string> accepts;
  static const aws::Structure& shape();
};

struct ExportResponse {
  std::optional<std::string> content_type;
  std::optional<std::string> content_disposition;
  aws::Blob body;
  static const aws::Structure& shape();
};

struct TestInvokeMethodInput : MethodKey {
  std::optional<std::string> path_with_query_string;
  std::optional<std::string> body;
  std::optional<Texts> headers;
  std::optional<std::map<std::string, std::vector<std::string>>> multi_value_headers;
  std::optional<Texts> stage_variables;
  static const aws::Structure& shape();
};

struct TestInvokeMethodOutput {
  int64_t status = 0;
  std::string body;
  Texts headers;
  std::map<std::string, std::vector<std::string>> multi_value_headers;
  std::string log;
  int64_t latency = 0;  ///< milliseconds
  static const aws::Structure& shape();
};

struct TestInvokeAuthorizerInput : AuthorizerKey {
  std::optional<Texts> headers;
  std::optional<std::map<std::string, std::vector<std::string>>> multi_value_headers;
  std::optional<std::string> path_with_query_string;
  std::optional<std::string> body;
  std::optional<Texts> stage_variables;
  std::optional<Texts> additional_context;
  static const aws::Structure& shape();
};

struct TestInvokeAuthorizerOutput {
  int64_t client_status = 0;  ///< 0 where the authorizer gave a policy
  std::string log;
  int64_t latency = 0;  ///< milliseconds
  std::optional<std::string> principal_id;
  std::optional<std::string> policy;
  static const aws::Structure& shape();
};

/// A sample mapping template.
struct ModelTemplate {
  std::string value;
  static const aws::Structure& shape();
};

}  // namespace cloudling::apigateway::rest
