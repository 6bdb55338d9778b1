// Express workflows: synchronous and asynchronous starts, what they answer, what they keep.

#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "emulators/store/jobs.h"
#include "tests/emulators/stepfunctions/world.h"

namespace cloudling::stepfunctions {
namespace {

constexpr const char* kWait = R"({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 7, "End": true}}})";
constexpr const char* kForever = R"({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 900, "End": true}}})";
constexpr const char* kLoud = R"({"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "E", "Cause": "C"}}})";
constexpr const char* kRetried = R"({"StartAt": "T", "States": {"T": {"Type": "Task",
    "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "f", "Payload.$": "$"},
    "ResultSelector": {"got.$": "$.Payload"},
    "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 2}], "End": true}}})";

std::string create_express(World& world, const std::string& name, const std::string& definition) {
  const json::Value input = {{"name", name}, {"definition", definition}, {"roleArn", kRole}, {"type", "EXPRESS"}};
  return world.call("CreateStateMachine", input).at("stateMachineArn").get<std::string>();
}

json::Value start_sync(World& world, const std::string& machine, const std::string& input = "{}") {
  return world.call("StartSyncExecution", {{"stateMachineArn", machine}, {"input", input}});
}

/// Calls while the virtual clock moves on in steps, each when more is waited for than the end of the five minutes.
json::Value start_sync_over(World& world, const std::string& machine, aws::TimeMs step_ms) {
  auto answer = std::async(std::launch::async, [&] { return start_sync(world, machine); });
  while (answer.wait_for(std::chrono::milliseconds(5)) != std::future_status::ready) {
    if (world.clock.waiting() > 1) world.clock.advance(step_ms);
  }
  return answer.get();
}

TEST(Express, AnswersASynchronousStartWithTheOutput) {
  World world;
  const std::string machine = create_express(world, "quick", kPass);
  const json::Value answer =
      world.call("StartSyncExecution",
                 {{"stateMachineArn", machine}, {"name", "one"}, {"input", R"({"a": 1})"}, {"traceHeader", "Root=1"}});
  EXPECT_EQ(answer.at("status"), "SUCCEEDED");
  EXPECT_EQ(answer.at("output"), R"({"a": 1})");
  EXPECT_EQ(answer.at("input"), R"({"a": 1})");
  EXPECT_EQ(answer.at("outputDetails"), json::Value({{"included", true}}));
  EXPECT_EQ(answer.at("traceHeader"), "Root=1");
  EXPECT_EQ(answer.at("stateMachineArn"), machine);
  EXPECT_EQ(answer.at("billingDetails"),
            json::Value({{"billedMemoryUsedInMB", 64}, {"billedDurationInMilliseconds", 100}}));
  const auto arn = answer.at("executionArn").get<std::string>();
  EXPECT_TRUE(arn.starts_with("arn:aws:states:us-east-1:000000000000:express:quick:one:")) << arn;
  EXPECT_EQ(world.error("DescribeExecution", {{"executionArn", arn}}),
            "InvalidArn: Invalid Arn: 'Resource type not valid in this context: express'");
  EXPECT_EQ(world.error("ListExecutions", {{"stateMachineArn", machine}}),
            "StateMachineTypeNotSupported: This operation is not supported by this type of state machine");
}

TEST(Express, LeavesTheDataOutWhereOnlyMetadataIsAskedFor) {
  World world;
  const std::string machine = create_express(world, "quick", kPass);
  const json::Value answer =
      world.call("StartSyncExecution", {{"stateMachineArn", machine}, {"includedData", "METADATA_ONLY"}});
  EXPECT_FALSE(answer.contains("output") || answer.contains("input"));
  EXPECT_EQ(answer.at("outputDetails"), json::Value({{"included", false}}));
}

