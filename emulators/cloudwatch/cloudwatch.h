#pragma once

// CloudWatch, API version 2010-08-01: its operations, one member function each, and where other services measure.
// See README.md for what is there and how it differs.

#include <boost/asio/awaitable.hpp>
#include <string>

#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/aws/operation.h"
#include "emulators/cloudwatch/alarms_store.h"
#include "emulators/cloudwatch/metric_writer.h"
#include "emulators/cloudwatch/metrics_store.h"
#include "emulators/cloudwatch/shapes.h"
#include "emulators/cloudwatch/shapes_alarms.h"
#include "emulators/ports.h"
#include "emulators/store/jobs.h"
#include "emulators/store/store.h"

namespace cloudling::cloudwatch {

class CloudWatch {
 public:
  /// `caller` is how alarms invoke functions. Construct it before the store's jobs start; it must go before the store
  /// does.
  CloudWatch(store::Store& store, aws::Caller& caller, aws::Clock& clock);

  /// Where other services tell what happened.
  MetricSink& sink() { return writer_; }

  // put_data.cpp
  aws::Nothing put_metric_data(const aws::CallContext&, store::WriteTransaction&, const PutMetricDataInput&);

  // read_data.cpp
  boost::asio::awaitable<GetMetricStatisticsOutput> get_metric_statistics(const aws::CallContext&,
                                                                          GetMetricStatisticsInput);
  boost::asio::awaitable<GetMetricDataOutput> get_metric_data(const aws::CallContext&, GetMetricDataInput);
  boost::asio::awaitable<ListMetricsOutput> list_metrics(const aws::CallContext&, ListMetricsInput);

  // alarms.cpp
  aws::Nothing put_metric_alarm(const aws::CallContext&, store::WriteTransaction&, const PutMetricAlarmInput&);
  DescribeAlarmsOutput describe_alarms(const aws::CallContext&, store::ReadTransaction&, const DescribeAlarmsInput&);
  DescribeAlarmsForMetricOutput describe_alarms_for_metric(const aws::CallContext&, store::ReadTransaction&,
                                                           const DescribeAlarmsForMetricInput&);
  aws::Nothing delete_alarms(const aws::CallContext&, store::WriteTransaction&, const AlarmNamesInput&);
  aws::Nothing enable_alarm_actions(const aws::CallContext&, store::WriteTransaction&, const AlarmNamesInput&);
  aws::Nothing disable_alarm_actions(const aws::CallContext&, store::WriteTransaction&, const AlarmNamesInput&);
  aws::Nothing set_alarm_state(const aws::CallContext&, store::WriteTransaction&, const SetAlarmStateInput&);
  DescribeAlarmHistoryOutput describe_alarm_history(const aws::CallContext&, store::ReadTransaction&,
                                                    const DescribeAlarmHistoryInput&);

  // tags.cpp
  EmptyOutput tag_resource(const aws::CallContext&, store::WriteTransaction&, const TagResourceInput&);
  EmptyOutput untag_resource(const aws::CallContext&, store::WriteTransaction&, const UntagResourceInput&);
  ListTagsForResourceOutput list_tags_for_resource(const aws::CallContext&, store::ReadTransaction&,
                                                   const ListTagsForResourceInput&);

 private:
  // alarm_states.cpp
  boost::asio::awaitable<void> evaluate(store::Job job);
  boost::asio::awaitable<void> act(store::Job job);
  void schedule_evaluation(store::WriteTransaction& tx, const AlarmRow& alarm);
  void change_state(store::WriteTransaction& tx, AlarmRow& alarm, const std::string& state, const std::string& reason,
                    const std::string& reason_data);
  void enable_actions(const aws::CallContext& context, store::WriteTransaction& tx, const AlarmNamesInput& input,
                      bool enabled);
  boost::asio::awaitable<void> sweep(store::Job job);
  void keep_sweeping(store::WriteTransaction& tx);

  store::Store& store_;
  aws::Caller& caller_;
  aws::Clock& clock_;
  MetricWriter writer_;
};

/// Adds the operations to the registry, under the service id "cloudwatch".
void register_operations(aws::Registry& registry, store::Store& store, CloudWatch& service);

/// "arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME"
std::string alarm_arn(const AlarmRow& alarm);

AlarmSettings settings_of(const AlarmRow& alarm);

}  // namespace cloudling::cloudwatch
