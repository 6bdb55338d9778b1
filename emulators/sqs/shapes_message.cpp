#include "emulators/sqs/shape_parts.h"
#include "emulators/sqs/shapes.h"

namespace cloudling::sqs {

using aws::Field;
using aws::field;
using aws::Structure;

namespace {

constexpr const char* kMessageAttribute = "MessageAttribute.Name.Value";
constexpr const char* kMessageSystemAttribute = "MessageSystemAttribute.Name.Value";

template <class S>
Structure visibility_shape(std::string name, Field first) {
  return {std::move(name),
          {std::move(first), field<&S::receipt_handle>("ReceiptHandle"),
           field<&S::visibility_timeout>("VisibilityTimeout")}};
}

template <class S>
Structure batch_input(const std::string& operation) {
  return {operation + "Request",
          {queue_url_field<&S::queue_url>(),
           field<&S::entries>("Entries").flattened().items_named(operation + "RequestEntry")}};
}

template <class S>
Structure batch_output(const std::string& operation) {
  return {operation + "Result",
          {field<&S::successful>("Successful").flattened().items_named(operation + "ResultEntry"),
           field<&S::failed>("Failed").flattened().items_named("BatchResultErrorEntry")}};
}

}  // namespace

const Structure& MessageAttributeValue::shape() {
  using T = MessageAttributeValue;
  static const Structure shape{
      "MessageAttributeValue",
      {field<&T::string_value>("StringValue"), field<&T::binary_value>("BinaryValue"),
       field<&T::string_list_values>("StringListValues").flattened().items_named("StringListValue"),
       field<&T::binary_list_values>("BinaryListValues").flattened().items_named("BinaryListValue"),
       field<&T::data_type>("DataType")}};
  return shape;
}

const Structure& SendMessageBatchRequestEntry::shape() {
  using T = SendMessageBatchRequestEntry;
  static const Structure shape{
      "SendMessageBatchRequestEntry",
      {field<&T::id>("Id"), field<&T::message_body>("MessageBody"), field<&T::delay_seconds>("DelaySeconds"),
       field<&T::message_attributes>("MessageAttributes").flattened().items_named(kMessageAttribute),
       field<&T::message_system_attributes>("MessageSystemAttributes").flattened().items_named(kMessageSystemAttribute),
       field<&T::message_deduplication_id>("MessageDeduplicationId"), field<&T::message_group_id>("MessageGroupId")}};
  return shape;
}

const Structure& SendMessageInput::shape() {
  using T = SendMessageInput;
  using M = SendMessageBatchRequestEntry;
  static const Structure shape{
      "SendMessageRequest",
      {queue_url_field<&T::queue_url>(), part<&T::message, &M::message_body>("MessageBody"),
       part<&T::message, &M::delay_seconds>("DelaySeconds"),
       part<&T::message, &M::message_attributes>("MessageAttributes").flattened().items_named(kMessageAttribute),
       part<&T::message, &M::message_system_attributes>("MessageSystemAttributes")
           .flattened()
           .items_named(kMessageSystemAttribute),
       part<&T::message, &M::message_deduplication_id>("MessageDeduplicationId"),
       part<&T::message, &M::message_group_id>("MessageGroupId")}};
  return shape;
}

const Structure& SendMessageOutput::shape() {
  using T = SendMessageOutput;
  static const Structure shape{
      "SendMessageResult",
      {field<&T::md5_of_body>("MD5OfMessageBody"), field<&T::md5_of_attributes>("MD5OfMessageAttributes"),
       field<&T::md5_of_system_attributes>("MD5OfMessageSystemAttributes"), field<&T::message_id>("MessageId"),
       field<&T::sequence_number>("SequenceNumber")}};
  return shape;
}

const Structure& SendMessageBatchInput::shape() {
  static const Structure shape = batch_input<SendMessageBatchInput>("SendMessageBatch");
  return shape;
}

const Structure& SendMessageBatchResultEntry::shape() {
  using T = SendMessageBatchResultEntry;
  using S = SendMessageOutput;
  static const Structure shape{"SendMessageBatchResultEntry",
                               {field<&T::id>("Id"), part<&T::sent, &S::message_id>("MessageId"),
                                part<&T::sent, &S::md5_of_body>("MD5OfMessageBody"),
                                part<&T::sent, &S::md5_of_attributes>("MD5OfMessageAttributes"),
                                part<&T::sent, &S::md5_of_system_attributes>("MD5OfMessageSystemAttributes"),
                                part<&T::sent, &S::sequence_number>("SequenceNumber")}};
  return shape;
}

const Structure& BatchResultErrorEntry::shape() {
  using T = BatchResultErrorEntry;
  static const Structure shape{"BatchResultErrorEntry",
                               {field<&T::id>("Id"), field<&T::sender_fault>("SenderFault"), field<&T::code>("Code"),
                                field<&T::message>("Message")}};
  return shape;
}

const Structure& SendMessageBatchOutput::shape() {
  static const Structure shape = batch_output<SendMessageBatchOutput>("SendMessageBatch");
  return shape;
}

const Structure& ReceiveMessageInput::shape() {
  using T = ReceiveMessageInput;
  static const Structure shape{
      "ReceiveMessageRequest",
      {queue_url_field<&T::queue_url>(),
       field<&T::attribute_names>("AttributeNames").flattened().items_named("AttributeName"),
       field<&T::system_attribute_names>("MessageSystemAttributeNames")
           .flattened()
           .items_named("MessageSystemAttributeName"),
       field<&T::message_attribute_names>("MessageAttributeNames").flattened().items_named("MessageAttributeName"),
       field<&T::max_number_of_messages>("MaxNumberOfMessages"), field<&T::visibility_timeout>("VisibilityTimeout"),
       field<&T::wait_time_seconds>("WaitTimeSeconds"),
       field<&T::receive_request_attempt_id>("ReceiveRequestAttemptId")}};
  return shape;
}

const Structure& Message::shape() {
  using T = Message;
  static const Structure shape{
      "Message",
      {field<&T::message_id>("MessageId"), field<&T::receipt_handle>("ReceiptHandle"),
       field<&T::md5_of_body>("MD5OfBody"), field<&T::body>("Body"), attributes_field<&T::attributes>(),
       field<&T::md5_of_attributes>("MD5OfMessageAttributes"),
       field<&T::message_attributes>("MessageAttributes").flattened().items_named(kMessageAttribute)}};
  return shape;
}

const Structure& ReceiveMessageOutput::shape() {
  static const Structure shape{"ReceiveMessageResult",
                               {field<&ReceiveMessageOutput::messages>("Messages").flattened().items_named("Message")}};
  return shape;
}

const Structure& DeleteMessageInput::shape() {
  using T = DeleteMessageInput;
  static const Structure shape{"DeleteMessageRequest",
                               {queue_url_field<&T::queue_url>(), field<&T::receipt_handle>("ReceiptHandle")}};
  return shape;
}

const Structure& ChangeMessageVisibilityInput::shape() {
  using T = ChangeMessageVisibilityInput;
  static const Structure shape =
      visibility_shape<T>("ChangeMessageVisibilityRequest", queue_url_field<&T::queue_url>());
  return shape;
}

const Structure& DeleteMessageBatchRequestEntry::shape() {
  using T = DeleteMessageBatchRequestEntry;
  static const Structure shape{"DeleteMessageBatchRequestEntry",
                               {field<&T::id>("Id"), field<&T::receipt_handle>("ReceiptHandle")}};
  return shape;
}

const Structure& DeleteMessageBatchInput::shape() {
  static const Structure shape = batch_input<DeleteMessageBatchInput>("DeleteMessageBatch");
  return shape;
}

const Structure& ChangeMessageVisibilityBatchRequestEntry::shape() {
  using T = ChangeMessageVisibilityBatchRequestEntry;
  static const Structure shape = visibility_shape<T>("ChangeMessageVisibilityBatchRequestEntry", field<&T::id>("Id"));
  return shape;
}

const Structure& ChangeMessageVisibilityBatchInput::shape() {
  static const Structure shape = batch_input<ChangeMessageVisibilityBatchInput>("ChangeMessageVisibilityBatch");
  return shape;
}

const Structure& DeleteMessageBatchResultEntry::shape() {
  static const Structure shape{"DeleteMessageBatchResultEntry", {field<&DeleteMessageBatchResultEntry::id>("Id")}};
  return shape;
}

const Structure& ChangeMessageVisibilityBatchResultEntry::shape() {
  static const Structure shape{"ChangeMessageVisibilityBatchResultEntry",
                               {field<&ChangeMessageVisibilityBatchResultEntry::id>("Id")}};
  return shape;
}

const Structure& DeleteMessageBatchOutput::shape() {
  static const Structure shape = batch_output<DeleteMessageBatchOutput>("DeleteMessageBatch");
  return shape;
}

const Structure& ChangeMessageVisibilityBatchOutput::shape() {
  static const Structure shape = batch_output<ChangeMessageVisibilityBatchOutput>("ChangeMessageVisibilityBatch");
  return shape;
}

}  // namespace cloudling::sqs
