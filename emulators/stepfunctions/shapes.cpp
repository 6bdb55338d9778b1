#include "emulators/stepfunctions/shapes.h"

#include <array>
#include <utility>

namespace cloudling::stepfunctions {

using aws::Field;
using aws::field;
using aws::Structure;

namespace {

constexpr int64_t kMaxArn = 256;
constexpr int64_t kMaxName = 80;
constexpr int64_t kMaxDefinition = 1'048'576;
constexpr int64_t kMaxData = 262'144;
constexpr int64_t kMaxPage = 1000;
constexpr int64_t kMaxToken = 1024;
constexpr int64_t kMaxExecutionsToken = 3096;
constexpr int64_t kMaxLongArn = 2000;
constexpr int64_t kMaxError = 256;
constexpr int64_t kMaxCause = 32'768;

template <auto Member>
Field arn(std::string name) {
  return field<Member>(std::move(name)).length(1, kMaxArn);
}
template <auto Member>
Field included_data_field() {
  return field<Member>("includedData").one_of({"ALL_DATA", "METADATA_ONLY"});
}
template <auto Member>
Field type_field() {
  return field<Member>("type").one_of({"STANDARD", "EXPRESS"});
}
template <auto Member>
Field max_results_field(int64_t most = kMaxPage) {
  return field<Member>("maxResults").range(0, most);
}

/// The members of HistoryEvent that hold details, as the model names them.
constexpr std::array kDetails = {"activityFailedEventDetails",
                                 "activityScheduleFailedEventDetails",
                                 "activityScheduledEventDetails",
                                 "activityStartedEventDetails",
                                 "activitySucceededEventDetails",
                                 "activityTimedOutEventDetails",
                                 "taskFailedEventDetails",
                                 "taskScheduledEventDetails",
                                 "taskStartFailedEventDetails",
                                 "taskStartedEventDetails",
                                 "taskSubmitFailedEventDetails",
                                 "taskSubmittedEventDetails",
                                 "taskSucceededEventDetails",
                                 "taskTimedOutEventDetails",
                                 "executionFailedEventDetails",
                                 "executionStartedEventDetails",
                                 "executionSucceededEventDetails",
                                 "executionAbortedEventDetails",
                                 "executionTimedOutEventDetails",
                                 "executionRedrivenEventDetails",
                                 "mapStateStartedEventDetails",
                                 "mapIterationStartedEventDetails",
                                 "mapIterationSucceededEventDetails",
                                 "mapIterationFailedEventDetails",
                                 "mapIterationAbortedEventDetails",
                                 "lambdaFunctionFailedEventDetails",
                                 "lambdaFunctionScheduleFailedEventDetails",
                                 "lambdaFunctionScheduledEventDetails",
                                 "lambdaFunctionStartFailedEventDetails",
                                 "lambdaFunctionSucceededEventDetails",
                                 "lambdaFunctionTimedOutEventDetails",
                                 "stateEnteredEventDetails",
                                 "stateExitedEventDetails",
                                 "mapRunStartedEventDetails",
                                 "mapRunFailedEventDetails",
                                 "mapRunRedrivenEventDetails",
                                 "evaluationFailedEventDetails"};

/// The member that is set where the event's details have its name.
template <size_t I>
Field details_field() {
  Field member = field<&HistoryEvent::details>(kDetails[I]);
  member.optional = true;
  member.get = [](const void* owner) -> const void* {
    const auto& event = *static_cast<const HistoryEvent*>(owner);
    return event.details_name == kDetails[I] ? &event.details : nullptr;
  };
  member.emplace = [](void* owner) -> void* {
    auto& event = *static_cast<HistoryEvent*>(owner);
    event.details_name = kDetails[I];
    return &event.details;
  };
  return member;
}

template <size_t... I>
void add_details(std::vector<Field>& fields, std::index_sequence<I...>) {
  (fields.push_back(details_field<I>()), ...);
}

}  // namespace

const Structure& Tag::shape() {
  static const Structure shape{"Tag",
                               {field<&Tag::key>("key").length(1, 128), field<&Tag::value>("value").length(0, 256)}};
  return shape;
}

const Structure& CloudWatchLogsLogGroup::shape() {
  static const Structure shape{"CloudWatchLogsLogGroup", {arn<&CloudWatchLogsLogGroup::log_group_arn>("logGroupArn")}};
  return shape;
}

const Structure& LogDestination::shape() {
  static const Structure shape{"LogDestination",
                               {field<&LogDestination::cloud_watch_logs_log_group>("cloudWatchLogsLogGroup")}};
  return shape;
}

const Structure& LoggingConfiguration::shape() {
  using S = LoggingConfiguration;
  static const Structure shape{
      "LoggingConfiguration",
      {field<&S::level>("level").one_of({"ALL", "ERROR", "FATAL", "OFF"}),
       field<&S::include_execution_data>("includeExecutionData"), field<&S::destinations>("destinations")}};
  return shape;
}

const Structure& TracingConfiguration::shape() {
  static const Structure shape{"TracingConfiguration", {field<&TracingConfiguration::enabled>("enabled")}};
  return shape;
}

const Structure& EncryptionConfiguration::shape() {
  using S = EncryptionConfiguration;
  static const Structure shape{
      "EncryptionConfiguration",
      {field<&S::kms_key_id>("kmsKeyId").length(1, 2048),
       field<&S::kms_data_key_reuse_period_seconds>("kmsDataKeyReusePeriodSeconds").range(60, 900),
       field<&S::type>("type").one_of({"AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"}).required()}};
  return shape;
}

const Structure& CreateStateMachineInput::shape() {
  using S = CreateStateMachineInput;
  static const Structure shape{"CreateStateMachineInput",
                               {field<&S::name>("name").length(1, kMaxName).required(),
                                field<&S::definition>("definition").length(1, kMaxDefinition).required().sensitive(),
                                arn<&S::role_arn>("roleArn").required(), type_field<&S::type>(),
                                field<&S::logging_configuration>("loggingConfiguration"), field<&S::tags>("tags"),
                                field<&S::tracing_configuration>("tracingConfiguration"), field<&S::publish>("publish"),
                                field<&S::version_description>("versionDescription").at_most(256).sensitive(),
                                field<&S::encryption_configuration>("encryptionConfiguration")}};
  return shape;
}

const Structure& CreateStateMachineOutput::shape() {
  using S = CreateStateMachineOutput;
  static const Structure shape{
      "CreateStateMachineOutput",
      {field<&S::state_machine_arn>("stateMachineArn"), field<&S::creation_date>("creationDate"),
       field<&S::state_machine_version_arn>("stateMachineVersionArn")}};
  return shape;
}

const Structure& DescribeStateMachineInput::shape() {
  using S = DescribeStateMachineInput;
  static const Structure shape{
      "DescribeStateMachineInput",
      {arn<&S::state_machine_arn>("stateMachineArn").required(), included_data_field<&S::included_data>()}};
  return shape;
}

const Structure& DescribeStateMachineOutput::shape() {
  using S = DescribeStateMachineOutput;
  static const Structure shape{
      "DescribeStateMachineOutput",
      {field<&S::state_machine_arn>("stateMachineArn"), field<&S::name>("name"), field<&S::status>("status"),
       field<&S::definition>("definition"), field<&S::role_arn>("roleArn"), field<&S::type>("type"),
       field<&S::creation_date>("creationDate"), field<&S::logging_configuration>("loggingConfiguration"),
       field<&S::tracing_configuration>("tracingConfiguration"), field<&S::revision_id>("revisionId"),
       field<&S::description>("description"), field<&S::encryption_configuration>("encryptionConfiguration")}};
  return shape;
}

const Structure& DescribeStateMachineForExecutionInput::shape() {
  using S = DescribeStateMachineForExecutionInput;
  static const Structure shape{
      "DescribeStateMachineForExecutionInput",
      {arn<&S::execution_arn>("executionArn").required(), included_data_field<&S::included_data>()}};
  return shape;
}

const Structure& DescribeStateMachineForExecutionOutput::shape() {
  using S = DescribeStateMachineForExecutionOutput;
  static const Structure shape{
      "DescribeStateMachineForExecutionOutput",
      {field<&S::state_machine_arn>("stateMachineArn"), field<&S::name>("name"), field<&S::definition>("definition"),
       field<&S::role_arn>("roleArn"), field<&S::update_date>("updateDate"),
       field<&S::logging_configuration>("loggingConfiguration"),
       field<&S::tracing_configuration>("tracingConfiguration"), field<&S::revision_id>("revisionId"),
       field<&S::encryption_configuration>("encryptionConfiguration")}};
  return shape;
}

const Structure& ListStateMachinesInput::shape() {
  using S = ListStateMachinesInput;
  static const Structure shape{
      "ListStateMachinesInput",
      {max_results_field<&S::max_results>(), field<&S::next_token>("nextToken").length(1, kMaxToken)}};
  return shape;
}

const Structure& StateMachineListItem::shape() {
  using S = StateMachineListItem;
  static const Structure shape{"StateMachineListItem",
                               {field<&S::state_machine_arn>("stateMachineArn"), field<&S::name>("name"),
                                field<&S::type>("type"), field<&S::creation_date>("creationDate")}};
  return shape;
}

const Structure& ListStateMachinesOutput::shape() {
  using S = ListStateMachinesOutput;
  static const Structure shape{"ListStateMachinesOutput",
                               {field<&S::state_machines>("stateMachines"), field<&S::next_token>("nextToken")}};
  return shape;
}

const Structure& UpdateStateMachineInput::shape() {
  using S = UpdateStateMachineInput;
  static const Structure shape{"UpdateStateMachineInput",
                               {arn<&S::state_machine_arn>("stateMachineArn").required(),
                                field<&S::definition>("definition").length(1, kMaxDefinition).sensitive(),
                                arn<&S::role_arn>("roleArn"), field<&S::logging_configuration>("loggingConfiguration"),
                                field<&S::tracing_configuration>("tracingConfiguration"), field<&S::publish>("publish"),
                                field<&S::version_description>("versionDescription").at_most(256).sensitive(),
                                field<&S::encryption_configuration>("encryptionConfiguration")}};
  return shape;
}

const Structure& UpdateStateMachineOutput::shape() {
  using S = UpdateStateMachineOutput;
  static const Structure shape{"UpdateStateMachineOutput",
                               {field<&S::update_date>("updateDate"), field<&S::revision_id>("revisionId"),
                                field<&S::state_machine_version_arn>("stateMachineVersionArn")}};
  return shape;
}

const Structure& DeleteStateMachineInput::shape() {
  static const Structure shape{"DeleteStateMachineInput",
                               {arn<&DeleteStateMachineInput::state_machine_arn>("stateMachineArn").required()}};
  return shape;
}

const Structure& ValidateStateMachineDefinitionInput::shape() {
  using S = ValidateStateMachineDefinitionInput;
  static const Structure shape{
      "ValidateStateMachineDefinitionInput",
      {field<&S::definition>("definition").length(1, kMaxDefinition).required().sensitive(), type_field<&S::type>(),
       field<&S::severity>("severity").one_of({"ERROR", "WARNING"}), max_results_field<&S::max_results>(100)}};
  return shape;
}

const Structure& ValidateStateMachineDefinitionDiagnostic::shape() {
  using S = ValidateStateMachineDefinitionDiagnostic;
  static const Structure shape{"ValidateStateMachineDefinitionDiagnostic",
                               {field<&S::severity>("severity"), field<&S::code>("code"), field<&S::message>("message"),
                                field<&S::location>("location")}};
  return shape;
}

const Structure& ValidateStateMachineDefinitionOutput::shape() {
  using S = ValidateStateMachineDefinitionOutput;
  static const Structure shape{
      "ValidateStateMachineDefinitionOutput",
      {field<&S::result>("result"), field<&S::diagnostics>("diagnostics"), field<&S::truncated>("truncated")}};
  return shape;
}

const Structure& TagResourceInput::shape() {
  using S = TagResourceInput;
  static const Structure shape{"TagResourceInput",
                               {arn<&S::resource_arn>("resourceArn").required(), field<&S::tags>("tags").required()}};
  return shape;
}

const Structure& UntagResourceInput::shape() {
  using S = UntagResourceInput;
  static const Structure shape{
      "UntagResourceInput",
      {arn<&S::resource_arn>("resourceArn").required(), field<&S::tag_keys>("tagKeys").required()}};
  return shape;
}

const Structure& ListTagsForResourceInput::shape() {
  static const Structure shape{"ListTagsForResourceInput",
                               {arn<&ListTagsForResourceInput::resource_arn>("resourceArn").required()}};
  return shape;
}

const Structure& ListTagsForResourceOutput::shape() {
  static const Structure shape{"ListTagsForResourceOutput", {field<&ListTagsForResourceOutput::tags>("tags")}};
  return shape;
}

const Structure& StartExecutionInput::shape() {
  using S = StartExecutionInput;
  static const Structure shape{
      "StartExecutionInput",
      {arn<&S::state_machine_arn>("stateMachineArn").required(), field<&S::name>("name").length(1, kMaxName),
       field<&S::input>("input").at_most(kMaxData).sensitive(),
       field<&S::trace_header>("traceHeader").length(0, 256).matching("[\\x00-\\x7F]*")}};
  return shape;
}

const Structure& StartExecutionOutput::shape() {
  using S = StartExecutionOutput;
  static const Structure shape{
      "StartExecutionOutput",
      {field<&S::execution_arn>("executionArn").required(), field<&S::start_date>("startDate").required()}};
  return shape;
}

const Structure& DescribeExecutionInput::shape() {
  using S = DescribeExecutionInput;
  static const Structure shape{
      "DescribeExecutionInput",
      {arn<&S::execution_arn>("executionArn").required(), included_data_field<&S::included_data>()}};
  return shape;
}

const Structure& ExecutionDataDetails::shape() {
  static const Structure shape{"CloudWatchEventsExecutionDataDetails",
                               {field<&ExecutionDataDetails::included>("included")}};
  return shape;
}

const Structure& DescribeExecutionOutput::shape() {
  using S = DescribeExecutionOutput;
  static const Structure shape{"DescribeExecutionOutput",
                               {field<&S::execution_arn>("executionArn"),
                                field<&S::state_machine_arn>("stateMachineArn"),
                                field<&S::name>("name"),
                                field<&S::status>("status"),
                                field<&S::start_date>("startDate"),
                                field<&S::stop_date>("stopDate"),
                                field<&S::input>("input"),
                                field<&S::input_details>("inputDetails"),
                                field<&S::output>("output"),
                                field<&S::output_details>("outputDetails"),
                                field<&S::trace_header>("traceHeader"),
                                field<&S::map_run_arn>("mapRunArn"),
                                field<&S::error>("error"),
                                field<&S::cause>("cause"),
                                field<&S::redrive_count>("redriveCount"),
                                field<&S::redrive_date>("redriveDate"),
                                field<&S::redrive_status>("redriveStatus"),
                                field<&S::redrive_status_reason>("redriveStatusReason"),
                                field<&S::state_machine_version_arn>("stateMachineVersionArn"),
                                field<&S::state_machine_alias_arn>("stateMachineAliasArn")}};
  return shape;
}

const Structure& StopExecutionInput::shape() {
  using S = StopExecutionInput;
  static const Structure shape{
      "StopExecutionInput",
      {arn<&S::execution_arn>("executionArn").required(), field<&S::error>("error").length(0, kMaxError).sensitive(),
       field<&S::cause>("cause").length(0, kMaxCause).sensitive()}};
  return shape;
}

const Structure& StopExecutionOutput::shape() {
  static const Structure shape{"StopExecutionOutput", {field<&StopExecutionOutput::stop_date>("stopDate")}};
  return shape;
}

const Structure& ListExecutionsInput::shape() {
  using S = ListExecutionsInput;
  static const Structure shape{
      "ListExecutionsInput",
      {arn<&S::state_machine_arn>("stateMachineArn"),
       field<&S::status_filter>("statusFilter")
           .one_of({"RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"}),
       max_results_field<&S::max_results>(), field<&S::next_token>("nextToken").length(1, kMaxExecutionsToken),
       field<&S::map_run_arn>("mapRunArn").length(1, kMaxLongArn),
       field<&S::redrive_filter>("redriveFilter").one_of({"REDRIVEN", "NOT_REDRIVEN"})}};
  return shape;
}

const Structure& ExecutionListItem::shape() {
  using S = ExecutionListItem;
  static const Structure shape{
      "ExecutionListItem",
      {field<&S::execution_arn>("executionArn"), field<&S::state_machine_arn>("stateMachineArn"),
       field<&S::name>("name"), field<&S::status>("status"), field<&S::start_date>("startDate"),
       field<&S::stop_date>("stopDate"), field<&S::map_run_arn>("mapRunArn"), field<&S::item_count>("itemCount"),
       field<&S::redrive_count>("redriveCount"), field<&S::redrive_date>("redriveDate"),
       field<&S::state_machine_version_arn>("stateMachineVersionArn"),
       field<&S::state_machine_alias_arn>("stateMachineAliasArn")}};
  return shape;
}

const Structure& ListExecutionsOutput::shape() {
  using S = ListExecutionsOutput;
  static const Structure shape{"ListExecutionsOutput",
                               {field<&S::executions>("executions"), field<&S::next_token>("nextToken")}};
  return shape;
}

const Structure& GetExecutionHistoryInput::shape() {
  using S = GetExecutionHistoryInput;
  static const Structure shape{
      "GetExecutionHistoryInput",
      {arn<&S::execution_arn>("executionArn").required(), max_results_field<&S::max_results>(),
       field<&S::reverse_order>("reverseOrder"), field<&S::next_token>("nextToken").length(1, kMaxToken),
       field<&S::include_execution_data>("includeExecutionData")}};
  return shape;
}

const Structure& HistoryEvent::shape() {
  static const Structure shape = [] {
    using S = HistoryEvent;
    Structure event{"HistoryEvent",
                    {field<&S::timestamp>("timestamp"), field<&S::type>("type"), field<&S::id>("id"),
                     field<&S::previous_event_id>("previousEventId")}};
    add_details(event.fields, std::make_index_sequence<kDetails.size()>());
    return event;
  }();
  return shape;
}

const Structure& GetExecutionHistoryOutput::shape() {
  using S = GetExecutionHistoryOutput;
  static const Structure shape{"GetExecutionHistoryOutput",
                               {field<&S::events>("events"), field<&S::next_token>("nextToken")}};
  return shape;
}

}  // namespace cloudling::stepfunctions
