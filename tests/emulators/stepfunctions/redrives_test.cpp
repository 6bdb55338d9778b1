// RedriveExecution: failed executions go on from what failed.

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "tests/emulators/stepfunctions/world.h"

namespace cloudling::stepfunctions {
namespace {

using Types = std::vector<std::string>;

constexpr const char* kTwoSteps = R"({"StartAt": "First", "TimeoutSeconds": 600, "States": {
    "First": {"Type": "Pass", "Result": {"n": 1}, "Next": "Second"},
    "Second": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:000000000000:function:resize",
               "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 1, "MaxAttempts": 1}], "End": true}}})";

constexpr const char* kBranches =
    R"({"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true, "Branches": [
    {"StartAt": "Good", "States": {"Good": {"Type": "Pass", "Result": "good", "End": true}}},
    {"StartAt": "Bad", "States": {"Bad": {"Type": "Task", "End": true,
        "Resource": "arn:aws:lambda:us-east-1:000000000000:function:resize"}}},
    {"StartAt": "Slow", "States": {"Slow": {"Type": "Wait", "Seconds": 60, "End": true}}}]}}})";

constexpr const char* kItems = R"({"StartAt": "Each", "States": {"Each": {"Type": "Map", "ItemsPath": "$.items",
    "MaxConcurrency": 1, "End": true, "ItemProcessor": {"StartAt": "One", "States": {"One": {"Type": "Task",
        "Resource": "arn:aws:lambda:us-east-1:000000000000:function:resize", "End": true}}}}}})";

json::Value redrive(World& world, const std::string& execution) {
  return world.call("RedriveExecution", {{"executionArn", execution}});
}

/// The function fails `times` times with that error, then returns its event.
void fail_first(World& world, int times, const std::string& error = "Broken") {
  auto left = std::make_shared<std::atomic<int>>(times);
  world.lambda_answers([left, error](const json::Value& event) {
    return (*left)-- > 0 ? json::Value({{"errorType", error}, {"errorMessage", "no"}}) : event;
  });
}

TEST(Redrives, GoOnFromTheTaskThatFailed) {
  World world;
  fail_first(world, 1);
  const std::string execution = world.start(world.create("m", kTwoSteps));
  json::Value described = world.wait(execution);
  EXPECT_EQ(described.at("status"), "FAILED");
  EXPECT_EQ(described.at("redriveStatus"), "REDRIVABLE");
  EXPECT_EQ(described.at("redriveCount"), 0);
  world.clock.advance(1000);
  const json::Value answer = redrive(world, execution);
  described = world.wait(execution);
  EXPECT_EQ(described.at("status"), "SUCCEEDED");
  EXPECT_EQ(described.at("output"), R"({"n":1})");
  EXPECT_EQ(described.at("redriveCount"), 1);
  EXPECT_EQ(described.at("redriveDate"), answer.at("redriveDate"));
  EXPECT_FALSE(described.contains("error"));
  EXPECT_EQ(world.types(execution),
            (Types{"ExecutionStarted", "PassStateEntered", "PassStateExited", "TaskStateEntered",
                   "LambdaFunctionScheduled", "LambdaFunctionStarted", "LambdaFunctionFailed", "ExecutionFailed",
                   "ExecutionRedriven", "LambdaFunctionScheduled", "LambdaFunctionStarted", "LambdaFunctionSucceeded",
                   "TaskStateExited", "ExecutionSucceeded"}));
  EXPECT_EQ(world.history(execution).at(8).at("executionRedrivenEventDetails"), json::Value({{"redriveCount", 1}}));
}

TEST(Redrives, HaveTheirRetriesAgainAndSurviveARestart) {
  const TemporaryFolder folder;
  World world(folder.path());
  fail_first(world, 100, "Busy");
  const std::string execution = world.start(world.create("m", kTwoSteps));
  while (world.describe(execution).at("status") == "RUNNING") world.clock.advance(1000);
  EXPECT_EQ(world.invocations(), 2);
  world.restart();
  fail_first(world, 1, "Busy");
  redrive(world, execution);
  while (world.describe(execution).at("status") == "RUNNING") world.clock.advance(1000);
  EXPECT_EQ(world.describe(execution).at("status"), "SUCCEEDED");
}

