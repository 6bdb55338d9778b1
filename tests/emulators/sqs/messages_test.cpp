// Messages of standard queues: sending, receiving, deleting, visibility, dead letters, retention.

#include "tests/emulators/sqs/world.h"

namespace cloudling::sqs {

namespace {

using Strings = std::vector<std::string>;

json::Value receipt(const std::string& url, const json::Value& message, int visibility_s) {
  json::Value input = json::Value::object();
  input["QueueUrl"] = url;
  input["ReceiptHandle"] = message.at("ReceiptHandle");
  input["VisibilityTimeout"] = visibility_s;
  return input;
}

TEST(Messages, AreSentReceivedAndDeleted) {
  World world;
  const std::string url = world.create("jobs");
  const json::Value sent = world.send(url, "hello");
  EXPECT_EQ(sent.at("MD5OfMessageBody"), "5d41402abc4b2a76b9719d911017c592");
  EXPECT_FALSE(sent.contains("MD5OfMessageAttributes"));
  EXPECT_FALSE(sent.contains("SequenceNumber"));
  EXPECT_EQ(world.attribute(url, "ApproximateNumberOfMessages"), "1");
  const json::Value message = world.receive(url).at(0);
  EXPECT_EQ(message.at("MessageId"), sent.at("MessageId"));
  EXPECT_EQ(message.at("MD5OfBody"), sent.at("MD5OfMessageBody"));
  EXPECT_EQ(message.at("Body"), "hello");
  EXPECT_FALSE(message.contains("Attributes"));
  EXPECT_EQ(world.attribute(url, "ApproximateNumberOfMessagesNotVisible"), "1");
  EXPECT_EQ(world.bodies(url), Strings());
  world.remove(url, message);
  world.remove(url, message);  // again is no error
  world.clock.advance(31'000);
  EXPECT_EQ(world.bodies(url), Strings());
  EXPECT_EQ(world.attribute(url, "ApproximateNumberOfMessages"), "0");
}

TEST(Messages, ComeBackWhenTheirVisibilityTimeoutIsOver) {
  World world;
  const std::string url = world.create("jobs");
  world.send(url, "hello");
  const json::Value first = world.receive(url).at(0);
  world.clock.advance(29'999);
  EXPECT_EQ(world.bodies(url), Strings());
  world.clock.advance(1);
  const json::Value asked = parsed(R"({"AttributeNames": ["All"], "VisibilityTimeout": 5})");
  const json::Value second = world.receive(url, 1, asked).at(0);
  EXPECT_NE(second.at("ReceiptHandle"), first.at("ReceiptHandle"));
  EXPECT_EQ(second.at("Attributes"),
            parsed(R"({"SenderId": "000000000000", "SentTimestamp": "1700000000000", "ApproximateReceiveCount": "2",
                       "ApproximateFirstReceiveTimestamp": "1700000000000"})"));
  world.clock.advance(5000);
  EXPECT_EQ(world.bodies(url), Strings({"hello"}));
  world.remove(url, first);  // any receipt will do
  world.clock.advance(60'000);
  EXPECT_EQ(world.bodies(url), Strings());
}

TEST(Messages, AreDelayed) {
  World world;
  const std::string url = world.create("jobs", {{"DelaySeconds", "10"}});
  world.send(url, "late");
  world.send(url, "now", parsed(R"({"DelaySeconds": 0})"));
  EXPECT_EQ(world.attribute(url, "ApproximateNumberOfMessagesDelayed"), "1");
  EXPECT_EQ(world.bodies(url), Strings({"now"}));
  world.clock.advance(10'000);
  EXPECT_EQ(world.bodies(url), Strings({"late"}));
  EXPECT_EQ(
      world.error("SendMessage", parsed(R"({"QueueUrl": "jobs", "MessageBody": "x", "DelaySeconds": 901})")),
      "InvalidParameterValueException: Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must "
      "be >= 0 and <= 900.");
}

TEST(Messages, ChangeTheirVisibility) {
  World world;
  const std::string url = world.create("jobs");
  world.send(url, "hello");
  json::Value message = world.receive(url).at(0);
  world.call("ChangeMessageVisibility", receipt(url, message, 100));
  world.clock.advance(99'999);
  EXPECT_EQ(world.bodies(url), Strings());
  world.call("ChangeMessageVisibility", receipt(url, message, 0));
  EXPECT_EQ(world.error("ChangeMessageVisibility", receipt(url, message, 10)),
            "InvalidParameterValueException: Value " + message.at("ReceiptHandle").get<std::string>() +
                " for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for "
                "visibility timeout change.");
  EXPECT_EQ(world.bodies(url), Strings({"hello"}));
  EXPECT_EQ(
      world.error("ChangeMessageVisibility", receipt(url, message, 43'201)),
      "InvalidParameterValueException: Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= "
      "0 and <= 43200, if provided.");
}

TEST(Messages, HaveAttributesWithTheDigestsOfTheDocumentation) {
  World world;
  const std::string url = world.create("jobs");
  const json::Value more = parsed(R"({"MessageAttributes": {
    "Name": {"DataType": "String", "StringValue": "value"}, "Size": {"DataType": "Number", "StringValue": "12.5"},
    "Raw.one": {"DataType": "Binary.png", "BinaryValue": "bytes"}},
    "MessageSystemAttributes": {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-2-3"}}})");
  const json::Value sent = world.send(url, "hello", more);
  EXPECT_EQ(sent.at("MD5OfMessageAttributes").get<std::string>().size(), 32u);
  json::Value message =
      world
          .receive(url, 1,
                   parsed(R"({"MessageAttributeNames": ["All"], "MessageSystemAttributeNames": ["AWSTraceHeader"],
                                       "VisibilityTimeout": 0})"))
          .at(0);
  EXPECT_EQ(message.at("MessageAttributes"), more.at("MessageAttributes"));
  EXPECT_EQ(message.at("MD5OfMessageAttributes"), sent.at("MD5OfMessageAttributes"));
  EXPECT_EQ(message.at("Attributes"), parsed(R"({"AWSTraceHeader": "Root=1-2-3"})"));
  message = world.receive(url, 1, parsed(R"({"MessageAttributeNames": ["Raw.*"], "VisibilityTimeout": 0})")).at(0);
  EXPECT_EQ(message.at("MessageAttributes").size(), 1u);
  EXPECT_NE(message.at("MD5OfMessageAttributes"), sent.at("MD5OfMessageAttributes"));
  message = world.receive(url, 1).at(0);
  EXPECT_FALSE(message.contains("MessageAttributes"));
}

TEST(Messages, AreChecked) {
  World world;
  const std::string url = world.create("jobs", {{"MaximumMessageSize", "1024"}});
  const auto error = [&](json::Value input) {
    input["QueueUrl"] = url;
    return world.error("SendMessage", std::move(input));
  };
  EXPECT_EQ(error(parsed("{}")),
            "MissingRequiredParameterException: The request must contain the parameter MessageBody.");
  EXPECT_EQ(error(parsed(R"({"MessageBody": ""})")),
            "MissingRequiredParameterException: The request must contain the parameter MessageBody.");
  EXPECT_EQ(error(parsed("{\"MessageBody\": \"a\\u0000\"}")).substr(0, 23), "InvalidMessageContents:");
  EXPECT_EQ(error(parsed("{\"MessageBody\": \"a\\uffff\"}")).substr(0, 23), "InvalidMessageContents:");
  EXPECT_EQ(
      error(parsed(R"({"MessageBody": "x", "MessageDeduplicationId": "d"})")),
      "InvalidParameterValueException: Value d for parameter MessageDeduplicationId is invalid. Reason: The request "
      "include parameter that is not valid for this queue type.");
  json::Value large = json::Value::object();
  large["MessageBody"] = std::string(1025, 'x');
  EXPECT_EQ(
      error(large),
      "InvalidParameterValueException: One or more parameters are invalid. Reason: Message must be shorter than 1024 "
      "bytes.");
  large["MessageBody"] = std::string(1024, 'x');
  EXPECT_EQ(error(large), "");
  large["MessageAttributes"] = parsed(R"({"a": {"DataType": "String", "StringValue": "b"}})");
  EXPECT_NE(error(large), "");
  for (const char* attribute :
       {R"({"DataType": "Text", "StringValue": "a"})", R"({"StringValue": "a"})", R"({"DataType": "String"})",
        R"({"DataType": "Number", "StringValue": "many"})", R"({"DataType": "Binary", "StringValue": "a"})"}) {
    json::Value input = parsed(R"({"MessageBody": "x"})");
    input["MessageAttributes"] = json::Value::object();
    input["MessageAttributes"]["a"] = parsed(attribute);
    EXPECT_EQ(error(input).substr(0, 31), "InvalidParameterValueException:") << attribute;
  }
  for (const char* name : {"AWS.a", "amazon.b", ".a", "a.", "a..b", "a b", ""}) {
    json::Value input = parsed(R"({"MessageBody": "x"})");
    input["MessageAttributes"] = json::Value::object();
    input["MessageAttributes"][name] = parsed(R"({"DataType": "String", "StringValue": "a"})");
    EXPECT_EQ(error(input).substr(0, 31), "InvalidParameterValueException:") << name;
  }
}

TEST(Messages, MayBeLarge) {
  World world;
  const std::string url = world.create("jobs");
  const std::string body(1'048'576, 'x');
  world.send(url, body);
  json::Value message = world.receive(url).at(0);
  EXPECT_EQ(message.at("Body"), body);
  world.remove(url, message);
  const auto count = [&] {
    return world.host().store().read_blocking(
        [](store::ReadTransaction& tx) { return tx.connection().number("SELECT count(*) FROM sqs_bodies"); });
  };
  EXPECT_EQ(count(), 0);
}

TEST(Messages, AreReceivedTenAtMost) {
  World world;
  const std::string url = world.create("jobs");
  for (int i = 0; i < 12; ++i) world.send(url, std::to_string(i));
  EXPECT_EQ(world.receive(url, 10).size(), 10u);
  EXPECT_EQ(world.receive(url, 10).size(), 2u);
  EXPECT_EQ(world.error("ReceiveMessage", parsed(R"({"QueueUrl": "jobs", "MaxNumberOfMessages": 11})")),
            "InvalidParameterValueException: Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be "
            "between 1 and 10, if provided.");
}

TEST(Messages, RefuseReceiptsOfOthers) {
  World world;
  const std::string url = world.create("jobs");
  const std::string other = world.create("other");
  world.send(url, "hello");
  json::Value message = world.receive(url).at(0);
  EXPECT_EQ(world.error("DeleteMessage", parsed(R"({"QueueUrl": "jobs", "ReceiptHandle": "abc"})")),
            "ReceiptHandleIsInvalid: The input receipt handle \"abc\" is not a valid receipt handle.");
  EXPECT_EQ(world.error("DeleteMessage", receipt(other, message, 0)).substr(0, 22), "ReceiptHandleIsInvalid");
  EXPECT_EQ(world.error("DeleteMessage", parsed(R"({"QueueUrl": "jobs"})")),
            "MissingRequiredParameterException: The request must contain the parameter ReceiptHandle.");
}

TEST(Messages, GoToTheDeadLetterQueue) {
  World world;
  const std::string dead = world.create("dead");
  const std::string url = world.create("jobs", {{"RedrivePolicy", redrive_to("dead", 2)}, {"VisibilityTimeout", "0"}});
  const json::Value sent = world.send(url, "bad");
  world.send(url, "also bad");
  EXPECT_EQ(world.receive(url).size(), 2u);
  EXPECT_EQ(world.receive(url).size(), 2u);
  EXPECT_EQ(world.receive(url).size(), 0u);
  const json::Value messages = world.receive(dead, 10, parsed(R"({"AttributeNames": ["All"]})"));
  ASSERT_EQ(messages.size(), 2u);
  EXPECT_EQ(messages.at(0).at("MessageId"), sent.at("MessageId"));
  EXPECT_EQ(messages.at(0).at("Attributes").at("DeadLetterQueueSourceArn"), arn_of("jobs"));
  EXPECT_EQ(messages.at(0).at("Attributes").at("ApproximateReceiveCount"), "3");
}

TEST(Messages, StayWhereTheDeadLetterQueueIsGone) {
  World world;
  const std::string dead = world.create("dead");
  const std::string url = world.create("jobs", {{"RedrivePolicy", redrive_to("dead", 1)}, {"VisibilityTimeout", "0"}});
  json::Value of_dead = json::Value::object();
  of_dead["QueueUrl"] = dead;
  world.call("DeleteQueue", of_dead);
  world.send(url, "bad");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(world.receive(url).size(), 1u);
}

TEST(Messages, AreForgottenAfterTheRetentionPeriod) {
  World world;
  const std::string url = world.create("jobs", {{"MessageRetentionPeriod", "60"}});
  world.send(url, "old");
  world.send(url, "in flight");
  world.receive(url, 1, parsed(R"({"VisibilityTimeout": 300})"));
  world.clock.advance(59'999);
  world.send(url, "new");
  EXPECT_EQ(world.attribute(url, "ApproximateNumberOfMessages"), "2");
  world.clock.advance(1);
  EXPECT_EQ(world.attribute(url, "ApproximateNumberOfMessages"), "1");
  EXPECT_EQ(world.attribute(url, "ApproximateNumberOfMessagesNotVisible"), "0");
  EXPECT_EQ(world.bodies(url), Strings({"new"}));
  world.clock.advance(300'000);
  EXPECT_EQ(world.bodies(url), Strings());
}

TEST(Messages, ArePurged) {
  World world;
  const std::string url = world.create("jobs");
  for (int i = 0; i < 3; ++i) world.send(url, "x");
  world.receive(url, 1);
  json::Value input = json::Value::object();
  input["QueueUrl"] = url;
  world.call("PurgeQueue", input);
  world.clock.advance(60'000);
  EXPECT_EQ(world.bodies(url), Strings());
}

TEST(Messages, GoInBatches) {
  World world;
  const std::string url = world.create("jobs");
  json::Value batch = json::Value::object();
  batch["QueueUrl"] = url;
  batch["Entries"] = parsed(R"([{"Id": "a", "MessageBody": "one"}, {"Id": "b", "MessageBody": ""},
                               {"Id": "c", "MessageBody": "two", "DelaySeconds": 5}])");
  const json::Value sent = world.call("SendMessageBatch", batch);
  ASSERT_EQ(sent.at("Successful").size(), 2u);
  EXPECT_EQ(sent.at("Successful").at(1).at("Id"), "c");
  EXPECT_EQ(sent.at("Failed"), parsed(R"([{"Id": "b", "SenderFault": true, "Code": "MissingParameter",
                                          "Message": "The request must contain the parameter MessageBody."}])"));
  world.clock.advance(5000);
  const json::Value messages = world.receive(url);
  ASSERT_EQ(messages.size(), 2u);
  json::Value entries = json::Value::array();
  for (const auto& [id, handle] : {std::pair("x", messages.at(0).at("ReceiptHandle")), {"y", json::Value("bad")}}) {
    json::Value entry = json::Value::object();
    entry["Id"] = id;
    entry["ReceiptHandle"] = handle;
    entry["VisibilityTimeout"] = 1;
    entries.push_back(entry);
  }
  json::Value input = json::Value::object();
  input["QueueUrl"] = url;
  input["Entries"] = entries;
  for (const char* operation : {"ChangeMessageVisibilityBatch", "DeleteMessageBatch"}) {
    const json::Value output = world.call(operation, input);
    EXPECT_EQ(output.at("Successful"), parsed(R"([{"Id": "x"}])"));
    ASSERT_EQ(output.at("Failed").size(), 1u);
    EXPECT_EQ(output.at("Failed").at(0).at("Code"), "ReceiptHandleIsInvalid");
  }
}

TEST(Messages, RefuseBadBatches) {
  World world;
  world.create("jobs");
  const auto error = [&](const std::string& entries) {
    return world.error("SendMessageBatch", parsed(R"({"QueueUrl": "jobs", "Entries": )" + entries + "}"));
  };
  EXPECT_EQ(error("[]"),
            "EmptyBatchRequest: There should be at least one SendMessageBatchRequestEntry in the request.");
  EXPECT_EQ(error(R"([{"Id": "a", "MessageBody": "x"}, {"Id": "a", "MessageBody": "x"}])"),
            "BatchEntryIdsNotDistinct: Id a repeated.");
  EXPECT_EQ(error(R"([{"Id": "a b", "MessageBody": "x"}])").substr(0, 20), "InvalidBatchEntryId:");
  std::string many;
  for (int i = 0; i < 11; ++i)
    many += (i ? "," : "[") + std::string(R"({"MessageBody": "x", "Id": ")") + std::to_string(i) + "\"}";
  EXPECT_EQ(error(many + "]"),
            "TooManyEntriesInBatchRequest: Maximum number of entries per request are 10. You have sent 11.");
  const std::string half(600'000, 'x');
  EXPECT_EQ(error(R"([{"Id": "a", "MessageBody": ")" + half + R"("}, {"Id": "b", "MessageBody": ")" + half + R"("}])"),
            "BatchRequestTooLong: Batch requests cannot be longer than 1048576 bytes. You have sent 1200000 bytes.");
}

TEST(Messages, AreSentToUrlsMadeOfArns) {
  World world;
  const std::string url = world.create("jobs");
  aws::CallContext context;
  context.region = "eu-west-1";
  context.account = "111122223333";
  context.calling_service = "events.amazonaws.com";
  json::Value input = json::Value::object();
  input["QueueUrl"] = "https://sqs.us-east-1.amazonaws.com/000000000000/jobs";
  input["MessageBody"] = "event";
  world.call("SendMessage", input, context);
  EXPECT_EQ(world.bodies(url), Strings({"event"}));
}

}  // namespace

}  // namespace cloudling::sqs
