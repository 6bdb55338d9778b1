#include "emulators/logs/shapes.h"

#include "emulators/logs/shape_fields.h"

namespace cloudling::logs {

using aws::field;
using aws::Structure;

namespace {

const std::vector<std::string> kClasses = {"STANDARD", "INFREQUENT_ACCESS", "DELIVERY"};

template <auto Member>
aws::Field class_field() {
  return field<Member>("logGroupClass").one_of(kClasses);
}
template <auto Member>
aws::Field accounts_field() {
  return field<Member>("accountIdentifiers").length(0, 20);
}
template <auto Member>
aws::Field describe_limit_field() {
  return field<Member>("limit").range(1, 50);
}
template <auto Member>
aws::Field resource_arn_field() {
  return field<Member>("resourceArn").length(1, 1011).matching("[\\w+=/:,.@-]*").required();
}

}  // namespace

// ---- groups ----------------------------------------------------------------------------------------------------

const Structure& CreateLogGroupInput::shape() {
  using S = CreateLogGroupInput;
  static const Structure shape{
      "CreateLogGroupRequest",
      {group_name_field<&S::log_group_name>().required(), field<&S::kms_key_id>("kmsKeyId").at_most(256),
       tags_field<&S::tags>(), class_field<&S::log_group_class>(),
       field<&S::deletion_protection_enabled>("deletionProtectionEnabled")}};
  return shape;
}

const Structure& GroupInput::shape() {
  static const Structure shape{"LogGroupRequest", {group_name_field<&GroupInput::log_group_name>().required()}};
  return shape;
}

const Structure& DescribeLogGroupsInput::shape() {
  using S = DescribeLogGroupsInput;
  static const Structure shape{
      "DescribeLogGroupsRequest",
      {accounts_field<&S::account_identifiers>(),
       field<&S::log_group_name_prefix>("logGroupNamePrefix").length(1, 512).matching(kGroupNamePattern),
       field<&S::log_group_name_pattern>("logGroupNamePattern").length(0, 512).matching("[\\.\\-_/#A-Za-z0-9]*"),
       token_field<&S::next_token>(), describe_limit_field<&S::limit>(),
       field<&S::include_linked_accounts>("includeLinkedAccounts"), class_field<&S::log_group_class>(),
       field<&S::log_group_identifiers>("logGroupIdentifiers")
           .length(1, 50)
           .each(text_rules(1, 2048, kIdentifierPattern))}};
  return shape;
}

const Structure& LogGroup::shape() {
  using S = LogGroup;
  static const Structure shape{
      "LogGroup",
      {field<&S::log_group_name>("logGroupName"), field<&S::creation_time>("creationTime"),
       field<&S::retention_in_days>("retentionInDays"), field<&S::metric_filter_count>("metricFilterCount"),
       field<&S::arn>("arn"), field<&S::stored_bytes>("storedBytes"), field<&S::log_group_class>("logGroupClass"),
       field<&S::log_group_arn>("logGroupArn"), field<&S::deletion_protection_enabled>("deletionProtectionEnabled")}};
  return shape;
}

const Structure& DescribeLogGroupsOutput::shape() {
  using S = DescribeLogGroupsOutput;
  static const Structure shape{"DescribeLogGroupsResponse",
                               {field<&S::log_groups>("logGroups"), field<&S::next_token>("nextToken")}};
  return shape;
}

const Structure& ListLogGroupsInput::shape() {
  using S = ListLogGroupsInput;
  static const Structure shape{
      "ListLogGroupsRequest",
      {field<&S::log_group_name_pattern>("logGroupNamePattern")
           .length(3, 129)
           .matching("(\\^?[\\.\\-_\\/#A-Za-z0-9]{3,24})(\\|\\^?[\\.\\-_\\/#A-Za-z0-9]{3,24}){0,4}"),
       class_field<&S::log_group_class>(), field<&S::include_linked_accounts>("includeLinkedAccounts"),
       accounts_field<&S::account_identifiers>(), field<&S::data_sources>("dataSources"),
       field<&S::field_index_names>("fieldIndexNames"), field<&S::log_group_tags>("logGroupTags"),
       token_field<&S::next_token>(), field<&S::limit>("limit").range(1, 1000)}};
  return shape;
}

const Structure& LogGroupSummary::shape() {
  using S = LogGroupSummary;
  static const Structure shape{"LogGroupSummary",
                               {field<&S::log_group_name>("logGroupName"), field<&S::log_group_arn>("logGroupArn"),
                                field<&S::log_group_class>("logGroupClass")}};
  return shape;
}

const Structure& ListLogGroupsOutput::shape() {
  using S = ListLogGroupsOutput;
  static const Structure shape{"ListLogGroupsResponse",
                               {field<&S::log_groups>("logGroups"), field<&S::next_token>("nextToken")}};
  return shape;
}

const Structure& PutRetentionPolicyInput::shape() {
  using S = PutRetentionPolicyInput;
  static const Structure shape{
      "PutRetentionPolicyRequest",
      {group_name_field<&S::log_group_name>().required(), field<&S::retention_in_days>("retentionInDays").required()}};
  return shape;
}

const Structure& PutLogGroupDeletionProtectionInput::shape() {
  using S = PutLogGroupDeletionProtectionInput;
  static const Structure shape{"PutLogGroupDeletionProtectionRequest",
                               {group_identifier_field<&S::log_group_identifier>().required(),
                                field<&S::deletion_protection_enabled>("deletionProtectionEnabled").required()}};
  return shape;
}

// ---- tags ------------------------------------------------------------------------------------------------------

const Structure& TagLogGroupInput::shape() {
  using S = TagLogGroupInput;
  static const Structure shape{"TagLogGroupRequest",
                               {group_name_field<&S::log_group_name>().required(), tags_field<&S::tags>().required()}};
  return shape;
}

const Structure& UntagLogGroupInput::shape() {
  using S = UntagLogGroupInput;
  static const Structure shape{
      "UntagLogGroupRequest",
      {group_name_field<&S::log_group_name>().required(),
       field<&S::tags>("tags").at_least(1).each(text_rules(1, 128, kTagKeyPattern)).required()}};
  return shape;
}

const Structure& TagResourceInput::shape() {
  using S = TagResourceInput;
  static const Structure shape{"TagResourceRequest",
                               {resource_arn_field<&S::resource_arn>(), tags_field<&S::tags>().required()}};
  return shape;
}

const Structure& UntagResourceInput::shape() {
  using S = UntagResourceInput;
  static const Structure shape{
      "UntagResourceRequest",
      {resource_arn_field<&S::resource_arn>(),
       field<&S::tag_keys>("tagKeys").length(0, 50).each(text_rules(1, 128, kTagKeyPattern)).required()}};
  return shape;
}

const Structure& ListTagsForResourceInput::shape() {
  static const Structure shape{"ListTagsForResourceRequest",
                               {resource_arn_field<&ListTagsForResourceInput::resource_arn>()}};
  return shape;
}

const Structure& TagsOutput::shape() {
  static const Structure shape{"ListTagsResponse", {field<&TagsOutput::tags>("tags")}};
  return shape;
}

// ---- streams ---------------------------------------------------------------------------------------------------

const Structure& StreamInput::shape() {
  using S = StreamInput;
  static const Structure shape{
      "LogStreamRequest",
      {group_name_field<&S::log_group_name>().required(), stream_name_field<&S::log_stream_name>().required()}};
  return shape;
}

const Structure& DescribeLogStreamsInput::shape() {
  using S = DescribeLogStreamsInput;
  static const Structure shape{
      "DescribeLogStreamsRequest",
      {group_name_field<&S::log_group_name>(), group_identifier_field<&S::log_group_identifier>(),
       field<&S::log_stream_name_prefix>("logStreamNamePrefix").length(1, 512).matching(kStreamNamePattern),
       field<&S::order_by>("orderBy").one_of({"LogStreamName", "LastEventTime"}), field<&S::descending>("descending"),
       token_field<&S::next_token>(), describe_limit_field<&S::limit>()}};
  return shape;
}

const Structure& LogStream::shape() {
  using S = LogStream;
  static const Structure shape{
      "LogStream",
      {field<&S::log_stream_name>("logStreamName"), field<&S::creation_time>("creationTime"),
       field<&S::first_event_timestamp>("firstEventTimestamp"), field<&S::last_event_timestamp>("lastEventTimestamp"),
       field<&S::last_ingestion_time>("lastIngestionTime"), field<&S::upload_sequence_token>("uploadSequenceToken"),
       field<&S::arn>("arn"), field<&S::stored_bytes>("storedBytes")}};
  return shape;
}

const Structure& DescribeLogStreamsOutput::shape() {
  using S = DescribeLogStreamsOutput;
  static const Structure shape{"DescribeLogStreamsResponse",
                               {field<&S::log_streams>("logStreams"), field<&S::next_token>("nextToken")}};
  return shape;
}

// ---- events ----------------------------------------------------------------------------------------------------

const Structure& InputLogEvent::shape() {
  using S = InputLogEvent;
  static const Structure shape{
      "InputLogEvent",
      {time_field<&S::timestamp>("timestamp").required(), field<&S::message>("message").at_least(1).required()}};
  return shape;
}

const Structure& PutLogEventsInput::shape() {
  using S = PutLogEventsInput;
  static const Structure shape{
      "PutLogEventsRequest",
      {group_name_field<&S::log_group_name>().required(), stream_name_field<&S::log_stream_name>().required(),
       field<&S::log_events>("logEvents").length(1, 10'000).required(),
       field<&S::sequence_token>("sequenceToken").at_least(1), field<&S::entity>("entity")}};
  return shape;
}

const Structure& RejectedLogEventsInfo::shape() {
  using S = RejectedLogEventsInfo;
  static const Structure shape{"RejectedLogEventsInfo",
                               {field<&S::too_new_log_event_start_index>("tooNewLogEventStartIndex"),
                                field<&S::too_old_log_event_end_index>("tooOldLogEventEndIndex"),
                                field<&S::expired_log_event_end_index>("expiredLogEventEndIndex")}};
  return shape;
}

const Structure& PutLogEventsOutput::shape() {
  using S = PutLogEventsOutput;
  static const Structure shape{"PutLogEventsResponse",
                               {field<&S::next_sequence_token>("nextSequenceToken"),
                                field<&S::rejected_log_events_info>("rejectedLogEventsInfo")}};
  return shape;
}

const Structure& GetLogEventsInput::shape() {
  using S = GetLogEventsInput;
  static const Structure shape{
      "GetLogEventsRequest",
      {group_name_field<&S::log_group_name>(), group_identifier_field<&S::log_group_identifier>(),
       stream_name_field<&S::log_stream_name>().required(), time_field<&S::start_time>("startTime"),
       time_field<&S::end_time>("endTime"), token_field<&S::next_token>(), field<&S::limit>("limit").range(1, 10'000),
       field<&S::start_from_head>("startFromHead"), field<&S::unmask>("unmask")}};
  return shape;
}

const Structure& OutputLogEvent::shape() {
  using S = OutputLogEvent;
  static const Structure shape{
      "OutputLogEvent",
      {field<&S::timestamp>("timestamp"), field<&S::message>("message"), field<&S::ingestion_time>("ingestionTime")}};
  return shape;
}

const Structure& GetLogEventsOutput::shape() {
  using S = GetLogEventsOutput;
  static const Structure shape{"GetLogEventsResponse",
                               {field<&S::events>("events"), field<&S::next_forward_token>("nextForwardToken"),
                                field<&S::next_backward_token>("nextBackwardToken")}};
  return shape;
}

const Structure& FilterLogEventsInput::shape() {
  using S = FilterLogEventsInput;
  static const Structure shape{
      "FilterLogEventsRequest",
      {group_name_field<&S::log_group_name>(), group_identifier_field<&S::log_group_identifier>(),
       field<&S::log_stream_names>("logStreamNames").length(1, 100).each(text_rules(1, 512, kStreamNamePattern)),
       field<&S::log_stream_name_prefix>("logStreamNamePrefix").length(1, 512).matching(kStreamNamePattern),
       time_field<&S::start_time>("startTime"), time_field<&S::end_time>("endTime"),
       filter_pattern_field<&S::filter_pattern>(), token_field<&S::next_token>(),
       field<&S::limit>("limit").range(1, 10'000), field<&S::interleaved>("interleaved"), field<&S::unmask>("unmask")}};
  return shape;
}

const Structure& FilteredLogEvent::shape() {
  using S = FilteredLogEvent;
  static const Structure shape{
      "FilteredLogEvent",
      {field<&S::log_stream_name>("logStreamName"), field<&S::timestamp>("timestamp"), field<&S::message>("message"),
       field<&S::ingestion_time>("ingestionTime"), field<&S::event_id>("eventId")}};
  return shape;
}

const Structure& FilterLogEventsOutput::shape() {
  using S = FilterLogEventsOutput;
  static const Structure shape{"FilterLogEventsResponse",
                               {field<&S::events>("events"), field<&S::searched_log_streams>("searchedLogStreams"),
                                field<&S::next_token>("nextToken")}};
  return shape;
}

}  // namespace cloudling::logs
