#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "emulators/aws/encoding.h"
#include "emulators/aws/pagination.h"
#include "emulators/cloudwatch/cloudwatch.h"
#include "emulators/cloudwatch/errors.h"
#include "emulators/cloudwatch/places.h"
#include "emulators/cloudwatch/series.h"

namespace cloudling::cloudwatch {

using boost::asio::awaitable;
using store::ReadTransaction;

namespace {

constexpr aws::TimeMs kMinuteMs = 60'000;
constexpr int64_t kMaxDatapoints = 1440;     // of GetMetricStatistics
constexpr size_t kMaxQueries = 500;          // of GetMetricData
constexpr int64_t kMaxDataValues = 100'800;  // of one GetMetricData
constexpr int64_t kMetricsPage = 500;
constexpr aws::TimeMs kListedMs = 14 * 24 * 60 * kMinuteMs;
constexpr aws::TimeMs kRecentMs = 3 * 60 * kMinuteMs;

using Statistics = std::vector<std::string>;

void require_period(int64_t seconds) {
  const bool high_resolution = seconds == 1 || seconds == 5 || seconds == 10 || seconds == 20 || seconds == 30;
  if (seconds % 60 == 0 || high_resolution) return;
  throw invalid_value("The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.");
}

void require_range(aws::TimeMs from, aws::TimeMs until) {
  if (from >= until) throw invalid_value("The parameter StartTime must be less than the parameter EndTime.");
}

void require_few_datapoints(aws::TimeMs from, aws::TimeMs until, int64_t period) {
  const int64_t count = (until - from + period * 1000 - 1) / (period * 1000);
  if (count <= kMaxDatapoints) return;
  throw invalid_combination("You have requested up to " + std::to_string(count) +
                            " datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by "
                            "increasing Period, or decreasing the time range.");
}

Datapoint datapoint_of(aws::TimeMs time, const std::string& unit, const Distribution& values,
                       const GetMetricStatisticsInput& input) {
  Datapoint point{.timestamp = {time}, .unit = unit};
  for (const std::string& name : input.statistics.value_or(Statistics())) {
    if (name == "SampleCount") point.sample_count = values.count();
    if (name == "Average") point.average = values.average();
    if (name == "Sum") point.sum = values.sum();
    if (name == "Minimum") point.minimum = values.minimum();
    if (name == "Maximum") point.maximum = values.maximum();
  }
  for (const std::string& name : input.extended_statistics.value_or(Statistics())) {
    const auto value = values.statistic(name);
    if (!point.extended_statistics) point.extended_statistics.emplace();
    if (value) (*point.extended_statistics)[name] = *value;
  }
  return point;
}

GetMetricStatisticsOutput statistics_of(ReadTransaction& tx, const MetricPlace& place,
                                        const GetMetricStatisticsInput& input) {
  GetMetricStatisticsOutput output{.label = place.name, .datapoints = {}};
  const auto metric = find_metric(tx, place);
  if (!metric) return output;
  const aws::TimeMs from = input.start_time.ms / kMinuteMs * kMinuteMs;
  std::map<std::string, std::vector<Point>> by_unit;
  for (Point& point : points_of(tx, *metric, from, input.end_time.ms, input.unit)) {
    by_unit[point.unit].push_back(std::move(point));
  }
  for (const auto& [unit, points] : by_unit) {
    for (const auto& [time, values] : by_period(points, from, input.period * 1000)) {
      output.datapoints.push_back(datapoint_of(time, unit, values, input));
    }
  }
  return output;
}

bool is_query_id(const std::string& id) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) || c == '_'; };
  return !id.empty() && id.front() >= 'a' && id.front() <= 'z' && std::ranges::all_of(id, fits);
}

