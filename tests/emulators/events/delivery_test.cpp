#include "emulators/delivery.h"

#include <gtest/gtest.h>

namespace cloudling {
namespace {

Delivery to(const std::string& arn) { return {.target_arn = arn, .payload = "{\"a\": 1}", .id = "one", .time = 1234}; }

TEST(Delivery, KnowsWhatAnArnNames) {
  EXPECT_EQ(TargetKind::kFunction, target_kind("arn:aws:lambda:us-east-1:000000000000:function:f:live"));
  EXPECT_EQ(TargetKind::kStateMachine, target_kind("arn:aws:states:us-east-1:000000000000:stateMachine:m"));
  EXPECT_EQ(TargetKind::kQueue, target_kind("arn:aws:sqs:us-east-1:000000000000:q"));
  EXPECT_EQ(TargetKind::kLogGroup, target_kind("arn:aws:logs:us-east-1:000000000000:log-group:/a/b:*"));
  EXPECT_EQ(TargetKind::kEventBus, target_kind("arn:aws:events:us-east-1:000000000000:event-bus/b"));
  for (const char* arn : {"", "f", "arn:aws:sns:us-east-1:000000000000:t", "arn:aws:s3:::bucket",
                          "arn:aws:states:us-east-1:000000000000:execution:m:e", "arn:aws:lambda:::function:f"})
    EXPECT_FALSE(target_kind(arn)) << arn;
  EXPECT_THROW(delivery_calls(to("arn:aws:s3:::bucket")), aws::Error);
}

TEST(Delivery, AFunctionIsInvokedAsynchronously) {
  const auto calls = delivery_calls(to("arn:aws:lambda:us-east-1:000000000000:function:f"));
  ASSERT_EQ(1u, calls.size());
  EXPECT_EQ("lambda", calls[0].service);
  EXPECT_EQ("Invoke", calls[0].operation);
  EXPECT_EQ("Event", calls[0].input.at("InvocationType"));
  EXPECT_EQ("{\"a\": 1}", calls[0].input.at("Payload"));
}

TEST(Delivery, AnExecutionHasANameOfItsOwn) {
  const std::string machine = "arn:aws:states:us-east-1:000000000000:stateMachine:m";
  const auto name_of = [&](const std::string& id) {
    Delivery delivery = to(machine);
    delivery.id = id;
    const auto calls = delivery_calls(delivery);
    EXPECT_EQ("ExecutionAlreadyExists", calls.at(0).done_already);
    return calls.at(0).input.at("name").get<std::string>();
  };
  EXPECT_EQ(name_of("one"), name_of("one"));
  EXPECT_NE(name_of("one"), name_of("two"));
  EXPECT_EQ(36u, name_of("one").size());
}

TEST(Delivery, AQueueIsToldByItsUrl) {
  Delivery delivery = to("arn:aws:sqs:eu-west-1:123456789012:jobs.fifo");
  delivery.message_group_id = "g";
  delivery.attributes = {{"RULE_ARN", "r"}};
  const auto input = delivery_calls(delivery).at(0).input;
  EXPECT_EQ("https://sqs.eu-west-1.amazonaws.com/123456789012/jobs.fifo", input.at("QueueUrl"));
  EXPECT_EQ("g", input.at("MessageGroupId"));
  EXPECT_EQ("r", input.at("MessageAttributes").at("RULE_ARN").at("StringValue"));
  EXPECT_TRUE(input.contains("MessageDeduplicationId"));
  EXPECT_FALSE(delivery_calls(to("arn:aws:sqs:eu-west-1:123456789012:jobs")).at(0).input.contains("MessageGroupId"));
}

TEST(Delivery, ALogGroupGetsAStream) {
  const auto calls = delivery_calls(to("arn:aws:logs:us-east-1:000000000000:log-group:/a:*"));
  ASSERT_EQ(2u, calls.size());
  EXPECT_EQ("/a", calls[0].input.at("logGroupName"));
  EXPECT_EQ("ResourceAlreadyExistsException", calls[0].done_already);
  EXPECT_EQ(calls[0].input.at("logStreamName"), calls[1].input.at("logStreamName"));
  EXPECT_EQ(1234, calls[1].input.at("logEvents").at(0).at("timestamp"));
}

TEST(Delivery, ABusGetsTheEvent) {
  Delivery delivery = to("arn:aws:events:us-east-1:000000000000:event-bus/b");
  delivery.payload = R"({"source": "s", "detail-type": "t", "detail": {"a": 1}, "resources": ["r"]})";
  const auto entry = delivery_calls(delivery).at(0).input.at("Entries").at(0);
  EXPECT_EQ("s", entry.at("Source"));
  EXPECT_EQ("{\"a\":1}", entry.at("Detail"));
  EXPECT_EQ("r", entry.at("Resources").at(0));
}

TEST(Delivery, SomeErrorsPass) {
  EXPECT_TRUE(worth_retrying({429, "TooManyRequestsException", ""}));
  EXPECT_TRUE(worth_retrying({500, "ServiceException", ""}));
  EXPECT_TRUE(worth_retrying({400, "ThrottlingException", ""}));
  EXPECT_FALSE(worth_retrying({404, "ResourceNotFoundException", ""}));
  EXPECT_FALSE(worth_retrying({403, "AccessDeniedException", ""}));
  EXPECT_FALSE(worth_retrying({501, "NotImplemented", ""}));
}

}  // namespace
}  // namespace cloudling
