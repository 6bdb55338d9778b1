// Executions as they run: histories of the pipelines, waiting and retrying on the virtual clock, and what a restart, a
// reset or a full group of steps leaves of them.

#include <fstream>
#include <sstream>

#include "emulators/store/jobs.h"
#include "tests/emulators/stepfunctions/world.h"

namespace cloudling::stepfunctions {

namespace {

constexpr const char* kInput = R"({"bucket": "originals", "key": "dog.png"})";

json::Value golden(const std::string& name) {
  std::ifstream file(std::string(CLOUDLING_TEST_DATA) + "/" + name + ".json");
  std::stringstream text;
  text << file.rdbuf();
  return parsed(text.str());
}

/// Texts of JSON as JSON, so that a history compares by meaning.
json::Value readable(json::Value events) {
  for (json::Value& event : events) {
    for (auto& [name, details] : event.items()) {
      if (!details.is_object()) continue;
      for (const char* member : {"input", "output", "parameters"}) {
        if (details.contains(member)) details[member] = parsed(details[member].get<std::string>());
      }
    }
  }
  return events;
}

void succeed_to_resize(World& world) {
  world.lambda_answers([](const json::Value& event) {
    json::Value answer = json::Value::object();
    answer["status"] = "success";
    answer["resized_key"] = "thumbnail-" + event.at("key").get<std::string>();
    return answer;
  });
}

TEST(Pipeline, SucceedsWithAwssHistory) {
  World world;
  succeed_to_resize(world);
  const std::string arn = world.start(world.create("Pipeline", kResizePipeline), kInput);
  const json::Value ended = world.wait(arn);
  EXPECT_EQ(ended.at("status"), "SUCCEEDED");
  EXPECT_EQ(parsed(ended.at("output").get<std::string>()),
            parsed(R"({"status": "success", "resized_key": "thumbnail-dog.png"})"));
  EXPECT_EQ(readable(world.history(arn)), golden("resize_success")) << readable(world.history(arn)).dump(1);
}

TEST(Pipeline, FailsWithAwssHistory) {
  World world;
  world.lambda_answers([](const json::Value&) { return parsed(R"({"status": "fail", "error": "no such key"})"); });
  const std::string arn = world.start(world.create("Pipeline", kResizePipeline), kInput);
  const json::Value ended = world.wait(arn);
  EXPECT_EQ(ended.at("status"), "FAILED");
  EXPECT_EQ(ended.at("error"), "ResizeFailed");
  EXPECT_EQ(ended.at("cause"), "Image resizing failed");
  EXPECT_EQ(ended.at("redriveStatus"), "REDRIVABLE");
  EXPECT_EQ(readable(world.history(arn)), golden("resize_failure")) << readable(world.history(arn)).dump(1);
}

constexpr const char* kRetry = R"({"StartAt": "Try", "States": {"Try": {"Type": "Task",
    "Resource": "arn:aws:lambda:us-east-1:000000000000:function:resize", "End": true,
    "Retry": [{"ErrorEquals": ["Lambda.TooManyRequestsException"], "IntervalSeconds": 10, "MaxAttempts": 2, "BackoffRate": 2}],
    "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Caught"}]}, "Caught": {"Type": "Pass", "End": true}}})";

TEST(Retry, WaitsOnTheVirtualClock) {
  World world;
  world.lambda_throws(aws::Error(429, "TooManyRequestsException", "Rate Exceeded."));
  const std::string arn = world.start(world.create("Machine", kRetry));
  for (const int64_t seconds : {10, 20}) {
    world.await_event(arn, "LambdaFunctionFailed");
    while (world.clock.waiting() == 0) std::this_thread::yield();
    EXPECT_EQ(world.describe(arn).at("status"), "RUNNING");
    if (seconds == 20) succeed_to_resize(world);
    world.clock.advance(seconds * 1000 - 1);
    if (seconds == 10) {
      EXPECT_EQ(world.invocations(), 1);
      world.clock.advance(1);
      while (world.invocations() < 2 || world.clock.waiting() == 0) std::this_thread::yield();
    } else {
      world.lambda_answers([](const json::Value&) { return parsed(R"({"done": true})"); });
      world.clock.advance(1);
    }
  }
  EXPECT_EQ(world.wait(arn).at("output"), R"({"done":true})");
  EXPECT_EQ(world.invocations(), 3);
}

