#include "emulators/lambda/queue_batch.h"

#include <gtest/gtest.h>

#include "emulators/aws/error.h"
#include "emulators/lambda/event_filters.h"

namespace cloudling::lambda {

namespace {

json::Value parsed(const std::string& text) { return json::parse(text).value_or(json::Value()); }

std::vector<QueueMessage> messages(const std::vector<std::string>& ids, size_t bytes = 2) {
  std::vector<QueueMessage> result;
  for (const std::string& id : ids)
    result.push_back({.id = id, .receipt_handle = "r" + id, .record = std::string(bytes, '1')});
  return result;
}

std::string done(const std::string& answer) {
  std::string ids;
  for (const QueueMessage& message : done_messages(messages({"a", "b", "c"}), answer)) ids += message.id;
  return ids;
}

}  // namespace

TEST(QueueBatch, ARecordIsWhatAwsShows) {
  const auto message = parsed(R"({"MessageId": "m", "ReceiptHandle": "r", "Body": "b", "MD5OfBody": "5",
      "Attributes": {"SentTimestamp": "1"}, "MD5OfMessageAttributes": "6",
      "MessageAttributes": {"T": {"StringValue": "s", "DataType": "String"}, "B": {"BinaryValue": "x", "DataType": "Binary"}}})");
  const QueueMessage read = queue_message(queue_record(message, "arn:q", "eu-west-1"));
  EXPECT_EQ(read.id, "m");
  EXPECT_EQ(read.receipt_handle, "r");
  EXPECT_EQ(parsed(read.record), parsed(R"({"messageId": "m", "receiptHandle": "r", "body": "b",
      "attributes": {"SentTimestamp": "1"},
      "messageAttributes": {
          "T": {"stringValue": "s", "stringListValues": [], "binaryListValues": [], "dataType": "String"},
          "B": {"binaryValue": "eA==", "stringListValues": [], "binaryListValues": [], "dataType": "Binary"}},
      "md5OfMessageAttributes": "6", "md5OfBody": "5", "eventSource": "aws:sqs", "eventSourceARN": "arn:q",
      "awsRegion": "eu-west-1"})"));
}

TEST(EventFilters, TakeRecordsByTheirBodiesAndAttributes) {
  const auto takes = [](const std::vector<std::string>& patterns, const std::string& body) {
    FilterCriteria criteria{.filters = std::vector<EventFilter>()};
    for (const std::string& pattern : patterns) criteria.filters->push_back({pattern});
    json::Value record = json::Value::object();
    record["body"] = body;
    record["eventSource"] = "aws:sqs";
    return EventFilters(criteria).takes(record);
  };
  EXPECT_TRUE(takes({}, "text"));
  EXPECT_TRUE(
      takes({R"({"body": {"kind": ["image"], "size": [{"numeric": [">", 5]}]}})"}, R"({"kind": "image", "size": 6})"));
  EXPECT_FALSE(takes({R"({"body": {"kind": ["image"]}})"}, R"({"kind": "text"})"));
  EXPECT_FALSE(takes({R"({"body": {"kind": ["image"]}})"}, "image"));
  EXPECT_FALSE(takes({R"({"body": ["image"]})"}, R"({"kind": "image"})"));
  EXPECT_TRUE(takes({R"({"body": ["image"]})"}, "image"));
  EXPECT_TRUE(takes({R"({"eventSource": ["aws:sqs"]})"}, "anything"));
  EXPECT_TRUE(takes({R"({"body": ["a"]})", R"({"body": ["b"]})"}, "b"));
  EXPECT_THROW(takes({"{\"body\": \"a\"}"}, "a"), aws::Error);
  EXPECT_THROW(takes(std::vector<std::string>(11, R"({"body": ["a"]})"), "a"), aws::Error);
}

TEST(QueueBatch, BatchesAreCutWhereTheyWouldBeTooLong) {
  EXPECT_EQ(batch_event(messages({"a", "b"})), R"({"Records":[11,11]})");
  const auto parts = cut_batch(messages({"a", "b", "c", "d", "e"}, 40), 100);
  ASSERT_EQ(parts.size(), 3u);
  for (const auto& part : parts) EXPECT_LE(batch_event(part).size(), 100u);
  EXPECT_EQ(cut_batch(messages({"a", "b"}, 400), 100).size(), 2u);
}

TEST(QueueBatch, TheFunctionReportsWhatFailed) {
  for (const char* all : {"", "null", "{}", R"({"batchItemFailures": []})", R"({"batchItemFailures": null})"})
    EXPECT_EQ(done(all), "abc") << all;
  EXPECT_EQ(done(R"({"batchItemFailures": [{"itemIdentifier": "b"}]})"), "ac");
  for (const char* none :
       {"no JSON", "\"text\"", "[]", R"({"batchItemFailures": {}})", R"({"batchItemFailures": [{}]})",
        R"({"batchItemFailures": [{"itemIdentifier": ""}]})", R"({"batchItemFailures": [{"itemIdentifier": "z"}]})",
        R"({"batchItemFailures": [{"itemIdentifier": 1}]})"})
    EXPECT_EQ(done(none), "") << none;
}

}  // namespace cloudling::lambda
