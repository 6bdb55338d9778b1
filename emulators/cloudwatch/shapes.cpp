#include "emulators/cloudwatch/shapes.h"

#include "emulators/cloudwatch/shape_fields.h"

namespace cloudling::cloudwatch {

using aws::field;
using aws::Rules;
using aws::Structure;

const std::vector<std::string>& units() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> names = {"Seconds", "Microseconds", "Milliseconds", "Percent",
                                      "Count",   "None",         "Count/Second"};
    for (const char* size : {"Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits",
                             "Megabits", "Gigabits", "Terabits"}) {
      names.emplace_back(size);
      names.push_back(std::string(size) + "/Second");
    }
    return names;
  }();
  return all;
}

const Structure& Dimension::shape() {
  static const Structure shape{"Dimension",
                               {field<&Dimension::name>("Name").length(1, 255).required(),
                                field<&Dimension::value>("Value").length(1, 1024).required()}};
  return shape;
}

const Structure& StatisticSet::shape() {
  using S = StatisticSet;
  static const Structure shape{"StatisticSet",
                               {field<&S::sample_count>("SampleCount").required(), field<&S::sum>("Sum").required(),
                                field<&S::minimum>("Minimum").required(), field<&S::maximum>("Maximum").required()}};
  return shape;
}

const Structure& MetricDatum::shape() {
  using S = MetricDatum;
  static const Structure shape{
      "MetricDatum",
      {metric_name_field<&S::metric_name>().required(), dimensions_field<&S::dimensions>(),
       field<&S::timestamp>("Timestamp"), field<&S::value>("Value"), field<&S::statistic_values>("StatisticValues"),
       field<&S::values>("Values"), field<&S::counts>("Counts"), unit_field<&S::unit>(),
       field<&S::storage_resolution>("StorageResolution").at_least(1)}};
  return shape;
}

const Structure& PutMetricDataInput::shape() {
  using S = PutMetricDataInput;
  static const Structure shape{"PutMetricDataInput",
                               {namespace_field<&S::metric_namespace>().required(),
                                field<&S::metric_data>("MetricData"), field<&S::entity_metric_data>("EntityMetricData"),
                                field<&S::strict_entity_validation>("StrictEntityValidation")}};
  return shape;
}

const Structure& GetMetricStatisticsInput::shape() {
  using S = GetMetricStatisticsInput;
  Rules statistic;
  statistic.values = {"SampleCount", "Average", "Sum", "Minimum", "Maximum"};
  static const Structure shape{
      "GetMetricStatisticsInput",
      {namespace_field<&S::metric_namespace>().required(), metric_name_field<&S::metric_name>().required(),
       dimensions_field<&S::dimensions>(), field<&S::start_time>("StartTime").required(),
       field<&S::end_time>("EndTime").required(), period_field<&S::period>().required(),
       field<&S::statistics>("Statistics").length(1, 5).each(statistic),
       field<&S::extended_statistics>("ExtendedStatistics").length(1, 10), unit_field<&S::unit>()}};
  return shape;
}

const Structure& Datapoint::shape() {
  using S = Datapoint;
  static const Structure shape{
      "Datapoint",
      {field<&S::timestamp>("Timestamp"), field<&S::sample_count>("SampleCount"), field<&S::average>("Average"),
       field<&S::sum>("Sum"), field<&S::minimum>("Minimum"), field<&S::maximum>("Maximum"), field<&S::unit>("Unit"),
       field<&S::extended_statistics>("ExtendedStatistics")}};
  return shape;
}

const Structure& GetMetricStatisticsOutput::shape() {
  using S = GetMetricStatisticsOutput;
  static const Structure shape{"GetMetricStatisticsOutput",
                               {field<&S::label>("Label"), field<&S::datapoints>("Datapoints")}};
  return shape;
}

const Structure& Metric::shape() {
  using S = Metric;
  static const Structure shape{"Metric",
                               {namespace_field<&S::metric_namespace>(), metric_name_field<&S::metric_name>(),
                                dimensions_field<&S::dimensions>()}};
  return shape;
}

const Structure& MetricStat::shape() {
  using S = MetricStat;
  static const Structure shape{"MetricStat",
                               {field<&S::metric>("Metric").required(), period_field<&S::period>().required(),
                                field<&S::stat>("Stat").required(), unit_field<&S::unit>()}};
  return shape;
}

const Structure& MetricDataQuery::shape() {
  using S = MetricDataQuery;
  static const Structure shape{"MetricDataQuery",
                               {field<&S::id>("Id").length(1, 255).required(), field<&S::metric_stat>("MetricStat"),
                                field<&S::expression>("Expression").length(1, 2048), field<&S::label>("Label"),
                                field<&S::return_data>("ReturnData"), period_field<&S::period>(),
                                field<&S::account_id>("AccountId").length(1, 255)}};
  return shape;
}

const Structure& LabelOptions::shape() {
  static const Structure shape{"LabelOptions", {field<&LabelOptions::timezone>("Timezone")}};
  return shape;
}

const Structure& GetMetricDataInput::shape() {
  using S = GetMetricDataInput;
  static const Structure shape{
      "GetMetricDataInput",
      {field<&S::metric_data_queries>("MetricDataQueries").required(), field<&S::start_time>("StartTime").required(),
       field<&S::end_time>("EndTime").required(), field<&S::next_token>("NextToken"),
       field<&S::scan_by>("ScanBy").one_of({"TimestampDescending", "TimestampAscending"}),
       field<&S::max_datapoints>("MaxDatapoints"), field<&S::label_options>("LabelOptions")}};
  return shape;
}

const Structure& MetricDataResult::shape() {
  using S = MetricDataResult;
  static const Structure shape{"MetricDataResult",
                               {field<&S::id>("Id"), field<&S::label>("Label"), field<&S::timestamps>("Timestamps"),
                                field<&S::values>("Values"), field<&S::status_code>("StatusCode")}};
  return shape;
}

const Structure& GetMetricDataOutput::shape() {
  using S = GetMetricDataOutput;
  static const Structure shape{"GetMetricDataOutput",
                               {field<&S::metric_data_results>("MetricDataResults"), field<&S::messages>("Messages")}};
  return shape;
}

const Structure& DimensionFilter::shape() {
  static const Structure shape{"DimensionFilter",
                               {field<&DimensionFilter::name>("Name").length(1, 255).required(),
                                field<&DimensionFilter::value>("Value").length(1, 1024)}};
  return shape;
}

const Structure& ListMetricsInput::shape() {
  using S = ListMetricsInput;
  static const Structure shape{"ListMetricsInput",
                               {namespace_field<&S::metric_namespace>(), metric_name_field<&S::metric_name>(),
                                field<&S::dimensions>("Dimensions").at_most(10), field<&S::next_token>("NextToken"),
                                field<&S::recently_active>("RecentlyActive").one_of({"PT3H"}),
                                field<&S::include_linked_accounts>("IncludeLinkedAccounts"),
                                field<&S::owning_account>("OwningAccount").length(1, 255)}};
  return shape;
}

const Structure& ListMetricsOutput::shape() {
  using S = ListMetricsOutput;
  static const Structure shape{"ListMetricsOutput",
                               {field<&S::metrics>("Metrics"), field<&S::next_token>("NextToken")}};
  return shape;
}

}  // namespace cloudling::cloudwatch
