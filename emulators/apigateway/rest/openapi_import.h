#pragma once

// OpenAPI 3.0 and Swagger 2.0 documents with `x-amazon-apigateway-*` (Amazon API Gateway Developer Guide, "OpenAPI
// extensions for API Gateway") as what an API is made of. A pure function.

#include <string>
#include <string_view>
#include <vector>

#include "emulators/apigateway/rest/snapshot.h"

namespace cloudling::apigateway::rest {

/// Ids are empty but those that refer to each other: a resource's is its path, an authorizer's and a validator's its
/// name. Resources come without those between them and the root.
struct ImportedApi {
  Snapshot parts;
  std::vector<DocumentationPart> documentation;  ///< without ids
  std::vector<std::string> warnings;
};

/// `basepath` is what becomes of the document's base path: "ignore", "prepend" or "split". Throws BadRequestException
/// where the text, JSON or YAML, is no such document.
ImportedApi import_openapi(std::string_view text, const std::string& basepath = "ignore");

/// The document's "x-amazon-apigateway-documentation" alone. Throws BadRequestException where it has none.
std::vector<DocumentationPart> import_documentation(std::string_view text, std::vector<std::string>& warnings);

}  // namespace cloudling::apigateway::rest
