// Activities, and what their workers and the holders of task tokens say.

#include <boost/asio/this_coro.hpp>
#include <chrono>
#include <utility>

#include "asl/definition/json_diagnostic.h"
#include "asl/json/json.h"
#include "emulators/aws/virtual_clock.h"
#include "emulators/stepfunctions/activities_store.h"
#include "emulators/stepfunctions/errors.h"
#include "emulators/stepfunctions/names.h"
#include "emulators/stepfunctions/pages.h"
#include "emulators/stepfunctions/stepfunctions.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;
using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr std::chrono::seconds kLongPoll{60};  // GetActivityTask

bool is_here(const aws::CallContext& context, const StatesArn& arn) {
  return arn.account == context.account && arn.region == context.region;
}

ActivityRow require_activity(const aws::CallContext& context, ReadTransaction& tx, const std::string& arn) {
  const bool here = is_here(context, parse_arn(arn, "activity"));
  auto activity = here ? find_activity(tx, arn) : std::nullopt;
  if (!activity) throw activity_does_not_exist(arn);
  return std::move(*activity);
}

json::Value parsed_output(const std::string& text) {
  if (text.size() > asl::kMaxDataBytes) {
    throw validation(
        "1 validation error detected: Value at 'output' failed to satisfy constraint: Member must have "
        "length less than or equal to 262144");
  }
  json::ParseError error;
  auto value = json::parse(text, &error);
  if (!value) throw invalid_output(asl::json_diagnostic(text, error).message);
  return std::move(*value);
}

}  // namespace

CreateActivityOutput StepFunctions::create_activity(const aws::CallContext& context, WriteTransaction& tx,
                                                    const CreateActivityInput& input) {
  require_valid_name(input.name);
  if (input.encryption_configuration && input.encryption_configuration->type != "AWS_OWNED_KEY") {
    throw not_supported("CreateActivity", "encryption with a customer managed key");
  }
  const std::string arn = activity_arn(context, input.name);
  if (const auto existing = find_activity(tx, arn)) {
    return {.activity_arn = arn, .creation_date = {existing->created}};
  }
  ActivityRow activity{.id = 0, .arn = arn, .name = input.name, .created = clock_.now()};
  insert_activity(tx, activity, context.account, context.region);
  if (input.tags) tag_resource(context, tx, {.resource_arn = arn, .tags = *input.tags});
  return {.activity_arn = arn, .creation_date = {activity.created}};
}

DescribeActivityOutput StepFunctions::describe_activity(const aws::CallContext& context, ReadTransaction& tx,
                                                        const DescribeActivityInput& input) {
  ActivityRow activity = require_activity(context, tx, input.activity_arn);
  DescribeActivityOutput output;
  output.activity_arn = std::move(activity.arn);
  output.name = std::move(activity.name);
  output.creation_date = {activity.created};
  output.encryption_configuration.emplace().type = "AWS_OWNED_KEY";
  return output;
}

aws::Nothing StepFunctions::delete_activity(const aws::CallContext& context, WriteTransaction& tx,
                                            const DeleteActivityInput& input) {
  if (is_here(context, parse_arn(input.activity_arn, "activity"))) {
    stepfunctions::delete_activity(tx, input.activity_arn);
  }
  return {};
}

ListActivitiesOutput StepFunctions::list_activities(const aws::CallContext& context, ReadTransaction& tx,
                                                    const ListActivitiesInput& input) {
  const std::string purpose = "ListActivities/" + context.account + "/" + context.region;
  const int64_t after = position_of(input.next_token, purpose).value_or(0);
  const int64_t limit = page_size(input.max_results);
  auto rows = stepfunctions::list_activities(tx, context.account, context.region, after, limit + 1);
  ListActivitiesOutput output;
  if (cut(rows, limit)) output.next_token = token_for(rows.back().id, purpose);
  for (ActivityRow& row : rows) {
    output.activities.push_back(
        {.activity_arn = std::move(row.arn), .name = std::move(row.name), .creation_date = {row.created}});
  }
  return output;
}

awaitable<GetActivityTaskOutput> StepFunctions::get_activity_task(const aws::CallContext& context,
                                                                  GetActivityTaskInput input) {
  const std::string worker = input.worker_name.value_or("");
  const auto look = [&](WriteTransaction& tx) {
    require_activity(context, tx, input.activity_arn);
    return engine_.take_activity_task(tx, input.activity_arn, worker);
  };
  const auto deadline = std::chrono::steady_clock::now() + kLongPoll;
  auto executor = co_await boost::asio::this_coro::executor;
  while (true) {
    auto waiter = engine_.listen(input.activity_arn, executor, deadline);
    auto work = look;
    auto task = co_await store_.write(std::move(work));
    if (task) co_return GetActivityTaskOutput{.task_token = std::move(task->token), .input = std::move(task->input)};
    if (std::chrono::steady_clock::now() >= deadline) co_return GetActivityTaskOutput{};
    const aws::Rest rest(clock_);
    co_await Waiters::wait(std::move(waiter));
  }
}

aws::Nothing StepFunctions::send_task_success(const aws::CallContext& context, WriteTransaction& tx,
                                              const SendTaskSuccessInput& input) {
  const TokenHolder holder = engine_.require_holder(context, tx, input.task_token);
  json::Value output = parsed_output(input.output);
  engine_.step(tx, holder.execution,
               asl::TaskSucceeded{.task = holder.task, .output = std::move(output), .by_token = true});
  return {};
}

aws::Nothing StepFunctions::send_task_failure(const aws::CallContext& context, WriteTransaction& tx,
                                              const SendTaskFailureInput& input) {
  const TokenHolder holder = engine_.require_holder(context, tx, input.task_token);
  engine_.step(tx, holder.execution,
               asl::TaskFailed{.task = holder.task, .error = input.error, .cause = input.cause, .by_token = true});
  return {};
}

aws::Nothing StepFunctions::send_task_heartbeat(const aws::CallContext& context, WriteTransaction& tx,
                                                const SendTaskHeartbeatInput& input) {
  const TokenHolder holder = engine_.require_holder(context, tx, input.task_token);
  engine_.step(tx, holder.execution, asl::TaskHeartbeat{.task = holder.task});
  return {};
}

}  // namespace cloudling::stepfunctions
