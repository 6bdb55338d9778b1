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
  if (state.jsonata) {
    DataOrFailure input = state.arguments ? query_data(frame, *state.arguments) : frame.input;
    if (const Data* arguments = std::get_if<Data>(&input)) note("afterArguments", *arguments);
    return input;
  }
  if (state.input_path.kind == DataPath::Kind::kAll && !state.parameters) {
    note("afterInputPath", frame.input);
    note("afterParameters", frame.input);
    return frame.input;
  }
  const Surroundings around = surroundings(frame);
  const DataScope scope(frame.input, around, random_);
  DataOrFailure input = apply_data_path(state.input_path, scope);
  const Data* chosen = std::get_if<Data>(&input);
  if (chosen == nullptr) return input;
  const Data parameters_input = *chosen;
  note("afterInputPath", parameters_input);
  if (state.parameters) input = fill_template(*state.parameters, scope.with(parameters_input));
  if (const Data* filled = std::get_if<Data>(&input)) note("afterParameters", *filled);
  return input;
}

/// The result after ResultSelector: what Assign reads.
DataOrFailure Machine::selected(Frame& frame, const Data& result) {
  const State& state = frame.current();
  if (state.jsonata) return result;
  DataOrFailure data = result;
  if (state.result_selector) {
    const Surroundings around = surroundings(frame);
    data = fill_template(*state.result_selector, DataScope(result, around, random_));
  }
  if (const Data* chosen = std::get_if<Data>(&data)) note("afterResultSelector", *chosen);
  return data;
}

/// Output, or ResultPath and OutputPath one after the other.
DataOrFailure Machine::output_of(Frame& frame, const Data& selected) {
  const State& state = frame.current();
  if (state.jsonata) return state.output ? query_data(frame, *state.output, {.result = &selected}) : selected;
  DataOrFailure data = apply_result_path(state.result_path, frame.input, selected);
  if (const Data* placed = std::get_if<Data>(&data)) note("afterResultPath", *placed);
  if (std::holds_alternative<Failure>(data) || state.output_path.kind == DataPath::Kind::kAll) return data;
  const Data combined = std::get<Data>(data);
  const Surroundings around = surroundings(frame);
  return apply_data_path(state.output_path, DataScope(combined, around, random_));
}