void require_valid(const MetricDataQuery& query, const aws::CallContext& context) {
  if (!is_query_id(query.id)) {
    throw aws::Error(400, "ValidationError",
                     "The value " + query.id +
                         " for parameter MetricDataQueries.member.Id is not matching the expected pattern "
                         "^[a-z][a-zA-Z0-9_]*$.");
  }
  if (query.metric_stat.has_value() == query.expression.has_value()) {
    throw aws::Error(400, "ValidationError",
                     "Exactly one of MetricStat and Expression must be specified in query '" + query.id + "'.");
  }
  if (query.account_id && *query.account_id != context.account) {
    throw not_supported("GetMetricData", "metrics of other accounts");
  }
  if (!query.metric_stat) return;
  const MetricStat& stat = *query.metric_stat;
  if (!stat.metric.metric_namespace || !stat.metric.metric_name) {
    throw aws::Error(400, "ValidationError", "Namespace and MetricName are required in query '" + query.id + "'.");
  }
  require_period(stat.period);
  if (!is_statistic(stat.stat)) throw not_supported("GetMetricData", "the statistic " + stat.stat);
}

Series series_of(ReadTransaction& tx, const aws::CallContext& context, const MetricStat& stat, aws::TimeMs from,
                 aws::TimeMs until) {
  Series series;
  const MetricPlace place =
      place_of(context, *stat.metric.metric_namespace, *stat.metric.metric_name, stat.metric.dimensions);
  const auto metric = find_metric(tx, place);
  if (!metric) return series;
  const aws::TimeMs period = stat.period * 1000;
  const auto points = points_of(tx, *metric, from / period * period, until, stat.unit);
  for (const auto& [time, values] : by_period(points, 0, period)) {
    const auto value = values.statistic(stat.stat);
    if (value) series[time] = *value;
  }
  return series;
}

/// The series of all queries: those of metrics first, then expressions, which may use each other.
std::map<std::string, Series> all_series(ReadTransaction& tx, const aws::CallContext& context,
                                         const GetMetricDataInput& input) {
  std::map<std::string, Series> known;
  std::vector<const MetricDataQuery*> expressions;
  for (const MetricDataQuery& query : input.metric_data_queries) {
    if (query.metric_stat)
      known[query.id] = series_of(tx, context, *query.metric_stat, input.start_time.ms, input.end_time.ms);
    else
      expressions.push_back(&query);
  }
  for (const MetricDataQuery* query : expressions) known[query->id] = compute(*query->expression, known);
  return known;
}

MetricDataResult result_of(const MetricDataQuery& query, const Series& series, bool ascending) {
  MetricDataResult result{.id = query.id};
  result.label = query.label.value_or(query.metric_stat ? *query.metric_stat->metric.metric_name : query.id);
  for (const auto& [time, value] : series) {
    result.timestamps.push_back({time});
    result.values.push_back(value);
  }
  if (!ascending) {
    std::ranges::reverse(result.timestamps);
    std::ranges::reverse(result.values);
  }
  return result;
}

const aws::PageTokens& tokens() {
  static const aws::PageTokens tokens("cloudling.cloudwatch");
  return tokens;
}

bool has_dimensions(const ListedMetric& metric, const std::vector<DimensionFilter>& filters) {
  return std::ranges::all_of(filters, [&](const DimensionFilter& filter) {
    const auto found = metric.place.dimensions.find(filter.name);
    return found != metric.place.dimensions.end() && (!filter.value || *filter.value == found->second);
  });
}

Metric shown(const MetricPlace& place) {
  Metric metric{.metric_namespace = place.metric_namespace, .metric_name = place.name, .dimensions = {}};
  for (const auto& [name, value] : place.dimensions) metric.dimensions.push_back({name, value});
  return metric;
}

}  // namespace

