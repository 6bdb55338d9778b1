#include <algorithm>
#include <utility>

#include "asl/json/json.h"
#include "emulators/aws/arn.h"
#include "emulators/delivery.h"
#include "emulators/logs/errors.h"
#include "emulators/logs/filter_pattern.h"
#include "emulators/logs/filters_store.h"
#include "emulators/logs/logs.h"
#include "emulators/logs/names.h"
#include "emulators/logs/pages.h"
#include "emulators/logs/subscription_delivery.h"
#include "emulators/logs/sweeping.h"

namespace cloudling::logs {

using boost::asio::awaitable;
using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kDefaultPage = 50;
constexpr size_t kMaxSubscriptions = 2;
constexpr int kMaxAttempts = 10;
constexpr const char* kLogsService = "logs.amazonaws.com";

void require_supported(const PutSubscriptionFilterInput& input) {
  const std::string operation = "PutSubscriptionFilter";
  if (input.apply_on_transformed_logs.value_or(false)) throw not_supported(operation, "applyOnTransformedLogs");
  if (input.field_selection_criteria) throw not_supported(operation, "fieldSelectionCriteria");
  if (input.emit_system_fields) throw not_supported(operation, "emitSystemFields");
  const auto arn = aws::parse_arn(input.destination_arn);
  if (!arn) throw invalid_parameter("destinationArn for vendor unknown cannot be used: " + input.destination_arn);
  if (arn->service != "lambda") throw not_supported(operation, "destinations of " + arn->service);
}

aws::CallContext context_of(const std::string& account, const std::string& region, const std::string& source_arn) {
  aws::CallContext context;
  context.account = account;
  context.region = region;
  context.calling_service = kLogsService;
  context.source_arn = source_arn;
  return context;
}

SubscriptionFilter shown(const std::string& group, const SubscriptionRow& row) {
  SubscriptionFilter filter;
  filter.filter_name = row.name;
  filter.log_group_name = group;
  filter.filter_pattern = row.pattern;
  filter.destination_arn = row.destination_arn;
  if (!row.role_arn.empty()) filter.role_arn = row.role_arn;
  filter.distribution = row.distribution;
  filter.creation_time = row.created;
  return filter;
}

void require_room(const std::vector<SubscriptionRow>& there, const std::string& name) {
  const bool replaces = std::ranges::find(there, name, &SubscriptionRow::name) != there.end();
  if (!replaces && there.size() >= kMaxSubscriptions) throw limit_exceeded();
}

}  // namespace

awaitable<aws::Nothing> Logs::put_subscription_filter(const aws::CallContext& context,
                                                      PutSubscriptionFilterInput input) {
  require_supported(input);
  cached_pattern(input.filter_pattern);
  aws::CallContext call = context_of(context.account, context.region, "");
  call.depth = context.depth + 1;
  json::Value function = json::Value::object();
  function["FunctionName"] = input.destination_arn;
  try {
    co_await caller_.call(std::move(call), "lambda", "GetFunctionConfiguration", std::move(function), aws::Body());
  } catch (const aws::Error&) {
    throw invalid_parameter(
        "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your "
        "function.");
  }
  auto put = [&](WriteTransaction& tx) {
    const GroupRow group = require_group(context, tx, input.log_group_name);
    require_room(subscriptions_of(tx, group.id), input.filter_name);
    put_subscription(tx, {.group = group.id,
                          .name = input.filter_name,
                          .pattern = input.filter_pattern,
                          .destination_arn = input.destination_arn,
                          .role_arn = input.role_arn.value_or(""),
                          .distribution = input.distribution.value_or("ByLogStream"),
                          .created = clock_.now()});
  };
  co_return co_await write_behind_all_written(std::move(put));
}

DescribeSubscriptionFiltersOutput Logs::describe_subscription_filters(const aws::CallContext& context,
                                                                      ReadTransaction& tx,
                                                                      const DescribeSubscriptionFiltersInput& input) {
  const GroupRow group = require_group(context, tx, input.log_group_name);
  const int64_t limit = input.limit.value_or(kDefaultPage);
  const std::string purpose = "DescribeSubscriptionFilters/" + std::to_string(group.id);
  const std::string after = position_of(input.next_token, purpose).value_or("");
  auto rows = subscriptions_of(tx, group.id);
  std::erase_if(rows, [&](const SubscriptionRow& row) {
    return row.name <= after || !row.name.starts_with(input.filter_name_prefix.value_or(""));
  });
  DescribeSubscriptionFiltersOutput output;
  if (static_cast<int64_t>(rows.size()) > limit) {
    rows.resize(static_cast<size_t>(limit));
    output.next_token = token_for(rows.back().name, purpose);
  }
  for (const SubscriptionRow& row : rows) output.subscription_filters.push_back(shown(group.name, row));
  return output;
}

aws::Nothing Logs::delete_subscription_filter(const aws::CallContext& context, WriteTransaction& tx,
                                              const DeleteFilterInput& input) {
  const GroupRow group = require_group(context, tx, input.log_group_name);
  if (!delete_subscription(tx, group.id, input.filter_name)) {
    throw resource_not_found("The specified subscription filter does not exist.");
  }
  return {};
}

/// Invokes the destination with the events. What may succeed later is tried again some times, then dropped, as on AWS.
awaitable<void> Logs::deliver(store::Job job) {
  const json::Value queued = json::parse(job.payload).value_or(json::Value::object());
  Delivery delivery;
  delivery.target_arn = queued.value("destination", "");
  delivery.payload = invocation_event(queued.value("message", ""));
  delivery.id = queued.value("id", "");
  aws::CallContext context;
  context.calling_service = kLogsService;
  try {
    co_await cloudling::deliver(caller_, std::move(context), std::move(delivery));
  } catch (const aws::Error& error) {
    if (worth_retrying(error) && job.attempts < kMaxAttempts) throw;
  }
}

Logs::Logs(store::Store& store, aws::Caller& caller, aws::Clock& clock, aws::IdSource& ids, MetricSink& metrics,
           IngestionLimits limits)
    : store_(store),
      caller_(caller),
      clock_(clock),
      ids_(ids),
      ingestion_(store, metrics, live_tails_, limits),
      writer_(store, clock, ingestion_) {
  store_.jobs().handle(kSweepJob, 1, [this](store::Job job) { return sweep(std::move(job)); });
  store_.jobs().handle(kExpireJob, 1, [this](store::Job job) { return expire(std::move(job)); });
  store_.jobs().handle(kQueryJob, 1, [this](store::Job job) { return perform_query(std::move(job)); });
  store_.jobs().handle(kDeliverJob, 4, [this](store::Job job) { return deliver(std::move(job)); });
}

}  // namespace cloudling::logs
