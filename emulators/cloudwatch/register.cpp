#include "emulators/cloudwatch/cloudwatch.h"
#include "emulators/service.h"

namespace cloudling::cloudwatch {

void register_operations(aws::Registry& registry, store::Store& store, CloudWatch& service) {
  Registrar<CloudWatch> operations(registry, store, "cloudwatch", service);
  operations.write<&CloudWatch::put_metric_data>("PutMetricData")
      .awaiting<&CloudWatch::get_metric_statistics>("GetMetricStatistics")
      .awaiting<&CloudWatch::get_metric_data>("GetMetricData")
      .awaiting<&CloudWatch::list_metrics>("ListMetrics")
      .write<&CloudWatch::put_metric_alarm>("PutMetricAlarm")
      .read<&CloudWatch::describe_alarms>("DescribeAlarms")
      .read<&CloudWatch::describe_alarms_for_metric>("DescribeAlarmsForMetric")
      .write<&CloudWatch::delete_alarms>("DeleteAlarms")
      .write<&CloudWatch::enable_alarm_actions>("EnableAlarmActions")
      .write<&CloudWatch::disable_alarm_actions>("DisableAlarmActions")
      .write<&CloudWatch::set_alarm_state>("SetAlarmState")
      .read<&CloudWatch::describe_alarm_history>("DescribeAlarmHistory")
      .write<&CloudWatch::tag_resource>("TagResource")
      .write<&CloudWatch::untag_resource>("UntagResource")
      .read<&CloudWatch::list_tags_for_resource>("ListTagsForResource");
}

}  // namespace cloudling::cloudwatch
