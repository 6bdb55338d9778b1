// Moving dead letters back.

#include <chrono>
#include <thread>

#include "tests/emulators/sqs/world.h"

namespace cloudling::sqs {

namespace {

using Strings = std::vector<std::string>;

class MoveTasks : public testing::Test {
 protected:
  /// Makes a dead letter of a message of that queue.
  void bury(const std::string& url, const std::string& body) {
    world.send(url, body);
    world.receive(url, 1);
    world.receive(url, 1);
  }
  json::Value start(json::Value input = json::Value::object()) {
    input["SourceArn"] = arn_of("dead");
    return world.call("StartMessageMoveTask", std::move(input));
  }
  json::Value latest() {
    json::Value input = json::Value::object();
    input["SourceArn"] = arn_of("dead");
    return world.call("ListMessageMoveTasks", input).at("Results").at(0);
  }
  json::Value until(const std::string& status) {
    json::Value task = latest();
    while (task.at("Status") != status) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      task = latest();
    }
    return task;
  }
  std::string error(const std::string& input) { return world.error("StartMessageMoveTask", parsed(input)); }

  World world;
  std::string dead = world.create("dead");
  std::map<std::string, std::string> attributes{{"RedrivePolicy", redrive_to("dead", 1)}, {"VisibilityTimeout", "0"}};
  std::string first = world.create("first", attributes);
  std::string second = world.create("second", attributes);
};

TEST_F(MoveTasks, TakeMessagesBackToWhereTheyCameFrom) {
  bury(first, "a");
  bury(second, "b");
  EXPECT_EQ(world.attribute(dead, "ApproximateNumberOfMessages"), "2");
  start();
  const json::Value task = until("COMPLETED");
  EXPECT_EQ(task.at("ApproximateNumberOfMessagesMoved"), 2);
  EXPECT_EQ(task.at("ApproximateNumberOfMessagesToMove"), 2);
  EXPECT_FALSE(task.contains("TaskHandle"));
  EXPECT_EQ(world.bodies(first), Strings({"a"}));  // as a new one: it may be received again
  EXPECT_EQ(world.bodies(second), Strings({"b"}));
}

TEST_F(MoveTasks, TakeMessagesElsewhere) {
  const std::string other = world.create("other");
  bury(first, std::string(10'000, 'x'));
  json::Value input = json::Value::object();
  input["DestinationArn"] = arn_of("other");
  start(input);
  until("COMPLETED");
  EXPECT_EQ(world.bodies(other), Strings({std::string(10'000, 'x')}));
}

TEST_F(MoveTasks, KeepARateAndCanBeCancelled) {
  for (int i = 0; i < 5; ++i) bury(first, std::to_string(i));
  json::Value handle = start(parsed(R"({"MaxNumberOfMessagesPerSecond": 2})"));
  while (latest().at("ApproximateNumberOfMessagesMoved") != 2)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(latest().at("Status"), "RUNNING");
  EXPECT_EQ(latest().at("TaskHandle"), handle.at("TaskHandle"));
  EXPECT_EQ(
      error(R"({"SourceArn": ")" + arn_of("dead") + R"("})"),
      "UnsupportedOperation: There is already a task running. Only one active task is allowed for a source queue arn "
      "at a given time.");
  world.clock.advance(1000);
  while (latest().at("ApproximateNumberOfMessagesMoved") != 4)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_EQ(world.call("CancelMessageMoveTask", handle).at("ApproximateNumberOfMessagesMoved"), 4);
  EXPECT_EQ(latest().at("Status"), "CANCELLED");
  world.clock.advance(5000);
  EXPECT_EQ(world.attribute(dead, "ApproximateNumberOfMessages"), "1");
  EXPECT_EQ(world.error("CancelMessageMoveTask", handle), "UnsupportedOperation: Only active tasks can be cancelled.");
}

TEST_F(MoveTasks, FailWhereAMessageCameFromNowhere) {
  world.send(dead, "sent here");
  start();
  EXPECT_EQ(until("FAILED").at("FailureReason"), "CouldNotDetermineMessageSource");
  EXPECT_EQ(world.bodies(dead), Strings({"sent here"}));
}

TEST_F(MoveTasks, AreChecked) {
  EXPECT_EQ(error(R"({"SourceArn": ")" + arn_of("absent") + R"("})"),
            "ResourceNotFoundException: The resource that you specified for the SourceArn parameter doesn't exist.");
  EXPECT_EQ(error(R"({"SourceArn": ")" + arn_of("first") + R"("})"),
            "InvalidParameterValueException: Source queue must be configured as a Dead Letter Queue.");
  EXPECT_EQ(
      error(R"({"SourceArn": ")" + arn_of("dead") + R"(", "DestinationArn": ")" + arn_of("absent") + R"("})"),
      "ResourceNotFoundException: The resource that you specified for the DestinationArn parameter doesn't exist.");
  EXPECT_EQ(world.error("CancelMessageMoveTask", parsed(R"({"TaskHandle": "bad"})")),
            "InvalidParameterValueException: Value bad for parameter TaskHandle is invalid.");
}

}  // namespace

}  // namespace cloudling::sqs
