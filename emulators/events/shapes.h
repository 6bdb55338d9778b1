#pragma once

// The inputs and outputs of the EventBridge API (version 2015-10-07), as AWS's model describes them: buses, rules,
// targets, events and tags. Archives and replays are in shapes_archives.h.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "asl/json/json.h"
#include "emulators/aws/shape.h"

namespace cloudling::events {

using Text = std::optional<std::string>;

struct Tag {
  std::string key;
  std::string value;
  static const aws::Structure& shape();
};

struct DeadLetterConfig {
  Text arn;
  static const aws::Structure& shape();
};

// ---- buses -------------------------------------------------------------------------------------------------------

struct CreateEventBusInput {
  std::string name;
  Text event_source_name;  ///< refused where given, as the two below
  Text kms_key_identifier;
  std::optional<json::Value> log_config;
  Text description;
  std::optional<DeadLetterConfig> dead_letter_config;
  std::optional<std::vector<Tag>> tags;
  static const aws::Structure& shape();
};

struct CreateEventBusOutput {
  std::string event_bus_arn;
  Text description;
  std::optional<DeadLetterConfig> dead_letter_config;
  static const aws::Structure& shape();
};

struct DescribeEventBusInput {
  Text name;
  static const aws::Structure& shape();
};

struct DescribeEventBusOutput {
  std::string name;
  std::string arn;
  Text description;
  std::optional<DeadLetterConfig> dead_letter_config;
  Text policy;
  std::optional<aws::Timestamp> creation_time, last_modified_time;  ///< of the default bus once it was changed
  static const aws::Structure& shape();
};

struct ListEventBusesInput {
  Text name_prefix;
  Text next_token;
  std::optional<int64_t> limit;
  static const aws::Structure& shape();
};

struct EventBus {
  std::string name;
  std::string arn;
  Text description;
  Text policy;
  std::optional<aws::Timestamp> creation_time, last_modified_time;  ///< of the default bus once it was changed
  static const aws::Structure& shape();
};

struct ListEventBusesOutput {
  std::vector<EventBus> event_buses;
  Text next_token;
  static const aws::Structure& shape();
};

struct DeleteEventBusInput {
  std::string name;
  static const aws::Structure& shape();
};

struct UpdateEventBusInput {
  Text name;
  Text kms_key_identifier;  ///< refused where given, as the next
  std::optional<json::Value> log_config;
  Text description;
  std::optional<DeadLetterConfig> dead_letter_config;
  static const aws::Structure& shape();
};

struct UpdateEventBusOutput {
  std::string arn;
  std::string name;
  Text description;
  std::optional<DeadLetterConfig> dead_letter_config;
  static const aws::Structure& shape();
};

struct Condition {
  std::string type, key, value;
  static const aws::Structure& shape();
};

struct PutPermissionInput {
  Text event_bus_name, action, principal, statement_id;
  std::optional<Condition> condition;
  Text policy;
  static const aws::Structure& shape();
};

struct RemovePermissionInput {
  Text statement_id;
  std::optional<bool> remove_all_permissions;
  Text event_bus_name;
  static const aws::Structure& shape();
};

// ---- rules -------------------------------------------------------------------------------------------------------

struct PutRuleInput {
  std::string name;
  Text schedule_expression, event_pattern, state, description, role_arn;
  std::optional<std::vector<Tag>> tags;
  Text event_bus_name;
  static const aws::Structure& shape();
};

struct PutRuleOutput {
  std::string rule_arn;
  static const aws::Structure& shape();
};

/// The rule that an operation is about.
struct RuleInput {
  std::string name;
  Text event_bus_name;
  static const aws::Structure& shape();
};

struct DeleteRuleInput {
  std::string name;
  Text event_bus_name;
  std::optional<bool> force;
  static const aws::Structure& shape();
};

/// As DescribeRule and ListRules show it.
struct Rule {
  std::string name;
  std::string arn;
  Text event_pattern, schedule_expression;
  std::string state;
  Text description, role_arn;
  std::string event_bus_name;
  Text created_by;  ///< DescribeRule's
  static const aws::Structure& shape();
};

struct ListRulesInput {
  Text name_prefix, event_bus_name, next_token;
  std::optional<int64_t> limit;
  static const aws::Structure& shape();
};

struct ListRulesOutput {
  std::vector<Rule> rules;
  Text next_token;
  static const aws::Structure& shape();
};

struct ListRuleNamesByTargetInput {
  std::string target_arn;
  Text event_bus_name, next_token;
  std::optional<int64_t> limit;
  static const aws::Structure& shape();
};

struct ListRuleNamesByTargetOutput {
  std::vector<std::string> rule_names;
  Text next_token;
  static const aws::Structure& shape();
};

// ---- targets -----------------------------------------------------------------------------------------------------

struct InputTransformer {
  std::optional<std::map<std::string, std::string>> input_paths_map;
  std::string input_template;
  static const aws::Structure& shape();
};

struct SqsParameters {
  Text message_group_id;
  static const aws::Structure& shape();
};

using TextMap = std::map<std::string, std::string>;

/// Of a target that is an API destination.
struct HttpTargetParameters {
  std::optional<std::vector<std::string>> path_values;  ///< for each `*` of the endpoint
  std::optional<TextMap> headers, query;
  static const aws::Structure& shape();
};

struct RetryPolicy {
  std::optional<int64_t> maximum_retry_attempts, maximum_event_age_in_seconds;
  static const aws::Structure& shape();
};

struct Target {
  std::string id;
  std::string arn;
  Text role_arn, input, input_path;
  std::optional<InputTransformer> input_transformer;
  std::optional<SqsParameters> sqs_parameters;
  std::optional<HttpTargetParameters> http;
  std::optional<DeadLetterConfig> dead_letter_config;
  std::optional<RetryPolicy> retry_policy;

