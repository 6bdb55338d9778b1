#pragma once

// Amazon SQS, API version 2012-11-05: its operations, one member function each.
//
// Standard and FIFO queues with dead letters, kept in the store. See README.md for what is there and how it differs.

#include <boost/asio/awaitable.hpp>
#include <string>
#include <utility>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/operation.h"
#include "emulators/sqs/arrivals.h"
#include "emulators/sqs/shapes.h"
#include "emulators/sqs/sqs_store.h"
#include "emulators/store/jobs.h"
#include "emulators/store/store.h"

namespace cloudling::sqs {

class Sqs {
 public:
  /// Construct it before the store's jobs start; it must outlive store.stop().
  Sqs(store::Store& store, aws::Clock& clock, aws::IdSource& ids);

  // queues.cpp
  QueueUrlOutput create_queue(const aws::CallContext&, store::WriteTransaction&, const CreateQueueInput&);
  QueueUrlOutput get_queue_url(const aws::CallContext&, store::ReadTransaction&, const GetQueueUrlInput&);
  ListQueuesOutput list_queues(const aws::CallContext&, store::ReadTransaction&, const ListQueuesInput&);
  ListDeadLetterSourceQueuesOutput list_dead_letter_source_queues(const aws::CallContext&, store::ReadTransaction&,
                                                                  const ListDeadLetterSourceQueuesInput&);
  aws::Nothing delete_queue(const aws::CallContext&, store::WriteTransaction&, const QueueInput&);
  aws::Nothing purge_queue(const aws::CallContext&, store::WriteTransaction&, const QueueInput&);
  GetQueueAttributesOutput get_queue_attributes(const aws::CallContext&, store::ReadTransaction&,
                                                const GetQueueAttributesInput&);
  aws::Nothing set_queue_attributes(const aws::CallContext&, store::WriteTransaction&, const SetQueueAttributesInput&);

  // permissions.cpp
  aws::Nothing add_permission(const aws::CallContext&, store::WriteTransaction&, const AddPermissionInput&);
  aws::Nothing remove_permission(const aws::CallContext&, store::WriteTransaction&, const RemovePermissionInput&);

  // tags.cpp
  aws::Nothing tag_queue(const aws::CallContext&, store::WriteTransaction&, const TagQueueInput&);
  aws::Nothing untag_queue(const aws::CallContext&, store::WriteTransaction&, const UntagQueueInput&);
  ListQueueTagsOutput list_queue_tags(const aws::CallContext&, store::ReadTransaction&, const QueueInput&);

  // send.cpp
  boost::asio::awaitable<SendMessageOutput> send_message(const aws::CallContext&, SendMessageInput);
  boost::asio::awaitable<SendMessageBatchOutput> send_message_batch(const aws::CallContext&, SendMessageBatchInput);

  // receive.cpp
  boost::asio::awaitable<ReceiveMessageOutput> receive_message(const aws::CallContext&, ReceiveMessageInput);

  // delete.cpp
  aws::Nothing delete_message(const aws::CallContext&, store::WriteTransaction&, const DeleteMessageInput&);
  DeleteMessageBatchOutput delete_message_batch(const aws::CallContext&, store::WriteTransaction&,
                                                const DeleteMessageBatchInput&);
  aws::Nothing change_message_visibility(const aws::CallContext&, store::WriteTransaction&,
                                         const ChangeMessageVisibilityInput&);
  ChangeMessageVisibilityBatchOutput change_message_visibility_batch(const aws::CallContext&, store::WriteTransaction&,
                                                                     const ChangeMessageVisibilityBatchInput&);

  // move_tasks.cpp
  StartMessageMoveTaskOutput start_message_move_task(const aws::CallContext&, store::WriteTransaction&,
                                                     const StartMessageMoveTaskInput&);
  CancelMessageMoveTaskOutput cancel_message_move_task(const aws::CallContext&, store::WriteTransaction&,
                                                       const CancelMessageMoveTaskInput&);
  ListMessageMoveTasksOutput list_message_move_tasks(const aws::CallContext&, store::ReadTransaction&,
                                                     const ListMessageMoveTasksInput&);

 private:
  struct Take;
  struct Taken;

  Taken take(store::WriteTransaction& tx, const Take& asked);
  bool take_again(store::WriteTransaction& tx, const Take& asked, Taken& taken);
  void take_visible(store::WriteTransaction& tx, const Take& asked, const QueueRow& queue, Taken& taken);
  bool drop(store::WriteTransaction& tx, const Take& asked, const QueueRow& queue, const MessageRow& message);
  void receive_once(store::WriteTransaction& tx, MessageRow& message, int64_t visibility_s);

  SendMessageOutput enqueue(store::WriteTransaction& tx, const QueueRow& queue, const OutgoingMessage& message,
                            const std::string& sender);
  void remove(store::WriteTransaction& tx, const QueueRow& queue, const std::optional<std::string>& handle);
  void change(store::WriteTransaction& tx, const QueueRow& queue, const std::optional<std::string>& handle,
              const std::optional<int64_t>& visibility_s);

  boost::asio::awaitable<void> move_messages(store::Job job);
  void move_some(store::WriteTransaction& tx, MoveTask& task);

  /// What becomes known to listeners once the transaction has committed.
  void wake_after(store::WriteTransaction& tx, QueueId queue, int64_t messages);
  void wake_all_after(store::WriteTransaction& tx, QueueId queue);
  void expect_after(store::WriteTransaction& tx, QueueId queue, TimeMs time);

  store::Store& store_;
  aws::Clock& clock_;
  aws::IdSource& ids_;
  Arrivals arrivals_;
};

/// The queue that a URL means. Throws QueueDoesNotExist.
QueueRow require_queue(store::ReadTransaction& tx, const QueueName& name);
QueueDetails require_queue_details(store::ReadTransaction& tx, const QueueName& name);

/// Adds the operations to the registry, under the service id "sqs".
void register_operations(aws::Registry& registry, store::Store& store, Sqs& service);

}  // namespace cloudling::sqs
