#pragma once

// The inputs and outputs of alarms, as AWS's model describes them.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "asl/json/json.h"
#include "emulators/aws/shape.h"
#include "emulators/cloudwatch/shapes.h"

namespace cloudling::cloudwatch {

using Resources = std::vector<std::string>;

/// What PutMetricAlarm sets and DescribeAlarms shows alike.
struct AlarmSettings {
  std::optional<std::string> alarm_description;
  std::optional<Resources> ok_actions;
  std::optional<Resources> alarm_actions;
  std::optional<Resources> insufficient_data_actions;
  std::optional<std::string> metric_name;
  std::optional<std::string> metric_namespace;
  std::optional<std::string> statistic;
  std::optional<std::string> extended_statistic;
  std::optional<Dimensions> dimensions;
  std::optional<int64_t> period;  ///< seconds
  std::optional<std::string> unit;
  std::optional<int64_t> evaluation_periods;
  std::optional<int64_t> datapoints_to_alarm;
  std::optional<double> threshold;
  std::optional<std::string> comparison_operator;
  std::optional<std::string> treat_missing_data;
  std::optional<std::string> evaluate_low_sample_count_percentile;
  static const aws::Structure& shape();  ///< for storing them
};

struct Tag {
  std::string key;
  std::string value;
  static const aws::Structure& shape();
};

struct PutMetricAlarmInput : AlarmSettings {
  std::string alarm_name;
  std::optional<bool> actions_enabled;
  std::optional<std::vector<Tag>> tags;

  // Refused where given (alarms.cpp).
  std::optional<std::vector<MetricDataQuery>> metrics;
  std::optional<std::string> threshold_metric_id;
  std::optional<json::Value> evaluation_criteria;
  std::optional<int64_t> evaluation_interval;
  static const aws::Structure& shape();
};

struct MetricAlarm : AlarmSettings {
  std::string alarm_name;
  std::string alarm_arn;
  aws::Timestamp configuration_updated;
  bool actions_enabled = true;
  std::string state_value;
  std::string state_reason;
  std::optional<std::string> state_reason_data;
  aws::Timestamp state_updated;
  aws::Timestamp state_transitioned;
  static const aws::Structure& shape();
};

struct DescribeAlarmsInput {
  std::optional<Resources> alarm_names;
  std::optional<std::string> alarm_name_prefix;
  std::optional<std::vector<std::string>> alarm_types;
  std::optional<std::string> children_of_alarm_name;  ///< refused where given, as the next
  std::optional<std::string> parents_of_alarm_name;
  std::optional<std::string> state_value;
  std::optional<std::string> action_prefix;
  std::optional<int64_t> max_records;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

struct DescribeAlarmsOutput {
  std::vector<json::Value> composite_alarms;  ///< always empty
  std::vector<MetricAlarm> metric_alarms;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

struct DescribeAlarmsForMetricInput {
  std::string metric_name;
  std::string metric_namespace;
  std::optional<std::string> statistic;
  std::optional<std::string> extended_statistic;
  Dimensions dimensions;
  std::optional<int64_t> period;
  std::optional<std::string> unit;
  static const aws::Structure& shape();
};

struct DescribeAlarmsForMetricOutput {
  std::vector<MetricAlarm> metric_alarms;
  static const aws::Structure& shape();
};

/// DeleteAlarms, EnableAlarmActions, DisableAlarmActions.
struct AlarmNamesInput {
  Resources alarm_names;
  static const aws::Structure& shape();
};

struct SetAlarmStateInput {
  std::string alarm_name;
  std::string state_value;
  std::string state_reason;
  std::optional<std::string> state_reason_data;
  static const aws::Structure& shape();
};

struct DescribeAlarmHistoryInput {
  std::optional<std::string> alarm_name;
  std::optional<std::string> alarm_contributor_id;  ///< refused where given
  std::optional<std::vector<std::string>> alarm_types;
  std::optional<std::string> history_item_type;
  std::optional<aws::Timestamp> start_date;
  std::optional<aws::Timestamp> end_date;
  std::optional<int64_t> max_records;
  std::optional<std::string> next_token;
  std::optional<std::string> scan_by;
  static const aws::Structure& shape();
};

struct AlarmHistoryItem {
  std::string alarm_name;
  std::string alarm_type = "MetricAlarm";
  aws::Timestamp timestamp;
  std::string history_item_type;
  std::string history_summary;
  std::string history_data;
  static const aws::Structure& shape();
};

struct DescribeAlarmHistoryOutput {
  std::vector<AlarmHistoryItem> alarm_history_items;
  std::optional<std::string> next_token;
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

/// TagResource and UntagResource answer an empty structure.
struct EmptyOutput {
  static const aws::Structure& shape();
};

}  // namespace cloudling::cloudwatch
