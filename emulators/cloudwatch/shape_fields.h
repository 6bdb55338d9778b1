#pragma once

// Fields that many shapes of the API have, with the model's constraints.

#include <string>
#include <utility>
#include <vector>

#include "emulators/aws/shape.h"

namespace cloudling::cloudwatch {

/// What PutMetricData calls units.
const std::vector<std::string>& units();

template <auto Member>
aws::Field namespace_field() {
  return aws::field<Member>("Namespace").length(1, 255).matching("[^:].*");
}
template <auto Member>
aws::Field metric_name_field() {
  return aws::field<Member>("MetricName").length(1, 255);
}
template <auto Member>
aws::Field dimensions_field() {
  return aws::field<Member>("Dimensions").at_most(30);
}
template <auto Member>
aws::Field unit_field() {
  return aws::field<Member>("Unit").one_of(units());
}
template <auto Member>
aws::Field period_field() {
  return aws::field<Member>("Period").at_least(1);
}
template <auto Member>
aws::Field statistic_field() {
  return aws::field<Member>("Statistic").one_of({"SampleCount", "Average", "Sum", "Minimum", "Maximum"});
}
template <auto Member>
aws::Field alarm_name_field() {
  return aws::field<Member>("AlarmName").length(1, 255);
}

}  // namespace cloudling::cloudwatch
