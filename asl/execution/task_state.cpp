// Task states: scheduling, results, timeouts and heartbeats.

#include <array>
#include <utility>

#include "asl/execution/machine.h"

namespace cloudling::asl {
namespace {

using Kind = TaskResource::Kind;

const TaskState& task_of(const Frame& frame) { return std::get<TaskState>(frame.current().what); }

bool has_token(const TaskResource& resource) {
  return resource.kind == Kind::kActivity || resource.pattern == TaskResource::Pattern::kWaitForToken;
}

/// What events of a task are called.
struct TaskEventName {
  std::string_view type;
  std::string_view details;
};
constexpr std::array<std::array<TaskEventName, 3>, 5> kTaskEvents = {{
    {{{"LambdaFunctionScheduled", "lambdaFunctionScheduledEventDetails"},
      {"ActivityScheduled", "activityScheduledEventDetails"},
      {"TaskScheduled", "taskScheduledEventDetails"}}},
    {{{"LambdaFunctionScheduleFailed", "lambdaFunctionScheduleFailedEventDetails"},
      {"ActivityScheduleFailed", "activityScheduleFailedEventDetails"},
      {"TaskScheduleFailed", "taskScheduleFailedEventDetails"}}},
    {{{"LambdaFunctionSucceeded", "lambdaFunctionSucceededEventDetails"},
      {"ActivitySucceeded", "activitySucceededEventDetails"},
      {"TaskSucceeded", "taskSucceededEventDetails"}}},
    {{{"LambdaFunctionFailed", "lambdaFunctionFailedEventDetails"},
      {"ActivityFailed", "activityFailedEventDetails"},
      {"TaskFailed", "taskFailedEventDetails"}}},
    {{{"LambdaFunctionTimedOut", "lambdaFunctionTimedOutEventDetails"},
      {"ActivityTimedOut", "activityTimedOutEventDetails"},
      {"TaskTimedOut", "taskTimedOutEventDetails"}}},
}};

TaskEventName event_name(Kind kind, TaskEvent what) {
  return kTaskEvents[static_cast<size_t>(what)][static_cast<size_t>(kind)];
}

Details resource_details(const TaskResource& resource) {
  return Details().with("resource", resource.name).with("resourceType", resource.type);
}

Details scheduled_details(const TaskResource& resource, const Data& input, std::string region) {
  if (resource.kind != Kind::kService) {
    return Details().with("resource", resource.arn).with_data("input", input.text());
  }
  Details details = resource_details(resource);
  details.add("region", region);
  details.add("parameters", input.text());
  return details;
}

}  // namespace

void Machine::begin_task(Frame& frame) {
  const TaskState& task = task_of(frame);
  frame.task = header_.next_task++;
  header_dirty_ = true;
  frame.token = has_token(task.resource) ? task_token(info_, frame.task) : "";
  DataOrFailure input = effective_input(frame);
  if (auto* failure = std::get_if<Failure>(&input)) return fail(frame, std::move(*failure));
  std::optional<Data> credentials;
  if (task.credentials) {
    const Surroundings around = surroundings(frame);
    DataOrFailure filled = fill_template(*task.credentials, DataScope(frame.input, around, random_));
    if (auto* failure = std::get_if<Failure>(&filled)) return fail(frame, std::move(*failure));
    credentials = std::get<Data>(std::move(filled));
  }
  if (task.credentials_query) {
    DataOrFailure filled = query_data(frame, *task.credentials_query);
    if (auto* failure = std::get_if<Failure>(&filled)) return fail(frame, std::move(*failure));
    credentials = std::get<Data>(std::move(filled));
  }
  const Data& parameters = std::get<Data>(input);
  if (auto failure = check_limits(parameters, frame.current().name)) return fail(frame, std::move(*failure));
  schedule(frame, parameters, std::move(credentials));
}

void Machine::schedule(Frame& frame, const Data& input, std::optional<Data> credentials) {
  const TaskState& task = task_of(frame);
  const TaskResource& resource = task.resource;
  auto timeout = seconds(frame, task.timeout_s, "TimeoutSecondsPath");
  if (auto* failure = std::get_if<Failure>(&timeout)) return fail(frame, std::move(*failure));
  auto heartbeat = seconds(frame, task.heartbeat_s, "HeartbeatSecondsPath");
  if (auto* failure = std::get_if<Failure>(&heartbeat)) return fail(frame, std::move(*failure));
  const int64_t timeout_s = std::get<int64_t>(timeout);
  frame.heartbeat_s = std::get<int64_t>(heartbeat);
  Details details = scheduled_details(resource, input, region_of(resource));
  if (timeout_s > 0) details.add_number("timeoutInSeconds", timeout_s);
  if (frame.heartbeat_s > 0 && resource.kind != Kind::kLambda)
    details.add_number("heartbeatInSeconds", frame.heartbeat_s);
  if (const json::Value* role = credentials ? json::find(credentials->value(), "RoleArn") : nullptr) {
    details.add_json("taskCredentials", json::write(json::Value{{"roleArn", *role}}));
  }
  const TaskEventName scheduled = event_name(resource.kind, TaskEvent::kScheduled);
  frame.last_event = history_.add(scheduled.type, frame.last_event, scheduled.details, std::move(details));
  if (resource.kind == Kind::kLambda) frame.last_event = history_.add("LambdaFunctionStarted", frame.last_event);
  if (resource.kind == Kind::kService) {
    frame.last_event =
        history_.add("TaskStarted", frame.last_event, "taskStartedEventDetails", resource_details(resource));
  }
  frame.phase = Phase::kTask;
  frame.task_started = resource.kind != Kind::kActivity;
  frame.parameters = input;
  frame.credentials = std::move(credentials);
  frame.submitted = false;
  frame.early.reset();
  tasks_.emplace(frame.task, frame.id);
  effects_.commands.emplace_back(InvokeTask{frame.task, frame.current().name, resource.arn, input.value(),
                                            frame.credentials ? frame.credentials->value() : json::Value(),
                                            frame.token});
  if (frame.task_started) start_clocks(frame);
  touch(frame);
}

/// Timeout and heartbeat count from when the task is started: an activity's, when a worker takes it (Developer Guide,
/// "Task workflow state").
void Machine::start_clocks(Frame& frame) {
  const auto timeout = seconds(frame, task_of(frame).timeout_s, "TimeoutSecondsPath");
  const int64_t* timeout_s = std::get_if<int64_t>(&timeout);
  if (timeout_s != nullptr && *timeout_s > 0) {
    frame.timer_at = now_ + *timeout_s * 1000;
    frame.timer = arm(frame.id, frame.timer_at);
  }
  arm_heartbeat(frame);
  touch(frame);
}

/// The answer of a token that comes before the integration's own is kept for TaskSubmitted, which comes first in a
/// history.
bool Machine::keeps_for_later(Frame& frame, json::Value end) {
  if (task_of(frame).resource.kind != Kind::kService || frame.submitted) return false;
  if (!frame.early) frame.early = Data::from_value(std::move(end));
  touch(frame);
  return true;
}

/// The quantity's seconds; 0 where it is not given.
std::variant<int64_t, Failure> Machine::seconds(const Frame& frame, const Quantity& quantity, std::string_view field) {
  if (quantity.query) {
    auto found = query(frame, *quantity.query, {}, "number");
    if (auto* failure = std::get_if<Failure>(&found)) return std::move(*failure);
    const json::Value& number = std::get<json::Value>(found);
    if (number.is_number_integer() && number > 0 && number <= 99'999'999) return number.get<int64_t>();
    return query_failure(
        "The " + quantity.query->location + " field must be a positive integer: " + json::write(number),
        quantity.query->location);
  }
  if (!quantity.path) return quantity.fixed.value_or(0);
  const Surroundings around = surroundings(frame);
  auto found = field_value(*quantity.path, field, DataScope(frame.input, around, random_));
  if (auto* failure = std::get_if<Failure>(&found)) return std::move(*failure);
  const json::Value& value = std::get<json::Value>(found);
  if (value.is_number_integer() && value > 0 && value <= 99'999'999) return value.get<int64_t>();
  return runtime_failure("The " + std::string(field) + " parameter does not reference a positive integer: " +
                         quantity.path->text() + " == " + json::write(value));
}

void Machine::arm_heartbeat(Frame& frame) {
  if (frame.heartbeat_s == 0) return;
  frame.heartbeat_at = now_ + frame.heartbeat_s * 1000;
  frame.heartbeat = arm(frame.id, frame.heartbeat_at);
}

/// The event that says how the task ended.
void Machine::record_task_end(Frame& frame, TaskEvent how, Details&& details) {
  const TaskResource& resource = task_of(frame).resource;
  if (resource.kind == Kind::kService) {
    details.add("resource", resource.name);
    details.add("resourceType", resource.type);
  }
  const TaskEventName name = event_name(resource.kind, how);
  frame.last_event = history_.add(name.type, frame.last_event, name.details, std::move(details));
  touch(frame);
}

/// The frame waits for no task, and for no timer, any more.
void Machine::close_task(Frame& frame, bool cancel) {
  if (frame.phase == Phase::kTask) {
    tasks_.erase(frame.task);
    if (cancel) effects_.commands.emplace_back(CancelTask{frame.task});
    frame.phase = Phase::kReady;
  }
  disarm(frame.timer);
  disarm(frame.heartbeat);
  frame.parameters.reset();
  frame.credentials.reset();
  frame.token.clear();
  frame.early.reset();
}

void Machine::task_failed(Frame& frame, const std::optional<std::string>& error,
                          const std::optional<std::string>& cause) {
  record_task_end(frame, TaskEvent::kFailed, Details().with_text("cause", cause).with_text("error", error));
  close_task(frame, false);
  fail(frame, {error, cause, false});
}

void Machine::task_timed_out(Frame& frame, const std::string& error) {
  record_task_end(frame, TaskEvent::kTimedOut, Details().with("error", error));
  close_task(frame, true);
  fail(frame, {error, std::nullopt, false});
}

}  // namespace cloudling::asl
