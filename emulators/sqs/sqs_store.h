#pragma once

// The tables of SQS and all of their SQL.
//
//   sqs_queues          a queue: its attributes (JSON), and those that sending and receiving need in columns
//   sqs_tags
//   sqs_messages        a message: when it is visible next, how often it was received, small bodies
//   sqs_bodies          bodies too large to be written again with each receipt; they go with their message
//   sqs_deduplication   what FIFO queues accepted in the last five minutes
//   sqs_attempts        what FIFO queues gave to a ReceiveRequestAttemptId in the last five minutes
//   sqs_move_tasks      tasks that move dead letters back
//
// sqs_store.cpp has the tables, queues and tags, sqs_store_messages.cpp the messages, sqs_store_tasks.cpp the tasks.
// A message is visible where visible_ms has come; in flight where it has not and the message was received before;
// delayed otherwise. Messages of FIFO queues are `ordered`, by their ids.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/sqs/outgoing.h"
#include "emulators/sqs/queue_attributes.h"
#include "emulators/sqs/queue_names.h"
#include "emulators/store/connection.h"
#include "emulators/store/store.h"

namespace cloudling::sqs {

using aws::TimeMs;
using QueueId = int64_t;
using MessageRowId = int64_t;

std::vector<store::Migration> migrations();

// ---- queues ----------------------------------------------------------------------------------------------------

struct QueueRow {
  QueueId id = 0;
  QueueSettings settings;
};

/// A queue with all that its attributes are.
struct QueueDetails {
  QueueId id = 0;
  TimeMs created = 0;
  TimeMs modified = 0;
  Attributes attributes;  ///< as set; without those that are counted or made of the row
};

std::optional<QueueRow> find_queue(store::ReadTransaction& tx, const QueueName& name);
std::optional<QueueDetails> find_queue_details(store::ReadTransaction& tx, const QueueName& name);

/// Stores a new queue; fills in its id.
void insert_queue(store::WriteTransaction& tx, const QueueName& name, QueueDetails& queue);
void update_queue(store::WriteTransaction& tx, const QueueDetails& queue);

/// With its messages and all else.
void delete_queue(store::WriteTransaction& tx, QueueId queue);

/// Up to `limit` names of queues that begin with `prefix` and come after `after`, in order.
std::vector<std::string> list_queue_names(store::ReadTransaction& tx, const std::string& account,
                                          const std::string& region, const std::string& prefix,
                                          const std::string& after, int64_t limit);

/// Up to `limit` queues after `after` whose dead letters go to `dead_letter_arn`, by id.
struct SourceQueue {
  QueueId id = 0;
  QueueName name;
};
std::vector<SourceQueue> list_source_queues(store::ReadTransaction& tx, const std::string& dead_letter_arn,
                                            QueueId after, int64_t limit);

Tags list_tags(store::ReadTransaction& tx, QueueId queue);
void put_tag(store::WriteTransaction& tx, QueueId queue, const std::string& key, const std::string& value);
void delete_tag(store::WriteTransaction& tx, QueueId queue, const std::string& key);

// ---- messages --------------------------------------------------------------------------------------------------

struct MessageRow {
  MessageRowId id = 0;
  TimeMs visible = 0;
  TimeMs sent = 0;
  int64_t receives = 0;
  std::optional<TimeMs> first_received;
  std::string message_id;
  std::string sender;
  std::optional<std::string> group_id;
  std::optional<std::string> deduplication_id;
  std::string trace;       ///< AWSTraceHeader; "" without
  std::string source_arn;  ///< of the queue whose dead letter it is; "" where it is none
  std::string body;
  std::string attributes;  ///< JSON; "" without
};

/// How many messages of a queue are in which state; `cutoff`: sent by then, they have expired.
struct MessageCounts {
  int64_t visible = 0;
  int64_t in_flight = 0;
  int64_t delayed = 0;
};
MessageCounts count_messages(store::ReadTransaction& tx, QueueId queue, TimeMs now, TimeMs cutoff);

MessageRowId insert_message(store::WriteTransaction& tx, QueueId queue, bool ordered, const MessageRow& message);

/// Visible messages, those first that have been visible longest. Of FIFO queues: in order, none of a group of which
/// one is in flight.
std::vector<MessageRow> visible_messages(store::ReadTransaction& tx, QueueId queue, bool ordered, TimeMs now,
                                         int64_t limit);
std::optional<MessageRow> find_message(store::ReadTransaction& tx, QueueId queue, MessageRowId id);

/// What decides whether a receipt is still good.
struct ReceiptState {
  TimeMs visible = 0;
  int64_t receives = 0;
};
std::optional<ReceiptState> find_receipt_state(store::ReadTransaction& tx, QueueId queue, MessageRowId id);

/// When the next message that is not visible now will be.
std::optional<TimeMs> next_visible(store::ReadTransaction& tx, QueueId queue, TimeMs now);

/// Stores when the message is visible, how often and when first it was received.
void update_receipt(store::WriteTransaction& tx, const MessageRow& message);
void set_visible(store::WriteTransaction& tx, MessageRowId message, TimeMs visible);
void delete_message(store::WriteTransaction& tx, QueueId queue, MessageRowId message);
void delete_all_messages(store::WriteTransaction& tx, QueueId queue);

/// Deletes some of the messages that have been visible since `cutoff` or longer, which have expired.
void delete_expired(store::WriteTransaction& tx, QueueId queue, TimeMs cutoff);

/// Puts a message into a dead letter queue. Its age counts on from `sent`.
void move_to_dead_letters(store::WriteTransaction& tx, MessageRowId message, QueueId to, const std::string& from_arn,
                          TimeMs now, TimeMs sent);

/// A message accepted before, under the same deduplication id.
struct Accepted {
  MessageRowId row = 0;
  std::string message_id;
};
std::optional<Accepted> find_accepted(store::WriteTransaction& tx, QueueId queue, const std::string& scope,
                                      const std::string& deduplication_id, TimeMs since);
void insert_accepted(store::WriteTransaction& tx, QueueId queue, const std::string& scope,
                     const std::string& deduplication_id, const Accepted& accepted, TimeMs now);

/// What an attempt to receive got: rows with how often they had been received then, as text.
std::optional<std::string> find_attempt(store::ReadTransaction& tx, QueueId queue, const std::string& attempt,
                                        TimeMs since);
void put_attempt(store::WriteTransaction& tx, QueueId queue, const std::string& attempt, const std::string& received,
                 TimeMs now, TimeMs since);

// ---- move tasks ------------------------------------------------------------------------------------------------

struct MoveTask {
  int64_t id = 0;
  std::string task_id;
  QueueId source = 0;
  std::string source_arn;
  std::optional<std::string> destination_arn;
  std::optional<int64_t> rate;  ///< messages per second
  std::string status;           ///< RUNNING, COMPLETED, CANCELLED, FAILED
  int64_t moved = 0;
  int64_t to_move = 0;
  std::optional<std::string> failure_reason;
  TimeMs started = 0;
};

void insert_task(store::WriteTransaction& tx, MoveTask& task);
void update_task(store::WriteTransaction& tx, const MoveTask& task);
std::optional<MoveTask> find_task(store::ReadTransaction& tx, const std::string& task_id);
std::vector<MoveTask> list_tasks(store::ReadTransaction& tx, QueueId source, int64_t limit);

/// Visible messages of the source, those first that have been visible longest.
struct Movable {
  MessageRowId id = 0;
  std::string source_arn;
};
std::vector<Movable> movable_messages(store::ReadTransaction& tx, QueueId source, TimeMs now, int64_t limit);

/// The message becomes a new one of another queue, behind all that are there.
void move_as_new(store::WriteTransaction& tx, MessageRowId message, QueueId to, const std::string& message_id,
                 TimeMs now);

}  // namespace cloudling::sqs
