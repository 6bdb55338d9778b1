#pragma once

// A method within its resource, and what belongs to it, as operations look for them.

#include <string>
#include <vector>

#include "emulators/apigateway/rest/items.h"
#include "emulators/apigateway/rest/method_shapes.h"
#include "emulators/apigateway/rest/patch.h"
#include "emulators/aws/context.h"

namespace cloudling::apigateway::rest {

struct MethodPlace {
  Method& method() { return resource.resource_methods->at(name); }
  Resource resource;
  std::string name;
};

/// Each throws NotFoundException (404) in AWS's words where it is not there.
MethodPlace require_method(store::ReadTransaction& tx, const aws::CallContext& context, const MethodKey& key);
Integration& require_integration(Method& method);
MethodResponse& require_response(Method& method, const std::string& status);

void put_resource(store::WriteTransaction& tx, const aws::CallContext& context, const MethodKey& key,
                  const Resource& resource);

/// The item as the operations change it.
template <class R>
R patched(const R& item, const std::string& kind, const std::vector<PatchOperation>& operations) {
  json::Value document = document_of(item);
  apply_patch(document, operations, patch_rules(kind));
  return item_of<R>(document);
}

}  // namespace cloudling::apigateway::rest