TEST(Wait, CostsNoTimeOnTheVirtualClock) {
  World world;
  const std::string machine = world.create("Machine", R"({"StartAt": "Week", "States": {
      "Week": {"Type": "Wait", "Seconds": 604800, "Next": "Done"}, "Done": {"Type": "Succeed"}}})");
  const std::string arn = world.start(machine);
  world.await_event(arn, "WaitStateEntered");
  world.clock.advance(604'799'999);
  EXPECT_EQ(world.describe(arn).at("status"), "RUNNING");
  world.clock.advance(1);
  EXPECT_EQ(world.wait(arn).at("stopDate"), "2023-11-21T22:13:20Z");
}

constexpr const char* kLong = R"({"StartAt": "First", "States": {
    "First": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:000000000000:function:resize", "Next": "Sleep"},
    "Sleep": {"Type": "Wait", "Seconds": 30, "Next": "Second"},
    "Second": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:000000000000:function:resize", "Next": "Done"},
    "Done": {"Type": "Succeed"}}})";

/// The history of kLong when nothing disturbs it.
json::Value undisturbed_history() {
  World world;
  const std::string arn = world.start(world.create("Machine", kLong), R"({"n": 1})", "run");
  world.await_event(arn, "WaitStateEntered");
  world.clock.advance(30'000);
  world.wait(arn);
  return world.history(arn);
}

TEST(Restart, DuringATaskPerformsItAgainAndShowsItOnce) {
  const TemporaryFolder folder;
  World world(folder.path());
  world.lambda_never_answers();
  const std::string arn = world.start(world.create("Machine", kLong), R"({"n": 1})", "run");
  while (world.invocations() == 0) std::this_thread::yield();
  world.restart();  // the task was in flight, and is lost again
  while (world.invocations() == 0) std::this_thread::yield();
  world.lambda_answers([](const json::Value& event) { return event; });
  world.restart();
  world.await_event(arn, "WaitStateEntered");
  world.clock.advance(30'000);
  EXPECT_EQ(world.wait(arn).at("status"), "SUCCEEDED");
  EXPECT_EQ(world.history(arn), undisturbed_history());
}

TEST(Restart, DuringAWaitKeepsItsEnd) {
  const TemporaryFolder folder;
  World world(folder.path());
  const std::string arn = world.start(world.create("Machine", kLong), R"({"n": 1})", "run");
  world.await_event(arn, "WaitStateEntered");
  world.clock.advance(10'000);
  world.restart();
  world.clock.advance(19'999);
  EXPECT_EQ(world.describe(arn).at("status"), "RUNNING");
  world.clock.advance(1);
  EXPECT_EQ(world.wait(arn).at("status"), "SUCCEEDED");
  EXPECT_EQ(world.describe(arn).at("stopDate"), "2023-11-14T22:13:50Z");
  EXPECT_EQ(world.history(arn), undisturbed_history());
}

TEST(Restart, FiresTimersThatCameDueMeanwhile) {
  const TemporaryFolder folder;
  World world(folder.path());
  const std::string arn = world.start(world.create("Machine", kLong), R"({"n": 1})", "run");
  world.await_event(arn, "WaitStateEntered");
  world.restart();
  world.clock.advance(3'600'000);
  EXPECT_EQ(world.wait(arn).at("status"), "SUCCEEDED");
  EXPECT_EQ(world.history(arn), undisturbed_history());
}

TEST(Reset, ForgetsRunningExecutionsAndTheirTasks) {
  World world;
  world.lambda_never_answers();
  const std::string machine = world.create("Machine", kLong);
  const std::string arn = world.start(machine, "{}", "run");
  while (world.invocations() == 0) std::this_thread::yield();
  const std::string asleep = world.start(world.create("Sleeper", R"({"StartAt": "Sleep", "States": {
      "Sleep": {"Type": "Wait", "Seconds": 30, "End": true}}})"));
  world.host().store().reset_blocking();
  EXPECT_EQ(world.host().store().jobs().count_blocking(""), 0);
  json::Value describe = json::Value::object();
  describe["executionArn"] = arn;
  EXPECT_EQ(world.error("DescribeExecution", describe).substr(0, 21), "ExecutionDoesNotExist");
  world.clock.advance(60'000);

  world.lambda_answers([](const json::Value& event) { return event; });
  EXPECT_EQ(world.create("Machine", kResizePipeline), machine);  // nothing of the former is left
  const std::string again = world.start(machine, kInput, "run");
  EXPECT_EQ(world.wait(again).at("error"), "States.Runtime");  // $.status is not in what the function answers
}

TEST(Reset, WakesWhoWaits) {
  World world;
  const std::string arn = world.start(world.create("Machine", kLong));
  world.await_event(arn, "WaitStateEntered");
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  auto waiting =
      boost::asio::co_spawn(world.host().io(), world.service().wait_for_end(arn, deadline), boost::asio::use_future);
  world.host().store().reset_blocking();
  EXPECT_FALSE(waiting.get());
  EXPECT_LT(std::chrono::steady_clock::now(), deadline);
}

TEST(WaitForEnd, GivesUpAtTheDeadline) {
  World world;
  const std::string arn = world.start(world.create("Machine", kLong));
  auto waiting = world.service().wait_for_end(arn, std::chrono::steady_clock::now() + std::chrono::milliseconds(30));
  EXPECT_FALSE(world.host().run(std::move(waiting)));
}

/// A step whose transaction fails leaves the cached execution ahead of the database; the next step must not see that.
TEST(Steps, AreTakenAgainWhereTheirTransactionFailed) {
  World world;
  world.lambda_never_answers();
  const std::string machine = world.create("Machine", kLong);
  json::Value input = json::Value::object();
  input["stateMachineArn"] = machine;
  const std::string arn = world.start(machine, R"({"n": 1})", "run");
  json::Value stop = json::Value::object();
  stop["executionArn"] = arn;
  StopExecutionInput request;
  request.execution_arn = arn;
  auto fails = [&](store::WriteTransaction& tx) -> int {
    world.service().stop_execution(aws::CallContext(), tx, request);
    throw aws::Error(500, "Fails", "after the step");
  };
  EXPECT_THROW(world.host().store().write_blocking(fails), aws::Error);
  EXPECT_EQ(world.describe(arn).at("status"), "RUNNING");
  world.call("StopExecution", stop);
  EXPECT_EQ(world.describe(arn).at("status"), "ABORTED");
  EXPECT_EQ(world.types(arn).back(), "ExecutionAborted");
}

TEST(ManyExecutions, RunAtOnce) {
  World world;
  succeed_to_resize(world);
  const std::string machine = world.create("Pipeline", kResizePipeline);
  std::vector<std::string> arns;
  for (int i = 0; i < 300; ++i) arns.push_back(world.start(machine, kInput));
  for (const std::string& arn : arns) ASSERT_EQ(world.wait(arn).at("status"), "SUCCEEDED");
  EXPECT_EQ(world.invocations(), 300);
  EXPECT_EQ(world.host().store().jobs().count_blocking(""), 0);
  const auto frames = [](store::ReadTransaction& tx) {
    store::Rows rows = tx.query("SELECT count(*) FROM states_frames");
    rows.next();
    return rows.integer(0);
  };
  EXPECT_EQ(world.host().store().read_blocking(frames), 0);
}

}  // namespace
}  // namespace cloudling::stepfunctions
