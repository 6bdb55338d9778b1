#pragma once

// A batch of messages on its way to a function: the event that the function gets, and what its answer says of the
// messages (AWS Lambda Developer Guide, "Using Lambda with Amazon SQS"). Pure functions.

#include <optional>
#include <string>
#include <vector>

#include "asl/json/json.h"

namespace cloudling::lambda {

struct QueueMessage {
  std::string id;
  std::string receipt_handle;
  std::string record;  ///< of the event, as JSON text
};

/// The record of an event. `message` is one of ReceiveMessage's answer, as calls in process get it.
json::Value queue_record(const json::Value& message, const std::string& queue_arn, const std::string& region);
QueueMessage queue_message(const json::Value& record);

/// The event's text: {"Records": [...]}.
std::string batch_event(const std::vector<QueueMessage>& messages);

/// Cuts a batch where its event would exceed `limit` bytes; a message that does so alone is left alone.
std::vector<std::vector<QueueMessage>> cut_batch(std::vector<QueueMessage> messages, size_t limit);

/// The messages that are done, by the function's answer to ReportBatchItemFailures: all but those that it names; none
/// where it names them badly.
std::vector<QueueMessage> done_messages(const std::vector<QueueMessage>& messages, const std::string& answer);

}  // namespace cloudling::lambda
