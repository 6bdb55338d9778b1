// Executions as the API shows them: started, described, listed, stopped, their histories read.

#include <set>

#include "tests/emulators/stepfunctions/world.h"

namespace cloudling::stepfunctions {

namespace {

constexpr const char* kWait =
    R"({"StartAt": "Sleep", "States": {"Sleep": {"Type": "Wait", "Seconds": 60, "End": true}}})";

json::Value start_request(const std::string& machine_arn, const std::string& name, const std::string& input) {
  json::Value request = json::Value::object();
  request["stateMachineArn"] = machine_arn;
  request["name"] = name;
  request["input"] = input;
  return request;
}

json::Value by_arn(const std::string& execution_arn) {
  json::Value input = json::Value::object();
  input["executionArn"] = execution_arn;
  return input;
}

TEST(StartExecution, AnswersTheSameWhileTheSameRuns) {
  World world;
  const std::string machine = world.create("Machine", kWait);
  const json::Value first = world.call("StartExecution", start_request(machine, "one", R"({"a": 1})"));
  EXPECT_EQ(first.at("executionArn"), "arn:aws:states:us-east-1:000000000000:execution:Machine:one");
  world.clock.advance(1000);
  EXPECT_EQ(world.call("StartExecution", start_request(machine, "one", R"({"a": 1})")), first);
  const std::string exists =
      "ExecutionAlreadyExists: Execution Already Exists: 'arn:aws:states:us-east-1:000000000000:execution:Machine:one'";
  EXPECT_EQ(world.error("StartExecution", start_request(machine, "one", R"({"a": 2})")), exists);
  world.clock.advance(59'000);
  world.wait(first.at("executionArn").get<std::string>());
  EXPECT_EQ(world.error("StartExecution", start_request(machine, "one", R"({"a": 1})")), exists);
}

TEST(StartExecution, NamesWhatHasNoName) {
  World world;
  const std::string machine = world.create("Machine", kPass);
  std::set<std::string> arns;
  for (int i = 0; i < 5; ++i) arns.insert(world.start(machine));
  EXPECT_EQ(arns.size(), 5u);
  EXPECT_EQ(world.wait(*arns.begin()).at("name").get<std::string>().size(), 36u);
}

TEST(StartExecution, RefusesBadInput) {
  World world;
  const std::string machine = world.create("Machine", kPass);
  EXPECT_EQ(world.error("StartExecution", start_request(machine, "a", "not json")).substr(0, 63),
            "InvalidExecutionInput: Invalid State Machine Execution Input: '");
  EXPECT_EQ(world.error("StartExecution", start_request(machine, "a b", "{}")), "InvalidName: Invalid Name: 'a b'");
  const std::string large = "\"" + std::string(262'144, 'x') + "\"";
  EXPECT_NE(world.error("StartExecution", start_request(machine, "a", large)), "");
  const std::string wide = "\"" + [] {
    std::string text;
    for (int i = 0; i < 131'073; ++i) text += "\xC3\xA9";
    return text;
  }() + "\"";
  EXPECT_EQ(world.error("StartExecution", start_request(machine, "a", wide)).substr(0, 21), "InvalidExecutionInput");
  const std::string nobody = "arn:aws:states:us-east-1:000000000000:stateMachine:Nobody";
  EXPECT_EQ(world.error("StartExecution", start_request(nobody, "a", "{}")),
            "StateMachineDoesNotExist: State Machine Does Not Exist: '" + nobody + "'");
}

TEST(DescribeExecution, ShowsARunningAndAnEndedOne) {
  World world;
  const std::string machine = world.create("Machine", kWait);
  json::Value request = start_request(machine, "one", R"({"a": 1})");
  request["traceHeader"] = "Root=1-5759e988-bd862e3fe1be46a994272793";
  const std::string arn = world.call("StartExecution", request).at("executionArn").get<std::string>();
  EXPECT_EQ(world.describe(arn), parsed(R"({
    "executionArn": "arn:aws:states:us-east-1:000000000000:execution:Machine:one",
    "stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:Machine", "name": "one", "status": "RUNNING",
    "startDate": "2023-11-14T22:13:20Z", "input": "{\"a\": 1}", "inputDetails": {"included": true},
    "traceHeader": "Root=1-5759e988-bd862e3fe1be46a994272793", "redriveCount": 0, "redriveStatus": "NOT_REDRIVABLE",
    "redriveStatusReason": "Execution is RUNNING and cannot be redriven"})"));
  world.clock.advance(60'000);
  const json::Value ended = world.wait(arn);
  EXPECT_EQ(ended.at("status"), "SUCCEEDED");
  EXPECT_EQ(ended.at("stopDate"), "2023-11-14T22:14:20Z");
  EXPECT_EQ(parsed(ended.at("output").get<std::string>()), parsed(R"({"a": 1})"));
  EXPECT_EQ(ended.at("outputDetails"), parsed(R"({"included": true})"));
  json::Value metadata = by_arn(arn);
  metadata["includedData"] = "METADATA_ONLY";
  const json::Value bare = world.call("DescribeExecution", metadata);
  EXPECT_FALSE(bare.contains("input") || bare.contains("output"));
  EXPECT_EQ(bare.at("inputDetails"), parsed(R"({"included": false})"));
}

TEST(DescribeExecution, RefusesWhatIsNotThere) {
  World world;
  const std::string nobody = "arn:aws:states:us-east-1:000000000000:execution:Machine:nobody";
  for (const char* operation :
       {"DescribeExecution", "StopExecution", "GetExecutionHistory", "DescribeStateMachineForExecution"}) {
    EXPECT_EQ(world.error(operation, by_arn(nobody)),
              "ExecutionDoesNotExist: Execution Does Not Exist: '" + nobody + "'");
    EXPECT_EQ(world.error(operation, by_arn("arn:aws:s3:::bucket")),
              "InvalidArn: Invalid Arn: 'Invalid ARN prefix: arn:aws:s3:::bucket'");
  }
}

TEST(StopExecution, AbortsWithErrorAndCause) {
  World world;
  const std::string arn = world.start(world.create("Machine", kWait));
  world.clock.advance(1500);
  json::Value stop = by_arn(arn);
  stop["error"] = "Enough";
  stop["cause"] = "by hand";
  const json::Value stopped = world.call("StopExecution", stop);
  EXPECT_EQ(stopped.at("stopDate"), "2023-11-14T22:13:21.500Z");
  const json::Value execution = world.wait(arn);
  EXPECT_EQ(execution.at("status"), "ABORTED");
  EXPECT_EQ(execution.at("error"), "Enough");
  EXPECT_EQ(execution.at("cause"), "by hand");
  EXPECT_EQ(world.types(arn).back(), "ExecutionAborted");
  world.clock.advance(120'000);
  EXPECT_EQ(world.call("StopExecution", by_arn(arn)), stopped);
  EXPECT_EQ(world.types(arn).back(), "ExecutionAborted");
  EXPECT_EQ(world.host().store().jobs().count_blocking(""), 0);
}

TEST(ListExecutions, GoesFromTheNewestByStatusPageByPageOverRestarts) {
  const TemporaryFolder folder;
  World world(folder.path());
  const std::string passing = world.create("Machine", R"({"StartAt": "Ask", "States": {
      "Ask": {"Type": "Choice", "Choices": [{"Variable": "$.wait", "BooleanEquals": true, "Next": "Sleep"}], "Default": "Done"},
      "Sleep": {"Type": "Wait", "Seconds": 60, "End": true}, "Done": {"Type": "Succeed"}}})");
  for (int i = 0; i < 6; ++i) {
    world.start(passing, i % 2 == 0 ? R"({"wait": true})" : R"({"wait": false})", "run-" + std::to_string(i));
  }
  const auto names = [&](json::Value list) {
    std::vector<std::string> names;
    list["stateMachineArn"] = passing;
    for (bool more = true; more;) {
      const json::Value answer = world.call("ListExecutions", list);
      for (const json::Value& item : answer.at("executions")) names.push_back(item.at("name").get<std::string>());
      more = answer.contains("nextToken");
      if (more) list["nextToken"] = answer.at("nextToken");
      world.restart();
    }
    return names;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(names(parsed(R"({"maxResults": 4})")), (Names{"run-5", "run-4", "run-3", "run-2", "run-1", "run-0"}));
  EXPECT_EQ(names(parsed(R"({"maxResults": 2, "statusFilter": "RUNNING"})")), (Names{"run-4", "run-2", "run-0"}));
  EXPECT_EQ(names(parsed(R"({"maxResults": 1, "statusFilter": "SUCCEEDED"})")), (Names{"run-5", "run-3", "run-1"}));
  EXPECT_EQ(names(parsed(R"({"statusFilter": "FAILED"})")), Names());
  EXPECT_EQ(names(parsed(R"({"redriveFilter": "REDRIVEN"})")), Names());
  EXPECT_EQ(world.error("ListExecutions", json::Value::object()).substr(0, 19), "ValidationException");
}

TEST(GetExecutionHistory, IsReadInBothOrdersPageByPage) {
  World world;
  const std::string arn = world.start(world.create("Machine", kPass), R"({"a": 1})");
  world.wait(arn);
  const auto ids = [&](json::Value request) {
    std::vector<int> ids;
    request["executionArn"] = arn;
    for (bool more = true; more;) {
      const json::Value answer = world.call("GetExecutionHistory", request);
      for (const json::Value& event : answer.at("events")) ids.push_back(event.at("id").get<int>());
      more = answer.contains("nextToken");
      if (more) request["nextToken"] = answer.at("nextToken");
    }
    return ids;
  };
  EXPECT_EQ(ids(parsed(R"({"maxResults": 3})")), (std::vector<int>{1, 2, 3, 4}));
  EXPECT_EQ(ids(parsed(R"({"maxResults": 1, "reverseOrder": true})")), (std::vector<int>{4, 3, 2, 1}));
  EXPECT_EQ(ids(parsed(R"({"maxResults": 0})")), (std::vector<int>{1, 2, 3, 4}));
  json::Value bare = by_arn(arn);
  bare["includeExecutionData"] = false;
  const json::Value entered = world.call("GetExecutionHistory", bare).at("events")[1];
  EXPECT_EQ(entered.at("stateEnteredEventDetails"), parsed(R"({"name": "Only"})"));
  json::Value forward = by_arn(arn);
  forward["maxResults"] = 1;
  forward["nextToken"] = world.call("GetExecutionHistory", forward).at("nextToken");
  forward["reverseOrder"] = true;
  EXPECT_EQ(world.error("GetExecutionHistory", forward), "InvalidToken: Invalid Token: 'Invalid token'");
}

}  // namespace
}  // namespace cloudling::stepfunctions