/// The state has its result; `previous` is what its exit follows from.
void Machine::complete(Frame& frame, const Data& result, int64_t previous) {
  note("result", result);
  DataOrFailure chosen = selected(frame, result);
  if (auto* failure = std::get_if<Failure>(&chosen)) return fail(frame, std::move(*failure));
  const Data& value = std::get<Data>(chosen);
  auto variables = assigned(frame, frame.current().assign, value, {.result = &value});
  if (auto* failure = std::get_if<Failure>(&variables)) return fail(frame, std::move(*failure));
  DataOrFailure output = output_of(frame, value);
  if (auto* failure = std::get_if<Failure>(&output)) return fail(frame, std::move(*failure));
  const Data& data = std::get<Data>(output);
  if (auto failure = check_limits(data, frame.current().name)) return fail(frame, std::move(*failure));
  leave(frame, data, frame.current().next, previous, std::get<0>(variables));
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

std::variant<bool, Failure> Machine::holds(Frame& frame, const ChoiceState::Branch& branch, const DataScope& scope) {
  if (!branch.condition) return matches(branch.rule, scope);
  auto value = query(frame, *branch.condition, {}, "boolean");
  if (auto* failure = std::get_if<Failure>(&value)) return std::move(*failure);
  return std::get<json::Value>(value).get<bool>();
}

void Machine::run_choice(Frame& frame) {
  DataOrFailure input = effective_input(frame);
  if (auto* failure = std::get_if<Failure>(&input)) return fail(frame, std::move(*failure));
  const auto& choice = std::get<ChoiceState>(frame.current().what);
  const Data& data = std::get<Data>(input);
  const Surroundings around = surroundings(frame);
  const DataScope scope(data, around, random_);
  for (const ChoiceState::Branch& branch : choice.branches) {
    auto verdict = holds(frame, branch, scope);
    if (auto* failure = std::get_if<Failure>(&verdict)) return fail(frame, std::move(*failure));
    if (std::get<bool>(verdict)) return choose(frame, branch, data);
  }
  if (choice.otherwise == kNoState) {
    return fail(frame,
                runtime_failure("Failed to transition out of the state. The state does not point to a next state."));
  }
  ChoiceState::Branch otherwise;
  otherwise.next = choice.otherwise;
  otherwise.output = frame.current().output;
  otherwise.assign = frame.current().assign;
  choose(frame, otherwise, data);
}

void Machine::choose(Frame& frame, const ChoiceState::Branch& branch, const Data& input) {
  auto variables = assigned(frame, branch.assign, input, {});
  if (auto* failure = std::get_if<Failure>(&variables)) return fail(frame, std::move(*failure));
  DataOrFailure output = choice_output(frame, branch.output, input);
  if (auto* failure = std::get_if<Failure>(&output)) return fail(frame, std::move(*failure));
  leave(frame, std::get<Data>(output), branch.next, frame.last_event, std::get<0>(variables));
}

DataOrFailure Machine::choice_output(Frame& frame, const std::optional<QueryTemplate>& output, const Data& input) {
  if (frame.current().jsonata) return output ? query_data(frame, *output) : input;
  const Surroundings around = surroundings(frame);
  return apply_data_path(frame.current().output_path, DataScope(input, around, random_));
}

void Machine::run_wait(Frame& frame) {
  DataOrFailure input = effective_input(frame);
  if (auto* failure = std::get_if<Failure>(&input)) return fail(frame, std::move(*failure));
  const auto& wait = std::get<WaitState>(frame.current().what);
  if (wait.query) return run_wait_query(frame, wait);
  if (wait.path) {
    const Surroundings around = surroundings(frame);
    const DataScope scope(std::get<Data>(input), around, random_);
    const jsonpath::Result found = evaluate_path(*wait.path, scope);
    const std::string field = wait.until ? "TimestampPath" : "SecondsPath";
    if (!found.found()) {
      return fail(frame, runtime_failure("The " + field +
                                         " parameter does not reference an input value: " + wait.path->text()));
    }
    auto end = wait_end(wait, found.value(), now_);
    if (auto* failure = std::get_if<Failure>(&end)) return fail(frame, std::move(*failure));
    return wait_until(frame, std::get<TimeMs>(end));
  }
  const auto* seconds = std::get_if<int64_t>(&wait.fixed);
  wait_until(frame, seconds != nullptr ? now_ + *seconds * 1000 : std::get<Timestamp>(wait.fixed).milliseconds());
}

/// Seconds or Timestamp as an expression.
void Machine::run_wait_query(Frame& frame, const WaitState& wait) {
  auto found = query(frame, *wait.query, {}, wait.until ? "string" : "number");
  if (auto* failure = std::get_if<Failure>(&found)) return fail(frame, std::move(*failure));
  const json::Value& value = std::get<json::Value>(found);
  if (wait.until) {
    if (const auto timestamp = parse_timestamp(value.get<std::string>())) {
      return wait_until(frame, timestamp->milliseconds());
    }
    return fail(frame,
                query_failure("The Timestamp field is not a valid ISO-8601 extended offset date-time format string: " +
                                  shown(value),
                              wait.query->location));
  }
  constexpr double kMostSeconds = 99'999'999;
  const auto seconds = value.get<double>();
  if (seconds < 0 || seconds > kMostSeconds || !value.is_number_integer()) {
    return fail(frame, query_failure("The Seconds field must be an integer between 0 and 99999999: " + shown(value),
                                     wait.query->location));
  }
  wait_until(frame, now_ + value.get<int64_t>() * 1000);
}

void Machine::wait_until(Frame& frame, TimeMs until) {
  frame.phase = Phase::kWait;
  frame.timer_at = until;
  frame.timer = arm(frame.id, until);
}

void Machine::run_fail(Frame& frame) {
  const auto& state = std::get<FailState>(frame.current().what);
  const Surroundings around = surroundings(frame);
  const DataScope scope(frame.input, around, random_);
  Failure failure;
  const auto resolve = [&](const FailState::Text& text, const char* field, std::optional<std::string>& out) {
    out = text.fixed;
    if (text.query) {
      auto value = query(frame, *text.query, {}, "string");
      if (auto* problem = std::get_if<Failure>(&value)) {
        fail(frame, std::move(*problem));
        return false;
      }
      out = std::get<json::Value>(value).get<std::string>();
      return true;
    }
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
