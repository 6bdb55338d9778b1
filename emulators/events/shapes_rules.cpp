#include <string_view>

#include "emulators/aws/json_codec.h"
#include "emulators/events/constraints.h"
#include "emulators/events/shapes.h"

namespace cloudling::events {

using aws::field;
using aws::Structure;

const Structure& PutRuleInput::shape() {
  using T = PutRuleInput;
  static const Structure shape{
      "PutRuleRequest",
      {as_rule_name(field<&T::name>("Name").required()),
       field<&T::schedule_expression>("ScheduleExpression").length(0, 256),
       as_event_pattern(field<&T::event_pattern>("EventPattern")),
       field<&T::state>("State").one_of({"ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"}),
       as_description(field<&T::description>("Description")), as_any_arn(field<&T::role_arn>("RoleArn")),
       field<&T::tags>("Tags"), as_bus_name_or_arn(field<&T::event_bus_name>("EventBusName"))}};
  return shape;
}

const Structure& PutRuleOutput::shape() {
  static const Structure shape{"PutRuleResponse", {field<&PutRuleOutput::rule_arn>("RuleArn")}};
  return shape;
}

const Structure& RuleInput::shape() {
  using T = RuleInput;
  static const Structure shape{"DescribeRuleRequest",
                               {as_rule_name(field<&T::name>("Name").required()),
                                as_bus_name_or_arn(field<&T::event_bus_name>("EventBusName"))}};
  return shape;
}

const Structure& DeleteRuleInput::shape() {
  using T = DeleteRuleInput;
  static const Structure shape{
      "DeleteRuleRequest",
      {as_rule_name(field<&T::name>("Name").required()), as_bus_name_or_arn(field<&T::event_bus_name>("EventBusName")),
       field<&T::force>("Force")}};
  return shape;
}

const Structure& Rule::shape() {
  using T = Rule;
  static const Structure shape{
      "Rule",
      {field<&T::name>("Name"), field<&T::arn>("Arn"), field<&T::event_pattern>("EventPattern"),
       field<&T::schedule_expression>("ScheduleExpression"), field<&T::state>("State"),
       field<&T::description>("Description"), field<&T::role_arn>("RoleArn"), field<&T::event_bus_name>("EventBusName"),
       field<&T::created_by>("CreatedBy")}};
  return shape;
}

const Structure& ListRulesInput::shape() {
  using T = ListRulesInput;
  static const Structure shape{
      "ListRulesRequest",
      {as_rule_name(field<&T::name_prefix>("NamePrefix")),
       as_bus_name_or_arn(field<&T::event_bus_name>("EventBusName")), as_next_token(field<&T::next_token>("NextToken")),
       as_page_limit(field<&T::limit>("Limit"))}};
  return shape;
}

const Structure& ListRulesOutput::shape() {
  using T = ListRulesOutput;
  static const Structure shape{"ListRulesResponse", {field<&T::rules>("Rules"), field<&T::next_token>("NextToken")}};
  return shape;
}

const Structure& ListRuleNamesByTargetInput::shape() {
  using T = ListRuleNamesByTargetInput;
  static const Structure shape{
      "ListRuleNamesByTargetRequest",
      {as_any_arn(field<&T::target_arn>("TargetArn").required()),
       as_bus_name_or_arn(field<&T::event_bus_name>("EventBusName")), as_next_token(field<&T::next_token>("NextToken")),
       as_page_limit(field<&T::limit>("Limit"))}};
  return shape;
}

const Structure& ListRuleNamesByTargetOutput::shape() {
  using T = ListRuleNamesByTargetOutput;
  static const Structure shape{"ListRuleNamesByTargetResponse",
                               {field<&T::rule_names>("RuleNames"), field<&T::next_token>("NextToken")}};
  return shape;
}

// ---- targets -----------------------------------------------------------------------------------------------------

const Structure& InputTransformer::shape() {
  using T = InputTransformer;
  static const Structure shape{"InputTransformer",
                               {field<&T::input_paths_map>("InputPathsMap")
                                    .length(0, 100)
                                    .each_key({.min = 1, .max = 256, .values = {}, .regex = "[A-Za-z0-9\\_\\-]+"})
                                    .each({.min = std::nullopt, .max = 256, .values = {}, .regex = ""}),
                                field<&T::input_template>("InputTemplate").length(1, 8192).required()}};
  return shape;
}

const Structure& SqsParameters::shape() {
  static const Structure shape{"SqsParameters",
                               {field<&SqsParameters::message_group_id>("MessageGroupId").length(0, 100)}};
  return shape;
}

const Structure& HttpTargetParameters::shape() {
  using T = HttpTargetParameters;
  static const Structure shape{"HttpParameters",
                               {field<&T::path_values>("PathParameterValues"), field<&T::headers>("HeaderParameters"),
                                field<&T::query>("QueryStringParameters")}};
  return shape;
}

const Structure& RetryPolicy::shape() {
  using T = RetryPolicy;
  static const Structure shape{"RetryPolicy",
                               {field<&T::maximum_retry_attempts>("MaximumRetryAttempts").range(0, 185),
                                field<&T::maximum_event_age_in_seconds>("MaximumEventAgeInSeconds").range(60, 86'400)}};
  return shape;
}

const Structure& Target::shape() {
  using T = Target;
  static const Structure shape{
      "Target",
      {field<&T::id>("Id").length(1, 64).matching(kNamePattern).required(),
       as_any_arn(field<&T::arn>("Arn").required()), as_any_arn(field<&T::role_arn>("RoleArn")),
       field<&T::input>("Input").length(0, 8192), field<&T::input_path>("InputPath").length(0, 256),
       field<&T::input_transformer>("InputTransformer"), field<&T::sqs_parameters>("SqsParameters"),
       field<&T::dead_letter_config>("DeadLetterConfig"), field<&T::retry_policy>("RetryPolicy"),
       field<&T::kinesis>("KinesisParameters"), field<&T::run_command>("RunCommandParameters"),
       field<&T::ecs>("EcsParameters"), field<&T::batch>("BatchParameters"), field<&T::http>("HttpParameters"),
       field<&T::redshift>("RedshiftDataParameters"), field<&T::sage_maker>("SageMakerPipelineParameters"),
       field<&T::app_sync>("AppSyncParameters")}};
  return shape;
}

std::string Target::to_text() const { return json::write(aws::encode_json(shape(), this, aws::JsonForm::kDocument)); }

Target Target::from_text(std::string_view text) {
  Target target;
  aws::MissingPaths missing;
  const json::Value value = json::parse(text).value_or(json::Value::object());
  aws::decode_json(value, shape(), &target, aws::JsonForm::kDocument, "", missing);
  return target;
}

const Structure& PutTargetsInput::shape() {
  using T = PutTargetsInput;
  static const Structure shape{
      "PutTargetsRequest",
      {as_rule_name(field<&T::rule>("Rule").required()), as_bus_name_or_arn(field<&T::event_bus_name>("EventBusName")),
       field<&T::targets>("Targets").length(1, 100).required()}};
  return shape;
}

const Structure& FailedTarget::shape() {
  using T = FailedTarget;
  static const Structure shape{
      "PutTargetsResultEntry",
      {field<&T::target_id>("TargetId"), field<&T::error_code>("ErrorCode"), field<&T::error_message>("ErrorMessage")}};
  return shape;
}

const Structure& ChangedTargetsOutput::shape() {
  using T = ChangedTargetsOutput;
  static const Structure shape{
      "PutTargetsResponse",
      {field<&T::failed_entry_count>("FailedEntryCount"), field<&T::failed_entries>("FailedEntries")}};
  return shape;
}

const Structure& RemoveTargetsInput::shape() {
  using T = RemoveTargetsInput;
  static const Structure shape{
      "RemoveTargetsRequest",
      {as_rule_name(field<&T::rule>("Rule").required()), as_bus_name_or_arn(field<&T::event_bus_name>("EventBusName")),
       field<&T::ids>("Ids").length(1, 100).each({.min = 1, .max = 64, .values = {}, .regex = kNamePattern}).required(),
       field<&T::force>("Force")}};
  return shape;
}

const Structure& ListTargetsByRuleInput::shape() {
  using T = ListTargetsByRuleInput;
  static const Structure shape{
      "ListTargetsByRuleRequest",
      {as_rule_name(field<&T::rule>("Rule").required()), as_bus_name_or_arn(field<&T::event_bus_name>("EventBusName")),
       as_next_token(field<&T::next_token>("NextToken")), as_page_limit(field<&T::limit>("Limit"))}};
  return shape;
}

const Structure& ListTargetsByRuleOutput::shape() {
  using T = ListTargetsByRuleOutput;
  static const Structure shape{"ListTargetsByRuleResponse",
                               {field<&T::targets>("Targets"), field<&T::next_token>("NextToken")}};
  return shape;
}

// ---- events ------------------------------------------------------------------------------------------------------

const Structure& PutEventsEntry::shape() {
  using T = PutEventsEntry;
  static const Structure shape{
      "PutEventsRequestEntry",
      {field<&T::time>("Time"), field<&T::source>("Source"),
       field<&T::resources>("Resources").each({.min = std::nullopt, .max = 2048, .values = {}, .regex = ""}),
       field<&T::detail_type>("DetailType"), field<&T::detail>("Detail"),
       field<&T::event_bus_name>("EventBusName").length(1, kMaxArn).matching(kPlainBusNameOrArnPattern),
       field<&T::trace_header>("TraceHeader").length(1, 500)}};
  return shape;
}

const Structure& PutEventsInput::shape() {
  using T = PutEventsInput;
  static const Structure shape{
      "PutEventsRequest",
      {field<&T::entries>("Entries").length(1, 10).required(), field<&T::endpoint_id>("EndpointId").length(1, 50)}};
  return shape;
}

const Structure& PutEventsResult::shape() {
  using T = PutEventsResult;
  static const Structure shape{
      "PutEventsResultEntry",
      {field<&T::event_id>("EventId"), field<&T::error_code>("ErrorCode"), field<&T::error_message>("ErrorMessage")}};
  return shape;
}

const Structure& PutEventsOutput::shape() {
  using T = PutEventsOutput;
  static const Structure shape{"PutEventsResponse",
                               {field<&T::failed_entry_count>("FailedEntryCount"), field<&T::entries>("Entries")}};
  return shape;
}

const Structure& TestEventPatternInput::shape() {
  using T = TestEventPatternInput;
  static const Structure shape{
      "TestEventPatternRequest",
      {as_event_pattern(field<&T::event_pattern>("EventPattern").required()), field<&T::event>("Event").required()}};
  return shape;
}

const Structure& TestEventPatternOutput::shape() {
  static const Structure shape{"TestEventPatternResponse", {field<&TestEventPatternOutput::result>("Result")}};
  return shape;
}

}  // namespace cloudling::events