TEST(Redrives, RunOnlyTheBranchesThatHadNotEnded) {
  World world;
  fail_first(world, 1);
  const std::string execution = world.start(world.create("m", kBranches), R"("x")");
  EXPECT_EQ(world.wait(execution).at("status"), "FAILED");
  redrive(world, execution);
  while (world.describe(execution).at("status") == "RUNNING") world.clock.advance(60'000);
  EXPECT_EQ(world.describe(execution).at("output"), R"(["good","x","x"])");
  const Types types = world.types(execution);
  EXPECT_EQ(std::ranges::count(types, "PassStateEntered"), 1);
  EXPECT_EQ(std::ranges::count(types, "ParallelStateStarted"), 1);
}

TEST(Redrives, RunOnlyTheIterationsThatHadNotEnded) {
  World world;
  auto calls = std::make_shared<std::atomic<int>>(0);
  world.lambda_answers([calls](const json::Value& event) {
    return ++*calls == 2 ? json::Value({{"errorType", "Broken"}, {"errorMessage", "no"}}) : event;
  });
  const std::string execution = world.start(world.create("m", kItems), R"({"items": [1, 2, 3]})");
  EXPECT_EQ(world.wait(execution).at("status"), "FAILED");
  redrive(world, execution);
  EXPECT_EQ(world.wait(execution).at("output"), "[1,2,3]");
  EXPECT_EQ(*calls, 4);
}

TEST(Redrives, GoOnAfterAStop) {
  World world;
  world.lambda_never_answers();
  const std::string execution = world.start(world.create("m", kTwoSteps));
  world.await_event(execution, "LambdaFunctionStarted");
  world.call("StopExecution", {{"executionArn", execution}});
  fail_first(world, 0);
  redrive(world, execution);
  EXPECT_EQ(world.wait(execution).at("status"), "SUCCEEDED");
}

TEST(Redrives, AreListedAndAskedForOnce) {
  World world;
  fail_first(world, 2);
  const std::string machine = world.create("m", kTwoSteps);
  const std::string execution = world.start(machine);
  world.wait(execution);
  const json::Value again = {{"executionArn", execution}, {"clientToken", "t"}};
  const json::Value first = world.call("RedriveExecution", again);
  EXPECT_EQ(world.wait(execution).at("status"), "FAILED");
  world.clock.advance(1000);
  EXPECT_EQ(world.call("RedriveExecution", again), first);
  const auto count = [&](const char* filter) {
    return world.call("ListExecutions", {{"stateMachineArn", machine}, {"redriveFilter", filter}})
        .at("executions")
        .size();
  };
  EXPECT_EQ(count("REDRIVEN"), 1u);
  EXPECT_EQ(count("NOT_REDRIVEN"), 0u);
}

constexpr const char* kMapRun = R"({"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "MaxConcurrency": 1,
    "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "%"}, "StartAt": "One", "States": {
        "One": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:000000000000:function:resize", "End": true}}}}}})";

class RedrivenMapRuns : public ::testing::TestWithParam<const char*> {};

TEST_P(RedrivenMapRuns, RunOnlyTheChildrenThatHadNotSucceeded) {
  const TemporaryFolder folder;
  World world(folder.path());
  auto calls = std::make_shared<std::atomic<int>>(0);
  const auto second_fails = [calls](const json::Value& event) {
    return ++*calls == 2 ? json::Value({{"errorType", "Broken"}, {"errorMessage", "no"}}) : event;
  };
  world.lambda_answers(second_fails);
  std::string definition = kMapRun;
  definition.replace(definition.find('%'), 1, GetParam());
  const std::string execution = world.start(world.create("m", definition), "[1, 2, 3, 4]");
  EXPECT_EQ(world.wait(execution).at("error"), "States.ExceedToleratedFailureThreshold");
  const std::string run = world.call("ListMapRuns", {{"executionArn", execution}}).at("mapRuns").at(0).at("mapRunArn");
  const auto counts = [&] { return world.call("DescribeMapRun", {{"mapRunArn", run}}).at("executionCounts"); };
  EXPECT_EQ(counts().at("failed"), 1);
  world.restart();
  world.lambda_answers(second_fails);
  world.clock.advance(1000);
  redrive(world, execution);
  EXPECT_EQ(world.wait(execution).at("output"), "[1,2,3,4]");
  EXPECT_EQ(*calls, 5);
  EXPECT_EQ(counts().at("succeeded"), 4);
  EXPECT_EQ(counts().at("failed"), 0);
  const json::Value described = world.call("DescribeMapRun", {{"mapRunArn", run}});
  EXPECT_EQ(described.at("redriveCount"), 1);
  EXPECT_TRUE(described.contains("redriveDate"));
  EXPECT_EQ(world.call("ListMapRuns", {{"executionArn", execution}}).at("mapRuns").size(), 1u);
  EXPECT_EQ(world.types(execution),
            (Types{"ExecutionStarted", "MapStateEntered", "MapStateStarted", "MapRunStarted", "MapRunFailed",
                   "MapStateFailed", "ExecutionFailed", "ExecutionRedriven", "MapRunRedriven", "MapRunSucceeded",
                   "MapStateSucceeded", "MapStateExited", "ExecutionSucceeded"}));
  EXPECT_EQ(world.history(execution).at(8).at("mapRunRedrivenEventDetails"),
            json::Value({{"mapRunArn", run}, {"redriveCount", 1}}));
}

INSTANTIATE_TEST_SUITE_P(OfBothKinds, RedrivenMapRuns, ::testing::Values("STANDARD", "EXPRESS"),
                         [](const auto& kind) { return std::string(kind.param); });

TEST(Redrives, AreRefusedWhereNothingFailedOrTooLongAgo) {
  World world;
  const std::string machine = world.create("m", kTwoSteps);
  const std::string good = world.start(machine);
  world.wait(good);
  EXPECT_EQ(world.error("RedriveExecution", {{"executionArn", good}}),
            "ExecutionNotRedrivable: Execution is SUCCEEDED and cannot be redriven");
  fail_first(world, 1);
  const std::string bad = world.start(machine);
  world.wait(bad);
  world.clock.advance(15LL * 24 * 60 * 60 * 1000);
  EXPECT_EQ(world.error("RedriveExecution", {{"executionArn", bad}}),
            "ExecutionNotRedrivable: Execution redrivable period exceeded");
  EXPECT_EQ(world.describe(bad).at("redriveStatusReason"), "Execution redrivable period exceeded");
}

}  // namespace
}  // namespace cloudling::stepfunctions
