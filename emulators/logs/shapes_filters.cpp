#include "emulators/logs/shapes_filters.h"

#include "emulators/logs/shape_fields.h"

namespace cloudling::logs {

using aws::field;
using aws::Structure;

namespace {

template <auto Member>
aws::Field filter_name_field(std::string name = "filterName") {
  return field<Member>(std::move(name)).length(1, 512).matching(kStreamNamePattern);
}
template <auto Member>
aws::Field criteria_field() {
  return field<Member>("fieldSelectionCriteria").length(0, 2000);
}
template <auto Member>
aws::Field metric_field(std::string name) {
  return field<Member>(std::move(name)).at_most(255).matching("[^:*$]*");
}

const std::vector<std::string> kUnits = {
    "Seconds",          "Microseconds",     "Milliseconds", "Bytes",           "Kilobytes",        "Megabytes",
    "Gigabytes",        "Terabytes",        "Bits",         "Kilobits",        "Megabits",         "Gigabits",
    "Terabits",         "Percent",          "Count",        "Bytes/Second",    "Kilobytes/Second", "Megabytes/Second",
    "Gigabytes/Second", "Terabytes/Second", "Bits/Second",  "Kilobits/Second", "Megabits/Second",  "Gigabits/Second",
    "Terabits/Second",  "Count/Second",     "None"};

}  // namespace

const Structure& PutSubscriptionFilterInput::shape() {
  using S = PutSubscriptionFilterInput;
  static const Structure shape{
      "PutSubscriptionFilterRequest",
      {group_name_field<&S::log_group_name>().required(), filter_name_field<&S::filter_name>().required(),
       filter_pattern_field<&S::filter_pattern>().required(),
       field<&S::destination_arn>("destinationArn").at_least(1).required(), field<&S::role_arn>("roleArn").at_least(1),
       field<&S::distribution>("distribution").one_of({"Random", "ByLogStream"}),
       field<&S::apply_on_transformed_logs>("applyOnTransformedLogs"), criteria_field<&S::field_selection_criteria>(),
       field<&S::emit_system_fields>("emitSystemFields")}};
  return shape;
}

const Structure& DescribeSubscriptionFiltersInput::shape() {
  using S = DescribeSubscriptionFiltersInput;
  static const Structure shape{
      "DescribeSubscriptionFiltersRequest",
      {group_name_field<&S::log_group_name>().required(), filter_name_field<&S::filter_name_prefix>("filterNamePrefix"),
       token_field<&S::next_token>(), field<&S::limit>("limit").range(1, 50)}};
  return shape;
}

const Structure& SubscriptionFilter::shape() {
  using S = SubscriptionFilter;
  static const Structure shape{
      "SubscriptionFilter",
      {field<&S::filter_name>("filterName"), field<&S::log_group_name>("logGroupName"),
       field<&S::filter_pattern>("filterPattern"), field<&S::destination_arn>("destinationArn"),
       field<&S::role_arn>("roleArn"), field<&S::distribution>("distribution"),
       field<&S::apply_on_transformed_logs>("applyOnTransformedLogs"), field<&S::creation_time>("creationTime")}};
  return shape;
}

const Structure& DescribeSubscriptionFiltersOutput::shape() {
  using S = DescribeSubscriptionFiltersOutput;
  static const Structure shape{
      "DescribeSubscriptionFiltersResponse",
      {field<&S::subscription_filters>("subscriptionFilters"), field<&S::next_token>("nextToken")}};
  return shape;
}

const Structure& DeleteFilterInput::shape() {
  using S = DeleteFilterInput;
  static const Structure shape{
      "DeleteFilterRequest",
      {group_name_field<&S::log_group_name>().required(), filter_name_field<&S::filter_name>().required()}};
  return shape;
}

const Structure& MetricTransformation::shape() {
  using S = MetricTransformation;
  aws::Rules texts;
  texts.max = 255;
  static const Structure shape{
      "MetricTransformation",
      {metric_field<&S::metric_name>("metricName").required(),
       metric_field<&S::metric_namespace>("metricNamespace").required(),
       field<&S::metric_value>("metricValue").at_most(100).required(), field<&S::default_value>("defaultValue"),
       field<&S::dimensions>("dimensions").each(texts).each_key(texts), field<&S::unit>("unit").one_of(kUnits)}};
  return shape;
}

const Structure& PutMetricFilterInput::shape() {
  using S = PutMetricFilterInput;
  static const Structure shape{
      "PutMetricFilterRequest",
      {group_name_field<&S::log_group_name>().required(), filter_name_field<&S::filter_name>().required(),
       filter_pattern_field<&S::filter_pattern>().required(),
       field<&S::metric_transformations>("metricTransformations").length(1, 1).required(),
       field<&S::apply_on_transformed_logs>("applyOnTransformedLogs"), criteria_field<&S::field_selection_criteria>(),
       field<&S::emit_system_field_dimensions>("emitSystemFieldDimensions")}};
  return shape;
}

const Structure& DescribeMetricFiltersInput::shape() {
  using S = DescribeMetricFiltersInput;
  static const Structure shape{
      "DescribeMetricFiltersRequest",
      {group_name_field<&S::log_group_name>(), filter_name_field<&S::filter_name_prefix>("filterNamePrefix"),
       token_field<&S::next_token>(), field<&S::limit>("limit").range(1, 50),
       metric_field<&S::metric_name>("metricName"), metric_field<&S::metric_namespace>("metricNamespace")}};
  return shape;
}

const Structure& MetricFilter::shape() {
  using S = MetricFilter;
  static const Structure shape{
      "MetricFilter",
      {field<&S::filter_name>("filterName"), field<&S::filter_pattern>("filterPattern"),
       field<&S::metric_transformations>("metricTransformations"), field<&S::creation_time>("creationTime"),
       field<&S::log_group_name>("logGroupName"), field<&S::apply_on_transformed_logs>("applyOnTransformedLogs")}};
  return shape;
}

const Structure& DescribeMetricFiltersOutput::shape() {
  using S = DescribeMetricFiltersOutput;
  static const Structure shape{"DescribeMetricFiltersResponse",
                               {field<&S::metric_filters>("metricFilters"), field<&S::next_token>("nextToken")}};
  return shape;
}

const Structure& TestMetricFilterInput::shape() {
  using S = TestMetricFilterInput;
  aws::Rules messages;
  messages.min = 1;
  static const Structure shape{
      "TestMetricFilterRequest",
      {filter_pattern_field<&S::filter_pattern>().required(),
       field<&S::log_event_messages>("logEventMessages").length(1, 50).each(messages).required()}};
  return shape;
}

const Structure& MetricFilterMatchRecord::shape() {
  using S = MetricFilterMatchRecord;
  static const Structure shape{"MetricFilterMatchRecord",
                               {field<&S::event_number>("eventNumber"), field<&S::event_message>("eventMessage"),
                                field<&S::extracted_values>("extractedValues")}};
  return shape;
}

const Structure& TestMetricFilterOutput::shape() {
  static const Structure shape{"TestMetricFilterResponse", {field<&TestMetricFilterOutput::matches>("matches")}};
  return shape;
}

}  // namespace cloudling::logs
