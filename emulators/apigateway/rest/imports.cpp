// ImportRestApi and PutRestApi: what an OpenAPI document describes, in place of an API or merged into it.

#include <algorithm>

#include "emulators/apigateway/rest/lookup.h"
#include "emulators/apigateway/rest/openapi_export.h"
#include "emulators/apigateway/rest/openapi_import.h"
#include "emulators/apigateway/rest/rest.h"
#include "emulators/apigateway/yaml.h"

namespace cloudling::apigateway::rest {

namespace {

/// Gives what refers to others by the ids that they had their new ones.
void rename(Snapshot& parts, const std::map<std::string, std::string>& authorizers,
            const std::map<std::string, std::string>& validators) {
  for (Resource& resource : parts.resources) {
    if (!resource.resource_methods) continue;
    for (auto& [name, method] : *resource.resource_methods) {
      const auto authorizer = authorizers.find(method.authorizer_id.value_or(""));
      if (authorizer != authorizers.end()) method.authorizer_id = authorizer->second;
      const auto validator = validators.find(method.request_validator_id.value_or(""));
      if (validator == validators.end())
        method.request_validator_id.reset();
      else
        method.request_validator_id = validator->second;
    }
  }
}

std::string basepath_of(const Texts& parameters) {
  const auto given = parameters.find("basepath");
  return given == parameters.end() ? "ignore" : given->second;
}

void copy_settings(const RestApi& from, RestApi& to) {
  to.name = from.name;
  to.version = from.version;
  if (from.description) to.description = from.description;
  if (from.binary_media_types) to.binary_media_types = from.binary_media_types;
  if (from.api_key_source) to.api_key_source = from.api_key_source;
  if (from.minimum_compression_size) to.minimum_compression_size = from.minimum_compression_size;
  if (from.policy) to.policy = from.policy;
}

}  // namespace

/// The resource at a path, made with all above it where it is missing.
Resource Rest::ensure_resource(store::WriteTransaction& tx, const Scope& scope, const RestApi& api,
                               const std::string& path) {
  for (Resource& each : list_items<Resource>(tx, scope, api.id)) {
    if (each.path == path) return std::move(each);
  }
  const size_t slash = path.rfind('/');
  const Resource parent = ensure_resource(tx, scope, api, slash == 0 ? "/" : path.substr(0, slash));
  Resource made{.id = new_short_id(), .parent_id = parent.id, .path_part = path.substr(slash + 1), .path = path};
  put_item(tx, scope, api.id, made.id, made);
  return made;
}

void Rest::put_parts(store::WriteTransaction& tx, const Scope& scope, const RestApi& api, Snapshot parts) {
  std::map<std::string, std::string> authorizers;
  std::map<std::string, std::string> validators;
  for (Authorizer& each : parts.authorizers) {
    each.id = authorizers[each.id] = new_short_id();
    put_item(tx, scope, api.id, each.id, each);
  }
  for (RequestValidator& each : parts.validators) {
    each.id = validators[each.id] = new_short_id();
    put_item(tx, scope, api.id, each.id, each);
  }
  for (Model& each : parts.models) {
    each.id = new_short_id();
    put_item(tx, scope, api.id, each.name, each);
  }
  for (const GatewayResponse& each : parts.responses) put_item(tx, scope, api.id, each.response_type, each);
  rename(parts, authorizers, validators);
  for (const Resource& given : parts.resources) {
    Resource resource = ensure_resource(tx, scope, api, given.path);
    if (given.resource_methods && !resource.resource_methods) resource.resource_methods.emplace();
    for (auto& [name, method] : given.resource_methods.value_or(std::map<std::string, Method>{})) {
      Method made = method;
      if (made.method_integration && !made.method_integration->cache_namespace)
        made.method_integration->cache_namespace = resource.id;
      (*resource.resource_methods)[name] = std::move(made);
    }
    put_item(tx, scope, api.id, resource.id, resource);
  }
}

RestApi Rest::import_rest_api(const aws::CallContext& context, store::WriteTransaction& tx,
                              const ImportRestApiInput& input) {
  ImportedApi imported = import_openapi(input.body.bytes, basepath_of(input.parameters));
  RestApi wanted = imported.parts.api;
  const auto types = input.parameters.find("endpointConfigurationTypes");
  if (types != input.parameters.end())
    wanted.endpoint_configuration = EndpointConfiguration{.types = {{types->second}}};
  RestApi api = make_rest_api(context, tx, wanted);
  put_parts(tx, scope_of(context), api, std::move(imported.parts));
  ImportedIds documentation;
  put_documentation(tx, scope_of(context), api.id, std::move(imported.documentation), documentation);
  return shown(std::move(api));
}

RestApi Rest::put_rest_api(const aws::CallContext& context, store::WriteTransaction& tx, const PutRestApiInput& input) {
  const Scope scope = scope_of(context);
  auto api = require<RestApi>(tx, context, {RestApi::kKind, "", input.rest_api_id});
  ImportedApi imported = import_openapi(input.body.bytes, basepath_of(input.parameters));
  if (input.mode == "overwrite") {
    for (const char* kind :
         {Resource::kKind, Model::kKind, Authorizer::kKind, RequestValidator::kKind, GatewayResponse::kKind})
      delete_children(tx, scope, kind, api.id);
    put_item(tx, scope, api.id, *api.root_resource_id, Resource{.id = *api.root_resource_id, .path = "/"});
    api.policy.reset();
    api.binary_media_types.reset();
  }
  copy_settings(imported.parts.api, api);
  put_item(tx, scope, "", api.id, api);
  put_parts(tx, scope, api, std::move(imported.parts));
  ImportedIds documentation;
  put_documentation(tx, scope, api.id, std::move(imported.documentation), documentation);
  forget_deployed_after(tx);
  return shown(std::move(api));
}

ImportedIds Rest::import_documentation_parts(const aws::CallContext& context, store::WriteTransaction& tx,
                                             const ImportDocumentationPartsInput& input) {
  const Scope scope = scope_of(context);
  require_parent(tx, context, {DocumentationPart::kKind, input.rest_api_id, ""});
  ImportedIds made;
  auto parts = import_documentation(input.body.bytes, made.warnings);
  if (!made.warnings.empty() && input.fail_on_warnings.value_or(false))
    throw bad_request("Warnings found during import:\n\t" + made.warnings.front());
  if (input.mode == "overwrite") delete_children(tx, scope, DocumentationPart::kKind, input.rest_api_id);
  put_documentation(tx, scope, input.rest_api_id, std::move(parts), made);
  return made;
}

ExportResponse Rest::get_export(const aws::CallContext& context, store::ReadTransaction& tx,
                                const GetExportInput& input) {
  const Scope scope = scope_of(context);
  if (input.export_type != "oas30" && input.export_type != "swagger")
    throw bad_request("No API exporter for type '" + input.export_type + "'");
  const bool yaml = input.accepts.value_or("").find("yaml") != std::string::npos;
  const auto stage = require<Stage>(tx, context, {Stage::kKind, input.rest_api_id, input.stage_name});
  const auto snapshot = find_item<Snapshot>(tx, scope, input.rest_api_id, stage.deployment_id.value_or(""));
  if (!snapshot) throw not_found("Invalid Deployment identifier specified");
  const auto asked = input.parameters.find("extensions");
  const std::string extensions = asked == input.parameters.end() ? "" : asked->second;
  const bool all = extensions.find("apigateway") != std::string::npos;
  ExportOptions options;
  options.version = input.export_type == "oas30" ? OpenApiVersion::kOpenApi3 : OpenApiVersion::kSwagger2;
  options.integrations = all || extensions.find("integrations") != std::string::npos;
  options.authorizers = all || extensions.find("authorizers") != std::string::npos;
  options.host = input.rest_api_id + ".execute-api." + scope.region + ".amazonaws.com";
  options.stage = stage.stage_name;
  ExportResponse response;
  response.content_type = "application/octet-stream";
  response.content_disposition = "attachment; filename=\"" + input.export_type + (yaml ? ".yaml\"" : ".json\"");
  const json::Value document = export_openapi(*snapshot, options);
  response.body.bytes = yaml ? write_yaml(document) : json::write(document);
  return response;
}

}  // namespace cloudling::apigateway::rest
