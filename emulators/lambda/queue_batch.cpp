#include "emulators/lambda/queue_batch.h"

#include <algorithm>
#include <set>
#include <utility>

#include "emulators/aws/encoding.h"

namespace cloudling::lambda {

namespace {

constexpr std::string_view kBegin = R"({"Records":[)";
constexpr std::string_view kEnd = "]}";

std::string text_of(const json::Value& object, std::string_view name) {
  const json::Value* value = json::find(object, name);
  return value && value->is_string() ? value->get<std::string>() : "";
}

json::Value attribute_of(const json::Value& given) {
  json::Value attribute = json::Value::object();
  if (given.contains("StringValue")) attribute["stringValue"] = given["StringValue"];
  if (given.contains("BinaryValue")) attribute["binaryValue"] = aws::base64_encode(text_of(given, "BinaryValue"));
  attribute["stringListValues"] = json::Value::array();
  attribute["binaryListValues"] = json::Value::array();
  attribute["dataType"] = text_of(given, "DataType");
  return attribute;
}

json::Value attributes_of(const json::Value& message) {
  json::Value attributes = json::Value::object();
  const json::Value* given = json::find(message, "MessageAttributes");
  if (!given) return attributes;
  for (const auto& [name, value] : given->items()) attributes[name] = attribute_of(value);
  return attributes;
}

/// The identifiers in batchItemFailures; nothing where that is malformed.
std::optional<std::set<std::string>> failed_items(const std::string& answer) {
  std::set<std::string> failed;
  const auto value = json::parse(answer.empty() ? "null" : answer);
  if (!value) return std::nullopt;
  if (value->is_null()) return failed;
  if (!value->is_object()) return std::nullopt;
  const json::Value* items = json::find(*value, "batchItemFailures");
  if (!items || items->is_null()) return failed;
  if (!items->is_array()) return std::nullopt;
  for (const json::Value& item : *items) {
    std::string id = text_of(item, "itemIdentifier");
    if (id.empty()) return std::nullopt;
    failed.insert(std::move(id));
  }
  return failed;
}

}  // namespace

json::Value queue_record(const json::Value& message, const std::string& queue_arn, const std::string& region) {
  json::Value record = json::Value::object();
  record["messageId"] = text_of(message, "MessageId");
  record["receiptHandle"] = text_of(message, "ReceiptHandle");
  record["body"] = text_of(message, "Body");
  const json::Value* attributes = json::find(message, "Attributes");
  record["attributes"] = attributes ? *attributes : json::Value::object();
  record["messageAttributes"] = attributes_of(message);
  const std::string digest = text_of(message, "MD5OfMessageAttributes");
  if (!digest.empty()) record["md5OfMessageAttributes"] = digest;
  record["md5OfBody"] = text_of(message, "MD5OfBody");
  record["eventSource"] = "aws:sqs";
  record["eventSourceARN"] = queue_arn;
  record["awsRegion"] = region;
  return record;
}

QueueMessage queue_message(const json::Value& record) {
  return {.id = text_of(record, "messageId"),
          .receipt_handle = text_of(record, "receiptHandle"),
          .record = json::write(record)};
}

std::string batch_event(const std::vector<QueueMessage>& messages) {
  std::string text(kBegin);
  for (const QueueMessage& message : messages) {
    if (text.size() > kBegin.size()) text += ',';
    text += message.record;
  }
  text += kEnd;
  return text;
}

std::vector<std::vector<QueueMessage>> cut_batch(std::vector<QueueMessage> messages, size_t limit) {
  std::vector<std::vector<QueueMessage>> parts;
  size_t size = 0;
  for (QueueMessage& message : messages) {
    const size_t more = message.record.size() + 1;
    if (parts.empty() || size + more > limit) {
      parts.emplace_back();
      size = kBegin.size() + kEnd.size();
    }
    size += more;
    parts.back().push_back(std::move(message));
  }
  return parts;
}

std::vector<QueueMessage> done_messages(const std::vector<QueueMessage>& messages, const std::string& answer) {
  const auto failed = failed_items(answer);
  if (!failed) return {};
  const auto is_one_of_ours = [&](const std::string& id) {
    return std::ranges::any_of(messages, [&](const QueueMessage& message) { return message.id == id; });
  };
  if (!std::ranges::all_of(*failed, is_one_of_ours)) return {};
  std::vector<QueueMessage> done;
  for (const QueueMessage& message : messages) {
    if (!failed->contains(message.id)) done.push_back(message);
  }
  return done;
}

}  // namespace cloudling::lambda
