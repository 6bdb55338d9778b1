#pragma once

// The inputs and outputs of the SQS API (version 2012-11-05), as AWS's model describes them. What is required is
// checked by the operations, since SQS words that itself (MissingParameter).

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/shape.h"

namespace cloudling::sqs {

using Attributes = std::map<std::string, std::string>;
using Tags = std::map<std::string, std::string>;

// ---- queues ----------------------------------------------------------------------------------------------------

struct CreateQueueInput {
  std::optional<std::string> queue_name;
  Attributes attributes;
  Tags tags;
  static const aws::Structure& shape();
};

struct QueueUrlOutput {
  std::string queue_url;
  static const aws::Structure& shape();
};

struct GetQueueUrlInput {
  std::optional<std::string> queue_name;
  std::optional<std::string> queue_owner_account_id;
  static const aws::Structure& shape();
};

struct ListQueuesInput {
  std::optional<std::string> queue_name_prefix;
  std::optional<std::string> next_token;
  std::optional<int64_t> max_results;
  static const aws::Structure& shape();
};

struct ListQueuesOutput {
  std::optional<std::vector<std::string>> queue_urls;  ///< left out where there are none
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

struct ListDeadLetterSourceQueuesInput {
  std::optional<std::string> queue_url;
  std::optional<std::string> next_token;
  std::optional<int64_t> max_results;
  static const aws::Structure& shape();
};

struct ListDeadLetterSourceQueuesOutput {
  std::vector<std::string> queue_urls;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

/// Of DeleteQueue, PurgeQueue and ListQueueTags.
struct QueueInput {
  std::optional<std::string> queue_url;
  static const aws::Structure& shape();
};

struct GetQueueAttributesInput {
  std::optional<std::string> queue_url;
  std::vector<std::string> attribute_names;
  static const aws::Structure& shape();
};

struct GetQueueAttributesOutput {
  std::optional<Attributes> attributes;
  static const aws::Structure& shape();
};

struct SetQueueAttributesInput {
  std::optional<std::string> queue_url;
  Attributes attributes;
  static const aws::Structure& shape();
};

struct ListQueueTagsOutput {
  std::optional<Tags> tags;
  static const aws::Structure& shape();
};

struct TagQueueInput {
  std::optional<std::string> queue_url;
  Tags tags;
  static const aws::Structure& shape();
};

struct UntagQueueInput {
  std::optional<std::string> queue_url;
  std::vector<std::string> tag_keys;
  static const aws::Structure& shape();
};

struct AddPermissionInput {
  std::optional<std::string> queue_url;
  std::optional<std::string> label;
  std::vector<std::string> account_ids;
  std::vector<std::string> actions;
  static const aws::Structure& shape();
};

struct RemovePermissionInput {
  std::optional<std::string> queue_url;
  std::optional<std::string> label;
  static const aws::Structure& shape();
};

// ---- messages --------------------------------------------------------------------------------------------------

struct MessageAttributeValue {
  std::optional<std::string> string_value;
  std::optional<aws::Blob> binary_value;
  std::optional<std::vector<std::string>> string_list_values;  ///< AWS reserves them and refuses them, as we do
  std::optional<std::vector<aws::Blob>> binary_list_values;
  std::optional<std::string> data_type;
  static const aws::Structure& shape();
};

using MessageAttributes = std::map<std::string, MessageAttributeValue>;

/// What is sent, alone or as an entry of a batch.
struct SendMessageBatchRequestEntry {
  std::optional<std::string> id;
  std::optional<std::string> message_body;
  std::optional<int64_t> delay_seconds;
  std::optional<MessageAttributes> message_attributes;
  std::optional<MessageAttributes> message_system_attributes;
  std::optional<std::string> message_deduplication_id;
  std::optional<std::string> message_group_id;
  static const aws::Structure& shape();
};

struct SendMessageInput {
  std::optional<std::string> queue_url;
  SendMessageBatchRequestEntry message;  ///< its members are this one's own
  static const aws::Structure& shape();
};

struct SendMessageOutput {
  std::string message_id;
  std::string md5_of_body;
  std::optional<std::string> md5_of_attributes;
  std::optional<std::string> md5_of_system_attributes;
  std::optional<std::string> sequence_number;
  static const aws::Structure& shape();
};

struct SendMessageBatchInput {
  std::optional<std::string> queue_url;
  std::vector<SendMessageBatchRequestEntry> entries;
  static const aws::Structure& shape();
};

struct SendMessageBatchResultEntry {
  std::string id;
  SendMessageOutput sent;  ///< its members are this one's own
  static const aws::Structure& shape();
};

struct BatchResultErrorEntry {
  std::string id;
  bool sender_fault = true;
  std::string code;
  std::string message;
  static const aws::Structure& shape();
};

struct SendMessageBatchOutput {
  std::vector<SendMessageBatchResultEntry> successful;
  std::vector<BatchResultErrorEntry> failed;
  static const aws::Structure& shape();
};

struct ReceiveMessageInput {
  std::optional<std::string> queue_url;
  std::vector<std::string> attribute_names;
  std::vector<std::string> system_attribute_names;
  std::vector<std::string> message_attribute_names;
  std::optional<int64_t> max_number_of_messages;
  std::optional<int64_t> visibility_timeout;
  std::optional<int64_t> wait_time_seconds;
  std::optional<std::string> receive_request_attempt_id;
  static const aws::Structure& shape();
};

struct Message {
  std::string message_id;
  std::string receipt_handle;
  std::string md5_of_body;
  std::string body;
  std::optional<Attributes> attributes;
  std::optional<std::string> md5_of_attributes;
  std::optional<MessageAttributes> message_attributes;
  static const aws::Structure& shape();
};

struct ReceiveMessageOutput {
  std::optional<std::vector<Message>> messages;  ///< left out where there are none
  static const aws::Structure& shape();
};

struct DeleteMessageInput {
  std::optional<std::string> queue_url;
  std::optional<std::string> receipt_handle;
  static const aws::Structure& shape();
};

struct ChangeMessageVisibilityInput {
  std::optional<std::string> queue_url;
  std::optional<std::string> receipt_handle;
  std::optional<int64_t> visibility_timeout;
  static const aws::Structure& shape();
};

struct DeleteMessageBatchRequestEntry {
  std::optional<std::string> id;
  std::optional<std::string> receipt_handle;
  static const aws::Structure& shape();
};

struct DeleteMessageBatchInput {
  std::optional<std::string> queue_url;
  std::vector<DeleteMessageBatchRequestEntry> entries;
  static const aws::Structure& shape();
};

struct ChangeMessageVisibilityBatchRequestEntry {
  std::optional<std::string> id;
  std::optional<std::string> receipt_handle;
  std::optional<int64_t> visibility_timeout;
  static const aws::Structure& shape();
};

struct ChangeMessageVisibilityBatchInput {
  std::optional<std::string> queue_url;
  std::vector<ChangeMessageVisibilityBatchRequestEntry> entries;
  static const aws::Structure& shape();
};

struct DeleteMessageBatchResultEntry {
  std::string id;
  static const aws::Structure& shape();
};

struct ChangeMessageVisibilityBatchResultEntry {
  std::string id;
  static const aws::Structure& shape();
};

struct DeleteMessageBatchOutput {
  std::vector<DeleteMessageBatchResultEntry> successful;
  std::vector<BatchResultErrorEntry> failed;
  static const aws::Structure& shape();
};

struct ChangeMessageVisibilityBatchOutput {
  std::vector<ChangeMessageVisibilityBatchResultEntry> successful;
  std::vector<BatchResultErrorEntry> failed;
  static const aws::Structure& shape();
};

// ---- moving messages back ----------------------------------------------------------------------------------------

struct StartMessageMoveTaskInput {
  std::optional<std::string> source_arn;
  std::optional<std::string> destination_arn;
  std::optional<int64_t> max_messages_per_second;
  static const aws::Structure& shape();
};

struct StartMessageMoveTaskOutput {
  std::string task_handle;
  static const aws::Structure& shape();
};

struct CancelMessageMoveTaskInput {
  std::optional<std::string> task_handle;
  static const aws::Structure& shape();
};

struct CancelMessageMoveTaskOutput {
  int64_t moved = 0;
  static const aws::Structure& shape();
};

struct ListMessageMoveTasksInput {
  std::optional<std::string> source_arn;
  std::optional<int64_t> max_results;
  static const aws::Structure& shape();
};

struct ListMessageMoveTasksResultEntry {
  std::optional<std::string> task_handle;  ///< while it runs
  std::string status;
  std::string source_arn;
  std::optional<std::string> destination_arn;
  std::optional<int64_t> max_messages_per_second;
  int64_t moved = 0;
  int64_t to_move = 0;
  std::optional<std::string> failure_reason;
  int64_t started_timestamp = 0;  ///< milliseconds since the epoch
  static const aws::Structure& shape();
};

struct ListMessageMoveTasksOutput {
  std::vector<ListMessageMoveTasksResultEntry> results;
  static const aws::Structure& shape();
};

}  // namespace cloudling::sqs
