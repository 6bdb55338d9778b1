#include "emulators/lambda/lambda.h"
#include "emulators/service.h"

namespace cloudling::lambda {

void register_operations(aws::Registry& registry, store::Store& store, Lambda& service) {
  Registrar<Lambda> operations(registry, store, "lambda", service);
  operations.awaiting<&Lambda::create_function>("CreateFunction")
      .read<&Lambda::get_function>("GetFunction")
      .read<&Lambda::get_function_configuration>("GetFunctionConfiguration")
      .read<&Lambda::get_function_code_signing_config>("GetFunctionCodeSigningConfig")
      .read<&Lambda::list_functions>("ListFunctions")
      .write<&Lambda::delete_function>("DeleteFunction")
      .awaiting<&Lambda::update_function_code>("UpdateFunctionCode")
      .write<&Lambda::update_function_configuration>("UpdateFunctionConfiguration")
      .awaiting<&Lambda::invoke>("Invoke")
      .awaiting<&Lambda::invoke_with_response_stream>("InvokeWithResponseStream")
      .write<&Lambda::publish_version>("PublishVersion")
      .read<&Lambda::list_versions_by_function>("ListVersionsByFunction")
      .write<&Lambda::create_alias>("CreateAlias")
      .write<&Lambda::update_alias>("UpdateAlias")
      .read<&Lambda::get_alias>("GetAlias")
      .write<&Lambda::delete_alias>("DeleteAlias")
      .read<&Lambda::list_aliases>("ListAliases")
      .write<&Lambda::add_permission>("AddPermission")
      .write<&Lambda::remove_permission>("RemovePermission")
      .read<&Lambda::get_policy>("GetPolicy")
      .write<&Lambda::put_function_concurrency>("PutFunctionConcurrency")
      .read<&Lambda::get_function_concurrency>("GetFunctionConcurrency")
      .write<&Lambda::delete_function_concurrency>("DeleteFunctionConcurrency")
      .write<&Lambda::put_function_event_invoke_config>("PutFunctionEventInvokeConfig")
      .write<&Lambda::update_function_event_invoke_config>("UpdateFunctionEventInvokeConfig")
      .read<&Lambda::get_function_event_invoke_config>("GetFunctionEventInvokeConfig")
      .write<&Lambda::delete_function_event_invoke_config>("DeleteFunctionEventInvokeConfig")
      .read<&Lambda::list_function_event_invoke_configs>("ListFunctionEventInvokeConfigs")
      .awaiting<&Lambda::publish_layer_version>("PublishLayerVersion")
      .read<&Lambda::get_layer_version>("GetLayerVersion")
      .read<&Lambda::get_layer_version_by_arn>("GetLayerVersionByArn")
      .write<&Lambda::delete_layer_version>("DeleteLayerVersion")
      .read<&Lambda::list_layers>("ListLayers")
      .read<&Lambda::list_layer_versions>("ListLayerVersions")
      .awaiting<&Lambda::create_event_source_mapping>("CreateEventSourceMapping")
      .read<&Lambda::get_event_source_mapping>("GetEventSourceMapping")
      .read<&Lambda::list_event_source_mappings>("ListEventSourceMappings")
      .awaiting<&Lambda::update_event_source_mapping>("UpdateEventSourceMapping")
      .write<&Lambda::delete_event_source_mapping>("DeleteEventSourceMapping")
      .write<&Lambda::create_function_url_config>("CreateFunctionUrlConfig")
      .read<&Lambda::get_function_url_config>("GetFunctionUrlConfig")
      .write<&Lambda::update_function_url_config>("UpdateFunctionUrlConfig")
      .write<&Lambda::delete_function_url_config>("DeleteFunctionUrlConfig")
      .read<&Lambda::list_function_url_configs>("ListFunctionUrlConfigs")
      .write<&Lambda::tag_resource>("TagResource")
      .write<&Lambda::untag_resource>("UntagResource")
      .read<&Lambda::list_tags>("ListTags");
}

}  // namespace cloudling::lambda
