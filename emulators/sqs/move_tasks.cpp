#include <algorithm>

#include "asl/json/json.h"
#include "emulators/aws/encoding.h"
#include "emulators/sqs/errors.h"
#include "emulators/sqs/sqs.h"

namespace cloudling::sqs {

using boost::asio::awaitable;

namespace {

constexpr const char* kJob = "sqs.move";
constexpr int64_t kMaxRate = 500;
constexpr int64_t kMaxListed = 10;
constexpr int64_t kUnlimitedStep = 200;  ///< messages of one transaction where no rate was asked for
constexpr TimeMs kRateStepMs = 1000;
constexpr size_t kLongestHandle = 4096;

std::string handle_of(const MoveTask& task) {
  json::Value object = json::Value::object();
  object["taskId"] = task.task_id;
  object["sourceArn"] = task.source_arn;
  return aws::base64_encode(json::write(object));
}

std::string task_id_of(const std::optional<std::string>& handle) {
  if (!handle || handle->empty()) throw missing_parameter("TaskHandle");
  const auto text = handle->size() > kLongestHandle ? std::nullopt : aws::base64_decode(*handle);
  const auto object = text ? json::parse(*text, nullptr, {.max_depth = 4, .max_bytes = kLongestHandle}) : std::nullopt;
  const json::Value* id = object ? json::find(*object, "taskId") : nullptr;
  if (!id || !id->is_string()) throw invalid_parameter("Value " + *handle + " for parameter TaskHandle is invalid.");
  return id->get<std::string>();
}

QueueName require_arn(const std::optional<std::string>& arn, const char* parameter) {
  if (!arn || arn->empty()) throw missing_parameter(parameter);
  auto name = parse_queue_arn(*arn);
  if (!name)
    throw invalid_parameter("You must use this format to specify the " + std::string(parameter) +
                            ": arn:<partition>:<service>:<region>:<account-id>:<resource-id>");
  return std::move(*name);
}

QueueRow require_resource(store::ReadTransaction& tx, const QueueName& name, const char* parameter) {
  auto queue = find_queue(tx, name);
  if (!queue)
    throw resource_not_found("The resource that you specified for the " + std::string(parameter) +
                             " parameter doesn't exist.");
  return std::move(*queue);
}

void check_destination(store::ReadTransaction& tx, const QueueName& source, const StartMessageMoveTaskInput& input) {
  if (!input.destination_arn) return;
  const QueueName destination = require_arn(input.destination_arn, "DestinationArn");
  require_resource(tx, destination, "DestinationArn");
  if (destination == source) throw invalid_parameter("Source queue arn and destination queue arn cannot be the same.");
  if (destination.fifo() != source.fifo())
    throw invalid_parameter("The source and the destination queue must be of the same type.");
}

bool is_running(const MoveTask& task) { return task.status == "RUNNING"; }

void fail(MoveTask& task, const char* reason) {
  task.status = "FAILED";
  task.failure_reason = reason;
}

ListMessageMoveTasksResultEntry shown(const MoveTask& task) {
  return {.task_handle = is_running(task) ? std::optional(handle_of(task)) : std::nullopt,
          .status = task.status,
          .source_arn = task.source_arn,
          .destination_arn = task.destination_arn,
          .max_messages_per_second = task.rate,
          .moved = task.moved,
          .to_move = task.to_move,
          .failure_reason = task.failure_reason,
          .started_timestamp = task.started};
}

}  // namespace

StartMessageMoveTaskOutput Sqs::start_message_move_task(const aws::CallContext&, store::WriteTransaction& tx,
                                                        const StartMessageMoveTaskInput& input) {
  const QueueName source = require_arn(input.source_arn, "SourceArn");
  const auto& rate = input.max_messages_per_second;
  if (rate && (*rate < 1 || *rate > kMaxRate))
    throw invalid_value(std::to_string(*rate), "MaxNumberOfMessagesPerSecond",
                        "You must enter a value between 1 and 500.");
  const QueueRow queue = require_resource(tx, source, "SourceArn");
  if (list_source_queues(tx, source.arn(), 0, 1).empty())
    throw invalid_parameter("Source queue must be configured as a Dead Letter Queue.");
  check_destination(tx, source, input);
  if (std::ranges::any_of(list_tasks(tx, queue.id, 1), is_running))
    throw unsupported(
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.");
  const TimeMs now = clock_.now();
  MoveTask task{.task_id = ids_.uuid(),
                .source = queue.id,
                .source_arn = source.arn(),
                .destination_arn = input.destination_arn,
                .rate = rate,
                .status = "RUNNING",
                .to_move = count_messages(tx, queue.id, now, now - queue.settings.retention_s * 1000).visible,
                .started = now};
  insert_task(tx, task);
  store_.jobs().enqueue(tx, kJob, task.task_id, "");
  return {handle_of(task)};
}

CancelMessageMoveTaskOutput Sqs::cancel_message_move_task(const aws::CallContext&, store::WriteTransaction& tx,
                                                          const CancelMessageMoveTaskInput& input) {
  auto task = find_task(tx, task_id_of(input.task_handle));
  if (!task) throw resource_not_found("Task does not exist.");
  if (!is_running(*task)) throw unsupported("Only active tasks can be cancelled.");
  task->status = "CANCELLED";
  update_task(tx, *task);
  store_.jobs().cancel(tx, kJob, task->task_id);
  return {task->moved};
}

ListMessageMoveTasksOutput Sqs::list_message_move_tasks(const aws::CallContext&, store::ReadTransaction& tx,
                                                        const ListMessageMoveTasksInput& input) {
  const QueueName source = require_arn(input.source_arn, "SourceArn");
  const int64_t limit = input.max_results.value_or(1);
  if (limit < 1 || limit > kMaxListed)
    throw invalid_value(std::to_string(limit), "MaxResults", "Must be between 1 and 10, if provided.");
  ListMessageMoveTasksOutput output;
  for (const MoveTask& task : list_tasks(tx, require_resource(tx, source, "SourceArn").id, limit)) {
    output.results.push_back(shown(task));
  }
  return output;
}

/// One step of a task; the next is a job of its own.
awaitable<void> Sqs::move_messages(store::Job job) {
  auto work = [&](store::WriteTransaction& tx) {
    if (!store_.jobs().complete(tx, job.id)) return;
    auto task = find_task(tx, job.key);
    if (!task || !is_running(*task)) return;
    move_some(tx, *task);
    update_task(tx, *task);
    if (is_running(*task))
      store_.jobs().enqueue(tx, kJob, task->task_id, "", task->rate ? clock_.now() + kRateStepMs : 0);
  };
  co_await store_.write(std::move(work));
}

void Sqs::move_some(store::WriteTransaction& tx, MoveTask& task) {
  const TimeMs now = clock_.now();
  const int64_t step = task.rate.value_or(kUnlimitedStep);
  const auto messages = movable_messages(tx, task.source, now, step);
  for (const Movable& message : messages) {
    const auto name = parse_queue_arn(task.destination_arn.value_or(message.source_arn));
    if (!name) return fail(task, "CouldNotDetermineMessageSource");
    const auto queue = find_queue(tx, *name);
    if (!queue) return fail(task, "AWS.SimpleQueueService.NonExistentQueue");
    move_as_new(tx, message.id, queue->id, ids_.uuid(), now);
    wake_after(tx, queue->id, 1);
    ++task.moved;
  }
  if (static_cast<int64_t>(messages.size()) < step) task.status = "COMPLETED";
}

}  // namespace cloudling::sqs