  // Of targets that are not there: refused where given.
  std::optional<json::Value> kinesis, run_command, ecs, batch, redshift, sage_maker, app_sync;
  static const aws::Structure& shape();

  std::string to_text() const;
  static Target from_text(std::string_view text);
};

struct PutTargetsInput {
  std::string rule;
  Text event_bus_name;
  std::vector<Target> targets;
  static const aws::Structure& shape();
};

struct FailedTarget {
  std::string target_id, error_code, error_message;
  static const aws::Structure& shape();
};

/// Of PutTargets and RemoveTargets.
struct ChangedTargetsOutput {
  int64_t failed_entry_count = 0;
  std::vector<FailedTarget> failed_entries;
  static const aws::Structure& shape();
};

struct RemoveTargetsInput {
  std::string rule;
  Text event_bus_name;
  std::vector<std::string> ids;
  std::optional<bool> force;
  static const aws::Structure& shape();
};

struct ListTargetsByRuleInput {
  std::string rule;
  Text event_bus_name, next_token;
  std::optional<int64_t> limit;
  static const aws::Structure& shape();
};

struct ListTargetsByRuleOutput {
  std::vector<Target> targets;
  Text next_token;
  static const aws::Structure& shape();
};

// ---- events ------------------------------------------------------------------------------------------------------

struct PutEventsEntry {
  std::optional<aws::Timestamp> time;
  Text source;
  std::optional<std::vector<std::string>> resources;
  Text detail_type, detail, event_bus_name, trace_header;
  static const aws::Structure& shape();
};

struct PutEventsInput {
  std::vector<PutEventsEntry> entries;
  Text endpoint_id;  ///< refused where given
  static const aws::Structure& shape();
};

struct PutEventsResult {
  Text event_id, error_code, error_message;
  static const aws::Structure& shape();
};

struct PutEventsOutput {
  int64_t failed_entry_count = 0;
  std::vector<PutEventsResult> entries;
  static const aws::Structure& shape();
};

struct TestEventPatternInput {
  std::string event_pattern, event;
  static const aws::Structure& shape();
};

struct TestEventPatternOutput {
  bool result = false;
  static const aws::Structure& shape();
};

// ---- tags --------------------------------------------------------------------------------------------------------

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

}  // namespace cloudling::events
