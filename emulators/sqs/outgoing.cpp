#include "emulators/sqs/outgoing.h"

#include <algorithm>
#include <utility>

#include "asl/json/json.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/json_codec.h"
#include "emulators/aws/utf8.h"
#include "emulators/sqs/digests.h"
#include "emulators/sqs/errors.h"

namespace cloudling::sqs {

namespace {

constexpr size_t kMaxAttributes = 10;
constexpr size_t kMaxAttributeName = 256;
constexpr size_t kMaxId = 128;
constexpr int64_t kMaxDelay = 900;

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// UTF-8 without what XML 1.0 has no character for.
bool has_valid_characters(std::string_view text) {
  while (!text.empty()) {
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x20 && first != '\t' && first != '\n' && first != '\r') return false;
    const size_t length = aws::utf8_sequence(text);
    if (length == 0 || text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF")) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool is_attribute_name(std::string_view name) {
  const bool characters =
      std::ranges::all_of(name, [](char c) { return is_alphanumeric(c) || c == '_' || c == '-' || c == '.'; });
  std::string lower(name.substr(0, 7));
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const bool reserved = lower.starts_with("aws.") || lower.starts_with("amazon.");
  return !name.empty() && name.size() <= kMaxAttributeName && characters && !reserved && name.front() != '.' &&
         name.back() != '.' && name.find("..") == std::string_view::npos;
}

/// The part of a data type before its custom label: "Number" of "Number.int".
std::string_view base_of(std::string_view type) { return type.substr(0, type.find('.')); }

void check_attribute(const std::string& name, const MessageAttributeValue& attribute) {
  const std::string what = "message (user) attribute '" + name + "'";
  if (attribute.string_list_values || attribute.binary_list_values)
    throw unsupported("Message attribute list values in SendMessage operation are not supported.");
  const std::string type = attribute.data_type.value_or("");
  if (type.empty()) throw invalid_parameter("The " + what + " must contain a non-empty message attribute type.");
  const std::string_view base = base_of(type);
  if (base != "String" && base != "Number" && base != "Binary")
    throw invalid_parameter(
        "The type of " + what +
        " is invalid. You must use only the following supported type prefixes: Binary, Number, String.");
  const bool binary = base == "Binary";
  const bool there = binary ? attribute.binary_value && !attribute.binary_value->bytes.empty()
                            : attribute.string_value && !attribute.string_value->empty();
  if (!there)
    throw invalid_parameter(
        "The " + what + " must contain a non-empty message attribute value for message attribute type '" + type + "'.");
  if (binary ? attribute.string_value.has_value() : attribute.binary_value.has_value())
    throw invalid_parameter("The " + what + " has more than one value.");
  if (base == "Number" && !aws::parse_number(*attribute.string_value))
    throw invalid_parameter("Can't cast the value of " + what + " to a number.");
  if (!binary && !has_valid_characters(*attribute.string_value)) throw invalid_message_contents();
}

void check_attributes(const MessageAttributes& attributes) {
  if (attributes.size() > kMaxAttributes)
    throw invalid_parameter("Number of message attributes [" + std::to_string(attributes.size()) +
                            "] exceeds the allowed maximum [10].");
  for (const auto& [name, attribute] : attributes) {
    if (!is_attribute_name(name)) throw invalid_parameter("The message attribute name '" + name + "' is invalid.");
    check_attribute(name, attribute);
  }
}

void check_system_attributes(const MessageAttributes& attributes) {
  for (const auto& [name, attribute] : attributes) {
    if (name != "AWSTraceHeader") throw invalid_parameter("Message system attribute name '" + name + "' is invalid.");
    check_attribute(name, attribute);
    if (attribute.data_type != "String")
      throw invalid_parameter("The type of message system attribute 'AWSTraceHeader' must be String.");
  }
}

/// Of groups and deduplication: letters, digits and punctuation.
void check_id(const std::optional<std::string>& id, const char* parameter) {
  if (!id) return;
  if (!id->empty() && id->size() <= kMaxId && std::ranges::all_of(*id, [](char c) { return c > 0x20 && c < 0x7f; }))
    return;
  throw invalid_value(
      *id, parameter,
      std::string(parameter) + " can only include alphanumeric and punctuation characters. 1 to 128 in length.");
}

void check_delay(const std::optional<int64_t>& delay) {
  if (delay && (*delay < 0 || *delay > kMaxDelay))
    throw invalid_value(std::to_string(*delay), "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.");
}

int64_t size_of(const MessageAttributes& attributes) {
  size_t bytes = 0;
  for (const auto& [name, attribute] : attributes) {
    bytes += name.size() + attribute.data_type.value_or("").size() + attribute.string_value.value_or("").size();
    if (attribute.binary_value) bytes += attribute.binary_value->bytes.size();
  }
  return static_cast<int64_t>(bytes);
}

std::string stored_attributes(const MessageAttributes& attributes) {
  return json::write(aws::encode_json(aws::type_of<MessageAttributes>(), &attributes, aws::JsonForm::kWire,
                                      aws::TimestampFormat::kDefault));
}

}  // namespace

OutgoingMessage make_outgoing(SendMessageBatchRequestEntry entry, std::string message_id) {
  if (!entry.message_body || entry.message_body->empty()) throw missing_parameter("MessageBody");
  if (!has_valid_characters(*entry.message_body)) throw invalid_message_contents();
  check_delay(entry.delay_seconds);
  check_id(entry.message_deduplication_id, "MessageDeduplicationId");
  check_id(entry.message_group_id, "MessageGroupId");
  OutgoingMessage message;
  message.bytes = size_of(entry);
  if (entry.message_attributes && !entry.message_attributes->empty()) {
    check_attributes(*entry.message_attributes);
    message.attributes = stored_attributes(*entry.message_attributes);
    message.md5_of_attributes = md5_of_attributes(*entry.message_attributes);
  }
  if (entry.message_system_attributes && !entry.message_system_attributes->empty()) {
    check_system_attributes(*entry.message_system_attributes);
    message.trace = *entry.message_system_attributes->begin()->second.string_value;
    message.md5_of_system_attributes = md5_of_attributes(*entry.message_system_attributes);
  }
  message.message_id = std::move(message_id);
  message.md5_of_body = md5_of_body(*entry.message_body);
  message.body = std::move(*entry.message_body);
  message.delay_s = entry.delay_seconds;
  message.deduplication_id = std::move(entry.message_deduplication_id);
  message.group_id = std::move(entry.message_group_id);
  return message;
}

void check_for_queue(const OutgoingMessage& message, const QueueSettings& queue) {
  if (message.bytes > queue.max_bytes)
    throw invalid_parameter("One or more parameters are invalid. Reason: Message must be shorter than " +
                            std::to_string(queue.max_bytes) + " bytes.");
  if (!queue.fifo) {
    if (message.deduplication_id) throw not_valid_for_queue_type(*message.deduplication_id, "MessageDeduplicationId");
    return;
  }
  if (!message.group_id) throw missing_parameter("MessageGroupId");
  if (message.delay_s.value_or(0) != 0)
    throw not_valid_for_queue_type(std::to_string(*message.delay_s), "DelaySeconds");
  if (!message.deduplication_id && !queue.content_based)
    throw invalid_parameter(
        "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
}

int64_t size_of(const SendMessageBatchRequestEntry& entry) {
  const size_t body = entry.message_body ? entry.message_body->size() : 0;
  return static_cast<int64_t>(body) + (entry.message_attributes ? size_of(*entry.message_attributes) : 0);
}

MessageAttributes parse_stored_attributes(const std::string& text) {
  MessageAttributes attributes;
  const auto object = json::parse(text);
  if (!object) return attributes;
  for (const auto& [name, value] : object->items()) {
    aws::MissingPaths missing;
    aws::decode_json(value, MessageAttributeValue::shape(), &attributes[name], aws::JsonForm::kWire, "", missing);
  }
  return attributes;
}

}  // namespace cloudling::sqs
