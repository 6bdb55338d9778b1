#pragma once

// A message on its way into a queue: checked as far as that needs no queue, its digests made, its attributes in the
// form in which they are stored. Made on the caller's thread, so that the writer only writes.

#include <optional>
#include <string>

#include "emulators/sqs/queue_attributes.h"
#include "emulators/sqs/shapes.h"

namespace cloudling::sqs {

struct OutgoingMessage {
  std::string message_id;
  std::string body;
  std::string attributes;  ///< JSON; "" without
  std::string trace;       ///< AWSTraceHeader; "" without
  std::optional<int64_t> delay_s;
  std::optional<std::string> deduplication_id;
  std::optional<std::string> group_id;
  int64_t bytes = 0;  ///< of the body and the attributes, as limits count them
  std::string md5_of_body;
  std::optional<std::string> md5_of_attributes;
  std::optional<std::string> md5_of_system_attributes;
};

/// Throws MissingParameter, InvalidParameterValue, InvalidMessageContents, UnsupportedOperation.
OutgoingMessage make_outgoing(SendMessageBatchRequestEntry entry, std::string message_id);

/// What the queue does not take: size, FIFO parameters. Throws MissingParameter, InvalidParameterValue.
void check_for_queue(const OutgoingMessage& message, const QueueSettings& queue);

/// Bytes of a batch's message; 0 for what is not there.
int64_t size_of(const SendMessageBatchRequestEntry& entry);

/// The attributes of a stored message.
MessageAttributes parse_stored_attributes(const std::string& json);

}  // namespace cloudling::sqs
