// ImportApi, ReimportApi and ExportApi: HTTP APIs from OpenAPI documents, and as such.

#include "emulators/apigateway/http/items.h"
#include "emulators/apigateway/http/openapi_export.h"
#include "emulators/apigateway/http/openapi_import.h"
#include "emulators/apigateway/yaml.h"

namespace cloudling::apigateway::http {

namespace {

ImportedApi read_document(const ImportApiInput& input) {
  ImportedApi imported = import_openapi(input.body, input.basepath.value_or("ignore"));
  if (!input.fail_on_warnings.value_or(false) || imported.warnings.empty()) return imported;
  throw bad_request("Warnings found during import:\n\t" + imported.warnings.front());
}

/// What the document says of the API itself, in place of what was said.
void copy_settings(const Api& from, Api& to) {
  to.name = from.name;
  to.description = from.description;
  to.version = from.version;
  to.cors_configuration = from.cors_configuration;
  if (from.disable_execute_api_endpoint) to.disable_execute_api_endpoint = from.disable_execute_api_endpoint;
  if (from.tags) to.tags = from.tags;
}

Api answer_of(Api api, std::vector<std::string> warnings) {
  api.import_info.emplace();
  if (!warnings.empty()) api.warnings = std::move(warnings);
  return api;
}

}  // namespace

/// Makes what was imported, with ids in place of names and indexes.
void HttpApis::put_parts(const aws::CallContext& context, store::WriteTransaction& tx, const std::string& api,
                         ImportedApi& imported) {
  std::map<std::string, std::string> authorizers;
  for (const Authorizer& each : imported.authorizers) {
    CreatedInApi<Authorizer> input{each, api};
    authorizers[*each.name] = *make(context, tx, input).authorizer_id;
  }
  for (const Model& each : imported.models) make(context, tx, CreatedInApi<Model>{each, api});
  std::vector<std::string> integrations;
  for (const Integration& each : imported.integrations)
    integrations.push_back(*make(context, tx, CreatedInApi<Integration>{each, api}).integration_id);
  for (const Route& each : imported.routes) {
    CreatedInApi<Route> input{each, api};
    if (input.target) {
      const size_t index = std::stoul(input.target->substr(input.target->find('/') + 1));
      input.target = "integrations/" + integrations.at(index);
    }
    if (input.authorizer_id) input.authorizer_id = authorizers.at(*input.authorizer_id);
    make(context, tx, input);
  }
}

Api HttpApis::import_api(const aws::CallContext& context, store::WriteTransaction& tx, const ImportApiInput& input) {
  ImportedApi imported = read_document(input);
  Api api = create_api(context, tx, CreatedTop<Api>{imported.api});
  put_parts(context, tx, *api.api_id, imported);
  changed(tx, scope_of(context), {Api::kKind, "", *api.api_id});
  return answer_of(std::move(api), std::move(imported.warnings));
}

Api HttpApis::reimport_api(const aws::CallContext& context, store::WriteTransaction& tx,
                           const ReimportApiInput& input) {
  const Scope scope = scope_of(context);
  Api api = get(context, tx, ApiKey{input.api_id});
  if (api.protocol_type == "WEBSOCKET") throw bad_request("Only HTTP APIs can be imported");
  ImportedApi imported = read_document(input);
  for (const char* kind : {Route::kKind, Integration::kKind, Authorizer::kKind, Model::kKind})
    rest::delete_children(tx, scope, kind, input.api_id);
  copy_settings(imported.api, api);
  rest::put_item(tx, scope, "", input.api_id, api);
  put_parts(context, tx, input.api_id, imported);
  changed(tx, scope, {Api::kKind, "", input.api_id});
  return answer_of(get_api(context, tx, ApiKey{input.api_id}), std::move(imported.warnings));
}

ExportApiOutput HttpApis::export_api(const aws::CallContext& context, store::ReadTransaction& tx,
                                     const ExportApiInput& input) {
  const Scope scope = scope_of(context);
  const Api api = get(context, tx, ApiKey{input.api_id});
  if (input.specification != "OAS30") throw bad_request("Invalid specification " + input.specification);
  if (input.output_type != "JSON" && input.output_type != "YAML")
    throw bad_request("Invalid output type " + input.output_type);
  if (input.export_version.value_or("1.0") != "1.0")
    throw bad_request("Invalid export version " + *input.export_version);
  if (api.protocol_type == "WEBSOCKET") throw bad_request("Only HTTP APIs can be exported");
  Deployed deployed;
  if (input.stage_name)
    deployed = deployed_of(tx, scope, input.api_id, get(context, tx, StageKey{input.api_id, *input.stage_name}));
  else
    deployed = Deployed::read(tx, scope, input.api_id);
  const json::Value document = export_openapi(api, deployed, scope.region, input.stage_name.value_or(""),
                                              input.include_extensions.value_or(true));
  const bool yaml = input.output_type == "YAML";
  ExportApiOutput output;
  output.content_type = "application/octet-stream";
  output.body.bytes = yaml ? write_yaml(document) : json::write(document);
  return output;
}

}  // namespace cloudling::apigateway::http
