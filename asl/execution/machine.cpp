#include "asl/execution/machine.h"

#include <algorithm>
#include <utility>

namespace cloudling::asl {
namespace {

// States run in one apply(); more go on at once, in a turn of their own, so that no commit grows without bound.
constexpr size_t kStatesPerTurn = 2000;

// Express workflows run for at most five minutes (Developer Guide, "Quotas").
constexpr int64_t kExpressSeconds = 300;

}  // namespace

Machine::Machine(std::shared_ptr<const Definition> definition, ExecutionInfo info)
    : definition_(std::move(definition)),
      info_(std::move(info)),
      input_(Data::from_text(info_.input)),
      history_(!info_.express, 1) {}

Effects Machine::apply(const Event& event) {
  effects_ = {};
  if (header_.ended) return std::move(effects_);
  now_ = event.time;
  random_ = Random(event.seed);
  effects_.history.reserve(8);
  history_.begin(&effects_.history, now_);
  history_.set_next_id(header_.next_event);
  try {
    std::visit([this](const auto& what) { take(what); }, event.what);
    run();
  } catch (const HistoryFull&) {
    const auto frame = frames_.find(running_);
    const int64_t previous = frame == frames_.end() ? history_.next_id() - 1 : frame->second.last_event;
    fail_execution(previous, {"States.Runtime",
                              "The execution reached the maximum number of history events (" +
                                  std::to_string(kMaxHistoryEvents) + ").",
                              false});
  }
  header_dirty_ = header_dirty_ || history_.next_id() != header_.next_event;
  header_.next_event = history_.next_id();
  return std::move(effects_);
}

void Machine::take(const Started&) {
  if (!frames_.empty()) return;
  header_dirty_ = true;
  history_.add("ExecutionStarted", 0, "executionStartedEventDetails",
               Details().with_data("input", input_.text()).with("roleArn", info_.role_arn));
  begin_timeout();
  Frame& root = frames_[kRootFrame];
  root.id = header_.next_frame++;
  root.program = definition_->root.get();
  root.state = root.program->start;
  root.input = input_;
  if (inspection_ != nullptr) root.variables = inspection_->variables;
  make_ready(root);
}

void Machine::begin_timeout() {
  std::optional<int64_t> limit = definition_->timeout_s;
  if (info_.express) limit = std::min(limit.value_or(kExpressSeconds), kExpressSeconds);
  if (!limit) return;
  header_.timeout_at = now_ + *limit * 1000;
  header_.timeout = arm(kHeaderFrame, header_.timeout_at);
}

void Machine::take(const TaskStarted& event) {
  Frame* frame = find_task(event.task);
  if (frame == nullptr || frame->task_started) return;
  frame->task_started = true;
  Details worker;
  if (!event.worker_name.empty()) worker.add("workerName", event.worker_name);
  frame->last_event =
      history_.add("ActivityStarted", frame->last_event, "activityStartedEventDetails", std::move(worker));
  start_clocks(*frame);
}

void Machine::take(const TaskSubmitted& event) {
  Frame* frame = find_task(event.task);
  if (frame == nullptr) return;
  const auto& resource = std::get<TaskState>(frame->current().what).resource;
  if (resource.kind != TaskResource::Kind::kService || resource.pattern == TaskResource::Pattern::kRequest) return;
  if (frame->submitted) return;
  frame->submitted = true;
  frame->last_event = history_.add("TaskSubmitted", frame->last_event, "taskSubmittedEventDetails",
                                   Details()
                                       .with_data("output", json::write(event.output))
                                       .with("resource", resource.name)
                                       .with("resourceType", resource.type));
  touch(*frame);
  if (!frame->early) return;
  const json::Value end = frame->early->value();
  if (const json::Value* output = json::find(end, "output")) return take(TaskSucceeded{event.task, *output});
  const auto text = [&end](std::string_view name) {
    const json::Value* found = json::find(end, name);
    return found == nullptr ? std::nullopt : std::optional(found->get<std::string>());
  };
  take(TaskFailed{event.task, text("error"), text("cause")});
}

void Machine::take(const TaskSucceeded& event) {
  Frame* frame = find_task(event.task);
  if (frame == nullptr) return;
  if (event.by_token && keeps_for_later(*frame, json::Value{{"output", event.output}})) return;
  running_ = frame->id;
  const Data output = Data::from_value(event.output);
  const auto& resource = std::get<TaskState>(frame->current().what).resource;
  const std::string name = resource.kind == TaskResource::Kind::kService ? resource.type : resource.arn;
  if (auto failure = check_limits(output, name)) {
    task_failed(*frame, failure->error, failure->cause);
    return;
  }
  record_task_end(*frame, TaskEvent::kSucceeded, Details().with_data("output", output.text()));
  close_task(*frame, false);
  complete(*frame, output, frame->last_event);
}

void Machine::take(const TaskFailed& event) {
  Frame* frame = find_task(event.task);
  if (frame == nullptr) return;
  json::Value end = json::Value::object();
  if (event.error) end["error"] = *event.error;
  if (event.cause) end["cause"] = *event.cause;
  if (event.by_token && keeps_for_later(*frame, std::move(end))) return;
  task_failed(*frame, event.error, event.cause);
}

void Machine::take(const TaskScheduleFailed& event) {
  Frame* frame = find_task(event.task);
  if (frame == nullptr) return;
  record_task_end(*frame, TaskEvent::kScheduleFailed, Details().with("cause", event.cause).with("error", event.error));
  close_task(*frame, false);
  fail(*frame, {event.error, event.cause, false});
}

void Machine::take(const TaskHeartbeat& event) {
  Frame* frame = find_task(event.task);
  if (frame == nullptr || frame->heartbeat == 0) return;
  disarm(frame->heartbeat);
  arm_heartbeat(*frame);
  touch(*frame);
}

void Machine::take(const TimerFired& event) {
  const auto found = timers_.find(event.timer);
  if (found == timers_.end()) return;
  const FrameId id = found->second;
  timers_.erase(found);
  if (event.timer == header_.turn) {
    header_.turn = 0;
    header_dirty_ = true;
    return;
  }
  if (event.timer == header_.timeout) {
    header_.timeout = 0;
    keep_for_redrive(0);
    const int64_t previous = frames_.at(kRootFrame).last_event;
    history_.add_last("ExecutionTimedOut", previous, "executionTimedOutEventDetails",
                      Details().with("error", "States.Timeout"));
    return end({Outcome::Status::kTimedOut, "", "States.Timeout", std::nullopt});
  }
  Frame& frame = frames_.at(id);
  running_ = frame.id;
  touch(frame);
  if (event.timer == frame.heartbeat) {
    frame.heartbeat = 0;
    return task_timed_out(frame, "States.HeartbeatTimeout");
  }
  frame.timer = 0;
  if (frame.phase == Phase::kTask) return task_timed_out(frame, "States.Timeout");
  if (frame.phase == Phase::kWait) return pass_through(frame);
  if (frame.phase == Phase::kRetry) begin_state(frame);
}

void Machine::take(const StopRequested& event) {
  if (frames_.empty()) return;
  Frame& root = frames_.at(kRootFrame);
  keep_for_redrive(0);
  abort(root);
  history_.add_last("ExecutionAborted", root.last_event, "executionAbortedEventDetails",
                    Details().with_text("cause", event.cause).with_text("error", event.error));
  end({Outcome::Status::kAborted, "", event.error, event.cause});
}

void Machine::run() {
  size_t budget = kStatesPerTurn;
  while (!header_.ended && ready_at_ < header_.ready.size()) {
    if (budget-- == 0) break;
    const auto found = frames_.find(header_.ready[ready_at_++]);
    if (found == frames_.end()) continue;
    const Phase phase = found->second.phase;
    running_ = found->first;
    if (phase == Phase::kReady) enter(found->second);
    if (phase == Phase::kRedriven) begin_state(found->second);
  }
  if (ready_at_ > 0) header_dirty_ = true;
  header_.ready.erase(header_.ready.begin(), header_.ready.begin() + static_cast<std::ptrdiff_t>(ready_at_));
  ready_at_ = 0;
  if (header_.ended) return;
  if (header_.ready.empty()) return disarm(header_.turn);
  if (header_.turn != 0) return;
  header_.turn_at = now_;
  header_.turn = arm(kHeaderFrame, now_);
}

void Machine::enter(Frame& frame) {
  const State& state = frame.current();
  frame.entered_previous = frame.last_event;
  frame.entered_event = history_.entered(state, frame.last_event, frame.input);
  frame.last_event = frame.entered_event;
  frame.entered_time = now_;
  frame.retry_count = 0;
  frame.retries.assign(state.retry.size(), 0);
  if (inspection_ != nullptr) {
    frame.retry_count = inspection_->attempts;
    frame.retries.assign(state.retry.size(), inspection_->attempts);
  }
  touch(frame);
  begin_state(frame);
}

/// What follows the entry, and each retry.
void Machine::begin_state(Frame& frame) {
  switch (frame.current().type) {
    case StateType::kPass:
      return run_pass(frame);
    case StateType::kTask:
      return begin_task(frame);
    case StateType::kChoice:
      return run_choice(frame);
    case StateType::kWait:
      return run_wait(frame);
    case StateType::kSucceed:
      return pass_through(frame);
    case StateType::kFail:
      return run_fail(frame);
    case StateType::kParallel:
      return begin_parallel(frame);
    case StateType::kMap:
      return begin_map(frame);
  }
}

void Machine::leave(Frame& frame, const Data& output, StateIndex next, int64_t previous,
                    const std::optional<Data>& variables) {
  frame.last_event = history_.exited(frame.current(), previous, output, variables);
  assign(frame, variables);
  if (inspection_ != nullptr) {
    note("variables", Data::from_value(this->variables(frame)));
    inspection_->left = true;
  }
  frame.input = output;
  frame.effective.reset();
  touch(frame);
  if (next == kNoState) return finish(frame, output);
  frame.state = next;
  make_ready(frame);
}

/// The frame's program has ended.
void Machine::finish(Frame& frame, const Data& output) {
  frame.phase = Phase::kDone;
  if (frame.parent != 0) return child_finished(frame);
  history_.add_last("ExecutionSucceeded", frame.last_event, "executionSucceededEventDetails",
                    Details().with_data("output", output.text()));
  end({Outcome::Status::kSucceeded, output.text(), std::nullopt, std::nullopt});
}

/// Cancels what is open and gives the outcome.
void Machine::end(Outcome outcome) {
  for (auto& [id, frame] : frames_) {
    close_task(frame, true);
    if (frame.stored) removed_.push_back(id);
  }
  disarm(header_.timeout);
  disarm(header_.turn);
  frames_.clear();
  header_.ready.clear();
  ready_at_ = 0;
  header_.ended = true;
  header_dirty_ = true;
  effects_.outcome = std::move(outcome);
}

/// The frame that waits for that end: of a task, or with `type` Map of a map run.
Frame* Machine::find_task(TaskId task, StateType type) {
  const auto found = tasks_.find(task);
  if (found == tasks_.end() || frames_.at(found->second).current().type != type) return nullptr;
  running_ = found->second;
  return &frames_.at(found->second);
}

TimerId Machine::arm(FrameId frame, TimeMs at) {
  const TimerId timer = header_.next_timer++;
  header_dirty_ = true;
  timers_.emplace(timer, frame);
  effects_.commands.emplace_back(StartTimer{timer, at});
  return timer;
}

void Machine::disarm(TimerId& timer) {
  if (timer == 0) return;
  timers_.erase(timer);
  effects_.commands.emplace_back(CancelTimer{timer});
  timer = 0;
  header_dirty_ = true;
}

void Machine::make_ready(Frame& frame) {
  frame.phase = Phase::kReady;
  header_.ready.push_back(frame.id);
  touch(frame);
}

}  // namespace cloudling::asl
