// What CloudWatch is told of executions.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/emulators/stepfunctions/world.h"

namespace cloudling::stepfunctions {
namespace {

constexpr const char* kGroup = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/vendedlogs/states/m:*";

/// A machine with that type and logging.
std::string create(World& world, const std::string& type, const std::string& definition, const std::string& level,
                   bool with_data) {
  const json::Value group = {{"cloudWatchLogsLogGroup", {{"logGroupArn", kGroup}}}};
  json::Value logging = {{"level", level}, {"includeExecutionData", with_data}};
  logging["destinations"] = json::Value::array({group});
  const json::Value input = {
      {"name", "m"}, {"type", type}, {"definition", definition}, {"roleArn", kRole}, {"loggingConfiguration", logging}};
  return world.call("CreateStateMachine", input).at("stateMachineArn").get<std::string>();
}

std::vector<std::string> logged_types(const World& world) {
  std::vector<std::string> types;
  for (const std::string& line : world.logs.lines()) types.push_back(parsed(line).at("type").get<std::string>());
  return types;
}

TEST(Reports, LogEveryEventWithItsDataWhereAskedFor) {
  World world;
  const std::string execution = world.start(create(world, "STANDARD", kPass, "ALL", true), R"({"a": 1})");
  world.wait(execution);
  const auto lines = world.logs.lines();
  ASSERT_EQ(lines.size(), 4u);
  const std::string time = std::to_string(world.clock.now());
  EXPECT_EQ(lines[1], R"({"id":"2","type":"PassStateEntered","details":{"name":"Only","input":"{\"a\": 1}",)"
                      R"("inputDetails":{"truncated":false}},"previous_event_id":"0","event_timestamp":")" +
                          time + R"(","execution_arn":")" + execution + R"(","redrive_count":"0"})");
  const std::string place = world.logs.place();
  EXPECT_TRUE(place.starts_with("/aws/vendedlogs/states/m states/m/2023-11-14-22-13/")) << place;
}

TEST(Reports, LeaveDataOutWhereNotAskedFor) {
  World world;
  world.wait(world.start(create(world, "STANDARD", kPass, "ALL", false), R"({"a": 1})"));
  EXPECT_EQ(parsed(world.logs.lines().at(1)).at("details"), json::Value({{"name", "Only"}}));
}

TEST(Reports, CutDataThatIsTooLongForALogLine) {
  World world;
  const std::string input = "\"" + std::string(250u << 10, 'x') + "\"";
  world.wait(world.start(create(world, "STANDARD", kPass, "ALL", true), input));
  const json::Value details = parsed(world.logs.lines().at(0)).at("details");
  EXPECT_EQ(details.at("input").get_ref<const std::string&>().size(), 248u << 10);
  EXPECT_EQ(details.at("inputDetails"), json::Value({{"truncated", true}}));
}

TEST(Reports, LogAsMuchAsTheLevelSays) {
  using Types = std::vector<std::string>;
  const std::map<std::string, Types> expected = {
      {"ALL",
       {"ExecutionStarted", "TaskStateEntered", "LambdaFunctionScheduled", "LambdaFunctionStarted",
        "LambdaFunctionSucceeded", "TaskStateExited", "ChoiceStateEntered", "ChoiceStateExited", "FailStateEntered",
        "ExecutionFailed"}},
      {"ERROR", {"FailStateEntered", "ExecutionFailed"}},
      {"FATAL", {"ExecutionFailed"}},
      {"OFF", {}}};
  for (const auto& [level, types] : expected) {
    for (const char* type : {"STANDARD", "EXPRESS"}) {
      World world;
      world.lambda_answers([](const json::Value&) { return json::Value({{"status", "fail"}}); });
      const std::string machine = create(world, type, kResizePipeline, level, false);
      const std::string input = R"({"bucket": "b", "key": "k"})";
      if (type == std::string("STANDARD"))
        world.wait(world.start(machine, input));
      else
        world.call("StartSyncExecution", {{"stateMachineArn", machine}, {"input", input}});
      EXPECT_EQ(logged_types(world), types) << level << " " << type;
    }
  }
}

TEST(Reports, MeasureExecutionsAndWhatTheyCall) {
  World world;
  world.lambda_answers([](const json::Value&) { return json::Value({{"status", "success"}}); });
  world.wait(world.start(create(world, "STANDARD", kResizePipeline, "OFF", false), R"({"bucket": "b", "key": "k"})"));
  const std::string machine = " StateMachineArn=states:us-east-1:000000000000:stateMachine:m";
  const std::string function = " LambdaFunctionArn=lambda:us-east-1:000000000000:function:resize";
  const std::map<std::string, double> expected = {{"ExecutionsStarted" + machine, 1},
                                                  {"ExecutionsSucceeded" + machine, 1},
                                                  {"ExecutionTime" + machine, 0},
                                                  {"LambdaFunctionsScheduled" + function, 1},
                                                  {"LambdaFunctionsStarted" + function, 1},
                                                  {"LambdaFunctionsSucceeded" + function, 1},
                                                  {"LambdaFunctionScheduleTime" + function, 0},
                                                  {"LambdaFunctionRunTime" + function, 0},
                                                  {"LambdaFunctionTime" + function, 0}};
  EXPECT_EQ(world.metrics.sums(), expected);
}

}  // namespace
}  // namespace cloudling::stepfunctions
