#pragma once

// CloudWatch Logs, API version 2014-03-28: its operations, one member function each, and where other services write.
// See README.md for what is there and how it differs.

#include <boost/asio/awaitable.hpp>
#include <string>
#include <utility>

#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/operation.h"
#include "emulators/logs/ingestion.h"
#include "emulators/logs/live_tail.h"
#include "emulators/logs/log_writer.h"
#include "emulators/logs/logs_store.h"
#include "emulators/logs/shapes.h"
#include "emulators/logs/shapes_filters.h"
#include "emulators/logs/shapes_queries.h"
#include "emulators/ports.h"
#include "emulators/store/jobs.h"
#include "emulators/store/store.h"

namespace cloudling::logs {

/// The kind of the durable jobs that run Insights queries.
inline constexpr const char* kQueryJob = "logs.query";

class Logs {
 public:
  /// `caller` is how subscribed functions are invoked, `metrics` where metric filters measure into. Construct it before
  /// the store's jobs start; it must go before the store does.
  Logs(store::Store& store, aws::Caller& caller, aws::Clock& clock, aws::IdSource& ids, MetricSink& metrics,
       IngestionLimits limits = {});

  /// Where other services write the logs of their resources.
  LogSink& sink() { return writer_; }

  // groups.cpp
  boost::asio::awaitable<aws::Nothing> create_log_group(const aws::CallContext&, CreateLogGroupInput);
  boost::asio::awaitable<DescribeLogGroupsOutput> describe_log_groups(const aws::CallContext&, DescribeLogGroupsInput);
  boost::asio::awaitable<ListLogGroupsOutput> list_log_groups(const aws::CallContext&, ListLogGroupsInput);
  boost::asio::awaitable<aws::Nothing> delete_log_group(const aws::CallContext&, DeleteLogGroupInput);
  aws::Nothing put_log_group_deletion_protection(const aws::CallContext&, store::WriteTransaction&,
                                                 const PutLogGroupDeletionProtectionInput&);

  // retention.cpp
  aws::Nothing put_retention_policy(const aws::CallContext&, store::WriteTransaction&, const PutRetentionPolicyInput&);
  aws::Nothing delete_retention_policy(const aws::CallContext&, store::WriteTransaction&,
                                       const DeleteRetentionPolicyInput&);

  // tags.cpp
  aws::Nothing tag_log_group(const aws::CallContext&, store::WriteTransaction&, const TagLogGroupInput&);
  aws::Nothing untag_log_group(const aws::CallContext&, store::WriteTransaction&, const UntagLogGroupInput&);
  TagsOutput list_tags_log_group(const aws::CallContext&, store::ReadTransaction&, const ListTagsLogGroupInput&);
  aws::Nothing tag_resource(const aws::CallContext&, store::WriteTransaction&, const TagResourceInput&);
  aws::Nothing untag_resource(const aws::CallContext&, store::WriteTransaction&, const UntagResourceInput&);
  TagsOutput list_tags_for_resource(const aws::CallContext&, store::ReadTransaction&, const ListTagsForResourceInput&);

  // streams.cpp
  boost::asio::awaitable<aws::Nothing> create_log_stream(const aws::CallContext&, CreateLogStreamInput);
  boost::asio::awaitable<DescribeLogStreamsOutput> describe_log_streams(const aws::CallContext&,
                                                                        DescribeLogStreamsInput);
  boost::asio::awaitable<aws::Nothing> delete_log_stream(const aws::CallContext&, DeleteLogStreamInput);

  // put_events.cpp
  PutLogEventsOutput put_log_events(const aws::CallContext&, store::WriteTransaction&, const PutLogEventsInput&);

  // read_events.cpp
  boost::asio::awaitable<GetLogEventsOutput> get_log_events(const aws::CallContext&, GetLogEventsInput);
  boost::asio::awaitable<FilterLogEventsOutput> filter_log_events(const aws::CallContext&, FilterLogEventsInput);

  // live_tail.cpp
  boost::asio::awaitable<StartLiveTailOutput> start_live_tail(const aws::CallContext&, StartLiveTailInput);

  // subscription_filters.cpp
  boost::asio::awaitable<aws::Nothing> put_subscription_filter(const aws::CallContext&, PutSubscriptionFilterInput);
  DescribeSubscriptionFiltersOutput describe_subscription_filters(const aws::CallContext&, store::ReadTransaction&,
                                                                  const DescribeSubscriptionFiltersInput&);
  aws::Nothing delete_subscription_filter(const aws::CallContext&, store::WriteTransaction&, const DeleteFilterInput&);

  // metric_filters.cpp
  aws::Nothing put_metric_filter(const aws::CallContext&, store::WriteTransaction&, const PutMetricFilterInput&);
  DescribeMetricFiltersOutput describe_metric_filters(const aws::CallContext&, store::ReadTransaction&,
                                                      const DescribeMetricFiltersInput&);
  aws::Nothing delete_metric_filter(const aws::CallContext&, store::WriteTransaction&, const DeleteFilterInput&);
  TestMetricFilterOutput test_metric_filter(const aws::CallContext&, store::ReadTransaction&,
                                            const TestMetricFilterInput&);

  // queries.cpp
  boost::asio::awaitable<StartQueryOutput> start_query(const aws::CallContext&, StartQueryInput);
  GetQueryResultsOutput get_query_results(const aws::CallContext&, store::ReadTransaction&,
                                          const GetQueryResultsInput&);
  StopQueryOutput stop_query(const aws::CallContext&, store::WriteTransaction&, const StopQueryInput&);
  DescribeQueriesOutput describe_queries(const aws::CallContext&, store::ReadTransaction&, const DescribeQueriesInput&);

 private:
  boost::asio::awaitable<void> perform_query(store::Job job);
  boost::asio::awaitable<void> sweep(store::Job job);
  boost::asio::awaitable<void> expire(store::Job job);
  boost::asio::awaitable<void> deliver(store::Job job);
  void schedule_expiry(store::WriteTransaction& tx, const GroupRow& group);

  /// Runs `work` in a read transaction that sees all that other services wrote before.
  template <class Work>
  auto read_all_written(Work work) -> boost::asio::awaitable<std::invoke_result_t<Work&, store::ReadTransaction&>> {
    co_await writer_.stored();
    co_return co_await store_.read(std::move(work));
  }
  template <class Work>
  auto write_behind_all_written(Work work) -> boost::asio::awaitable<aws::Nothing> {
    co_await writer_.stored();
    co_await store_.write(std::move(work));
    co_return aws::Nothing{};
  }

  store::Store& store_;
  aws::Caller& caller_;
  aws::Clock& clock_;
  aws::IdSource& ids_;
  LiveTails live_tails_;
  Ingestion ingestion_;
  LogWriter writer_;
};

/// Adds the operations to the registry, under the service id "logs".
void register_operations(aws::Registry& registry, store::Store& store, Logs& service);

}  // namespace cloudling::logs