awaitable<GetMetricStatisticsOutput> CloudWatch::get_metric_statistics(const aws::CallContext& context,
                                                                       GetMetricStatisticsInput input) {
  if (!input.statistics && !input.extended_statistics) {
    throw missing_parameter("Must specify either Statistics or ExtendedStatistics");
  }
  for (const std::string& name : input.extended_statistics.value_or(Statistics())) {
    if (name.starts_with('p') && !percent_of(name))
      throw invalid_value("The value " + name + " for parameter ExtendedStatistics is invalid.");
    if (!percent_of(name)) throw not_supported("GetMetricStatistics", "the statistic " + name);
  }
  require_period(input.period);
  require_range(input.start_time.ms, input.end_time.ms);
  require_few_datapoints(input.start_time.ms, input.end_time.ms, input.period);
  const MetricPlace place = place_of(context, input.metric_namespace, input.metric_name, input.dimensions);
  auto read = [&](ReadTransaction& tx) { return statistics_of(tx, place, input); };
  co_await writer_.stored();
  auto output = co_await store_.read(std::move(read));
  co_return output;
}

awaitable<GetMetricDataOutput> CloudWatch::get_metric_data(const aws::CallContext& context, GetMetricDataInput input) {
  if (input.label_options) throw not_supported("GetMetricData", "LabelOptions");
  if (input.next_token) throw invalid_token();
  if (input.metric_data_queries.empty()) throw missing_parameter("The parameter MetricDataQueries is required.");
  if (input.metric_data_queries.size() > kMaxQueries) {
    throw aws::Error(400, "ValidationError", "The collection MetricDataQueries must not have a size greater than 500.");
  }
  require_range(input.start_time.ms, input.end_time.ms);
  std::set<std::string> ids;
  for (const MetricDataQuery& query : input.metric_data_queries) {
    require_valid(query, context);
    if (!ids.insert(query.id).second) {
      throw aws::Error(400, "ValidationError", "The query id '" + query.id + "' is not unique.");
    }
  }
  auto read = [&](ReadTransaction& tx) {
    const auto known = all_series(tx, context, input);
    GetMetricDataOutput output;
    int64_t values = 0;
    for (const MetricDataQuery& query : input.metric_data_queries) {
      if (!query.return_data.value_or(true)) continue;
      output.metric_data_results.push_back(result_of(query, known.at(query.id), input.scan_by == "TimestampAscending"));
      values += static_cast<int64_t>(output.metric_data_results.back().values.size());
    }
    if (values > std::min(input.max_datapoints.value_or(kMaxDataValues), kMaxDataValues)) {
      throw not_supported("GetMetricData", "answers of more than MaxDatapoints values in pages");
    }
    return output;
  };
  co_await writer_.stored();
  auto output = co_await store_.read(std::move(read));
  co_return output;
}

awaitable<ListMetricsOutput> CloudWatch::list_metrics(const aws::CallContext& context, ListMetricsInput input) {
  const bool other_account = input.owning_account && *input.owning_account != context.account;
  if (input.include_linked_accounts.value_or(false) || other_account) {
    throw not_supported("ListMetrics", "metrics of linked accounts");
  }
  MetricQuery query{.account = context.account,
                    .region = context.region,
                    .metric_namespace = input.metric_namespace,
                    .name = input.metric_name,
                    .active_since = clock_.now() - (input.recently_active ? kRecentMs : kListedMs),
                    .limit = kMetricsPage};
  const std::string purpose = aws::page_binding(context, "ListMetrics", {});
  if (input.next_token) {
    const auto position = tokens().open(purpose, *input.next_token);
    if (!position) throw invalid_token();
    query.after = aws::parse_integer(*position).value_or(0);
  }
  auto read = [&](ReadTransaction& tx) {
    ListMetricsOutput output;
    while (output.metrics.size() < static_cast<size_t>(kMetricsPage)) {
      const auto metrics = cloudwatch::list_metrics(tx, query);
      for (const ListedMetric& metric : metrics) {
        if (output.metrics.size() == static_cast<size_t>(kMetricsPage)) break;
        query.after = metric.id;
        if (has_dimensions(metric, input.dimensions)) output.metrics.push_back(shown(metric.place));
      }
      if (metrics.size() < static_cast<size_t>(kMetricsPage)) return output;
    }
    output.next_token = tokens().seal(purpose, std::to_string(query.after));
    return output;
  };
  co_await writer_.stored();
  auto output = co_await store_.read(std::move(read));
  co_return output;
}

}  // namespace cloudling::cloudwatch
