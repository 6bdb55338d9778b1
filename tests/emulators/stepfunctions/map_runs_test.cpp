// Distributed Maps: child executions, readers and writers in S3, tolerated failures, what stops and restarts leave.

#include <map>
#include <mutex>
#include <thread>

#include "tests/emulators/stepfunctions/world.h"

namespace cloudling::stepfunctions {

namespace {

constexpr const char* kPassItem = R"("StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}})";
constexpr const char* kWaitItem = R"("StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": true}})";
constexpr const char* kCheckItem = R"("StartAt": "C", "States": {
    "C": {"Type": "Choice", "Choices": [{"Variable": "$", "NumericLessThan": 0, "Next": "F"}], "Default": "P"},
    "F": {"Type": "Fail", "Error": "Negative"}, "P": {"Type": "Pass", "End": true}})";

std::string machine(const std::string& processor, const std::string& more = "", const std::string& type = "STANDARD") {
  return R"({"StartAt": "M", "States": {"M": {"Type": "Map", "End": true)" + more +
         R"(, "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": ")" + type + "\"}, " +
         processor + "}}}}";
}

json::Value output_of(const json::Value& ended) {
  EXPECT_EQ(ended.at("status"), "SUCCEEDED") << ended;
  return ended.contains("output") ? parsed(ended.at("output").get<std::string>()) : json::Value();
}

json::Value by(const char* member, const json::Value& value) {
  json::Value out = json::Value::object();
  out[member] = value;
  return out;
}

std::string map_run_of(World& world, const std::string& execution) {
  return world.call("ListMapRuns", by("executionArn", execution))
      .at("mapRuns")
      .at(0)
      .at("mapRunArn")
      .get<std::string>();
}

json::Value described(World& world, const std::string& execution) {
  return world.call("DescribeMapRun", by("mapRunArn", map_run_of(world, execution)));
}

/// Objects by "bucket/key".
struct FakeS3 {
  std::mutex mutex;
  std::map<std::string, std::string> objects;

  static std::string name(const json::Value& input) {
    return input.at("Bucket").get<std::string>() + "/" + input.at("Key").get<std::string>();
  }

  boost::asio::awaitable<aws::CallAnswer> get(json::Value input) {
    const std::lock_guard lock(mutex);
    const auto found = objects.find(name(input));
    if (found == objects.end()) throw aws::Error(404, "NoSuchKey", "The specified key does not exist.");
    aws::CallAnswer answer;
    answer.output = json::Value::object();
    answer.body = aws::Body(std::string(found->second));
    co_return answer;
  }

  boost::asio::awaitable<aws::CallAnswer> put(json::Value input, aws::Body body) {
    const std::lock_guard lock(mutex);
    objects[name(input)] = body.take_bytes();
    aws::CallAnswer answer;
    answer.output = json::Value::object();
    co_return answer;
  }

  void serve(World& world) {
    world.host().caller().fake(
        "s3", "GetObject", [this](aws::CallContext, json::Value input, aws::Body) { return get(std::move(input)); });
    world.host().caller().fake("s3", "PutObject", [this](aws::CallContext, json::Value input, aws::Body body) {
      return put(std::move(input), std::move(body));
    });
  }
};

TEST(MapRun, RunsEachItemAsAnExecution) {
  for (const char* type : {"STANDARD", "EXPRESS"}) {
    World world;
    const std::string arn =
        world.start(world.create("Machine", machine(kPassItem, R"(, "Label": "L")", type)), "[1, 2, 3]");
    EXPECT_EQ(output_of(world.wait(arn)), parsed("[1, 2, 3]"));
    EXPECT_EQ(world.types(arn), (std::vector<std::string>{"ExecutionStarted", "MapStateEntered", "MapStateStarted",
                                                          "MapRunStarted", "MapRunSucceeded", "MapStateSucceeded",
                                                          "MapStateExited", "ExecutionSucceeded"}));
    const json::Value run = described(world, arn);
    EXPECT_EQ(run.at("status"), "SUCCEEDED");
    EXPECT_EQ(run.at("itemCounts").at("succeeded"), 3);
    EXPECT_EQ(run.at("executionCounts").at("total"), 3);
    const json::Value children = world.call("ListExecutions", by("mapRunArn", run.at("mapRunArn"))).at("executions");
    if (std::string(type) == "EXPRESS") {
      EXPECT_EQ(children.size(), 0u);
      continue;
    }
    ASSERT_EQ(children.size(), 3u);
    EXPECT_EQ(children.at(0).at("stateMachineArn"), "arn:aws:states:us-east-1:000000000000:stateMachine:Machine/L");
    EXPECT_EQ(world.types(children.at(0).at("executionArn").get<std::string>()).size(), 4u);
    EXPECT_EQ(world.describe(children.at(0).at("executionArn").get<std::string>()).at("mapRunArn"),
              run.at("mapRunArn"));
  }
}

