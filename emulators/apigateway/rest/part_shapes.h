#pragma once

// Inputs of gateway responses and documentation versions.

#include "emulators/apigateway/rest/shapes.h"

namespace cloudling::apigateway::rest {

struct PutGatewayResponseInput : GatewayResponse {
  std::string parent;
  std::string type;
  static const aws::Structure& shape();
};

struct CreateDocumentationVersionInput : DocumentationVersion {
  std::string parent;
  std::string documentation_version;
  std::optional<std::string> stage_name;
  static const aws::Structure& shape();
};

}  // namespace cloudling::apigateway::rest