TEST(Express, AnswersAFailureAsASuccessOfTheCall) {
  World world;
  const json::Value answer = start_sync(world, create_express(world, "loud", kLoud));
  EXPECT_EQ(answer.at("status"), "FAILED");
  EXPECT_EQ(answer.at("error"), "E");
  EXPECT_EQ(answer.at("cause"), "C");
  EXPECT_FALSE(answer.contains("output") || answer.contains("outputDetails"));
}

TEST(Express, PerformsTasksAndRetriesThem) {
  World world;
  int calls = 0;
  world.lambda_answers([&](const json::Value& event) {
    return ++calls < 3 ? json::Value({{"errorType", "Oops"}, {"errorMessage", "again"}}) : event;
  });
  const json::Value answer = start_sync_over(world, create_express(world, "tasks", kRetried), 1000);
  EXPECT_EQ(answer.at("status"), "SUCCEEDED") << json::write(answer);
  EXPECT_EQ(answer.at("output"), R"({"got":{}})");
  EXPECT_EQ(calls, 3);
  EXPECT_GE(answer.at("billingDetails").at("billedDurationInMilliseconds"), 3000);
}

TEST(Express, WaitsOnTheVirtualClockAndForFiveMinutesAtMost) {
  World world;
  const json::Value waited = start_sync_over(world, create_express(world, "waits", kWait), 7000);
  EXPECT_EQ(waited.at("status"), "SUCCEEDED");
  EXPECT_EQ(waited.at("billingDetails").at("billedDurationInMilliseconds"), 7000);
  const json::Value late = start_sync_over(world, create_express(world, "late", kForever), 300'000);
  EXPECT_EQ(late.at("status"), "TIMED_OUT");
  EXPECT_EQ(late.at("error"), "States.Timeout");
  while (world.clock.waiting() > 0) std::this_thread::yield();
}

TEST(Express, RunsAsynchronousStartsOnceEachWhateverTheirNames) {
  World world;
  const std::string machine = create_express(world, "tasks", kRetried);
  const std::string first = world.start(machine, "{}", "same");
  const std::string second = world.start(machine, "{}", "same");
  EXPECT_TRUE(first.starts_with("arn:aws:states:us-east-1:000000000000:express:tasks:same:"));
  EXPECT_NE(first, second);
  while (world.host().store().jobs().count_blocking("states.express") > 0) std::this_thread::yield();
  EXPECT_EQ(world.invocations(), 2);
}

TEST(Express, BeginsAnAsynchronousStartAgainAfterAKill) {
  const TemporaryFolder folder;
  World world(folder.path());
  const std::string machine = create_express(world, "tasks", kRetried);
  world.lambda_never_answers();
  world.start(machine);
  while (world.invocations() == 0) std::this_thread::yield();
  world.lambda_answers([](const json::Value& event) { return event; });
  world.restart();
  while (world.host().store().jobs().count_blocking("states.express") > 0) std::this_thread::yield();
  EXPECT_EQ(world.invocations(), 1);
}

TEST(Express, RefusesWhatCannotStart) {
  World world;
  const std::string standard = world.create("standard", kPass);
  EXPECT_EQ(world.error("StartSyncExecution", {{"stateMachineArn", standard}}),
            "StateMachineTypeNotSupported: This operation is not supported by this type of state machine");
  const std::string machine = create_express(world, "quick", kPass);
  EXPECT_TRUE(world.error("StartSyncExecution", {{"stateMachineArn", machine}, {"input", "{"}})
                  .starts_with("InvalidExecutionInput: Invalid State Machine Execution Input: '"));
  EXPECT_EQ(world.error("StartSyncExecution", {{"stateMachineArn", machine}, {"name", "a b"}}),
            "InvalidName: Invalid Name: 'a b'");
  EXPECT_EQ(world.error("StartSyncExecution", {{"stateMachineArn", machine + "x"}}),
            "StateMachineDoesNotExist: State Machine Does Not Exist: '" + machine + "x'");
}

}  // namespace
}  // namespace cloudling::stepfunctions
