#include "asl/execution/execution.h"

#include <gtest/gtest.h>

#include <set>

#include "asl/execution/choice.h"
#include "tests/asl/cases.h"
#include "tests/asl/runner.h"

namespace cloudling::asl {
namespace {

using json::Value;

std::optional<std::string> text_at(const Value& value, std::string_view name) {
  const Value* found = json::find(value, name);
  return found == nullptr ? std::nullopt : std::optional(found->get<std::string>());
}

Script script_of(const Value& one) {
  Script script;
  const Value* tasks = json::find(one, "tasks");
  if (tasks == nullptr) return script;
  for (const auto& [state, ends] : tasks->items()) {
    for (const Value& end : ends) {
      TaskEnd parsed;
      if (const Value* output = json::find(end, "output")) parsed.output = *output;
      if (json::find(end, "output") == nullptr) parsed.how = TaskEnd::How::kFails;
      if (end.contains("never")) parsed.how = TaskEnd::How::kNever;
      parsed.error = text_at(end, "error");
      parsed.cause = text_at(end, "cause");
      script[state].push_back(std::move(parsed));
    }
  }
  return script;
}

std::string status_name(Outcome::Status status) {
  switch (status) {
    case Outcome::Status::kSucceeded:
      return "SUCCEEDED";
    case Outcome::Status::kFailed:
      return "FAILED";
    case Outcome::Status::kTimedOut:
      return "TIMED_OUT";
    case Outcome::Status::kAborted:
      return "ABORTED";
  }
  return "";
}

/// "id previousId Type", with the milliseconds since the start where time has passed.
std::vector<std::string> event_lines(const RunResult& run, TimeMs start) {
  std::vector<std::string> lines;
  for (const HistoryEvent& event : run.history) {
    std::string line = std::to_string(event.id) + " " + std::to_string(event.previous_id) + " ";
    line += event.type;
    if (event.time != start) line += " +" + std::to_string(event.time - start);
    lines.push_back(std::move(line));
  }
  return lines;
}

void check_outcome(const Value& one, const Outcome& outcome) {
  EXPECT_EQ(status_name(outcome.status), one.at("status").get<std::string>()) << outcome.cause.value_or("");
  if (const Value* output = json::find(one, "output")) {
    EXPECT_EQ(outcome.output, output->is_string() ? output->get<std::string>() : json::write(*output));
  }
  EXPECT_EQ(outcome.error, text_at(one, "error"));
  if (one.contains("cause")) {
    EXPECT_EQ(outcome.cause, text_at(one, "cause"));
  }
}

/// {"name", "definition", "input", "tasks": ends by state} and what is expected: "status", "output" or "error" and
/// "cause", "events", "details" of single events by id.
class ExecutionCases : public testing::TestWithParam<const char*> {};

TEST_P(ExecutionCases, RunAsSaid) {
  const Value cases = read_cases(GetParam());
  for (const Value& one : cases) {
    SCOPED_TRACE(one.at("name").get<std::string>());
    const auto parsed = parse_definition(json::write(one.at("definition")), one.contains("express"));
    ASSERT_TRUE(parsed.definition) << invalid_definition_message(parsed.diagnostics);
    const Value* input = json::find(one, "input");
    const ExecutionInfo info = test_info(input == nullptr     ? "{}"
                                         : input->is_string() ? input->get<std::string>()
                                                              : json::write(*input),
                                         one.contains("express"));
    const RunResult run = run_execution(parsed.definition, info, script_of(one), false);
    check_outcome(one, *run.outcome);
    if (const Value* events = json::find(one, "events")) {
      EXPECT_EQ(event_lines(run, info.start_time), events->get<std::vector<std::string>>());
    }
    if (const Value* details = json::find(one, "details")) {
      for (const auto& [id, expected] : details->items()) {
        const HistoryEvent& event = run.history.at(std::stoul(id) - 1);
        EXPECT_EQ("{\"" + std::string(event.details_name) + "\":" + event.details + "}", json::write(expected));
      }
    }
    const RunResult stored = run_execution(parsed.definition, info, script_of(one), true);
    EXPECT_EQ(history_text(run.history), history_text(stored.history)) << "stored and loaded after every event";
  }
}

INSTANTIATE_TEST_SUITE_P(Files, ExecutionCases,
                         testing::Values("data_flow", "tasks", "failures", "containers", "waits"),
                         [](const auto& info) { return std::string(info.param); });

/// {"rule", "input"} and "matches" or "cause".
TEST(Choice, Cases) {
  const Value cases = read_cases("choice");
  for (const Value& one : cases) {
    SCOPED_TRACE(json::write(one));
    Value rule = one.at("rule");
    rule["Next"] = "yes";
    Value definition = {{"StartAt", "c"}};
    definition["States"]["c"] = {{"Type", "Choice"}, {"Choices", Value::array({rule})}, {"Default", "no"}};
    definition["States"]["yes"] = {{"Type", "Pass"}, {"Result", true}, {"End", true}};
    definition["States"]["no"] = {{"Type", "Pass"}, {"Result", false}, {"End", true}};
    const auto parsed = parse_definition(json::write(definition));
    ASSERT_TRUE(parsed.definition) << invalid_definition_message(parsed.diagnostics);
    const RunResult run = run_execution(parsed.definition, test_info(json::write(one.at("input"))), {}, false);
    if (const Value* matches = json::find(one, "matches")) {
      EXPECT_EQ(run.outcome->output, json::write(*matches));
    } else {
      EXPECT_EQ(run.outcome->cause, "An error occurred while executing the state 'c' (entered at the event id #2). " +
                                        one.at("cause").get<std::string>());
    }
  }
}

TEST(Choice, WildcardsAreLinear) {
  EXPECT_TRUE(wildcard_match("log-*.txt", "log-2020.txt"));
  EXPECT_FALSE(wildcard_match("log-*.txt", "log-2020.txt2"));
  EXPECT_TRUE(wildcard_match("a\\*b", "a*b"));
  EXPECT_FALSE(wildcard_match("a\\*b", "axb"));
  EXPECT_TRUE(wildcard_match("a\\\\*", "a\\xyz"));
  std::string stars;
  for (int i = 0; i < 1000; ++i) stars += "*a";
  EXPECT_FALSE(wildcard_match(stars + "b", std::string(100000, 'a')));
}

std::shared_ptr<const Definition> definition_of(const char* text) {
  const auto parsed = parse_definition(text);
  EXPECT_TRUE(parsed.definition) << invalid_definition_message(parsed.diagnostics);
  return parsed.definition;
}

constexpr const char* kWait = R"({"StartAt":"w","States":{"w":{"Type":"Wait","Seconds":10,"End":true}}})";

TEST(Execution, StopsAndIgnoresWhatComesLater) {
  Execution execution(definition_of(kWait), test_info("{}"));
  const Effects started = execution.apply({1'700'000'000'000, 1, Started{}});
  const auto timer = std::get<StartTimer>(started.commands.at(0)).timer;
  EXPECT_TRUE(execution.apply({1'700'000'000'001, 1, Started{}}).history.empty());
  const Effects stopped = execution.apply({1'700'000'000'002, 1, StopRequested{"E", "C"}});
  EXPECT_EQ(history_text(stopped.history),
            "3 2 1700000000002 WaitStateAborted  \n"
            "4 2 1700000000002 ExecutionAborted executionAbortedEventDetails {\"cause\":\"C\",\"error\":\"E\"}\n");
  EXPECT_EQ(stopped.outcome->status, Outcome::Status::kAborted);
  EXPECT_EQ(std::get<CancelTimer>(stopped.commands.at(0)).timer, timer);
  EXPECT_TRUE(execution.ended());
  EXPECT_TRUE(execution.apply({1'700'000'000'003, 1, TimerFired{timer}}).history.empty());
}

TEST(Execution, StaleTimersAndTasksHaveNoEffect) {
  Execution execution(definition_of(kWait), test_info("{}"));
  execution.apply({1, 1, Started{}});
  EXPECT_TRUE(execution.apply({2, 1, TimerFired{99}}).history.empty());
  EXPECT_TRUE(execution.apply({2, 1, TaskSucceeded{99, 1}}).history.empty());
  EXPECT_TRUE(execution.apply({2, 1, TaskHeartbeat{99}}).history.empty());
  EXPECT_FALSE(execution.ended());
}

TEST(Execution, RefusesStoredStateOfAnotherVersion) {
  EXPECT_THROW(Execution::load(definition_of(kWait), test_info("{}"), {{0, "9 1 1 1 1 0 0 0 0 0 0 "}}),
               std::runtime_error);
  EXPECT_THROW(Execution::load(definition_of(kWait), test_info("{}"), {{1, "damaged"}}), std::runtime_error);
}

TEST(Execution, HeartbeatsKeepATaskAlive) {
  Execution execution(definition_of(R"({"StartAt":"t","States":{"t":{"Type":"Task","HeartbeatSeconds":10,
      "Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","Parameters":{"Token.$":"$$.Task.Token"},"End":true}}})"),
                      test_info("{}"));
  const Effects started = execution.apply({0, 1, Started{}});
  const auto& invoke = std::get<InvokeTask>(started.commands.at(0));
  EXPECT_EQ(invoke.parameters.at("Token"), invoke.token);
  EXPECT_GT(invoke.token.size(), 64u);
  const auto first = std::get<StartTimer>(started.commands.at(1));
  EXPECT_EQ(first.at, 10'000);
  const Effects beat = execution.apply({8000, 1, TaskHeartbeat{invoke.task}});
  const auto second = std::get<StartTimer>(beat.commands.at(1));
  EXPECT_EQ(second.at, 18'000);
  EXPECT_TRUE(execution.apply({10'000, 1, TimerFired{first.timer}}).history.empty());
  const Effects late = execution.apply({18'000, 1, TimerFired{second.timer}});
  EXPECT_EQ(late.history.at(0).type, "TaskTimedOut");
  EXPECT_EQ(late.outcome->error, "States.HeartbeatTimeout");
}

TEST(Execution, JitterComesFromTheSeed) {
  const auto definition = definition_of(R"({"StartAt":"t","States":{"t":{"Type":"Task","End":true,
      "Resource":"arn:aws:lambda:us-east-1:000000000000:function:f",
      "Retry":[{"ErrorEquals":["States.ALL"],"IntervalSeconds":100,"JitterStrategy":"FULL"}]}}})");
  std::set<TimeMs> delays;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    Execution execution(definition, test_info("{}"));
    execution.apply({0, seed, Started{}});
    const Effects failed = execution.apply({0, seed, TaskFailed{1, "E", "C"}});
    const TimeMs at = std::get<StartTimer>(failed.commands.at(0)).at;
    EXPECT_GE(at, 0);
    EXPECT_LE(at, 100'000);
    delays.insert(at);
  }
  EXPECT_GT(delays.size(), 15u);
}

TEST(Execution, EndsAtTheHistoryLimit) {
  const auto definition = definition_of(R"({"StartAt":"a","States":{"a":{"Type":"Pass","Next":"c"},
      "c":{"Type":"Choice","Choices":[{"Variable":"$.never","IsPresent":true,"Next":"e"}],"Default":"a"},
      "e":{"Type":"Succeed"}}})");
  const RunResult run = run_execution(definition, test_info("{}"), {}, false);
  EXPECT_EQ(run.history.size(), 25'000u);
  EXPECT_EQ(run.history.back().type, "ExecutionFailed");
  EXPECT_EQ(run.outcome->error, "States.Runtime");
  EXPECT_EQ(history_text(run.history), history_text(run_execution(definition, test_info("{}"), {}, true).history));
}

TEST(Execution, AnExpressLoopEndsAtItsTimeout) {
  const auto parsed = parse_definition(R"({"StartAt":"a","States":{"a":{"Type":"Wait","Seconds":1,"Next":"c"},
      "c":{"Type":"Choice","Choices":[{"Variable":"$.never","IsPresent":true,"Next":"e"}],"Default":"a"},
      "e":{"Type":"Succeed"}}})",
                                       true);
  const RunResult run = run_execution(parsed.definition, test_info("{}", true), {}, false);
  EXPECT_EQ(run.outcome->status, Outcome::Status::kTimedOut);
  EXPECT_EQ(run.history.back().time - run.history.front().time, 300'000);
}

