#include "emulators/lambda/config_shapes.h"

#include <utility>

#include "emulators/lambda/shape_patterns.h"

namespace cloudling::lambda {

using aws::Field;
using aws::field;
using aws::Structure;

namespace {

constexpr const char* kLayerName =
    "(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+";
constexpr const char* kRuntimeVersion =
    "arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}::runtime:.+";

template <auto Member>
Field name_field() {
  return field<Member>("FunctionName").in_path().length(1, 256).matching(kNamespacedFunctionName).required();
}
template <auto Member>
Field qualifier_field() {
  return field<Member>("Qualifier").in_query("Qualifier").length(1, 128).matching(kQualifier);
}
Field as_update_mode(Field field) { return std::move(field).one_of({"Auto", "Manual", "FunctionUpdate"}); }

template <class S>
std::vector<Field> provisioned_fields() {
  using B = ProvisionedConcurrencyInput;
  return {of_base<S, B, &B::function_name>(name_field<&B::function_name>()),
          of_base<S, B, &B::qualifier>(qualifier_field<&B::qualifier>().required())};
}

template <class S>
std::vector<Field> layer_fields() {
  using B = LayerPolicyInput;
  return {of_base<S, B, &B::layer_name>(
              field<&B::layer_name>("LayerName").in_path().length(1, 140).matching(kLayerName).required()),
          of_base<S, B, &B::version_number>(field<&B::version_number>("VersionNumber").in_path().required())};
}

Structure with(const char* name, std::vector<Field> fields, std::vector<Field> more) {
  for (Field& member : more) fields.push_back(std::move(member));
  return {name, std::move(fields)};
}

}  // namespace

const Structure& ProvisionedConcurrencyInput::shape() {
  static const Structure shape{"GetProvisionedConcurrencyConfigRequest",
                               provisioned_fields<ProvisionedConcurrencyInput>()};
  return shape;
}

const Structure& PutProvisionedConcurrencyInput::shape() {
  using S = PutProvisionedConcurrencyInput;
  static const Structure shape =
      with("PutProvisionedConcurrencyConfigRequest", provisioned_fields<S>(),
           {field<&S::executions>("ProvisionedConcurrentExecutions").at_least(1).required()});
  return shape;
}

const Structure& ListProvisionedConcurrencyInput::shape() {
  using S = ListProvisionedConcurrencyInput;
  static const Structure shape{"ListProvisionedConcurrencyConfigsRequest",
                               {name_field<&S::function_name>(), field<&S::marker>("Marker").in_query("Marker"),
                                field<&S::max_items>("MaxItems").in_query("MaxItems").range(1, 50)}};
  return shape;
}

const Structure& ProvisionedConcurrency::shape() {
  using S = ProvisionedConcurrency;
  static const Structure shape{
      "ProvisionedConcurrencyConfigListItem",
      {field<&S::function_arn>("FunctionArn"), field<&S::requested>("RequestedProvisionedConcurrentExecutions"),
       field<&S::available>("AvailableProvisionedConcurrentExecutions"),
       field<&S::allocated>("AllocatedProvisionedConcurrentExecutions"), field<&S::status>("Status"),
       field<&S::last_modified>("LastModified")}};
  return shape;
}

const Structure& ListProvisionedConcurrencyOutput::shape() {
  using S = ListProvisionedConcurrencyOutput;
  static const Structure shape{
      "ListProvisionedConcurrencyConfigsResponse",
      {field<&S::configs>("ProvisionedConcurrencyConfigs"), field<&S::next_marker>("NextMarker")}};
  return shape;
}

const Structure& RecursionInput::shape() {
  static const Structure shape{"GetFunctionRecursionConfigRequest", {name_field<&RecursionInput::function_name>()}};
  return shape;
}

const Structure& PutRecursionInput::shape() {
  using S = PutRecursionInput;
  using B = RecursionInput;
  static const Structure shape{"PutFunctionRecursionConfigRequest",
                               {of_base<S, B, &B::function_name>(name_field<&B::function_name>()),
                                field<&S::recursive_loop>("RecursiveLoop").one_of({"Allow", "Terminate"}).required()}};
  return shape;
}

const Structure& RecursionOutput::shape() {
  static const Structure shape{"GetFunctionRecursionConfigResponse",
                               {field<&RecursionOutput::recursive_loop>("RecursiveLoop")}};
  return shape;
}

const Structure& RuntimeManagementInput::shape() {
  using S = RuntimeManagementInput;
  static const Structure shape{"GetRuntimeManagementConfigRequest",
                               {name_field<&S::function_name>(), qualifier_field<&S::qualifier>()}};
  return shape;
}

const Structure& RuntimeManagement::shape() {
  using S = RuntimeManagement;
  static const Structure shape{
      "RuntimeManagement",
      {field<&S::update_runtime_on>("UpdateRuntimeOn"), field<&S::runtime_version_arn>("RuntimeVersionArn")}};
  return shape;
}

const Structure& PutRuntimeManagementInput::shape() {
  using S = PutRuntimeManagementInput;
  using B = RuntimeManagementInput;
  static const Structure shape{
      "PutRuntimeManagementConfigRequest",
      {of_base<S, B, &B::function_name>(name_field<&B::function_name>()),
       of_base<S, B, &B::qualifier>(qualifier_field<&B::qualifier>()),
       as_update_mode(field<&S::update_runtime_on>("UpdateRuntimeOn").required()),
       field<&S::runtime_version_arn>("RuntimeVersionArn").length(26, 2048).matching(kRuntimeVersion)}};
  return shape;
}

const Structure& RuntimeManagementOutput::shape() {
  using S = RuntimeManagementOutput;
  using B = RuntimeManagement;
  static const Structure shape{
      "GetRuntimeManagementConfigResponse",
      {of_base<S, B, &B::update_runtime_on>(field<&B::update_runtime_on>("UpdateRuntimeOn")),
       of_base<S, B, &B::runtime_version_arn>(field<&B::runtime_version_arn>("RuntimeVersionArn")),
       field<&S::function_arn>("FunctionArn")}};
  return shape;
}

const Structure& AccountLimit::shape() {
  using S = AccountLimit;
  static const Structure shape{
      "AccountLimit",
      {field<&S::total_code_size>("TotalCodeSize"), field<&S::code_size_unzipped>("CodeSizeUnzipped"),
       field<&S::code_size_zipped>("CodeSizeZipped"), field<&S::concurrent_executions>("ConcurrentExecutions"),
       field<&S::unreserved_concurrent_executions>("UnreservedConcurrentExecutions")}};
  return shape;
}

const Structure& AccountUsage::shape() {
  using S = AccountUsage;
  static const Structure shape{
      "AccountUsage", {field<&S::total_code_size>("TotalCodeSize"), field<&S::function_count>("FunctionCount")}};
  return shape;
}

const Structure& AccountSettings::shape() {
  using S = AccountSettings;
  static const Structure shape{"GetAccountSettingsResponse",
                               {field<&S::limit>("AccountLimit"), field<&S::usage>("AccountUsage")}};
  return shape;
}

const Structure& LayerPolicyInput::shape() {
  static const Structure shape{"GetLayerVersionPolicyRequest", layer_fields<LayerPolicyInput>()};
  return shape;
}

const Structure& AddLayerPermissionInput::shape() {
  using S = AddLayerPermissionInput;
  static const Structure shape =
      with("AddLayerVersionPermissionRequest", layer_fields<S>(),
           {field<&S::statement_id>("StatementId").length(1, 100).matching("([a-zA-Z0-9-_]+)").required(),
            field<&S::action>("Action").length(0, 22).matching("lambda:GetLayerVersion").required(),
            field<&S::principal>("Principal").matching("\\d{12}|\\*|arn:(aws[a-zA-Z-]*):iam::\\d{12}:root").required(),
            field<&S::organization_id>("OrganizationId").length(0, 34).matching("o-[a-z0-9]{10,32}"),
            field<&S::revision_id>("RevisionId").in_query("RevisionId")});
  return shape;
}

const Structure& RemoveLayerPermissionInput::shape() {
  using S = RemoveLayerPermissionInput;
  static const Structure shape =
      with("RemoveLayerVersionPermissionRequest", layer_fields<S>(),
           {field<&S::statement_id>("StatementId").in_path().length(1, 100).matching("([a-zA-Z0-9-_]+)").required(),
            field<&S::revision_id>("RevisionId").in_query("RevisionId")});
  return shape;
}

const Structure& AddLayerPermissionOutput::shape() {
  using S = AddLayerPermissionOutput;
  static const Structure shape{"AddLayerVersionPermissionResponse",
                               {field<&S::statement>("Statement"), field<&S::revision_id>("RevisionId")}};
  return shape;
}

const Structure& LayerPolicyOutput::shape() {
  using S = LayerPolicyOutput;
  static const Structure shape{"GetLayerVersionPolicyResponse",
                               {field<&S::policy>("Policy"), field<&S::revision_id>("RevisionId")}};
  return shape;
}

}  // namespace cloudling::lambda
