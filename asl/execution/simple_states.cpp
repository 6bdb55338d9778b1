// Pass, Choice, Wait, Succeed and Fail, and the data flow that all states share.

#include <utility>

#include "asl/execution/choice.h"
#include "asl/execution/machine.h"

namespace cloudling::asl {
namespace {

std::string shown(const json::Value& value) {
  return value.is_string() ? value.get<std::string>() : json::write(value);
}

/// When a path's value says that the wait ends.
std::variant<TimeMs, Failure> wait_end(const WaitState& wait, const json::Value& value, TimeMs now) {
  const std::string found = ": " + wait.path->text() + " == " + shown(value);
  if (wait.until) {
    const auto timestamp =
        value.is_string() ? parse_timestamp(value.get_ref<const std::string&>()) : std::optional<Timestamp>();
    if (timestamp) return timestamp->milliseconds();
    return runtime_failure(
        "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string" +
        found);
  }
  if (!value.is_number()) {
    return runtime_failure("The SecondsPath parameter does not reference an integer value" + found);
  }
  const double seconds = value.get<double>();
  if (seconds < 0) return runtime_failure("The SecondsPath parameter references a negative value" + found);
  constexpr double kMostSeconds = 99'999'999;
  if (seconds > kMostSeconds) {
    return runtime_failure("The SecondsPath parameter references a value greater than 99999999" + found);
  }
  return now + static_cast<int64_t>(seconds) * 1000;
}

}  // namespace

DataOrFailure Machine::effective_input(Frame& frame) {
  const State& state = frame.current();
  if (state.input_path.kind == DataPath::Kind::kAll && !state.parameters) {
    note("afterInputPath", frame.input);
    note("afterParameters", frame.input);
    return frame.input;
  }
  const std::function<json::Value()> make_context = [&] { return context(frame); };
  const DataScope scope(frame.input, make_context, random_);
  DataOrFailure input = apply_data_path(state.input_path, scope);
  const Data* selected = std::get_if<Data>(&input);
  if (selected == nullptr) return input;
  const Data parameters_input = *selected;
  note("afterInputPath", parameters_input);
  if (state.parameters) input = fill_template(*state.parameters, scope.with(parameters_input));
  if (const Data* filled = std::get_if<Data>(&input)) note("afterParameters", *filled);
  return input;
}

/// ResultSelector, ResultPath and OutputPath, one after the other.
DataOrFailure Machine::output_of(Frame& frame, const Data& result) {
  const State& state = frame.current();
  const std::function<json::Value()> make_context = [&] { return context(frame); };
  DataOrFailure data = result;
  if (state.result_selector) data = fill_template(*state.result_selector, DataScope(result, make_context, random_));
  if (std::holds_alternative<Failure>(data)) return data;
  note("afterResultSelector", std::get<Data>(data));
  data = apply_result_path(state.result_path, frame.input, std::get<Data>(data));
  if (const Data* placed = std::get_if<Data>(&data)) note("afterResultPath", *placed);
  if (std::holds_alternative<Failure>(data) || state.output_path.kind == DataPath::Kind::kAll) return data;
  const Data combined = std::get<Data>(data);
  return apply_data_path(state.output_path, DataScope(combined, make_context, random_));
}

/// The state has its result; `previous` is what its exit follows from.
void Machine::complete(Frame& frame, const Data& result, int64_t previous) {
  note("result", result);
  DataOrFailure output = output_of(frame, result);
  if (auto* failure = std::get_if<Failure>(&output)) return fail(frame, std::move(*failure));
  const Data& data = std::get<Data>(output);
  if (auto failure = check_limits(data, frame.current().name)) return fail(frame, std::move(*failure));
  leave(frame, data, frame.current().next, previous);
}

void Machine::run_pass(Frame& frame) {
  DataOrFailure input = effective_input(frame);
  if (auto* failure = std::get_if<Failure>(&input)) return fail(frame, std::move(*failure));
  const auto& pass = std::get<PassState>(frame.current().what);
  const Data result = pass.result ? Data::from_value(*pass.result) : std::get<Data>(input);
  complete(frame, result, frame.last_event);
}

/// Succeed, and a Wait that is over: the input goes through InputPath and OutputPath.
void Machine::pass_through(Frame& frame) {
  DataOrFailure input = effective_input(frame);
  if (auto* failure = std::get_if<Failure>(&input)) return fail(frame, std::move(*failure));
  complete(frame, std::get<Data>(input), frame.last_event);
}

void Machine::run_choice(Frame& frame) {
  DataOrFailure input = effective_input(frame);
  if (auto* failure = std::get_if<Failure>(&input)) return fail(frame, std::move(*failure));
  const auto& choice = std::get<ChoiceState>(frame.current().what);
  const std::function<json::Value()> make_context = [&] { return context(frame); };
  const Data& data = std::get<Data>(input);
  const DataScope scope(data, make_context, random_);
  StateIndex next = choice.otherwise;
  for (const ChoiceState::Branch& branch : choice.branches) {
    auto verdict = matches(branch.rule, scope);
    if (auto* failure = std::get_if<Failure>(&verdict)) return fail(frame, std::move(*failure));
    if (!std::get<bool>(verdict)) continue;
    next = branch.next;
    break;
  }
  if (next == kNoState) {
    return fail(frame,
                runtime_failure("Failed to transition out of the state. The state does not point to a next state."));
  }
  DataOrFailure output = apply_data_path(frame.current().output_path, scope);
  if (auto* failure = std::get_if<Failure>(&output)) return fail(frame, std::move(*failure));
  leave(frame, std::get<Data>(output), next, frame.last_event);
}

void Machine::run_wait(Frame& frame) {
  DataOrFailure input = effective_input(frame);
  if (auto* failure = std::get_if<Failure>(&input)) return fail(frame, std::move(*failure));
  const auto& wait = std::get<WaitState>(frame.current().what);
  TimeMs until = now_;
  if (wait.path) {
    const std::function<json::Value()> make_context = [&] { return context(frame); };
    const DataScope scope(std::get<Data>(input), make_context, random_);
    const bool from_context = wait.path->root() == jsonpath::Root::kContext;
    const jsonpath::Result found = wait.path->evaluate(from_context ? scope.context() : scope.input());
    const std::string field = wait.until ? "TimestampPath" : "SecondsPath";
    if (!found.found()) {
      return fail(frame, runtime_failure("The " + field +
                                         " parameter does not reference an input value: " + wait.path->text()));
    }
    auto end = wait_end(wait, found.value(), now_);
    if (auto* failure = std::get_if<Failure>(&end)) return fail(frame, std::move(*failure));
    until = std::get<TimeMs>(end);
  } else if (const auto* seconds = std::get_if<int64_t>(&wait.fixed)) {
    until = now_ + *seconds * 1000;
  } else {
    until = std::get<Timestamp>(wait.fixed).milliseconds();
  }
  frame.phase = Phase::kWait;
  frame.timer_at = until;
  frame.timer = arm(frame.id, until);
}

void Machine::run_fail(Frame& frame) {
  const auto& state = std::get<FailState>(frame.current().what);
  const std::function<json::Value()> make_context = [&] { return context(frame); };
  const DataScope scope(frame.input, make_context, random_);
  Failure failure;
  const auto resolve = [&](const FailState::Text& text, const char* field, std::optional<std::string>& out) {
    out = text.fixed;
    if (!text.expression) return true;
    auto found = field_text(*text.expression, text.source, field, scope);
    if (auto* problem = std::get_if<Failure>(&found)) {
      fail(frame, std::move(*problem));
      return false;
    }
    out = std::move(std::get<std::string>(found));
    return true;
  };
  if (!resolve(state.error, "ErrorPath", failure.error)) return;
  if (!resolve(state.cause, "CausePath", failure.cause)) return;
  fail(frame, std::move(failure));
}

}  // namespace cloudling::asl
