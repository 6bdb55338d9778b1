#pragma once

// The inputs and outputs of subscription filters, metric filters and TestMetricFilter, as AWS's model describes them.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "asl/json/json.h"
#include "emulators/aws/shape.h"

namespace cloudling::logs {

// ---- subscription filters --------------------------------------------------------------------------------------

struct PutSubscriptionFilterInput {
  std::string log_group_name;
  std::string filter_name;
  std::string filter_pattern;
  std::string destination_arn;
  std::optional<std::string> role_arn;
  std::optional<std::string> distribution;
  std::optional<bool> apply_on_transformed_logs;               ///< refused where true
  std::optional<std::string> field_selection_criteria;         ///< refused where given
  std::optional<std::vector<std::string>> emit_system_fields;  ///< refused where given
  static const aws::Structure& shape();
};

struct DescribeSubscriptionFiltersInput {
  std::string log_group_name;
  std::optional<std::string> filter_name_prefix;
  std::optional<std::string> next_token;
  std::optional<int64_t> limit;
  static const aws::Structure& shape();
};

struct SubscriptionFilter {
  std::string filter_name;
  std::string log_group_name;
  std::string filter_pattern;
  std::string destination_arn;
  std::optional<std::string> role_arn;
  std::string distribution;
  bool apply_on_transformed_logs = false;
  int64_t creation_time = 0;
  static const aws::Structure& shape();
};

struct DescribeSubscriptionFiltersOutput {
  std::vector<SubscriptionFilter> subscription_filters;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

/// DeleteSubscriptionFilter and DeleteMetricFilter.
struct DeleteFilterInput {
  std::string log_group_name;
  std::string filter_name;
  static const aws::Structure& shape();
};

// ---- metric filters --------------------------------------------------------------------------------------------

struct MetricTransformation {
  std::string metric_name;
  std::string metric_namespace;
  std::string metric_value;
  std::optional<double> default_value;
  std::optional<std::map<std::string, std::string>> dimensions;
  std::optional<std::string> unit;
  static const aws::Structure& shape();
};

struct PutMetricFilterInput {
  std::string log_group_name;
  std::string filter_name;
  std::string filter_pattern;
  std::vector<MetricTransformation> metric_transformations;
  std::optional<bool> apply_on_transformed_logs;                         ///< refused where true
  std::optional<std::string> field_selection_criteria;                   ///< refused where given
  std::optional<std::vector<std::string>> emit_system_field_dimensions;  ///< refused where given
  static const aws::Structure& shape();
};

struct DescribeMetricFiltersInput {
  std::optional<std::string> log_group_name;
  std::optional<std::string> filter_name_prefix;
  std::optional<std::string> next_token;
  std::optional<int64_t> limit;
  std::optional<std::string> metric_name;
  std::optional<std::string> metric_namespace;
  static const aws::Structure& shape();
};

struct MetricFilter {
  std::string filter_name;
  std::string filter_pattern;
  std::vector<MetricTransformation> metric_transformations;
  int64_t creation_time = 0;
  std::string log_group_name;
  bool apply_on_transformed_logs = false;
  static const aws::Structure& shape();
};

struct DescribeMetricFiltersOutput {
  std::vector<MetricFilter> metric_filters;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

// ---- TestMetricFilter ------------------------------------------------------------------------------------------

struct TestMetricFilterInput {
  std::string filter_pattern;
  std::vector<std::string> log_event_messages;
  static const aws::Structure& shape();
};

struct MetricFilterMatchRecord {
  int64_t event_number = 0;  ///< from 1
  std::string event_message;
  std::map<std::string, std::string> extracted_values;
  static const aws::Structure& shape();
};

struct TestMetricFilterOutput {
  std::vector<MetricFilterMatchRecord> matches;
  static const aws::Structure& shape();
};

}  // namespace cloudling::logs
