// A state that fails: Retry, Catch, and the way up to the execution (States Language, "Errors").

#include <algorithm>
#include <cmath>
#include <utility>

#include "asl/execution/machine.h"

namespace cloudling::asl {
namespace {

constexpr int64_t kMaxDelayMs = 99'999'999'000;

bool has_frames_below(StateType type) { return type == StateType::kParallel || type == StateType::kMap; }

Data error_output(const Failure& failure) {
  json::Value output = json::Value::object();
  if (failure.error) output["Error"] = *failure.error;
  if (failure.cause) output["Cause"] = *failure.cause;
  return Data::from_value(std::move(output));
}

}  // namespace

bool names_error(const std::vector<std::string>& names, const std::string& error) {
  return std::ranges::any_of(names, [&error](const std::string& name) {
    if (name == error) return true;
    if (name == "States.ALL") return error != "States.DataLimitExceeded";
    if (name == "States.TaskFailed") return error != "States.Timeout" && error != "States.DataLimitExceeded";
    return name == "States.Timeout" && error == "States.HeartbeatTimeout";
  });
}

int64_t retry_delay_ms(const Retrier& retrier, int64_t attempts, Random& random) {
  double seconds =
      static_cast<double>(retrier.interval_s) * std::pow(retrier.backoff_rate, static_cast<double>(attempts));
  if (retrier.max_delay_s) seconds = std::min(seconds, static_cast<double>(*retrier.max_delay_s));
  if (retrier.full_jitter) seconds *= random.fraction();
  return static_cast<int64_t>(std::min(seconds * 1000, static_cast<double>(kMaxDelayMs)));
}

/// The frame's state fails. Ends in a retry, a catcher's state, the failure of the frame above, or of the execution.
void Machine::fail(Frame& frame, Failure failure) {
  if (!is_handled(frame, failure)) keep_for_redrive(frame.id);
  Frame* at = &frame;
  while (true) {
    running_ = at->id;
    if (failure.names_state) {
      failure.cause = "An error occurred while executing the state '" + at->current().name +
                      "' (entered at the event id #" + std::to_string(at->entered_event) + "). " +
                      failure.cause.value_or("");
      failure.names_state = false;
    }
    if (failure.evaluation) record_evaluation(*at, failure);
    if (failure.terminal()) return fail_execution(at->last_event, failure);
    if (retry(*at, failure)) return;
    const StateType type = at->current().type;
    if (has_frames_below(type)) {
      at->last_event = history_.add(event_type(type, StateEvent::kFailed), at->last_event);
    }
    if (catch_failure(*at, failure)) return;
    if (failure.terminal() || failure.evaluation) continue;  // what the catcher does failed
    if (at->parent == 0) return fail_execution(at->last_event, failure);
    const FrameId parent = at->parent;
    propagate(*at);
    at = &frames_.at(parent);
  }
}

bool Machine::retry(Frame& frame, const Failure& failure) {
  const auto& retriers = frame.current().retry;
  for (size_t i = 0; i < retriers.size(); ++i) {
    if (!names_error(retriers[i].errors, failure.error.value_or(""))) continue;
    if (frame.retries[i] >= retriers[i].max_attempts) return false;
    frame.timer_at = now_ + retry_delay_ms(retriers[i], frame.retries[i], random_);
    if (inspection_ != nullptr) {
      inspection_->retrier = static_cast<int64_t>(i);
      inspection_->retry_delay_ms = frame.timer_at - now_;
    }
    frame.timer = arm(frame.id, frame.timer_at);
    frame.phase = Phase::kRetry;
    ++frame.retries[i];
    ++frame.retry_count;
    touch(frame);
    return true;
  }
  return false;
}

/// Goes to the catcher's state. False where no catcher names the error, or its ResultPath fails, which is then the
/// failure.
bool Machine::catch_failure(Frame& frame, Failure& failure) {
  for (const Catcher& catcher : frame.current().catchers) {
    if (!names_error(catcher.errors, failure.error.value_or(""))) continue;
    const Data error = error_output(failure);
    auto variables = assigned(frame, catcher.assign, error, {.error = &error});
    DataOrFailure output = error;
    if (auto* problem = std::get_if<Failure>(&variables))
      output = std::move(*problem);
    else if (!frame.current().jsonata)
      output = apply_result_path(catcher.result_path, frame.input, error);
    else if (catcher.output)
      output = query_data(frame, *catcher.output, {.error = &error});
    if (std::holds_alternative<Data>(output)) {
      const Data& data = std::get<Data>(output);
      auto problem = check_limits(data, frame.current().name);
      if (!problem) {
        if (inspection_ != nullptr) inspection_->catcher = &catcher - frame.current().catchers.data();
        leave(frame, data, catcher.next, frame.last_event, std::get<0>(variables));
        return true;
      }
      output = std::move(*problem);
    }
    failure = std::move(std::get<Failure>(output));
    failure.error = "States.Runtime";  // not to be caught again
    return false;
  }
  return false;
}

/// The history says which expression failed, as something that happens before the state does.
void Machine::record_evaluation(Frame& frame, Failure& failure) {
  Details details = Details().with_text("cause", failure.cause).with_text("error", failure.error);
  if (!failure.evaluation->empty()) details.add("location", *failure.evaluation);
  details.add("state", frame.current().name);
  const int64_t previous = frame.last_event == frame.entered_event ? frame.entered_previous : frame.last_event;
  frame.last_event = history_.add("EvaluationFailed", previous, "evaluationFailedEventDetails", std::move(details));
  failure.evaluation.reset();
}

/// A branch or iteration has failed: its siblings are cut short, and the failure is its parent's.
void Machine::propagate(Frame& child) {
  Frame& parent = frames_.at(child.parent);
  const StateType type = child.current().type;
  const int64_t last = child.last_event;
  if (type == StateType::kTask) history_.add("TaskStateAborted", last);
  if (parent.current().type == StateType::kMap) {
    history_.add("MapIterationFailed", last, "mapIterationFailedEventDetails",
                 Details().with("name", parent.current().name).with_number("index", child.index));
  }
  child.phase = Phase::kDone;
  abort_children(parent);
  parent.last_event = last;
  touch(parent);
}

void Machine::fail_execution(int64_t previous, const Failure& failure) {
  if (redrivable_.empty()) keep_for_redrive(running_);
  history_.add_last("ExecutionFailed", previous, "executionFailedEventDetails",
                    Details().with_text("cause", failure.cause).with_text("error", failure.error));
  end({Outcome::Status::kFailed, "", failure.error, failure.cause});
}

}  // namespace cloudling::asl
