#include "emulators/sqs/shape_parts.h"
#include "emulators/sqs/shapes.h"

namespace cloudling::sqs {

using aws::field;
using aws::Structure;

const Structure& CreateQueueInput::shape() {
  using T = CreateQueueInput;
  static const Structure shape{"CreateQueueRequest",
                               {field<&T::queue_name>("QueueName"), attributes_field<&T::attributes>(),
                                field<&T::tags>("tags").flattened().items_named(kTag)}};
  return shape;
}

const Structure& QueueUrlOutput::shape() {
  static const Structure shape{"QueueUrlResult", {field<&QueueUrlOutput::queue_url>("QueueUrl")}};
  return shape;
}

const Structure& GetQueueUrlInput::shape() {
  using T = GetQueueUrlInput;
  static const Structure shape{
      "GetQueueUrlRequest",
      {field<&T::queue_name>("QueueName"), field<&T::queue_owner_account_id>("QueueOwnerAWSAccountId")}};
  return shape;
}

const Structure& ListQueuesInput::shape() {
  using T = ListQueuesInput;
  static const Structure shape{"ListQueuesRequest",
                               {field<&T::queue_name_prefix>("QueueNamePrefix"), field<&T::next_token>("NextToken"),
                                field<&T::max_results>("MaxResults")}};
  return shape;
}

const Structure& ListQueuesOutput::shape() {
  using T = ListQueuesOutput;
  static const Structure shape{
      "ListQueuesResult",
      {field<&T::queue_urls>("QueueUrls").flattened().items_named("QueueUrl"), field<&T::next_token>("NextToken")}};
  return shape;
}

const Structure& ListDeadLetterSourceQueuesInput::shape() {
  using T = ListDeadLetterSourceQueuesInput;
  static const Structure shape{
      "ListDeadLetterSourceQueuesRequest",
      {queue_url_field<&T::queue_url>(), field<&T::next_token>("NextToken"), field<&T::max_results>("MaxResults")}};
  return shape;
}

const Structure& ListDeadLetterSourceQueuesOutput::shape() {
  using T = ListDeadLetterSourceQueuesOutput;
  static const Structure shape{
      "ListDeadLetterSourceQueuesResult",
      {field<&T::queue_urls>("queueUrls").flattened().items_named("QueueUrl"), field<&T::next_token>("NextToken")}};
  return shape;
}

const Structure& QueueInput::shape() {
  static const Structure shape{"QueueRequest", {queue_url_field<&QueueInput::queue_url>()}};
  return shape;
}

const Structure& GetQueueAttributesInput::shape() {
  using T = GetQueueAttributesInput;
  static const Structure shape{"GetQueueAttributesRequest",
                               {queue_url_field<&T::queue_url>(),
                                field<&T::attribute_names>("AttributeNames").flattened().items_named("AttributeName")}};
  return shape;
}

const Structure& GetQueueAttributesOutput::shape() {
  static const Structure shape{"GetQueueAttributesResult", {attributes_field<&GetQueueAttributesOutput::attributes>()}};
  return shape;
}

const Structure& SetQueueAttributesInput::shape() {
  using T = SetQueueAttributesInput;
  static const Structure shape{"SetQueueAttributesRequest",
                               {queue_url_field<&T::queue_url>(), attributes_field<&T::attributes>()}};
  return shape;
}

const Structure& ListQueueTagsOutput::shape() {
  static const Structure shape{"ListQueueTagsResult",
                               {field<&ListQueueTagsOutput::tags>("Tags").flattened().items_named(kTag)}};
  return shape;
}

const Structure& TagQueueInput::shape() {
  using T = TagQueueInput;
  static const Structure shape{
      "TagQueueRequest", {queue_url_field<&T::queue_url>(), field<&T::tags>("Tags").flattened().items_named(kTag)}};
  return shape;
}

const Structure& UntagQueueInput::shape() {
  using T = UntagQueueInput;
  static const Structure shape{
      "UntagQueueRequest",
      {queue_url_field<&T::queue_url>(), field<&T::tag_keys>("TagKeys").flattened().items_named("TagKey")}};
  return shape;
}

const Structure& AddPermissionInput::shape() {
  using T = AddPermissionInput;
  static const Structure shape{"AddPermissionRequest",
                               {queue_url_field<&T::queue_url>(), field<&T::label>("Label"),
                                field<&T::account_ids>("AWSAccountIds").flattened().items_named("AWSAccountId"),
                                field<&T::actions>("Actions").flattened().items_named("ActionName")}};
  return shape;
}

const Structure& RemovePermissionInput::shape() {
  using T = RemovePermissionInput;
  static const Structure shape{"RemovePermissionRequest",
                               {queue_url_field<&T::queue_url>(), field<&T::label>("Label")}};
  return shape;
}

const Structure& StartMessageMoveTaskInput::shape() {
  using T = StartMessageMoveTaskInput;
  static const Structure shape{"StartMessageMoveTaskRequest",
                               {field<&T::source_arn>("SourceArn"), field<&T::destination_arn>("DestinationArn"),
                                field<&T::max_messages_per_second>("MaxNumberOfMessagesPerSecond")}};
  return shape;
}

const Structure& StartMessageMoveTaskOutput::shape() {
  static const Structure shape{"StartMessageMoveTaskResult",
                               {field<&StartMessageMoveTaskOutput::task_handle>("TaskHandle")}};
  return shape;
}

const Structure& CancelMessageMoveTaskInput::shape() {
  static const Structure shape{"CancelMessageMoveTaskRequest",
                               {field<&CancelMessageMoveTaskInput::task_handle>("TaskHandle")}};
  return shape;
}

const Structure& CancelMessageMoveTaskOutput::shape() {
  static const Structure shape{"CancelMessageMoveTaskResult",
                               {field<&CancelMessageMoveTaskOutput::moved>("ApproximateNumberOfMessagesMoved")}};
  return shape;
}

const Structure& ListMessageMoveTasksInput::shape() {
  using T = ListMessageMoveTasksInput;
  static const Structure shape{"ListMessageMoveTasksRequest",
                               {field<&T::source_arn>("SourceArn"), field<&T::max_results>("MaxResults")}};
  return shape;
}

const Structure& ListMessageMoveTasksResultEntry::shape() {
  using T = ListMessageMoveTasksResultEntry;
  static const Structure shape{
      "ListMessageMoveTasksResultEntry",
      {field<&T::task_handle>("TaskHandle"), field<&T::status>("Status"), field<&T::source_arn>("SourceArn"),
       field<&T::destination_arn>("DestinationArn"), field<&T::max_messages_per_second>("MaxNumberOfMessagesPerSecond"),
       field<&T::moved>("ApproximateNumberOfMessagesMoved"), field<&T::to_move>("ApproximateNumberOfMessagesToMove"),
       field<&T::failure_reason>("FailureReason"), field<&T::started_timestamp>("StartedTimestamp")}};
  return shape;
}

const Structure& ListMessageMoveTasksOutput::shape() {
  using T = ListMessageMoveTasksOutput;
  static const Structure shape{
      "ListMessageMoveTasksResult",
      {field<&T::results>("Results").flattened().items_named("ListMessageMoveTasksResultEntry")}};
  return shape;
}

}  // namespace cloudling::sqs
