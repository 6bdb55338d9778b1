#include <algorithm>
#include <utility>

#include "asl/json/json.h"
#include "emulators/aws/arn.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/json_codec.h"
#include "emulators/aws/pagination.h"
#include "emulators/cloudwatch/cloudwatch.h"
#include "emulators/cloudwatch/errors.h"
#include "emulators/cloudwatch/jobs.h"

namespace cloudling::cloudwatch {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kDefaultRecords = 50;
constexpr int64_t kMaxRangeSeconds = 86'400;  // evaluation periods times period

aws::Error validation_error(const std::string& message) { return {400, "ValidationError", message}; }

void require_supported_actions(const std::optional<Resources>& actions) {
  for (const std::string& action : actions.value_or(Resources())) {
    const auto arn = aws::parse_arn(action);
    if (!arn) throw validation_error("Invalid arn syntax: " + action);
    if (arn->service != "lambda") throw not_supported("PutMetricAlarm", "actions of " + arn->service);
  }
}

void require_supported(const PutMetricAlarmInput& input) {
  const std::string operation = "PutMetricAlarm";
  if (input.metrics) throw not_supported(operation, "Metrics (alarms on metric math)");
  if (input.threshold_metric_id) throw not_supported(operation, "ThresholdMetricId (anomaly detection)");
  if (input.evaluation_criteria || input.evaluation_interval) throw not_supported(operation, "EvaluationCriteria");
  if (input.evaluate_low_sample_count_percentile == "ignore") {
    throw not_supported(operation, "EvaluateLowSampleCountPercentile ignore");
  }
  const std::string comparison = input.comparison_operator.value_or("");
  if (comparison.find("Lower") != std::string::npos || comparison.find("Upper") != std::string::npos) {
    throw not_supported(operation, "ComparisonOperator " + comparison + " (anomaly detection)");
  }
  for (const auto& actions : {input.ok_actions, input.alarm_actions, input.insufficient_data_actions}) {
    require_supported_actions(actions);
  }
}

void require_valid(const PutMetricAlarmInput& input) {
  if (!input.metric_name || !input.metric_namespace || !input.period || !input.threshold) {
    throw validation_error("MetricName, Namespace, Period and Threshold are required for an alarm on a metric.");
  }
  if (!input.evaluation_periods || !input.comparison_operator) {
    throw validation_error("EvaluationPeriods and ComparisonOperator are required.");
  }
  if (input.statistic.has_value() == input.extended_statistic.has_value()) {
    throw validation_error("Exactly one of Statistic and ExtendedStatistic must be specified.");
  }
  if (input.extended_statistic && !percent_of(*input.extended_statistic)) {
    throw not_supported("PutMetricAlarm", "the statistic " + *input.extended_statistic);
  }
  const int64_t period = *input.period;
  if (period % 60 != 0 && period != 10 && period != 20 && period != 30) {
    throw validation_error("Period must be 10, 20, 30 or a multiple of 60.");
  }
  if (period * *input.evaluation_periods > std::max(kMaxRangeSeconds, period >= 3600 ? 7 * kMaxRangeSeconds : 0)) {
    throw validation_error(
        "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).");
  }
  if (input.datapoints_to_alarm.value_or(1) > *input.evaluation_periods) {
    throw validation_error("DatapointsToAlarm must not be greater than EvaluationPeriods.");
  }
  const std::string treatment = input.treat_missing_data.value_or("missing");
  for (const char* known : {"missing", "ignore", "breaching", "notBreaching"}) {
    if (treatment == known) return;
  }
  throw validation_error("TreatMissingData must be one of missing, ignore, breaching and notBreaching.");
}

std::string settings_text(const AlarmSettings& settings) {
  return json::write(aws::encode_json(AlarmSettings::shape(), &settings, aws::JsonForm::kDocument));
}

MetricAlarm shown(const AlarmRow& row) {
  MetricAlarm alarm;
  static_cast<AlarmSettings&>(alarm) = settings_of(row);
  for (auto* actions : {&alarm.ok_actions, &alarm.alarm_actions, &alarm.insufficient_data_actions}) {
    if (!*actions) actions->emplace();
  }
  if (!alarm.dimensions) alarm.dimensions.emplace();
  alarm.alarm_name = row.name;
  alarm.alarm_arn = alarm_arn(row);
  alarm.configuration_updated = {row.configured};
  alarm.actions_enabled = row.actions_enabled;
  alarm.state_value = row.state;
  alarm.state_reason = row.reason;
  if (!row.reason_data.empty()) alarm.state_reason_data = row.reason_data;
  alarm.state_updated = {row.updated};
  alarm.state_transitioned = {row.transitioned};
  return alarm;
}

bool has_action(const MetricAlarm& alarm, const std::string& prefix) {
  const auto begins = [&](const std::string& action) { return action.starts_with(prefix); };
  return std::ranges::any_of(*alarm.ok_actions, begins) || std::ranges::any_of(*alarm.alarm_actions, begins) ||
         std::ranges::any_of(*alarm.insufficient_data_actions, begins);
}

HistoryRow configuration_item(const AlarmRow& alarm, const std::string& what, aws::TimeMs now) {
  json::Value data = json::Value::object();
  data["type"] = what;
  data["version"] = "1.0";
  return {.account = alarm.account,
          .region = alarm.region,
          .alarm = alarm.name,
          .time = now,
          .type = "ConfigurationUpdate",
          .summary = "Alarm \"" + alarm.name + "\" " +
                     (what == "Create"   ? "created"
                      : what == "Delete" ? "deleted"
                                         : "updated"),
          .data = json::write(data)};
}

AlarmRow require_alarm(const aws::CallContext& context, ReadTransaction& tx, const std::string& name) {
  auto alarm = find_alarm(tx, context.account, context.region, name);
  if (!alarm) throw resource_not_found("Unknown alarm: " + name);
  return std::move(*alarm);
}

const aws::PageTokens& tokens() {
  static const aws::PageTokens tokens("cloudling.cloudwatch.alarms");
  return tokens;
}

std::string position_of(const std::optional<std::string>& token, const std::string& purpose) {
  if (!token) return "";
  auto position = tokens().open(purpose, *token);
  if (!position) throw invalid_token();
  return std::move(*position);
}

bool wants_metric_alarms(const std::optional<std::vector<std::string>>& types) {
  return !types || std::ranges::find(*types, "MetricAlarm") != types->end();
}

}  // namespace

