#include "emulators/lambda/resource_shapes.h"

#include <utility>

#include "emulators/lambda/shape_patterns.h"

namespace cloudling::lambda {

using aws::Field;
using aws::field;
using aws::Structure;

namespace {

constexpr const char* kVersion = "\\$LATEST(\\.PUBLISHED)?|[0-9]+";
constexpr const char* kAliasName = "[a-zA-Z0-9-_]+";
constexpr const char* kSourceArn =
    "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}(-gov)?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)";
constexpr const char* kDestination =
    "|kafka://([^.]([a-zA-Z0-9\\-_.]{0,248}))|"
    "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)";
constexpr int64_t kMaxPage = 10'000;

template <auto Member>
Field function_name_field() {
  return field<Member>("FunctionName").in_path().length(1, 140).matching(kFunctionName).required();
}
template <auto Member>
Field namespaced_name_field() {
  return field<Member>("FunctionName").in_path().length(1, 256).matching(kNamespacedFunctionName).required();
}
template <auto Member>
Field qualifier_field() {
  return field<Member>("Qualifier").in_query("Qualifier").length(1, 128).matching(kQualifier);
}
template <auto Member>
Field marker_field() {
  return field<Member>("Marker").in_query("Marker");
}
template <auto Member>
Field max_items_field(int64_t most) {
  return field<Member>("MaxItems").in_query("MaxItems").range(1, most);
}

template <class S>
Structure function_shape(std::string name) {
  using B = FunctionInput;
  return {std::move(name),
          {of_base<S, B, &B::function_name>(namespaced_name_field<&B::function_name>()),
           of_base<S, B, &B::qualifier>(qualifier_field<&B::qualifier>())}};
}

template <class S>
std::vector<Field> alias_fields(bool name_in_path) {
  using B = AliasInput;
  Field name = field<&B::name>("Name").length(1, 128).matching(kAliasName).required();
  if (name_in_path) name.location = aws::Location::kPath;
  return {of_base<S, B, &B::function_name>(function_name_field<&B::function_name>()),
          of_base<S, B, &B::name>(std::move(name)),
          of_base<S, B, &B::function_version>(
              field<&B::function_version>("FunctionVersion").length(1, 1024).matching(kVersion)),
          of_base<S, B, &B::description>(field<&B::description>("Description").length(0, 256)),
          of_base<S, B, &B::routing_config>(field<&B::routing_config>("RoutingConfig"))};
}

template <class S>
std::vector<Field> event_invoke_fields() {
  using B = EventInvokeSettings;
  return {
      of_base<S, B, &B::maximum_retry_attempts>(field<&B::maximum_retry_attempts>("MaximumRetryAttempts").range(0, 2)),
      of_base<S, B, &B::maximum_event_age_in_seconds>(
          field<&B::maximum_event_age_in_seconds>("MaximumEventAgeInSeconds").range(60, 21'600)),
      of_base<S, B, &B::destination_config>(field<&B::destination_config>("DestinationConfig"))};
}

}  // namespace

const Structure& PublishVersionInput::shape() {
  using S = PublishVersionInput;
  static const Structure shape{
      "PublishVersionRequest",
      {function_name_field<&S::function_name>(), field<&S::code_sha256>("CodeSha256"),
       field<&S::description>("Description").length(0, 256), field<&S::revision_id>("RevisionId"),
       field<&S::publish_to>("PublishTo").one_of({"LATEST_PUBLISHED"})}};
  return shape;
}

const Structure& ListVersionsInput::shape() {
  using S = ListVersionsInput;
  static const Structure shape{"ListVersionsByFunctionRequest",
                               {namespaced_name_field<&S::function_name>(), marker_field<&S::marker>(),
                                max_items_field<&S::max_items>(kMaxPage)}};
  return shape;
}

const Structure& ListVersionsOutput::shape() {
  using S = ListVersionsOutput;
  static const Structure shape{"ListVersionsByFunctionResponse",
                               {field<&S::next_marker>("NextMarker"), field<&S::versions>("Versions")}};
  return shape;
}

const Structure& AliasRouting::shape() {
  static const Structure shape{"AliasRoutingConfiguration",
                               {field<&AliasRouting::additional_version_weights>("AdditionalVersionWeights")}};
  return shape;
}

const Structure& CreateAliasInput::shape() {
  static const Structure shape = [] {
    Structure create{"CreateAliasRequest", alias_fields<CreateAliasInput>(false)};
    for (Field& member : create.fields) member.is_required |= member.name == "FunctionVersion";
    return create;
  }();
  return shape;
}

const Structure& UpdateAliasInput::shape() {
  static const Structure shape = [] {
    Structure update{"UpdateAliasRequest", alias_fields<UpdateAliasInput>(true)};
    update.fields.push_back(field<&UpdateAliasInput::revision_id>("RevisionId"));
    return update;
  }();
  return shape;
}

const Structure& NamedAliasInput::shape() {
  using S = NamedAliasInput;
  static const Structure shape{"GetAliasRequest",
                               {function_name_field<&S::function_name>(),
                                field<&S::name>("Name").in_path().length(1, 128).matching(kAliasName).required()}};
  return shape;
}

const Structure& AliasConfiguration::shape() {
  using S = AliasConfiguration;
  static const Structure shape{"AliasConfiguration",
                               {field<&S::alias_arn>("AliasArn"), field<&S::name>("Name"),
                                field<&S::function_version>("FunctionVersion"), field<&S::description>("Description"),
                                field<&S::routing_config>("RoutingConfig"), field<&S::revision_id>("RevisionId")}};
  return shape;
}

const Structure& ListAliasesInput::shape() {
  using S = ListAliasesInput;
  static const Structure shape{
      "ListAliasesRequest",
      {function_name_field<&S::function_name>(),
       field<&S::function_version>("FunctionVersion").in_query("FunctionVersion").length(1, 1024).matching(kVersion),
       marker_field<&S::marker>(), max_items_field<&S::max_items>(kMaxPage)}};
  return shape;
}

const Structure& ListAliasesOutput::shape() {
  using S = ListAliasesOutput;
  static const Structure shape{"ListAliasesResponse",
                               {field<&S::next_marker>("NextMarker"), field<&S::aliases>("Aliases")}};
  return shape;
}

const Structure& AddPermissionInput::shape() {
  using S = AddPermissionInput;
  static const Structure shape{
      "AddPermissionRequest",
      {namespaced_name_field<&S::function_name>(),
       field<&S::statement_id>("StatementId").length(1, 100).matching("[a-zA-Z0-9-_]+").required(),
       field<&S::action>("Action").matching("lambda:[*]|lambda:[a-zA-Z]+|[*]").required(),
       field<&S::principal>("Principal").matching("[^\\s]+").required(),
       field<&S::source_arn>("SourceArn").matching(kSourceArn),
       field<&S::source_account>("SourceAccount").length(0, 12).matching("\\d{12}"),
       field<&S::event_source_token>("EventSourceToken").length(0, 256).matching("[a-zA-Z0-9._\\-]+"),
       qualifier_field<&S::qualifier>(), field<&S::revision_id>("RevisionId"),
       field<&S::principal_org_id>("PrincipalOrgID").length(12, 34).matching("o-[a-z0-9]{10,32}"),
       field<&S::function_url_auth_type>("FunctionUrlAuthType").one_of({"NONE", "AWS_IAM"}),
       field<&S::invoked_via_function_url>("InvokedViaFunctionUrl")}};
  return shape;
}

const Structure& AddPermissionOutput::shape() {
  static const Structure shape{"AddPermissionResponse", {field<&AddPermissionOutput::statement>("Statement")}};
  return shape;
}

const Structure& RemovePermissionInput::shape() {
  using S = RemovePermissionInput;
  static const Structure shape{
      "RemovePermissionRequest",
      {namespaced_name_field<&S::function_name>(),
       field<&S::statement_id>("StatementId").in_path().length(1, 100).matching("[a-zA-Z0-9-_.]+").required(),
       qualifier_field<&S::qualifier>(), field<&S::revision_id>("RevisionId").in_query("RevisionId")}};
  return shape;
}

const Structure& GetPolicyInput::shape() {
  static const Structure shape = function_shape<GetPolicyInput>("GetPolicyRequest");
  return shape;
}

const Structure& GetPolicyOutput::shape() {
  using S = GetPolicyOutput;
  static const Structure shape{"GetPolicyResponse",
                               {field<&S::policy>("Policy"), field<&S::revision_id>("RevisionId")}};
  return shape;
}

const Structure& PutFunctionConcurrencyInput::shape() {
  using S = PutFunctionConcurrencyInput;
  static const Structure shape{
      "PutFunctionConcurrencyRequest",
      {function_name_field<&S::function_name>(),
       field<&S::reserved_concurrent_executions>("ReservedConcurrentExecutions").at_least(0).required()}};
  return shape;
}

const Structure& FunctionConcurrencyInput::shape() {
  static const Structure shape{"GetFunctionConcurrencyRequest",
                               {function_name_field<&FunctionConcurrencyInput::function_name>()}};
  return shape;
}

const Structure& Concurrency::shape() {
  static const Structure shape{"Concurrency",
                               {field<&Concurrency::reserved_concurrent_executions>("ReservedConcurrentExecutions")}};
  return shape;
}

const Structure& Destination::shape() {
  static const Structure shape{"Destination",
                               {field<&Destination::destination>("Destination").length(0, 350).matching(kDestination)}};
  return shape;
}

const Structure& DestinationConfig::shape() {
  using S = DestinationConfig;
  static const Structure shape{"DestinationConfig",
                               {field<&S::on_success>("OnSuccess"), field<&S::on_failure>("OnFailure")}};
  return shape;
}

const Structure& EventInvokeSettings::shape() {
  static const Structure shape{"EventInvokeSettings", event_invoke_fields<EventInvokeSettings>()};
  return shape;
}

const Structure& EventInvokeConfigInput::shape() {
  using S = EventInvokeConfigInput;
  static const Structure shape = [] {
    Structure put{"PutFunctionEventInvokeConfigRequest", event_invoke_fields<S>()};
    put.fields.push_back(namespaced_name_field<&S::function_name>());
    put.fields.push_back(qualifier_field<&S::qualifier>());
    return put;
  }();
  return shape;
}

const Structure& NamedEventInvokeConfigInput::shape() {
  static const Structure shape = function_shape<NamedEventInvokeConfigInput>("GetFunctionEventInvokeConfigRequest");
  return shape;
}

const Structure& EventInvokeConfig::shape() {
  using S = EventInvokeConfig;
  static const Structure shape = [] {
    Structure config{"FunctionEventInvokeConfig",
                     {field<&S::last_modified>("LastModified"), field<&S::function_arn>("FunctionArn")}};
    for (Field& member : event_invoke_fields<S>()) config.fields.push_back(std::move(member));
    return config;
  }();
  return shape;
}

const Structure& ListEventInvokeConfigsInput::shape() {
  using S = ListEventInvokeConfigsInput;
  static const Structure shape{
      "ListFunctionEventInvokeConfigsRequest",
      {namespaced_name_field<&S::function_name>(), marker_field<&S::marker>(), max_items_field<&S::max_items>(50)}};
  return shape;
}

const Structure& ListEventInvokeConfigsOutput::shape() {
  using S = ListEventInvokeConfigsOutput;
  static const Structure shape{
      "ListFunctionEventInvokeConfigsResponse",
      {field<&S::configs>("FunctionEventInvokeConfigs"), field<&S::next_marker>("NextMarker")}};
  return shape;
}

}  // namespace cloudling::lambda
