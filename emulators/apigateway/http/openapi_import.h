#pragma once

// OpenAPI 3.0 documents with `x-amazon-apigateway-*` as what an HTTP API is made of (API Gateway Developer Guide,
// "Working with OpenAPI definitions for HTTP APIs"). A pure function.

#include <string>
#include <string_view>
#include <vector>

#include "emulators/apigateway/http/shapes.h"

namespace cloudling::apigateway::http {

/// Nothing of it has an id: a route's target is "integrations/" and an index, its authorizer is a name.
struct ImportedApi {
  Api api;
  std::vector<Route> routes;
  std::vector<Integration> integrations;
  std::vector<Authorizer> authorizers;
  std::vector<Model> models;
  std::vector<std::string> warnings;
};

/// `basepath` is what becomes of the document's base path: "ignore", "prepend" or "split". Throws BadRequestException
/// where the text, JSON or YAML, is no such document.
ImportedApi import_openapi(std::string_view text, const std::string& basepath);

}  // namespace cloudling::apigateway::http
