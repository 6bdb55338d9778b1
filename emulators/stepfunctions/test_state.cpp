#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <utility>

#include "asl/definition/json_diagnostic.h"
#include "asl/execution/execution.h"
#include "asl/execution/inspection.h"
#include "emulators/aws/dates.h"
#include "emulators/stepfunctions/errands.h"
#include "emulators/stepfunctions/errors.h"
#include "emulators/stepfunctions/names.h"
#include "emulators/stepfunctions/stepfunctions.h"
#include "emulators/stepfunctions/test_mocks.h"
#include "emulators/stepfunctions/tested_state.h"

namespace cloudling::stepfunctions {

using asl::StateType;
using boost::asio::awaitable;

namespace {

/// What one test is made of.
struct Test {
  TestedState tested;
  asl::ExecutionInfo info;
  asl::Inspection inspection;
  std::optional<MockInput> mock;
  std::shared_ptr<HttpTrace> trace;  ///< where it is to be shown
};

/// What was seen of it.
struct Seen {
  std::optional<std::string> output;  ///< of the state
  std::optional<std::string> next;
  std::optional<asl::Outcome> outcome;
  std::optional<std::string> error, cause;  ///< of what was caught or is retried
  bool entered = false;
};

std::optional<std::string> text_member(const std::string& details, const char* name) {
  const json::Value parsed = json::parse(details).value_or(json::Value());
  const json::Value* member = json::find(parsed, name);
  return member ? std::optional(member->get<std::string>()) : std::nullopt;
}

void look_at(const std::vector<asl::HistoryEvent>& history, Seen& seen) {
  for (const asl::HistoryEvent& event : history) {
    if (event.type.ends_with("StateEntered")) {
      if (seen.output && !seen.next) seen.next = text_member(event.details, "name");
      seen.entered = true;
    } else if (event.type.ends_with("StateExited") && !seen.output) {
      seen.output = text_member(event.details, "output");
    }
  }
}

/// The mocked end of a task or of a Map or Parallel.
std::variant<asl::Data, asl::Failure> mocked_end(const MockInput& mock) {
  if (mock.result) return asl::Data::from_text(*mock.result);
  const MockErrorOutput error = mock.error_output.value_or(MockErrorOutput());
  return asl::Failure{error.error, error.cause, false};
}

/// What happens to a task in place of performing it.
Errands::Happening mocked_happening(asl::TaskId task, const MockInput& mock) {
  if (mock.result) return asl::TaskSucceeded{.task = task, .output = json::parse(*mock.result).value_or(nullptr)};
  const MockErrorOutput error = mock.error_output.value_or(MockErrorOutput());
  return asl::TaskFailed{.task = task, .error = error.error, .cause = error.cause};
}

/// What is said of a Map or Parallel whose end is mocked.
void configure(const TestedState& tested, const TestStateConfiguration& given, asl::Inspection& inspection) {
  if (given.error_caused_by_state && !has_state_below(tested.source, *given.error_caused_by_state))
    throw validation("State '" + *given.error_caused_by_state + "' specified in errorCausedByState was not found");
  inspection.attempts = given.retrier_retry_count.value_or(0);
  inspection.reader_data = given.map_item_reader_data;
  inspection.failed_items = given.map_iteration_failure_count.value_or(0);
}

json::Value default_context(const asl::ExecutionInfo& info, bool with_role) {
  json::Value context = json::Value::object();
  json::Value& execution = context["Execution"] = json::Value::object();
  execution["Id"] = info.execution_arn;
  execution["Input"] = json::parse(info.input).value_or(json::Value());
  execution["Name"] = info.execution_name;
  execution["RoleArn"] = with_role ? json::Value(info.role_arn) : json::Value();
  execution["StartTime"] = aws::format_iso8601(info.start_time);
  context["StateMachine"] = {{"Id", info.state_machine_arn}, {"Name", info.state_machine_name}};
  return context;
}

void require_valid(const TestStateInput& input) {
  const std::string text = input.input.value_or("{}");
  json::ParseError error;
  if (!json::parse(text, &error)) throw invalid_execution_input(asl::json_diagnostic(text, error).message);
  if (!input.variables) return;
  const auto variables = json::parse(*input.variables);
  if (!variables || !variables->is_object()) throw validation("Variables must be a JSON object");
}

/// Which stages a type of state shows.
bool shows(const asl::State& state, std::string_view stage) {
  if (state.jsonata) {
    if (state.type == StateType::kMap) return stage == "afterItemSelector" || stage == "afterItemBatcher";
    return state.type == StateType::kTask && (stage == "afterArguments" || stage == "result");
  }
  const bool result = stage == "afterResultSelector" || stage == "afterResultPath";
  switch (state.type) {
    case StateType::kPass: {
      const bool own = std::get<asl::PassState>(state.what).result.has_value();
      return result || (own ? stage == "result" : stage == "afterInputPath" || stage == "afterParameters");
    }
    case StateType::kTask:
      return true;
    case StateType::kParallel:
      return result;
    case StateType::kMap:
      return result || stage.starts_with("afterItem");
    case StateType::kFail:
      return false;
    default:
      return stage == "afterInputPath";
  }
}

/// "[name: value, name: value]"
std::string list_of(const aws::Headers& headers) {
  std::string list = "[";
  for (const auto& [name, value] : headers) list += (list.size() > 1 ? ", " : "") + name + ": " + value;
  return list + "]";
}

void show(const HttpTrace& trace, InspectionData& data) {
  const std::string protocol = trace.request.url.substr(0, trace.request.url.find(':'));
  data.request = {.protocol = protocol,
                  .method = trace.request.method,
                  .url = trace.request.url,
                  .headers = list_of(trace.request.headers),
                  .body = {}};
  if (!trace.request.body.empty()) data.request->body = trace.request.body;
  if (!trace.response) return;
  data.response = {.protocol = protocol,
                   .status_code = std::to_string(trace.response->status),
                   .status_message = reason_phrase(trace.response->status),
                   .headers = list_of(trace.response->headers),
                   .body = trace.response->body};
}

InspectionData inspection_data(const Test& test) {
  InspectionData data;
  data.input = test.info.input;
  const auto stage = [&](const char* name) -> std::optional<std::string> {
    const json::Value* text = json::find(test.inspection.stages, name);
    if (!text || !shows(*test.tested.state, name)) return std::nullopt;
    return text->get<std::string>();
  };
  data.after_input_path = stage("afterInputPath");
  data.after_parameters = stage("afterParameters");
  data.after_arguments = stage("afterArguments");
  data.result = stage("result");
  data.after_result_selector = stage("afterResultSelector");
  data.after_result_path = stage("afterResultPath");
  data.after_items_path = stage("afterItemsPath");
  data.after_item_selector = stage("afterItemSelector");
  data.after_item_batcher = stage("afterItemBatcher");
  if (test.trace && !test.trace->request.url.empty()) show(*test.trace, data);
  const json::Value* variables = json::find(test.inspection.stages, "variables");
  if (variables && *variables != "{}") data.variables = variables->get<std::string>();
  if (test.inspection.retrier || test.inspection.catcher) {
    InspectionErrorDetails& details = data.error_details.emplace();
    details.catch_index = test.inspection.catcher;
    details.retry_index = test.inspection.retrier;
    if (details.retry_index) details.retry_backoff_interval_seconds = test.inspection.retry_delay_ms / 1000;
  }
  if (const auto* map = std::get_if<asl::MapState>(&test.tested.state->what)) {
    const json::Value& run = test.inspection.map_run;
    data.max_concurrency = run.value("MaxConcurrency", map->max_concurrency.fixed.value_or(0));
    if (run.contains("ToleratedFailureCount")) data.tolerated_failure_count = run["ToleratedFailureCount"];
    if (run.contains("ToleratedFailurePercentage")) {
      data.tolerated_failure_percentage = run["ToleratedFailurePercentage"];
    }
  }
  return data;
}

TestStateOutput output_of(const Test& test, Seen seen, bool inspected) {
  TestStateOutput output;
  if (inspected) output.inspection_data = inspection_data(test);
  const bool failed = seen.outcome && seen.outcome->status != asl::Outcome::Status::kSucceeded && !seen.output;
  if (test.inspection.retrier && !seen.output) {
    output.status = "RETRIABLE";
  } else if (failed) {
    output.status = "FAILED";
    output.error = seen.outcome->error;
    output.cause = seen.outcome->cause;
    return output;
  } else {
    output.status = test.inspection.catcher ? "CAUGHT_ERROR" : "SUCCEEDED";
    output.output = std::move(seen.output);
    output.next_state = std::move(seen.next);
  }
  output.error = std::move(seen.error);
  output.cause = std::move(seen.cause);
  return output;
}

bool over(const Test& test, const Seen& seen) { return seen.outcome || seen.output || test.inspection.retrier; }

/// The error that a task ended with, which a retry or a catch leaves out of the outcome.
void remember(const Errands::Happening& happening, Seen& seen) {
  if (const auto* failed = std::get_if<asl::TaskFailed>(&happening)) {
    seen.error = failed->error;
    seen.cause = failed->cause;
  }
}

awaitable<Seen> watch(Test& test, Errands::Parts parts) {
  Errands errands(parts, {.execution_arn = test.info.execution_arn,
                          .machine_arn = test.info.state_machine_arn,
                          .role_arn = test.info.role_arn,
                          .trace = test.trace});
  asl::Execution execution(test.tested.definition, test.info);
  execution.inspect(test.inspection);
  Errands::Happening happening = asl::Started{};
  Seen seen;
  if (test.inspection.stand_in) {
    if (const auto* failure = std::get_if<asl::Failure>(&*test.inspection.stand_in)) {
      seen.error = failure->error;
      seen.cause = failure->cause;
    }
  }
  while (true) {
    remember(happening, seen);
    asl::Effects effects =
        execution.apply({.time = parts.clock.now(), .seed = parts.ports.ids.next(), .what = std::move(happening)});
    look_at(effects.history, seen);
    seen.outcome = std::move(effects.outcome);
    if (over(test, seen)) co_return seen;
    const auto task = std::ranges::find_if(
        effects.commands, [](const asl::Command& command) { return std::holds_alternative<asl::InvokeTask>(command); });
    if (test.mock && task != effects.commands.end()) {
      happening = mocked_happening(std::get<asl::InvokeTask>(*task).task, *test.mock);
      continue;
    }
    errands.do_all(effects.commands);
    happening = co_await errands.next();
  }
}

}  // namespace

awaitable<TestStateOutput> StepFunctions::test_state(const aws::CallContext& context, TestStateInput input) {
  require_valid(input);
  Test test;
  test.tested = tested_state(input.definition, input.state_name);
  const asl::State& state = *test.tested.state;
  require_valid_mock(state, input.mock);
  const json::Value given = given_context(input.context);
  if (state.type == StateType::kTask && !input.mock && !input.role_arn) {
    throw validation("RoleArn must be specified when testing a Task state");
  }
  if (const auto* task = std::get_if<asl::TaskState>(&state.what); task && input.mock && input.mock->result) {
    const json::Value result = json::parse(*input.mock->result).value_or(json::Value());
    require_answer_of(registry_, task->resource, *input.mock, result);
  }
  test.mock = input.mock;
  test.info.input = input.input.value_or("{}");
  test.info.execution_name = ids_.uuid();
  test.info.state_machine_name = ids_.uuid();
  test.info.state_machine_arn = state_machine_arn(context, test.info.state_machine_name);
  const std::string arn = express_arn(test.info.state_machine_arn, test.info.execution_name, "");
  test.info.execution_arn = arn.substr(0, arn.size() - 1);
  test.info.role_arn = input.role_arn.value_or("");
  test.info.start_time = clock_.now();
  test.info.express = true;
  test.inspection.context = default_context(test.info, input.role_arn.has_value());
  if (test.tested.in_map) {
    const json::Value value = json::parse(test.info.input).value_or(json::Value());
    test.inspection.context["Map"] = json::Value{{"Item", json::Value{{"Index", 0}, {"Value", value}}}};
  }
  for (const auto& [part, members] : given.items()) {
    for (const auto& [name, member] : members.items()) test.inspection.context[part][name] = member;
  }
  if (input.variables) test.inspection.variables = asl::Data::from_text(*input.variables);
  if (input.state_configuration) configure(test.tested, *input.state_configuration, test.inspection);
  if (test.mock && state.type != StateType::kTask) test.inspection.stand_in = mocked_end(*test.mock);
  if (input.inspection_level == "TRACE") {
    test.trace = std::make_shared<HttpTrace>();
    test.trace->with_secrets = input.reveal_secrets.value_or(false);
  }

  auto executor = co_await boost::asio::this_coro::executor;
  const Errands::Parts parts{ports_, clock_, executor};
  Seen seen = co_await watch(test, parts);
  const int64_t items = test.inspection.items.value_or(test.inspection.failed_items);
  if (test.inspection.failed_items > items)
    throw validation("mapIterationFailureCount must not be greater than the number of items: " + std::to_string(items));
  co_return output_of(test, std::move(seen), input.inspection_level.value_or("INFO") != "INFO");
}

}  // namespace cloudling::stepfunctions
