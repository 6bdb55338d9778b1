#pragma once

// The inputs and outputs of metrics (CloudWatch API, version 2010-08-01), as AWS's model describes them.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "asl/json/json.h"
#include "emulators/aws/shape.h"

namespace cloudling::cloudwatch {

struct Dimension {
  std::string name;
  std::string value;
  static const aws::Structure& shape();
};
using Dimensions = std::vector<Dimension>;

// ---- PutMetricData ---------------------------------------------------------------------------------------------

struct StatisticSet {
  double sample_count = 0;
  double sum = 0;
  double minimum = 0;
  double maximum = 0;
  static const aws::Structure& shape();
};

struct MetricDatum {
  std::string metric_name;
  Dimensions dimensions;
  std::optional<aws::Timestamp> timestamp;
  std::optional<double> value;
  std::optional<StatisticSet> statistic_values;
  std::optional<std::vector<double>> values;
  std::optional<std::vector<double>> counts;
  std::optional<std::string> unit;
  std::optional<int64_t> storage_resolution;
  static const aws::Structure& shape();
};

struct PutMetricDataInput {
  std::string metric_namespace;
  std::vector<MetricDatum> metric_data;
  std::optional<json::Value> entity_metric_data;  ///< refused where given
  std::optional<bool> strict_entity_validation;
  static const aws::Structure& shape();
};

// ---- GetMetricStatistics ---------------------------------------------------------------------------------------

struct GetMetricStatisticsInput {
  std::string metric_namespace;
  std::string metric_name;
  Dimensions dimensions;
  aws::Timestamp start_time;
  aws::Timestamp end_time;
  int64_t period = 0;  ///< seconds
  std::optional<std::vector<std::string>> statistics;
  std::optional<std::vector<std::string>> extended_statistics;
  std::optional<std::string> unit;
  static const aws::Structure& shape();
};

struct Datapoint {
  aws::Timestamp timestamp;
  std::optional<double> sample_count;
  std::optional<double> average;
  std::optional<double> sum;
  std::optional<double> minimum;
  std::optional<double> maximum;
  std::string unit;
  std::optional<std::map<std::string, double>> extended_statistics;
  static const aws::Structure& shape();
};

struct GetMetricStatisticsOutput {
  std::string label;
  std::vector<Datapoint> datapoints;
  static const aws::Structure& shape();
};

// ---- GetMetricData ---------------------------------------------------------------------------------------------

struct Metric {
  std::optional<std::string> metric_namespace;
  std::optional<std::string> metric_name;
  Dimensions dimensions;
  static const aws::Structure& shape();
};

struct MetricStat {
  Metric metric;
  int64_t period = 0;  ///< seconds
  std::string stat;
  std::optional<std::string> unit;
  static const aws::Structure& shape();
};

struct MetricDataQuery {
  std::string id;
  std::optional<MetricStat> metric_stat;
  std::optional<std::string> expression;
  std::optional<std::string> label;
  std::optional<bool> return_data;
  std::optional<int64_t> period;
  std::optional<std::string> account_id;  ///< refused where it is another account
  static const aws::Structure& shape();
};

struct LabelOptions {
  std::optional<std::string> timezone;
  static const aws::Structure& shape();
};

struct GetMetricDataInput {
  std::vector<MetricDataQuery> metric_data_queries;
  aws::Timestamp start_time;
  aws::Timestamp end_time;
  std::optional<std::string> next_token;
  std::optional<std::string> scan_by;
  std::optional<int64_t> max_datapoints;
  std::optional<LabelOptions> label_options;  ///< refused where given
  static const aws::Structure& shape();
};

struct MetricDataResult {
  std::string id;
  std::string label;
  std::vector<aws::Timestamp> timestamps;
  std::vector<double> values;
  std::string status_code = "Complete";
  static const aws::Structure& shape();
};

struct GetMetricDataOutput {
  std::vector<MetricDataResult> metric_data_results;
  std::vector<json::Value> messages;  ///< always empty
  static const aws::Structure& shape();
};

// ---- ListMetrics -----------------------------------------------------------------------------------------------

struct DimensionFilter {
  std::string name;
  std::optional<std::string> value;
  static const aws::Structure& shape();
};

struct ListMetricsInput {
  std::optional<std::string> metric_namespace;
  std::optional<std::string> metric_name;
  std::vector<DimensionFilter> dimensions;
  std::optional<std::string> next_token;
  std::optional<std::string> recently_active;
  std::optional<bool> include_linked_accounts;  ///< refused where true
  std::optional<std::string> owning_account;
  static const aws::Structure& shape();
};

struct ListMetricsOutput {
  std::vector<Metric> metrics;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

}  // namespace cloudling::cloudwatch
