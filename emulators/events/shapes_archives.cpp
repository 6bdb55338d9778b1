#include "emulators/events/shapes_archives.h"

#include "emulators/aws/json_codec.h"
#include "emulators/events/constraints.h"

namespace cloudling::events {

using aws::Field;
using aws::field;
using aws::Structure;

namespace {

template <auto Member>
Field archive_state() {
  return field<Member>("State").one_of(
      {"ENABLED", "DISABLED", "CREATING", "UPDATING", "CREATE_FAILED", "UPDATE_FAILED"});
}

template <auto Member>
Field replay_state() {
  return field<Member>("State").one_of({"STARTING", "RUNNING", "CANCELLING", "COMPLETED", "CANCELLED", "FAILED"});
}

}  // namespace

const Structure& CreateArchiveInput::shape() {
  using T = CreateArchiveInput;
  static const Structure shape{"CreateArchiveRequest",
                               {as_archive_name(field<&T::archive_name>("ArchiveName").required()),
                                as_events_arn(field<&T::event_source_arn>("EventSourceArn").required()),
                                as_description(field<&T::description>("Description")),
                                as_event_pattern(field<&T::event_pattern>("EventPattern")),
                                field<&T::retention_days>("RetentionDays").at_least(0),
                                as_key_identifier(field<&T::kms_key_identifier>("KmsKeyIdentifier"))}};
  return shape;
}

const Structure& UpdateArchiveInput::shape() {
  using T = UpdateArchiveInput;
  static const Structure shape{"UpdateArchiveRequest",
                               {as_archive_name(field<&T::archive_name>("ArchiveName").required()),
                                as_description(field<&T::description>("Description")),
                                as_event_pattern(field<&T::event_pattern>("EventPattern")),
                                field<&T::retention_days>("RetentionDays").at_least(0),
                                as_key_identifier(field<&T::kms_key_identifier>("KmsKeyIdentifier"))}};
  return shape;
}

const Structure& ChangedArchiveOutput::shape() {
  using T = ChangedArchiveOutput;
  static const Structure shape{
      "CreateArchiveResponse",
      {field<&T::archive_arn>("ArchiveArn"), field<&T::state>("State"), field<&T::creation_time>("CreationTime")}};
  return shape;
}

const Structure& ArchiveInput::shape() {
  static const Structure shape{"DescribeArchiveRequest",
                               {as_archive_name(field<&ArchiveInput::archive_name>("ArchiveName").required())}};
  return shape;
}

const Structure& DescribeArchiveOutput::shape() {
  using T = DescribeArchiveOutput;
  static const Structure shape{"DescribeArchiveResponse",
                               {field<&T::archive_arn>("ArchiveArn"), field<&T::archive_name>("ArchiveName"),
                                field<&T::event_source_arn>("EventSourceArn"), field<&T::description>("Description"),
                                field<&T::event_pattern>("EventPattern"), field<&T::state>("State"),
                                field<&T::retention_days>("RetentionDays"), field<&T::size_bytes>("SizeBytes"),
                                field<&T::event_count>("EventCount"), field<&T::creation_time>("CreationTime")}};
  return shape;
}

const Structure& ListArchivesInput::shape() {
  using T = ListArchivesInput;
  static const Structure shape{
      "ListArchivesRequest",
      {as_archive_name(field<&T::name_prefix>("NamePrefix")),
       as_events_arn(field<&T::event_source_arn>("EventSourceArn")), archive_state<&T::state>(),
       as_next_token(field<&T::next_token>("NextToken")), as_page_limit(field<&T::limit>("Limit"))}};
  return shape;
}

const Structure& Archive::shape() {
  using T = Archive;
  static const Structure shape{
      "Archive",
      {field<&T::archive_name>("ArchiveName"), field<&T::event_source_arn>("EventSourceArn"), field<&T::state>("State"),
       field<&T::retention_days>("RetentionDays"), field<&T::size_bytes>("SizeBytes"),
       field<&T::event_count>("EventCount"), field<&T::creation_time>("CreationTime")}};
  return shape;
}

const Structure& ListArchivesOutput::shape() {
  using T = ListArchivesOutput;
  static const Structure shape{"ListArchivesResponse",
                               {field<&T::archives>("Archives"), field<&T::next_token>("NextToken")}};
  return shape;
}

const Structure& ReplayDestination::shape() {
  using T = ReplayDestination;
  static const Structure shape{"ReplayDestination",
                               {as_any_arn(field<&T::arn>("Arn").required()), field<&T::filter_arns>("FilterArns")}};
  return shape;
}

std::string ReplayDestination::to_text() const {
  return json::write(aws::encode_json(shape(), this, aws::JsonForm::kDocument));
}

ReplayDestination ReplayDestination::from_text(std::string_view text) {
  ReplayDestination destination;
  aws::MissingPaths missing;
  const json::Value value = json::parse(text).value_or(json::Value::object());
  aws::decode_json(value, shape(), &destination, aws::JsonForm::kDocument, "", missing);
  return destination;
}

const Structure& StartReplayInput::shape() {
  using T = StartReplayInput;
  static const Structure shape{
      "StartReplayRequest",
      {as_rule_name(field<&T::replay_name>("ReplayName").required()),
       as_description(field<&T::description>("Description")),
       as_events_arn(field<&T::event_source_arn>("EventSourceArn").required()),
       field<&T::event_start_time>("EventStartTime").required(), field<&T::event_end_time>("EventEndTime").required(),
       field<&T::destination>("Destination").required()}};
  return shape;
}

const Structure& ChangedReplayOutput::shape() {
  using T = ChangedReplayOutput;
  static const Structure shape{
      "StartReplayResponse",
      {field<&T::replay_arn>("ReplayArn"), field<&T::state>("State"), field<&T::replay_start_time>("ReplayStartTime")}};
  return shape;
}

const Structure& ReplayInput::shape() {
  static const Structure shape{"DescribeReplayRequest",
                               {as_rule_name(field<&ReplayInput::replay_name>("ReplayName").required())}};
  return shape;
}

const Structure& Replay::shape() {
  using T = Replay;
  static const Structure shape{
      "Replay",
      {field<&T::replay_name>("ReplayName"), field<&T::replay_arn>("ReplayArn"), field<&T::description>("Description"),
       field<&T::state>("State"), field<&T::event_source_arn>("EventSourceArn"), field<&T::destination>("Destination"),
       field<&T::event_start_time>("EventStartTime"), field<&T::event_end_time>("EventEndTime"),
       field<&T::event_last_replayed_time>("EventLastReplayedTime"), field<&T::replay_start_time>("ReplayStartTime"),
       field<&T::replay_end_time>("ReplayEndTime")}};
  return shape;
}

const Structure& ListReplaysInput::shape() {
  using T = ListReplaysInput;
  static const Structure shape{
      "ListReplaysRequest",
      {as_rule_name(field<&T::name_prefix>("NamePrefix")), replay_state<&T::state>(),
       as_events_arn(field<&T::event_source_arn>("EventSourceArn")), as_next_token(field<&T::next_token>("NextToken")),
       as_page_limit(field<&T::limit>("Limit"))}};
  return shape;
}

const Structure& ListReplaysOutput::shape() {
  using T = ListReplaysOutput;
  static const Structure shape{"ListReplaysResponse",
                               {field<&T::replays>("Replays"), field<&T::next_token>("NextToken")}};
  return shape;
}

}  // namespace cloudling::events
