#pragma once

// Inputs and outputs of imports and exports.

#include "emulators/apigateway/http/shapes.h"

namespace cloudling::apigateway::http {

struct ImportApiInput {
  std::string body;
  std::optional<std::string> basepath;
  std::optional<bool> fail_on_warnings;
  static std::vector<aws::Field> fields();
  static const aws::Structure& shape();
};

struct ReimportApiInput : ImportApiInput {
  std::string api_id;
  static const aws::Structure& shape();
};

struct ExportApiInput {
  std::string api_id;
  std::string specification;
  std::string output_type;
  std::optional<std::string> export_version;
  std::optional<bool> include_extensions;
  std::optional<std::string> stage_name;
  static const aws::Structure& shape();
};

struct ExportApiOutput {
  std::string content_type;
  aws::Blob body;
  static const aws::Structure& shape();
};

/// Of GetModelTemplate.
struct ModelTemplate {
  std::string value;
  static const aws::Structure& shape();
};

}  // namespace cloudling::apigateway::http