TEST(Execution, ALargeMapStoresEachFrameByItself) {
  const auto definition = definition_of(R"({"StartAt":"m","States":{"m":{"Type":"Map","End":true,
      "ItemProcessor":{"StartAt":"w","States":{"w":{"Type":"Wait","Seconds":1,"End":true}}}}}})");
  Value items = Value::array();
  for (int i = 0; i < 100; ++i) items.push_back(std::string(100, 'x'));
  const std::string input = json::write(items);
  const RunResult plain = run_execution(definition, test_info(input), {}, false);
  const RunResult stored = run_execution(definition, test_info(input), {}, true);
  EXPECT_EQ(history_text(plain.history), history_text(stored.history));
  EXPECT_EQ(plain.outcome->output, input);
  // Twice each iteration's data and a header an event; the Map's own input only a few times.
  EXPECT_LT(stored.stored_bytes, 10 * input.size() + 100 * 1000);
}

// A loop that makes its data wider with each turn, and one that makes it deeper.
constexpr const char* kWider = R"json({"StartAt":"a","States":{
    "a":{"Type":"Pass","Parameters":{"d.$":"States.Array($.d, $.d)"},"Next":"c"},
    "c":{"Type":"Choice","Choices":[{"Variable":"$.never","IsPresent":true,"Next":"e"}],"Default":"a"},
    "e":{"Type":"Succeed"}}})json";
constexpr const char* kDeeper = R"json({"StartAt":"p","States":{
    "p":{"Type":"Parallel","Branches":[{"StartAt":"b","States":{"b":{"Type":"Pass","End":true}}}],"Next":"c"},
    "c":{"Type":"Choice","Choices":[{"Variable":"$[9]","IsPresent":true,"Next":"e"}],"Default":"p"},
    "e":{"Type":"Succeed"}}})json";

TEST(Execution, LimitsDataThatGrows) {
  const RunResult wide = run_execution(definition_of(kWider), test_info(R"({"d":"0123456789"})"), {}, false);
  EXPECT_EQ(wide.outcome->error, "States.DataLimitExceeded");
  const RunResult deep = run_execution(definition_of(kDeeper), test_info("1"), {}, false);
  EXPECT_EQ(deep.outcome->error, "States.Runtime");
  EXPECT_NE(deep.outcome->cause->find("nested deeper than 512"), std::string::npos);
}

}  // namespace
}  // namespace cloudling::asl