TEST(MapRun, BatchesSelectsAndNests) {
  World world;
  const std::string inner = R"("StartAt": "I", "States": {"I": {"Type": "Map", "ItemsPath": "$.Items", "End": true,
      "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, )" +
                            std::string(kPassItem) + "}}}";
  const std::string more =
      R"(, "ItemsPath": "$.list", "ItemBatcher": {"MaxItemsPerBatch": 2, "BatchInput": {"k.$": "$.k"}},
      "ItemSelector": {"v.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index"})";
  const std::string arn = world.start(world.create("Machine", machine(inner, more)), R"({"list": [5, 6, 7], "k": 1})");
  EXPECT_EQ(output_of(world.wait(arn)), parsed(R"([[{"v": 5, "i": 0}, {"v": 6, "i": 1}], [{"v": 7, "i": 2}]])"));
  EXPECT_EQ(described(world, arn).at("executionCounts").at("total"), 2);
  EXPECT_EQ(described(world, arn).at("itemCounts").at("total"), 3);
}

TEST(MapRun, FailsBeyondWhatItTolerates) {
  World world;
  const std::string intolerant = world.start(world.create("A", machine(kCheckItem)), "[1, -1, 2]");
  const json::Value failed = world.wait(intolerant);
  EXPECT_EQ(failed.at("error"), "States.ExceedToleratedFailureThreshold");
  EXPECT_EQ(failed.at("cause"), "The specified tolerated failure threshold was exceeded");
  EXPECT_EQ(described(world, intolerant).at("status"), "FAILED");
  const std::string tolerant =
      world.start(world.create("B", machine(kCheckItem, R"(, "ToleratedFailureCount": 1)")), "[1, -1, 2]");
  EXPECT_EQ(output_of(world.wait(tolerant)), parsed("[1, 2]"));
  const std::string part =
      world.start(world.create("C", machine(kCheckItem, R"(, "ToleratedFailurePercentage": 33)")), "[1, -1, 2]");
  EXPECT_EQ(world.wait(part).at("status"), "FAILED");
}

TEST(MapRun, ReadsAndWritesObjects) {
  World world;
  FakeS3 s3;
  s3.serve(world);
  s3.objects["b/in.csv"] = "a,b\n1,\"x,y\"\n2,z\n";
  const std::string more = R"(, "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"}, "Parameters": {"Bucket": "b", "Key.$": "$.key"}},
      "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b", "Prefix": "out"}})";
  const std::string definition = world.create("Machine", machine(kPassItem, more));
  const std::string arn = world.start(definition, R"({"key": "in.csv"})");
  const json::Value output = output_of(world.wait(arn));
  EXPECT_EQ(output.at("MapRunArn"), map_run_of(world, arn));
  const std::string manifest_key = output.at("ResultWriterDetails").at("Key").get<std::string>();
  const json::Value manifest = parsed(s3.objects.at("b/" + manifest_key));
  EXPECT_EQ(manifest.at("ResultFiles").at("FAILED").size(), 0u);
  const json::Value& file = manifest.at("ResultFiles").at("SUCCEEDED").at(0);
  const json::Value results = parsed(s3.objects.at("b/" + file.at("Key").get<std::string>()));
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(parsed(results.at(0).at("Output").get<std::string>()), parsed(R"({"a": "1", "b": "x,y"})"));
  EXPECT_EQ(described(world, arn).at("executionCounts").at("resultsWritten"), 2);
  const json::Value missing = world.wait(world.start(definition, R"({"key": "no.csv"})"));
  EXPECT_EQ(missing.at("error"), "States.ItemReaderFailed");
}

TEST(MapRun, GoesOnAfterARestartWithinItsConcurrency) {
  TemporaryFolder folder;
  World world(folder.path());
  const std::string arn =
      world.start(world.create("Machine", machine(kWaitItem, R"(, "MaxConcurrency": 2)")), "[1, 2, 3]");
  const auto running = [&] { return described(world, arn).at("executionCounts").at("running"); };
  world.await_event(arn, "MapRunStarted");
  while (running() != 2) std::this_thread::yield();
  world.restart();
  EXPECT_EQ(running(), 2);
  while (world.clock.waiting() == 0) std::this_thread::yield();
  world.clock.advance(60'000);
  while (running() != 1) std::this_thread::yield();
  world.restart();
  while (world.clock.waiting() == 0) std::this_thread::yield();
  world.clock.advance(60'000);
  EXPECT_EQ(output_of(world.wait(arn)), parsed("[1, 2, 3]"));
}

TEST(MapRun, IsAbortedWithItsExecution) {
  World world;
  const std::string arn = world.start(world.create("Machine", machine(kWaitItem)), "[1, 2]");
  world.await_event(arn, "MapRunStarted");
  while (described(world, arn).at("executionCounts").at("running") != 2) std::this_thread::yield();
  world.call("StopExecution", by("executionArn", arn));
  while (described(world, arn).at("executionCounts").at("aborted") != 2) std::this_thread::yield();
  EXPECT_EQ(described(world, arn).at("status"), "ABORTED");
  const auto types = world.types(arn);
  EXPECT_EQ(types.at(types.size() - 3), "MapRunAborted");
  EXPECT_EQ(types.at(types.size() - 2), "MapStateAborted");
}

}  // namespace
}  // namespace cloudling::stepfunctions
