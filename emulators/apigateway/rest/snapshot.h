#pragma once

// Everything of an API that its answers depend on, frozen by a deployment: later edits don't show until they are
// deployed too.

#include <optional>
#include <string>
#include <vector>

#include "emulators/apigateway/rest/items.h"
#include "emulators/apigateway/rest/shapes.h"

namespace cloudling::apigateway::rest {

struct Snapshot {
  static constexpr const char* kKind = "snapshot";
  RestApi api;
  std::vector<Resource> resources;
  std::vector<Model> models;
  std::vector<RequestValidator> validators;
  std::vector<Authorizer> authorizers;
  std::vector<GatewayResponse> responses;
  static const aws::Structure& shape();
};

/// The API as it is. It has to be there.
Snapshot take_snapshot(store::ReadTransaction& tx, const Scope& scope, const std::string& api_id);

/// {"/path": {"POST": ...}}, as GetDeployment shows it.
std::map<std::string, std::map<std::string, MethodSnapshot>> summary_of(const Snapshot& snapshot);

}  // namespace cloudling::apigateway::rest
