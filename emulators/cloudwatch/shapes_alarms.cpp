#include "emulators/cloudwatch/shapes_alarms.h"

#include <utility>

#include "emulators/cloudwatch/shape_fields.h"

namespace cloudling::cloudwatch {

using aws::Field;
using aws::field;
using aws::Rules;
using aws::Structure;

namespace {

/// A member of AlarmSettings, as a field of the struct S that derives from it.
template <class S, auto Member>
Field inherited(Field member) {
  member.get = [](const void* owner) -> const void* {
    static const auto get = field<Member>("").get;
    const AlarmSettings* base = static_cast<const S*>(owner);
    return get(base);
  };
  member.emplace = [](void* owner) -> void* {
    static const auto emplace = field<Member>("").emplace;
    AlarmSettings* base = static_cast<S*>(owner);
    return emplace(base);
  };
  return member;
}

Rules lengths(int64_t at_least, int64_t at_most) {
  Rules rules;
  rules.min = at_least;
  rules.max = at_most;
  return rules;
}

template <class S, auto Member>
Field actions(std::string name) {
  return inherited<S, Member>(field<Member>(std::move(name)).at_most(5).each(lengths(1, 1024)));
}

const std::vector<std::string> kOperators = {"GreaterThanOrEqualToThreshold",
                                             "GreaterThanThreshold",
                                             "LessThanThreshold",
                                             "LessThanOrEqualToThreshold",
                                             "LessThanLowerOrGreaterThanUpperThreshold",
                                             "LessThanLowerThreshold",
                                             "GreaterThanUpperThreshold"};
const std::vector<std::string> kStates = {"OK", "ALARM", "INSUFFICIENT_DATA"};
const std::vector<std::string> kTypes = {"CompositeAlarm", "MetricAlarm"};

/// The settings as fields of S.
template <class S>
std::vector<Field> settings() {
  using F = AlarmSettings;
  return {
      inherited<S, &F::alarm_description>(field<&F::alarm_description>("AlarmDescription").length(0, 1024)),
      actions<S, &F::ok_actions>("OKActions"),
      actions<S, &F::alarm_actions>("AlarmActions"),
      actions<S, &F::insufficient_data_actions>("InsufficientDataActions"),
      inherited<S, &F::metric_name>(metric_name_field<&F::metric_name>()),
      inherited<S, &F::metric_namespace>(namespace_field<&F::metric_namespace>()),
      inherited<S, &F::statistic>(statistic_field<&F::statistic>()),
      inherited<S, &F::extended_statistic>(field<&F::extended_statistic>("ExtendedStatistic")),
      inherited<S, &F::dimensions>(dimensions_field<&F::dimensions>()),
      inherited<S, &F::period>(period_field<&F::period>()),
      inherited<S, &F::unit>(unit_field<&F::unit>()),
      inherited<S, &F::evaluation_periods>(field<&F::evaluation_periods>("EvaluationPeriods").at_least(1)),
      inherited<S, &F::datapoints_to_alarm>(field<&F::datapoints_to_alarm>("DatapointsToAlarm").at_least(1)),
      inherited<S, &F::threshold>(field<&F::threshold>("Threshold")),
      inherited<S, &F::comparison_operator>(field<&F::comparison_operator>("ComparisonOperator").one_of(kOperators)),
      inherited<S, &F::treat_missing_data>(field<&F::treat_missing_data>("TreatMissingData").length(1, 255)),
      inherited<S, &F::evaluate_low_sample_count_percentile>(
          field<&F::evaluate_low_sample_count_percentile>("EvaluateLowSampleCountPercentile").length(1, 255))};
}

Structure with_settings(std::string name, std::vector<Field> fields, std::vector<Field> more) {
  for (Field& member : more) fields.push_back(std::move(member));
  return {std::move(name), std::move(fields)};
}

template <auto Member>
Field alarm_names_field() {
  return field<Member>("AlarmNames").at_most(100).each(lengths(1, 255));
}
template <auto Member>
Field types_field() {
  Rules types;
  types.values = kTypes;
  return field<Member>("AlarmTypes").each(types);
}
template <auto Member>
Field max_records_field() {
  return field<Member>("MaxRecords").range(1, 100);
}
template <auto Member>
Field arn_field() {
  return field<Member>("ResourceARN").length(1, 1024).required();
}

}  // namespace

const Structure& AlarmSettings::shape() {
  static const Structure shape{"AlarmSettings", settings<AlarmSettings>()};
  return shape;
}

const Structure& Tag::shape() {
  static const Structure shape{
      "Tag",
      {field<&Tag::key>("Key").length(1, 128).required(), field<&Tag::value>("Value").length(0, 256).required()}};
  return shape;
}

const Structure& PutMetricAlarmInput::shape() {
  using S = PutMetricAlarmInput;
  static const Structure shape = with_settings(
      "PutMetricAlarmInput",
      {alarm_name_field<&S::alarm_name>().required(), field<&S::actions_enabled>("ActionsEnabled"),
       field<&S::tags>("Tags"), field<&S::metrics>("Metrics"), field<&S::threshold_metric_id>("ThresholdMetricId"),
       field<&S::evaluation_criteria>("EvaluationCriteria"),
       field<&S::evaluation_interval>("EvaluationInterval").range(10, 3600)},
      settings<S>());
  return shape;
}

const Structure& MetricAlarm::shape() {
  using S = MetricAlarm;
  static const Structure shape = with_settings(
      "MetricAlarm",
      {field<&S::alarm_name>("AlarmName"), field<&S::alarm_arn>("AlarmArn"),
       field<&S::configuration_updated>("AlarmConfigurationUpdatedTimestamp"),
       field<&S::actions_enabled>("ActionsEnabled"), field<&S::state_value>("StateValue"),
       field<&S::state_reason>("StateReason"), field<&S::state_reason_data>("StateReasonData"),
       field<&S::state_updated>("StateUpdatedTimestamp"), field<&S::state_transitioned>("StateTransitionedTimestamp")},
      settings<S>());
  return shape;
}

const Structure& DescribeAlarmsInput::shape() {
  using S = DescribeAlarmsInput;
  static const Structure shape{
      "DescribeAlarmsInput",
      {alarm_names_field<&S::alarm_names>(), field<&S::alarm_name_prefix>("AlarmNamePrefix").length(1, 255),
       types_field<&S::alarm_types>(), field<&S::children_of_alarm_name>("ChildrenOfAlarmName").length(1, 255),
       field<&S::parents_of_alarm_name>("ParentsOfAlarmName").length(1, 255),
       field<&S::state_value>("StateValue").one_of(kStates), field<&S::action_prefix>("ActionPrefix").length(1, 1024),
       max_records_field<&S::max_records>(), field<&S::next_token>("NextToken")}};
  return shape;
}

const Structure& DescribeAlarmsOutput::shape() {
  using S = DescribeAlarmsOutput;
  static const Structure shape{"DescribeAlarmsOutput",
                               {field<&S::composite_alarms>("CompositeAlarms"),
                                field<&S::metric_alarms>("MetricAlarms"), field<&S::next_token>("NextToken")}};
  return shape;
}

const Structure& DescribeAlarmsForMetricInput::shape() {
  using S = DescribeAlarmsForMetricInput;
  static const Structure shape{
      "DescribeAlarmsForMetricInput",
      {metric_name_field<&S::metric_name>().required(), namespace_field<&S::metric_namespace>().required(),
       statistic_field<&S::statistic>(), field<&S::extended_statistic>("ExtendedStatistic"),
       dimensions_field<&S::dimensions>(), period_field<&S::period>(), unit_field<&S::unit>()}};
  return shape;
}

const Structure& DescribeAlarmsForMetricOutput::shape() {
  static const Structure shape{"DescribeAlarmsForMetricOutput",
                               {field<&DescribeAlarmsForMetricOutput::metric_alarms>("MetricAlarms")}};
  return shape;
}

const Structure& AlarmNamesInput::shape() {
  static const Structure shape{"AlarmNamesInput", {alarm_names_field<&AlarmNamesInput::alarm_names>().required()}};
  return shape;
}

const Structure& SetAlarmStateInput::shape() {
  using S = SetAlarmStateInput;
  static const Structure shape{
      "SetAlarmStateInput",
      {alarm_name_field<&S::alarm_name>().required(), field<&S::state_value>("StateValue").one_of(kStates).required(),
       field<&S::state_reason>("StateReason").length(0, 1023).required(),
       field<&S::state_reason_data>("StateReasonData").length(0, 4000)}};
  return shape;
}

const Structure& DescribeAlarmHistoryInput::shape() {
  using S = DescribeAlarmHistoryInput;
  static const Structure shape{
      "DescribeAlarmHistoryInput",
      {alarm_name_field<&S::alarm_name>(), field<&S::alarm_contributor_id>("AlarmContributorId").length(1, 16),
       types_field<&S::alarm_types>(),
       field<&S::history_item_type>("HistoryItemType")
           .one_of({"ConfigurationUpdate", "StateUpdate", "Action", "AlarmContributorStateUpdate",
                    "AlarmContributorAction"}),
       field<&S::start_date>("StartDate"), field<&S::end_date>("EndDate"), max_records_field<&S::max_records>(),
       field<&S::next_token>("NextToken"),
       field<&S::scan_by>("ScanBy").one_of({"TimestampDescending", "TimestampAscending"})}};
  return shape;
}

const Structure& AlarmHistoryItem::shape() {
  using S = AlarmHistoryItem;
  static const Structure shape{"AlarmHistoryItem",
                               {field<&S::alarm_name>("AlarmName"), field<&S::alarm_type>("AlarmType"),
                                field<&S::timestamp>("Timestamp"), field<&S::history_item_type>("HistoryItemType"),
                                field<&S::history_summary>("HistorySummary"), field<&S::history_data>("HistoryData")}};
  return shape;
}

const Structure& DescribeAlarmHistoryOutput::shape() {
  using S = DescribeAlarmHistoryOutput;
  static const Structure shape{
      "DescribeAlarmHistoryOutput",
      {field<&S::alarm_history_items>("AlarmHistoryItems"), field<&S::next_token>("NextToken")}};
  return shape;
}

const Structure& TagResourceInput::shape() {
  using S = TagResourceInput;
  static const Structure shape{"TagResourceInput", {arn_field<&S::resource_arn>(), field<&S::tags>("Tags").required()}};
  return shape;
}

const Structure& UntagResourceInput::shape() {
  using S = UntagResourceInput;
  static const Structure shape{
      "UntagResourceInput",
      {arn_field<&S::resource_arn>(), field<&S::tag_keys>("TagKeys").each(lengths(1, 128)).required()}};
  return shape;
}

const Structure& ListTagsForResourceInput::shape() {
  static const Structure shape{"ListTagsForResourceInput", {arn_field<&ListTagsForResourceInput::resource_arn>()}};
  return shape;
}

const Structure& ListTagsForResourceOutput::shape() {
  static const Structure shape{"ListTagsForResourceOutput", {field<&ListTagsForResourceOutput::tags>("Tags")}};
  return shape;
}

const Structure& EmptyOutput::shape() {
  static const Structure shape{"EmptyOutput", {}};
  return shape;
}

}  // namespace cloudling::cloudwatch