std::string alarm_arn(const AlarmRow& alarm) {
  const aws::Arn arn{
      .service = "cloudwatch", .region = alarm.region, .account = alarm.account, .resource = "alarm:" + alarm.name};
  return arn.text();
}

AlarmSettings settings_of(const AlarmRow& alarm) {
  AlarmSettings settings;
  aws::MissingPaths missing;
  const json::Value value = json::parse(alarm.settings).value_or(json::Value::object());
  aws::decode_json(value, AlarmSettings::shape(), &settings, aws::JsonForm::kDocument, "", missing);
  return settings;
}

aws::Nothing CloudWatch::put_metric_alarm(const aws::CallContext& context, WriteTransaction& tx,
                                          const PutMetricAlarmInput& input) {
  require_supported(input);
  require_valid(input);
  const aws::TimeMs now = clock_.now();
  auto alarm = find_alarm(tx, context.account, context.region, input.alarm_name);
  const bool created = !alarm;
  if (created) {
    alarm = AlarmRow{.account = context.account, .region = context.region, .name = input.alarm_name};
    alarm->reason = "Unchecked: Initial alarm creation";
    alarm->updated = alarm->transitioned = now;
  }
  alarm->settings = settings_text(input);
  alarm->actions_enabled = input.actions_enabled.value_or(true);
  alarm->configured = now;
  if (created)
    insert_alarm(tx, *alarm);
  else
    update_alarm(tx, *alarm);
  if (created) {
    for (const Tag& tag : input.tags.value_or(std::vector<Tag>())) put_tag(tx, alarm->id, tag.key, tag.value);
  }
  insert_history(tx, configuration_item(*alarm, created ? "Create" : "Update", now), kKeptHistory);
  schedule_evaluation(tx, *alarm);
  return {};
}

DescribeAlarmsOutput CloudWatch::describe_alarms(const aws::CallContext& context, ReadTransaction& tx,
                                                 const DescribeAlarmsInput& input) {
  if (input.children_of_alarm_name || input.parents_of_alarm_name) {
    throw not_supported("DescribeAlarms", "relations of composite alarms");
  }
  if (input.alarm_names && input.alarm_name_prefix) {
    throw validation_error("AlarmNames and AlarmNamePrefix are mutually exclusive.");
  }
  DescribeAlarmsOutput output;
  if (!wants_metric_alarms(input.alarm_types)) return output;
  const int64_t limit = input.max_records.value_or(kDefaultRecords);
  const std::string purpose = aws::page_binding(context, "DescribeAlarms", {});
  std::string after = position_of(input.next_token, purpose);
  const Resources names = input.alarm_names.value_or(Resources());
  while (true) {
    const auto rows =
        list_alarms(tx, context.account, context.region, input.alarm_name_prefix.value_or(""), after, limit);
    for (const AlarmRow& row : rows) {
      if (static_cast<int64_t>(output.metric_alarms.size()) == limit) {
        output.next_token = tokens().seal(purpose, after);
        return output;
      }
      after = row.name;
      if (input.alarm_names && std::ranges::find(names, row.name) == names.end()) continue;
      if (input.state_value && *input.state_value != row.state) continue;
      MetricAlarm alarm = shown(row);
      if (input.action_prefix && !has_action(alarm, *input.action_prefix)) continue;
      output.metric_alarms.push_back(std::move(alarm));
    }
    if (static_cast<int64_t>(rows.size()) < limit) return output;
  }
}

