#pragma once

// An API as an OpenAPI 3.0 or Swagger 2.0 document. A pure function.

#include "emulators/apigateway/rest/snapshot.h"

namespace cloudling::apigateway::rest {

enum class OpenApiVersion { kSwagger2, kOpenApi3 };

struct ExportOptions {
  OpenApiVersion version = OpenApiVersion::kOpenApi3;
  bool integrations = false;  ///< x-amazon-apigateway-integration and what belongs to it
  bool authorizers = false;   ///< x-amazon-apigateway-authorizer
  std::string host;           ///< that serves the stage
  std::string stage;
};

json::Value export_openapi(const Snapshot& snapshot, const ExportOptions& options);

}  // namespace cloudling::apigateway::rest
