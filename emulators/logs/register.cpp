#include "emulators/logs/logs.h"
#include "emulators/service.h"

namespace cloudling::logs {

void register_operations(aws::Registry& registry, store::Store& store, Logs& service) {
  Registrar<Logs> operations(registry, store, "logs", service);
  operations.awaiting<&Logs::create_log_group>("CreateLogGroup")
      .awaiting<&Logs::describe_log_groups>("DescribeLogGroups")
      .awaiting<&Logs::list_log_groups>("ListLogGroups")
      .awaiting<&Logs::delete_log_group>("DeleteLogGroup")
      .write<&Logs::put_log_group_deletion_protection>("PutLogGroupDeletionProtection")
      .write<&Logs::put_retention_policy>("PutRetentionPolicy")
      .write<&Logs::delete_retention_policy>("DeleteRetentionPolicy")
      .write<&Logs::tag_log_group>("TagLogGroup")
      .write<&Logs::untag_log_group>("UntagLogGroup")
      .read<&Logs::list_tags_log_group>("ListTagsLogGroup")
      .write<&Logs::tag_resource>("TagResource")
      .write<&Logs::untag_resource>("UntagResource")
      .read<&Logs::list_tags_for_resource>("ListTagsForResource")
      .awaiting<&Logs::create_log_stream>("CreateLogStream")
      .awaiting<&Logs::describe_log_streams>("DescribeLogStreams")
      .awaiting<&Logs::delete_log_stream>("DeleteLogStream")
      .write<&Logs::put_log_events>("PutLogEvents")
      .awaiting<&Logs::get_log_events>("GetLogEvents")
      .awaiting<&Logs::filter_log_events>("FilterLogEvents")
      .awaiting<&Logs::start_live_tail>("StartLiveTail")
      .awaiting<&Logs::put_subscription_filter>("PutSubscriptionFilter")
      .read<&Logs::describe_subscription_filters>("DescribeSubscriptionFilters")
      .write<&Logs::delete_subscription_filter>("DeleteSubscriptionFilter")
      .write<&Logs::put_metric_filter>("PutMetricFilter")
      .read<&Logs::describe_metric_filters>("DescribeMetricFilters")
      .write<&Logs::delete_metric_filter>("DeleteMetricFilter")
      .read<&Logs::test_metric_filter>("TestMetricFilter")
      .awaiting<&Logs::start_query>("StartQuery")
      .read<&Logs::get_query_results>("GetQueryResults")
      .write<&Logs::stop_query>("StopQuery")
      .read<&Logs::describe_queries>("DescribeQueries");
}

}  // namespace cloudling::logs
