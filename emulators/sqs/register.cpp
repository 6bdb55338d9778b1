#include "emulators/service.h"
#include "emulators/sqs/sqs.h"

namespace cloudling::sqs {

void register_operations(aws::Registry& registry, store::Store& store, Sqs& service) {
  Registrar<Sqs> operations(registry, store, "sqs", service);
  operations.write<&Sqs::create_queue>("CreateQueue")
      .read<&Sqs::get_queue_url>("GetQueueUrl")
      .read<&Sqs::list_queues>("ListQueues")
      .read<&Sqs::list_dead_letter_source_queues>("ListDeadLetterSourceQueues")
      .write<&Sqs::delete_queue>("DeleteQueue")
      .write<&Sqs::purge_queue>("PurgeQueue")
      .read<&Sqs::get_queue_attributes>("GetQueueAttributes")
      .write<&Sqs::set_queue_attributes>("SetQueueAttributes")
      .write<&Sqs::add_permission>("AddPermission")
      .write<&Sqs::remove_permission>("RemovePermission")
      .write<&Sqs::tag_queue>("TagQueue")
      .write<&Sqs::untag_queue>("UntagQueue")
      .read<&Sqs::list_queue_tags>("ListQueueTags")
      .awaiting<&Sqs::send_message>("SendMessage")
      .awaiting<&Sqs::send_message_batch>("SendMessageBatch")
      .awaiting<&Sqs::receive_message>("ReceiveMessage")
      .write<&Sqs::delete_message>("DeleteMessage")
      .write<&Sqs::delete_message_batch>("DeleteMessageBatch")
      .write<&Sqs::change_message_visibility>("ChangeMessageVisibility")
      .write<&Sqs::change_message_visibility_batch>("ChangeMessageVisibilityBatch")
      .write<&Sqs::start_message_move_task>("StartMessageMoveTask")
      .write<&Sqs::cancel_message_move_task>("CancelMessageMoveTask")
      .read<&Sqs::list_message_move_tasks>("ListMessageMoveTasks");
}

}  // namespace cloudling::sqs
