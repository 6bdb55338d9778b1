// Tasks whose result comes from elsewhere: activities, task tokens, and executions that a task starts.

#include <future>
#include <set>

#include "tests/emulators/stepfunctions/world.h"

namespace cloudling::stepfunctions {

namespace {

constexpr const char* kActivity = "arn:aws:states:us-east-1:000000000000:activity:work";

json::Value object(std::initializer_list<std::pair<const char*, json::Value>> members) {
  json::Value out = json::Value::object();
  for (const auto& [name, value] : members) out[name] = value;
  return out;
}

std::string task(const std::string& resource, const std::string& more = "") {
  return R"({"StartAt": "Do", "States": {"Do": {"Type": "Task", "Resource": ")" + resource + "\"" + more +
         R"(, "End": true}}})";
}

const std::string kByToken =
    task("arn:aws:states:::lambda:invoke.waitForTaskToken",
         R"(, "HeartbeatSeconds": 10, "Parameters": {"FunctionName": "resize", "Payload": {"t.$": "$$.Task.Token"}})");

json::Value poll(World& world) {
  return world.call("GetActivityTask", object({{"activityArn", kActivity}, {"workerName", "me"}}));
}

json::Value output_of(const json::Value& ended) { return parsed(ended.at("output").get<std::string>()); }

/// Starts the machine of a task token and waits until the function has the token.
std::string token_of(World& world, const std::string& execution) {
  world.await_event(execution, "TaskSubmitted");
  for (const json::Value& event : world.history(execution)) {
    if (event.at("type") != "TaskScheduled") continue;
    const json::Value parameters = parsed(event.at("taskScheduledEventDetails").at("parameters").get<std::string>());
    return parameters.at("Payload").at("t").get<std::string>();
  }
  return "";
}

TEST(Activity, HandsItsTasksToWorkers) {
  World world;
  world.call("CreateActivity", object({{"name", "work"}}));
  const std::string execution = world.start(world.create("M", task(kActivity)), R"({"n": 1})");
  const json::Value taken = poll(world);
  EXPECT_EQ(parsed(taken.at("input").get<std::string>()), parsed(R"({"n": 1})"));
  world.call("SendTaskHeartbeat", object({{"taskToken", taken.at("taskToken")}}));
  world.call("SendTaskSuccess", object({{"taskToken", taken.at("taskToken")}, {"output", "[2]"}}));
  EXPECT_EQ(output_of(world.wait(execution)), parsed("[2]"));
  EXPECT_EQ(world.types(execution),
            (std::vector<std::string>{"ExecutionStarted", "TaskStateEntered", "ActivityScheduled", "ActivityStarted",
                                      "ActivitySucceeded", "TaskStateExited", "ExecutionSucceeded"}));
  EXPECT_EQ(world.error("SendTaskSuccess", object({{"taskToken", taken.at("taskToken")}, {"output", "1"}})),
            "TaskTimedOut: Task Timed Out: 'Provided task does not exist anymore'");
}

TEST(Activity, AWorkerThatPollsFirstWaits) {
  World world;
  world.call("CreateActivity", object({{"name", "work"}}));
  auto polled = std::async(std::launch::async, [&world] { return poll(world); });
  const std::string execution = world.start(world.create("M", task(kActivity)));
  const json::Value taken = polled.get();
  world.call("SendTaskFailure",
             object({{"taskToken", taken.at("taskToken")}, {"error", "Broken"}, {"cause", "by design"}}));
  const json::Value ended = world.wait(execution);
  EXPECT_EQ(ended.at("error"), "Broken");
  EXPECT_EQ(ended.at("cause"), "by design");
}

TEST(Activity, ItsClocksStartWithTheWorker) {
  World world;
  world.call("CreateActivity", object({{"name", "work"}}));
  const std::string execution =
      world.start(world.create("M", task(kActivity, R"(, "TimeoutSeconds": 30, "HeartbeatSeconds": 10)")));
  world.clock.advance(100'000);
  const json::Value taken = poll(world);
  world.clock.advance(9'000);
  world.call("SendTaskHeartbeat", object({{"taskToken", taken.at("taskToken")}}));
  world.clock.advance(9'000);
  EXPECT_EQ(world.describe(execution).at("status"), "RUNNING");
  world.clock.advance(1'000);
  EXPECT_EQ(world.wait(execution).at("error"), "States.HeartbeatTimeout");
  EXPECT_EQ(world.error("SendTaskHeartbeat", object({{"taskToken", taken.at("taskToken")}})),
            "TaskTimedOut: Task Timed Out: 'Provided task does not exist anymore'");
}

TEST(Activity, ThatIsMissingIsNotScheduled) {
  World world;
  const std::string execution = world.start(world.create("M", task(kActivity)));
  EXPECT_EQ(world.wait(execution).at("cause"), std::string("The activity ") + kActivity + " does not exist.");
  EXPECT_EQ(world.types(execution).at(3), "ActivityScheduleFailed");
}

TEST(Activity, IsListedAndDeleted) {
  World world;
  world.call("CreateActivity", object({{"name", "work"}}));
  world.call("CreateActivity", object({{"name", "work"}}));
  EXPECT_EQ(world.call("ListActivities", json::Value::object()).at("activities").size(), 1u);
  EXPECT_EQ(world.call("DescribeActivity", object({{"activityArn", kActivity}})).at("name"), "work");
  world.call("DeleteActivity", object({{"activityArn", kActivity}}));
  EXPECT_EQ(world.error("DescribeActivity", object({{"activityArn", kActivity}})),
            std::string("ActivityDoesNotExist: Activity Does Not Exist: '") + kActivity + "'");
  EXPECT_EQ(world.error("CreateActivity", object({{"name", "a b"}})), "InvalidName: Invalid Name: 'a b'");
}

TEST(TaskToken, EndsTheTaskAlsoAfterARestart) {
  TemporaryFolder folder;
  World world(folder.path());
  const std::string execution = world.start(world.create("M", kByToken));
  const std::string token = token_of(world, execution);
  world.restart();
  EXPECT_EQ(world.error("SendTaskSuccess", object({{"taskToken", token}, {"output", "{"}})).substr(0, 14),
            "InvalidOutput:");
  world.call("SendTaskSuccess", object({{"taskToken", token}, {"output", R"({"done": true})"}}));
  EXPECT_EQ(output_of(world.wait(execution)), parsed(R"({"done": true})"));
  EXPECT_EQ(world.types(execution),
            (std::vector<std::string>{"ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted",
                                      "TaskSubmitted", "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded"}));
}

TEST(TaskToken, ThatAnswersBeforeTheFunctionDoesWaitsForIt) {
  World world;
  std::string refused;
  world.lambda_answers([&](const json::Value& event) {
    refused = world.error("SendTaskSuccess", object({{"taskToken", event.at("t")}, {"output", "5"}}));
    return json::Value();
  });
  const std::string execution = world.start(world.create("M", kByToken));
  EXPECT_EQ(output_of(world.wait(execution)), 5);
  EXPECT_EQ(refused, "");
  EXPECT_EQ(world.types(execution).at(4), "TaskSubmitted");
}

TEST(TaskToken, MissesItsHeartbeat) {
  World world;
  const std::string execution = world.start(world.create("M", kByToken));
  token_of(world, execution);
  world.clock.advance(10'000);
  EXPECT_EQ(world.wait(execution).at("error"), "States.HeartbeatTimeout");
}

TEST(TaskToken, ThatNobodyMadeIsRefused) {
  World world;
  const std::string execution = world.start(world.create("M", kByToken));
  const std::string token = token_of(world, execution);
  for (const std::string& other : {std::string("NoSuchTaskToken"), token.substr(4), "AAAA" + token.substr(4)}) {
    EXPECT_EQ(world.error("SendTaskSuccess", object({{"taskToken", other}, {"output", "1"}})),
              "InvalidToken: Invalid Token: 'Invalid token'");
  }
}

std::string parent(const std::string& child, const std::string& pattern) {
  return task("arn:aws:states:::states:startExecution" + pattern,
              R"(, "Parameters": {"StateMachineArn": ")" + child + R"(", "Input": {"a.$": "$.a"}})");
}

TEST(Child, IsStartedAndItsEndIsTheResult) {
  World world;
  const std::string child = world.create("Child", kPass);
  for (const std::string pattern : {"", ".sync", ".sync:2"}) {
    const std::string execution =
        world.start(world.create("Parent" + std::to_string(pattern.size()), parent(child, pattern)), R"({"a": 1})");
    const json::Value output = output_of(world.wait(execution));
    EXPECT_TRUE(output.at("StartDate").is_number_integer()) << output;
    if (pattern.empty()) {
      EXPECT_TRUE(output.contains("SdkHttpMetadata")) << output;
      continue;
    }
    EXPECT_EQ(output.at("Status"), "SUCCEEDED");
    EXPECT_EQ(output.at("StateMachineArn"), child);
    EXPECT_EQ(output.at("Output"), pattern == ".sync" ? json::Value(R"({"a":1})") : parsed(R"({"a": 1})"));
    EXPECT_EQ(world.types(execution).at(4), "TaskSubmitted");
  }
}

TEST(Child, ThatFailsFailsTheTask) {
  World world;
  const std::string child =
      world.create("Child", R"({"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "E", "Cause": "C"}}})");
  const json::Value ended = world.wait(world.start(world.create("Parent", parent(child, ".sync:2")), R"({"a": 1})"));
  EXPECT_EQ(ended.at("error"), "States.TaskFailed");
  const json::Value cause = parsed(ended.at("cause").get<std::string>());
  EXPECT_EQ(cause.at("Error"), "E");
  EXPECT_EQ(cause.at("Cause"), "C");
  EXPECT_EQ(cause.at("Status"), "FAILED");
}

TEST(Child, GoesOnAfterARestartAndStopsWithItsParent) {
  TemporaryFolder folder;
  World world(folder.path());
  const std::string child =
      world.create("Child", R"({"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": true}}})");
  const std::string machine = world.create("Parent", parent(child, ".sync"));
  const std::string finished = world.start(machine, R"({"a": 1})");
  const std::string stopped = world.start(machine, R"({"a": 2})");
  for (const std::string& execution : {finished, stopped}) world.await_event(execution, "TaskSubmitted");
  world.restart();
  world.call("StopExecution", object({{"executionArn", stopped}}));
  world.clock.advance(60'000);
  EXPECT_EQ(world.wait(finished).at("status"), "SUCCEEDED");
  const json::Value children = world.call("ListExecutions", object({{"stateMachineArn", child}})).at("executions");
  std::multiset<std::string> statuses;  // which child was started first is nobody's promise
  for (const json::Value& execution : children) statuses.insert(execution.at("status").get<std::string>());
  EXPECT_EQ(statuses, (std::multiset<std::string>{"ABORTED", "SUCCEEDED"}));
}

}  // namespace
}  // namespace cloudling::stepfunctions