DescribeAlarmsForMetricOutput CloudWatch::describe_alarms_for_metric(const aws::CallContext& context,
                                                                     ReadTransaction& tx,
                                                                     const DescribeAlarmsForMetricInput& input) {
  const auto as_map = [](const Dimensions& dimensions) {
    DimensionMap map;
    for (const Dimension& dimension : dimensions) map[dimension.name] = dimension.value;
    return map;
  };
  DescribeAlarmsForMetricOutput output;
  for (const AlarmRow& row : list_alarms(tx, context.account, context.region, "", "", INT64_MAX)) {
    MetricAlarm alarm = shown(row);
    const bool same = alarm.metric_name == input.metric_name && alarm.metric_namespace == input.metric_namespace &&
                      as_map(*alarm.dimensions) == as_map(input.dimensions) &&
                      (!input.statistic || alarm.statistic == input.statistic) &&
                      (!input.extended_statistic || alarm.extended_statistic == input.extended_statistic) &&
                      (!input.period || alarm.period == input.period) && (!input.unit || alarm.unit == input.unit);
    if (same) output.metric_alarms.push_back(std::move(alarm));
  }
  return output;
}

aws::Nothing CloudWatch::delete_alarms(const aws::CallContext& context, WriteTransaction& tx,
                                       const AlarmNamesInput& input) {
  for (const std::string& name : input.alarm_names) {
    const auto alarm = find_alarm(tx, context.account, context.region, name);
    if (!alarm) continue;
    delete_alarm(tx, *alarm);
    store_.jobs().cancel(tx, kEvaluateJob, std::to_string(alarm->id));
    insert_history(tx, configuration_item(*alarm, "Delete", clock_.now()), kKeptHistory);
  }
  return {};
}

void CloudWatch::enable_actions(const aws::CallContext& context, WriteTransaction& tx, const AlarmNamesInput& input,
                                bool enabled) {
  for (const std::string& name : input.alarm_names) {
    auto alarm = find_alarm(tx, context.account, context.region, name);
    if (!alarm || alarm->actions_enabled == enabled) continue;
    alarm->actions_enabled = enabled;
    alarm->configured = clock_.now();
    update_alarm(tx, *alarm);
    insert_history(tx, configuration_item(*alarm, "Update", alarm->configured), kKeptHistory);
  }
}

aws::Nothing CloudWatch::enable_alarm_actions(const aws::CallContext& context, WriteTransaction& tx,
                                              const AlarmNamesInput& input) {
  enable_actions(context, tx, input, true);
  return {};
}

aws::Nothing CloudWatch::disable_alarm_actions(const aws::CallContext& context, WriteTransaction& tx,
                                               const AlarmNamesInput& input) {
  enable_actions(context, tx, input, false);
  return {};
}

aws::Nothing CloudWatch::set_alarm_state(const aws::CallContext& context, WriteTransaction& tx,
                                         const SetAlarmStateInput& input) {
  const std::string data = input.state_reason_data.value_or("");
  if (!data.empty() && !json::parse(data)) {
    throw aws::Error(400, "InvalidFormatFault", "StateReasonData must be JSON.");
  }
  AlarmRow alarm = require_alarm(context, tx, input.alarm_name);
  change_state(tx, alarm, input.state_value, input.state_reason, data);
  return {};
}

DescribeAlarmHistoryOutput CloudWatch::describe_alarm_history(const aws::CallContext& context, ReadTransaction& tx,
                                                              const DescribeAlarmHistoryInput& input) {
  if (input.alarm_contributor_id) throw not_supported("DescribeAlarmHistory", "AlarmContributorId");
  DescribeAlarmHistoryOutput output;
  if (!wants_metric_alarms(input.alarm_types)) return output;
  const int64_t limit = input.max_records.value_or(kDefaultRecords);
  HistoryQuery query{
      .account = context.account, .region = context.region, .alarm = input.alarm_name, .type = input.history_item_type};
  if (input.start_date) query.from = input.start_date->ms;
  if (input.end_date) query.until = input.end_date->ms;
  query.ascending = input.scan_by == "TimestampAscending";
  const std::string purpose = aws::page_binding(context, "DescribeAlarmHistory", {query.ascending ? "a" : "d"});
  query.after = aws::parse_integer(position_of(input.next_token, purpose)).value_or(0);
  query.limit = limit + 1;
  auto items = list_history(tx, query);
  if (static_cast<int64_t>(items.size()) > limit) {
    items.pop_back();
    output.next_token = tokens().seal(purpose, std::to_string(items.back().id));
  }
  for (const HistoryRow& item : items) {
    AlarmHistoryItem shown{.alarm_name = item.alarm, .timestamp = {item.time}};
    shown.history_item_type = item.type;
    shown.history_summary = item.summary;
    shown.history_data = item.data;
    output.alarm_history_items.push_back(std::move(shown));
  }
  return output;
}

}  // namespace cloudling::cloudwatch
