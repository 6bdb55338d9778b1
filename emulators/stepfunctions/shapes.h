#pragma once

// The inputs and outputs of the Step Functions API (version 2016-11-23), as AWS's model describes them.
// Members keep AWS's meaning under snake_case names; constraints stand in the field lists (shapes.cpp).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "asl/json/json.h"
#include "emulators/aws/shape.h"

namespace cloudling::stepfunctions {

struct Tag {
  std::optional<std::string> key;
  std::optional<std::string> value;
  static const aws::Structure& shape();
};

struct CloudWatchLogsLogGroup {
  std::optional<std::string> log_group_arn;
  static const aws::Structure& shape();
};

struct LogDestination {
  std::optional<CloudWatchLogsLogGroup> cloud_watch_logs_log_group;
  static const aws::Structure& shape();
};

struct LoggingConfiguration {
  std::optional<std::string> level;
  std::optional<bool> include_execution_data;
  std::optional<std::vector<LogDestination>> destinations;
  static const aws::Structure& shape();
};

struct TracingConfiguration {
  std::optional<bool> enabled;
  static const aws::Structure& shape();
};

struct EncryptionConfiguration {
  std::optional<std::string> kms_key_id;
  std::optional<int64_t> kms_data_key_reuse_period_seconds;
  std::string type;
  static const aws::Structure& shape();
};

// ---- state machines --------------------------------------------------------------------------------------------

struct CreateStateMachineInput {
  std::string name;
  std::string definition;
  std::string role_arn;
  std::optional<std::string> type;
  std::optional<LoggingConfiguration> logging_configuration;
  std::optional<std::vector<Tag>> tags;
  std::optional<TracingConfiguration> tracing_configuration;
  std::optional<bool> publish;
  std::optional<std::string> version_description;
  std::optional<EncryptionConfiguration> encryption_configuration;
  static const aws::Structure& shape();
};

struct CreateStateMachineOutput {
  std::string state_machine_arn;
  aws::Timestamp creation_date;
  std::optional<std::string> state_machine_version_arn;
  static const aws::Structure& shape();
};

struct DescribeStateMachineInput {
  std::string state_machine_arn;
  std::optional<std::string> included_data;
  static const aws::Structure& shape();
};

struct DescribeStateMachineOutput {
  std::string state_machine_arn;
  std::string name;
  std::string status;
  std::string definition;
  std::string role_arn;
  std::string type;
  aws::Timestamp creation_date;
  LoggingConfiguration logging_configuration;
  TracingConfiguration tracing_configuration;
  std::optional<std::string> revision_id;
  std::optional<std::string> description;  ///< of a version
  EncryptionConfiguration encryption_configuration;
  static const aws::Structure& shape();
};

struct DescribeStateMachineForExecutionInput {
  std::string execution_arn;
  std::optional<std::string> included_data;
  static const aws::Structure& shape();
};

struct DescribeStateMachineForExecutionOutput {
  std::string state_machine_arn;
  std::string name;
  std::string definition;
  std::string role_arn;
  aws::Timestamp update_date;
  LoggingConfiguration logging_configuration;
  TracingConfiguration tracing_configuration;
  std::optional<std::string> revision_id;
  EncryptionConfiguration encryption_configuration;
  static const aws::Structure& shape();
};

struct ListStateMachinesInput {
  std::optional<int64_t> max_results;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

struct StateMachineListItem {
  std::string state_machine_arn;
  std::string name;
  std::string type;
  aws::Timestamp creation_date;
  static const aws::Structure& shape();
};

struct ListStateMachinesOutput {
  std::vector<StateMachineListItem> state_machines;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

struct UpdateStateMachineInput {
  std::string state_machine_arn;
  std::optional<std::string> definition;
  std::optional<std::string> role_arn;
  std::optional<LoggingConfiguration> logging_configuration;
  std::optional<TracingConfiguration> tracing_configuration;
  std::optional<bool> publish;
  std::optional<std::string> version_description;
  std::optional<EncryptionConfiguration> encryption_configuration;
  static const aws::Structure& shape();
};

struct UpdateStateMachineOutput {
  aws::Timestamp update_date;
  std::optional<std::string> revision_id;
  std::optional<std::string> state_machine_version_arn;
  static const aws::Structure& shape();
};

struct DeleteStateMachineInput {
  std::string state_machine_arn;
  static const aws::Structure& shape();
};

struct ValidateStateMachineDefinitionInput {
  std::string definition;
  std::optional<std::string> type;
  std::optional<std::string> severity;
  std::optional<int64_t> max_results;
  static const aws::Structure& shape();
};

struct ValidateStateMachineDefinitionDiagnostic {
  std::string severity;
  std::string code;
  std::string message;
  std::optional<std::string> location;
  static const aws::Structure& shape();
};

struct ValidateStateMachineDefinitionOutput {
  std::string result;
  std::vector<ValidateStateMachineDefinitionDiagnostic> diagnostics;
  bool truncated = false;
  static const aws::Structure& shape();
};

// ---- tags ------------------------------------------------------------------------------------------------------

struct TagResourceInput {
  std::string resource_arn;
  std::vector<Tag> tags;
  static const aws::Structure& shape();
};

struct UntagResourceInput {
  std::string resource_arn;
  std::vector<std::string> tag_keys;
  static const aws::Structure& shape();
};

struct ListTagsForResourceInput {
  std::string resource_arn;
  static const aws::Structure& shape();
};

struct ListTagsForResourceOutput {
  std::vector<Tag> tags;
  static const aws::Structure& shape();
};

// ---- executions ------------------------------------------------------------------------------------------------

struct StartExecutionInput {
  std::string state_machine_arn;
  std::optional<std::string> name;
  std::optional<std::string> input;
  std::optional<std::string> trace_header;
  static const aws::Structure& shape();
};

struct StartExecutionOutput {
  std::string execution_arn;
  aws::Timestamp start_date;
  static const aws::Structure& shape();
};

struct DescribeExecutionInput {
  std::string execution_arn;
  std::optional<std::string> included_data;
  static const aws::Structure& shape();
};

/// Whether the data beside it was included (false with METADATA_ONLY).
struct ExecutionDataDetails {
  bool included = true;
  static const aws::Structure& shape();
};

struct DescribeExecutionOutput {
  std::string execution_arn;
  std::string state_machine_arn;
  std::string name;
  std::string status;
  aws::Timestamp start_date;
  std::optional<aws::Timestamp> stop_date;
  std::optional<std::string> input;
  ExecutionDataDetails input_details;
  std::optional<std::string> output;
  std::optional<ExecutionDataDetails> output_details;
  std::optional<std::string> trace_header;
  std::optional<std::string> map_run_arn;
  std::optional<std::string> error;
  std::optional<std::string> cause;
  int64_t redrive_count = 0;
  std::optional<aws::Timestamp> redrive_date;
  std::string redrive_status;
  std::optional<std::string> redrive_status_reason;
  std::optional<std::string> state_machine_version_arn;
  std::optional<std::string> state_machine_alias_arn;
  static const aws::Structure& shape();
};

struct StopExecutionInput {
  std::string execution_arn;
  std::optional<std::string> error;
  std::optional<std::string> cause;
  static const aws::Structure& shape();
};

struct StopExecutionOutput {
  aws::Timestamp stop_date;
  static const aws::Structure& shape();
};

struct ListExecutionsInput {
  std::optional<std::string> state_machine_arn;
  std::optional<std::string> status_filter;
  std::optional<int64_t> max_results;
  std::optional<std::string> next_token;
  std::optional<std::string> map_run_arn;
  std::optional<std::string> redrive_filter;
  static const aws::Structure& shape();
};

struct ExecutionListItem {
  std::string execution_arn;
  std::string state_machine_arn;
  std::string name;
  std::string status;
  aws::Timestamp start_date;
  std::optional<aws::Timestamp> stop_date;
  std::optional<std::string> map_run_arn;
  std::optional<int64_t> item_count;
  int64_t redrive_count = 0;
  std::optional<aws::Timestamp> redrive_date;
  std::optional<std::string> state_machine_version_arn;
  std::optional<std::string> state_machine_alias_arn;
  static const aws::Structure& shape();
};

struct ListExecutionsOutput {
  std::vector<ExecutionListItem> executions;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

struct GetExecutionHistoryInput {
  std::string execution_arn;
  std::optional<int64_t> max_results;
  std::optional<bool> reverse_order;
  std::optional<std::string> next_token;
  std::optional<bool> include_execution_data;
  static const aws::Structure& shape();
};

/// One event. Its details stand under the member that `details_name` names ("stateEnteredEventDetails", ...), as a
/// document; "" where the type has none.
struct HistoryEvent {
  aws::Timestamp timestamp;
  std::string type;
  int64_t id = 0;
  int64_t previous_event_id = 0;
  std::string details_name;
  json::Value details;
  static const aws::Structure& shape();
};

struct GetExecutionHistoryOutput {
  std::vector<HistoryEvent> events;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

}  // namespace cloudling::stepfunctions
