#include <re2/re2.h>

#include <algorithm>

#include "emulators/apigateway/rest/lookup.h"
#include "emulators/apigateway/rest/patch.h"
#include "emulators/apigateway/rest/rest.h"

namespace cloudling::apigateway::rest {

namespace {

bool is_variable(const std::string& part) { return part.starts_with('{'); }

void check_path_part(const std::string& part) {
  static const re2::RE2 kPart("[a-zA-Z0-9._:~-]+|\\{[a-zA-Z0-9._:-]+\\+?\\}");
  if (re2::RE2::FullMatch(part, kPart)) return;
  throw bad_request(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning "
      "and the end.");
}

/// Throws where the resource does not fit beside its siblings and below its parent.
void check_place(const std::vector<Resource>& all, const Resource& parent, const Resource& resource) {
  const std::string part = resource.path_part.value_or("");
  check_path_part(part);
  if (parent.path_part.value_or("").ends_with("+}"))
    throw bad_request("Cannot create a child of a resource with a greedy path variable: " + *parent.path_part);
  for (const Resource& sibling : all) {
    if (sibling.parent_id != parent.id || sibling.id == resource.id) continue;
    if (sibling.path_part == part)
      throw conflict("Another resource with the same parent already has this name: " + part);
    if (is_variable(part) && is_variable(sibling.path_part.value_or("")))
      throw bad_request("A sibling (" + *sibling.path_part +
                        ") of this resource already has a variable path part -- only one is allowed");
  }
}

std::string path_below(const Resource& parent, const std::string& part) {
  return (parent.path == "/" ? "" : parent.path) + "/" + part;
}

/// As it is answered: methods by name alone, unless they are asked for.
Resource shown(Resource resource, const std::optional<std::vector<std::string>>& embed) {
  const bool whole = embed && std::ranges::find(*embed, "methods") != embed->end();
  if (whole || !resource.resource_methods) return resource;
  for (auto& [name, method] : *resource.resource_methods) method = Method{};
  return resource;
}

/// All below `root`, and itself.
std::vector<Resource> with_descendants(const std::vector<Resource>& all, const Resource& root) {
  std::vector<Resource> found{root};
  for (size_t i = 0; i < found.size(); ++i) {
    for (const Resource& resource : all) {
      if (resource.parent_id == found[i].id) found.push_back(resource);
    }
  }
  return found;
}

}  // namespace

Resource Rest::create_resource(const aws::CallContext& context, store::WriteTransaction& tx,
                               const CreateResourceInput& input) {
  const auto parent = require<Resource>(tx, context, {Resource::kKind, input.rest_api_id, input.parent});
  Resource resource{.id = new_short_id(), .parent_id = parent.id, .path_part = input.path_part};
  resource.path = path_below(parent, *resource.path_part);
  check_place(list_items<Resource>(tx, scope_of(context), input.rest_api_id), parent, resource);
  put_item(tx, scope_of(context), input.rest_api_id, resource.id, resource);
  return resource;
}

Resource Rest::get_resource(const aws::CallContext& context, store::ReadTransaction& tx,
                            const GetResourceInput& input) {
  return shown(require<Resource>(tx, context, input.place()), input.embed);
}

Page<Resource> Rest::get_resources(const aws::CallContext& context, store::ReadTransaction& tx,
                                   const GetResourcesInput& input) {
  require_parent(tx, context, {Resource::kKind, input.rest_api_id, ""});
  auto page = page_of<Resource>(tx, context, input.rest_api_id, input.position, input.limit);
  for (Resource& resource : page.items) resource = shown(std::move(resource), input.embed);
  return page;
}

Resource Rest::update_resource(const aws::CallContext& context, store::WriteTransaction& tx,
                               const Patched<ResourceKey>& input) {
  static const PatchRules kRules{{"/pathPart"}, {"/parentId"}};
  const Scope scope = scope_of(context);
  json::Value document = document_of(require<Resource>(tx, context, input.place()));
  apply_patch(document, input.patch_operations, kRules);
  auto resource = item_of<Resource>(document);
  if (!resource.parent_id) throw bad_request("The root resource can not be changed");
  const auto parent = require<Resource>(tx, context, {Resource::kKind, input.parent, *resource.parent_id});
  auto all = list_items<Resource>(tx, scope, input.parent);
  check_place(all, parent, resource);
  auto moved = with_descendants(all, resource);
  if (std::ranges::any_of(moved, [&](const Resource& each) { return each.id == parent.id; }))
    throw bad_request("A resource can not be moved below itself");
  moved.front().path = path_below(parent, *resource.path_part);
  for (Resource& each : moved) {
    for (const Resource& above : moved) {
      if (each.parent_id == above.id) each.path = path_below(above, *each.path_part);
    }
    put_item(tx, scope, input.parent, each.id, each);
  }
  return moved.front();
}

aws::Nothing Rest::delete_resource(const aws::CallContext& context, store::WriteTransaction& tx,
                                   const ResourceKey& input) {
  const Scope scope = scope_of(context);
  const auto resource = require<Resource>(tx, context, input.place());
  if (!resource.parent_id) throw bad_request("Root resource can not be deleted");
  for (const Resource& each : with_descendants(list_items<Resource>(tx, scope, input.parent), resource)) {
    delete_item(tx, scope, {Resource::kKind, input.parent, each.id});
  }
  return {};
}

}  // namespace cloudling::apigateway::rest
