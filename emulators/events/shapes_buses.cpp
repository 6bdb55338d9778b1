#include "emulators/events/constraints.h"
#include "emulators/events/shapes.h"

namespace cloudling::events {

using aws::field;
using aws::Structure;

const Structure& Tag::shape() {
  static const Structure shape{
      "Tag",
      {field<&Tag::key>("Key").length(1, 128).required(), field<&Tag::value>("Value").length(0, 256).required()}};
  return shape;
}

const Structure& DeadLetterConfig::shape() {
  static const Structure shape{"DeadLetterConfig", {as_any_arn(field<&DeadLetterConfig::arn>("Arn"))}};
  return shape;
}

const Structure& CreateEventBusInput::shape() {
  using T = CreateEventBusInput;
  static const Structure shape{
      "CreateEventBusRequest",
      {as_bus_name(field<&T::name>("Name").required()), field<&T::event_source_name>("EventSourceName").length(1, 256),
       as_key_identifier(field<&T::kms_key_identifier>("KmsKeyIdentifier")), field<&T::log_config>("LogConfig"),
       as_description(field<&T::description>("Description")), field<&T::dead_letter_config>("DeadLetterConfig"),
       field<&T::tags>("Tags")}};
  return shape;
}

const Structure& CreateEventBusOutput::shape() {
  using T = CreateEventBusOutput;
  static const Structure shape{"CreateEventBusResponse",
                               {field<&T::event_bus_arn>("EventBusArn"), field<&T::description>("Description"),
                                field<&T::dead_letter_config>("DeadLetterConfig")}};
  return shape;
}

const Structure& DescribeEventBusInput::shape() {
  static const Structure shape{"DescribeEventBusRequest",
                               {as_bus_name_or_arn(field<&DescribeEventBusInput::name>("Name"))}};
  return shape;
}

const Structure& DescribeEventBusOutput::shape() {
  using T = DescribeEventBusOutput;
  static const Structure shape{
      "DescribeEventBusResponse",
      {field<&T::name>("Name"), field<&T::arn>("Arn"), field<&T::description>("Description"),
       field<&T::dead_letter_config>("DeadLetterConfig"), field<&T::policy>("Policy"),
       field<&T::creation_time>("CreationTime"), field<&T::last_modified_time>("LastModifiedTime")}};
  return shape;
}

const Structure& ListEventBusesInput::shape() {
  using T = ListEventBusesInput;
  static const Structure shape{
      "ListEventBusesRequest",
      {as_bus_name(field<&T::name_prefix>("NamePrefix")), as_next_token(field<&T::next_token>("NextToken")),
       as_page_limit(field<&T::limit>("Limit"))}};
  return shape;
}

const Structure& EventBus::shape() {
  using T = EventBus;
  static const Structure shape{"EventBus",
                               {field<&T::name>("Name"), field<&T::arn>("Arn"), field<&T::description>("Description"),
                                field<&T::policy>("Policy"), field<&T::creation_time>("CreationTime"),
                                field<&T::last_modified_time>("LastModifiedTime")}};
  return shape;
}

const Structure& ListEventBusesOutput::shape() {
  using T = ListEventBusesOutput;
  static const Structure shape{"ListEventBusesResponse",
                               {field<&T::event_buses>("EventBuses"), field<&T::next_token>("NextToken")}};
  return shape;
}

const Structure& DeleteEventBusInput::shape() {
  static const Structure shape{"DeleteEventBusRequest",
                               {as_bus_name(field<&DeleteEventBusInput::name>("Name").required())}};
  return shape;
}

const Structure& UpdateEventBusInput::shape() {
  using T = UpdateEventBusInput;
  static const Structure shape{
      "UpdateEventBusRequest",
      {as_bus_name(field<&T::name>("Name")), as_key_identifier(field<&T::kms_key_identifier>("KmsKeyIdentifier")),
       field<&T::log_config>("LogConfig"), as_description(field<&T::description>("Description")),
       field<&T::dead_letter_config>("DeadLetterConfig")}};
  return shape;
}

const Structure& UpdateEventBusOutput::shape() {
  using T = UpdateEventBusOutput;
  static const Structure shape{"UpdateEventBusResponse",
                               {field<&T::arn>("Arn"), field<&T::name>("Name"), field<&T::description>("Description"),
                                field<&T::dead_letter_config>("DeadLetterConfig")}};
  return shape;
}

const Structure& Condition::shape() {
  using T = Condition;
  static const Structure shape{
      "Condition",
      {field<&T::type>("Type").required(), field<&T::key>("Key").required(), field<&T::value>("Value").required()}};
  return shape;
}

const Structure& PutPermissionInput::shape() {
  using T = PutPermissionInput;
  static const Structure shape{"PutPermissionRequest",
                               {as_plain_bus_name(field<&T::event_bus_name>("EventBusName")),
                                field<&T::action>("Action").length(1, 64).matching("events:[a-zA-Z]+"),
                                field<&T::principal>("Principal").length(1, 12).matching("(\\d{12}|\\*)"),
                                field<&T::statement_id>("StatementId").length(1, 64).matching("[a-zA-Z0-9-_]+"),
                                field<&T::condition>("Condition"), field<&T::policy>("Policy")}};
  return shape;
}

const Structure& RemovePermissionInput::shape() {
  using T = RemovePermissionInput;
  static const Structure shape{"RemovePermissionRequest",
                               {field<&T::statement_id>("StatementId").length(1, 64).matching("[a-zA-Z0-9-_]+"),
                                field<&T::remove_all_permissions>("RemoveAllPermissions"),
                                as_plain_bus_name(field<&T::event_bus_name>("EventBusName"))}};
  return shape;
}

const Structure& TagResourceInput::shape() {
  using T = TagResourceInput;
  static const Structure shape{
      "TagResourceRequest",
      {as_any_arn(field<&T::resource_arn>("ResourceARN").required()), field<&T::tags>("Tags").required()}};
  return shape;
}

const Structure& UntagResourceInput::shape() {
  using T = UntagResourceInput;
  static const Structure shape{
      "UntagResourceRequest",
      {as_any_arn(field<&T::resource_arn>("ResourceARN").required()), field<&T::tag_keys>("TagKeys").required()}};
  return shape;
}

const Structure& ListTagsForResourceInput::shape() {
  static const Structure shape{"ListTagsForResourceRequest",
                               {as_any_arn(field<&ListTagsForResourceInput::resource_arn>("ResourceARN").required())}};
  return shape;
}

const Structure& ListTagsForResourceOutput::shape() {
  static const Structure shape{"ListTagsForResourceResponse", {field<&ListTagsForResourceOutput::tags>("Tags")}};
  return shape;
}

}  // namespace cloudling::events
