// FIFO queues: order within groups, deduplication, receive attempts.

#include "tests/emulators/sqs/world.h"

namespace cloudling::sqs {

namespace {

using Strings = std::vector<std::string>;

class Fifo : public testing::Test {
 protected:
  json::Value send(const std::string& body, const std::string& group, const std::string& deduplication = "") {
    json::Value more = json::Value::object();
    more["MessageGroupId"] = group;
    if (!deduplication.empty()) more["MessageDeduplicationId"] = deduplication;
    return world.send(url, body, more);
  }
  std::string error(json::Value input) {
    input["QueueUrl"] = url;
    return world.error("SendMessage", std::move(input));
  }

  World world;
  std::string url = world.create("jobs.fifo", {{"FifoQueue", "true"}, {"ContentBasedDeduplication", "true"}});
};

TEST_F(Fifo, KeepsTheOrderOfAGroup) {
  for (int i = 0; i < 5; ++i) send(std::to_string(i), "g");
  const json::Value first = world.receive(url, 2);
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first.at(0).at("Body"), "0");
  EXPECT_EQ(first.at(1).at("Body"), "1");
  EXPECT_EQ(world.bodies(url), Strings());  // the group is in flight
  world.remove(url, first.at(0));
  EXPECT_EQ(world.bodies(url), Strings());
  world.remove(url, first.at(1));
  EXPECT_EQ(world.bodies(url), Strings({"2", "3", "4"}));
  world.clock.advance(30'000);
  EXPECT_EQ(world.bodies(url, 1), Strings({"2"}));
}

TEST_F(Fifo, GoesOnWithOtherGroups) {
  send("a1", "a");
  send("a2", "a");
  send("b1", "b");
  EXPECT_EQ(world.bodies(url, 1), Strings({"a1"}));
  EXPECT_EQ(world.bodies(url), Strings({"b1"}));
}

TEST_F(Fifo, AcceptsTheSameOnceInFiveMinutes) {
  const json::Value first = send("same", "g");
  const json::Value again = send("same", "g");
  EXPECT_EQ(again.at("MessageId"), first.at("MessageId"));
  EXPECT_EQ(again.at("SequenceNumber"), first.at("SequenceNumber"));
  EXPECT_EQ(first.at("SequenceNumber").get<std::string>().size(), 20u);
  EXPECT_EQ(world.attribute(url, "ApproximateNumberOfMessages"), "1");
  send("same", "g", "explicit");
  EXPECT_EQ(world.attribute(url, "ApproximateNumberOfMessages"), "2");
  const json::Value messages = world.receive(url);
  world.remove(url, messages.at(0));
  send("same", "other");  // also after it was deleted, and in another group
  EXPECT_EQ(world.bodies(url), Strings());
  world.clock.advance(300'000);
  send("same", "other");
  EXPECT_EQ(world.bodies(url, 10).size(), 2u);
}

TEST_F(Fifo, MayDeduplicateWithinGroups) {
  url = world.create("many.fifo", {{"FifoQueue", "true"},
                                   {"ContentBasedDeduplication", "true"},
                                   {"DeduplicationScope", "messageGroup"},
                                   {"FifoThroughputLimit", "perMessageGroupId"}});
  send("same", "a");
  send("same", "a");
  send("same", "b");
  EXPECT_EQ(world.bodies(url), Strings({"same", "same"}));
}

TEST_F(Fifo, TellsItsAttributes) {
  const json::Value sent = send("hello", "g", "d");
  const json::Value message = world.receive(url, 1, parsed(R"({"AttributeNames": ["All"]})")).at(0);
  EXPECT_EQ(message.at("Attributes").at("MessageGroupId"), "g");
  EXPECT_EQ(message.at("Attributes").at("MessageDeduplicationId"), "d");
  EXPECT_EQ(message.at("Attributes").at("SequenceNumber"), sent.at("SequenceNumber"));
}

TEST_F(Fifo, ChecksItsParameters) {
  EXPECT_EQ(error(parsed(R"({"MessageBody": "x"})")),
            "MissingRequiredParameterException: The request must contain the parameter MessageGroupId.");
  EXPECT_EQ(
      error(parsed(R"({"MessageBody": "x", "MessageGroupId": "g", "DelaySeconds": 1})")),
      "InvalidParameterValueException: Value 1 for parameter DelaySeconds is invalid. Reason: The request include "
      "parameter that is not valid for this queue type.");
  EXPECT_EQ(error(parsed(R"({"MessageBody": "x", "MessageGroupId": "a b"})")).substr(0, 31),
            "InvalidParameterValueException:");
  url = world.create("plain.fifo", {{"FifoQueue", "true"}});
  EXPECT_EQ(error(parsed(R"({"MessageBody": "x", "MessageGroupId": "g"})")),
            "InvalidParameterValueException: The queue should either have ContentBasedDeduplication enabled or "
            "MessageDeduplicationId provided explicitly");
  const std::string standard = world.create("jobs");
  EXPECT_EQ(
      world.error("ReceiveMessage", parsed(R"({"QueueUrl": "jobs", "ReceiveRequestAttemptId": "a"})")).substr(0, 31),
      "InvalidParameterValueException:");
}

TEST_F(Fifo, RefusesReceiptsThatHaveExpired) {
  send("hello", "g");
  const json::Value message = world.receive(url).at(0);
  world.clock.advance(30'000);
  json::Value input = json::Value::object();
  input["QueueUrl"] = url;
  input["ReceiptHandle"] = message.at("ReceiptHandle");
  const std::string expired = "InvalidParameterValueException: Value " +
                              message.at("ReceiptHandle").get<std::string>() +
                              " for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.";
  EXPECT_EQ(world.error("DeleteMessage", input), expired);
  const json::Value again = world.receive(url).at(0);
  EXPECT_EQ(world.error("DeleteMessage", input), expired);
  world.remove(url, again);
  EXPECT_EQ(world.error("DeleteMessage", input), "");
}

TEST_F(Fifo, GivesAnAttemptTheSameMessagesAgain) {
  for (int i = 0; i < 3; ++i) send(std::to_string(i), "g");
  const json::Value attempt = parsed(R"({"ReceiveRequestAttemptId": "one"})");
  const json::Value first = world.receive(url, 2, attempt);
  ASSERT_EQ(first.size(), 2u);
  world.clock.advance(20'000);
  EXPECT_EQ(world.receive(url, 2, attempt), first);
  world.clock.advance(20'000);  // hidden anew since then
  EXPECT_EQ(world.receive(url, 2, parsed(R"({"ReceiveRequestAttemptId": "two"})")), json::Value::array());
  world.remove(url, first.at(0));
  EXPECT_EQ(world.receive(url, 2, attempt), json::Value::array());
}

TEST_F(Fifo, MovesDeadLettersAndGoesOnBehindThem) {
  const std::string dead = world.create("dead.fifo", {{"FifoQueue", "true"}});
  url = world.create("poison.fifo", {{"FifoQueue", "true"},
                                     {"ContentBasedDeduplication", "true"},
                                     {"VisibilityTimeout", "0"},
                                     {"RedrivePolicy", redrive_to("dead.fifo", 1)}});
  send("bad", "g");
  EXPECT_EQ(world.bodies(url), Strings({"bad"}));
  send("good", "g");
  EXPECT_EQ(world.bodies(url), Strings({"good"}));
  EXPECT_EQ(world.bodies(dead), Strings({"bad"}));
}

TEST_F(Fifo, SendsBatchesInOrder) {
  const json::Value output = world.call("SendMessageBatch", parsed(R"({"QueueUrl": "jobs.fifo", "Entries": [
    {"Id": "1", "MessageBody": "a", "MessageGroupId": "g"}, {"Id": "2", "MessageBody": "b", "MessageGroupId": "g"},
    {"Id": "3", "MessageBody": "c"}]})"));
  EXPECT_EQ(output.at("Successful").size(), 2u);
  EXPECT_EQ(output.at("Failed").at(0).at("Code"), "MissingParameter");
  EXPECT_EQ(world.bodies(url), Strings({"a", "b"}));
}

}  // namespace

}  // namespace cloudling::sqs
