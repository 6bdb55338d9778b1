#pragma once

// The inputs and outputs of groups, streams, tags and events (CloudWatch Logs API, version 2014-03-28), as AWS's model
// describes them. Times are milliseconds since the epoch.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "asl/json/json.h"
#include "emulators/aws/shape.h"

namespace cloudling::logs {

using TagMap = std::map<std::string, std::string>;
using Names = std::vector<std::string>;

// ---- groups ----------------------------------------------------------------------------------------------------

struct CreateLogGroupInput {
  std::string log_group_name;
  std::optional<std::string> kms_key_id;  ///< refused where given
  std::optional<TagMap> tags;
  std::optional<std::string> log_group_class;
  std::optional<bool> deletion_protection_enabled;
  static const aws::Structure& shape();
};

struct GroupInput {
  std::string log_group_name;
  static const aws::Structure& shape();
};
using DeleteLogGroupInput = GroupInput;
using DeleteRetentionPolicyInput = GroupInput;
using ListTagsLogGroupInput = GroupInput;

struct DescribeLogGroupsInput {
  std::optional<Names> account_identifiers;  ///< refused where given
  std::optional<std::string> log_group_name_prefix;
  std::optional<std::string> log_group_name_pattern;
  std::optional<std::string> next_token;
  std::optional<int64_t> limit;
  std::optional<bool> include_linked_accounts;  ///< refused where true
  std::optional<std::string> log_group_class;
  std::optional<Names> log_group_identifiers;
  static const aws::Structure& shape();
};

struct LogGroup {
  std::string log_group_name;
  int64_t creation_time = 0;
  std::optional<int64_t> retention_in_days;
  int64_t metric_filter_count = 0;
  std::string arn;
  int64_t stored_bytes = 0;
  std::string log_group_class;
  std::string log_group_arn;
  bool deletion_protection_enabled = false;
  static const aws::Structure& shape();
};

struct DescribeLogGroupsOutput {
  std::vector<LogGroup> log_groups;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

struct ListLogGroupsInput {
  std::optional<std::string> log_group_name_pattern;
  std::optional<std::string> log_group_class;
  std::optional<bool> include_linked_accounts;  ///< refused where true
  std::optional<Names> account_identifiers;     ///< refused where given, as the next three
  std::optional<json::Value> data_sources;
  std::optional<json::Value> field_index_names;
  std::optional<json::Value> log_group_tags;
  std::optional<std::string> next_token;
  std::optional<int64_t> limit;
  static const aws::Structure& shape();
};

struct LogGroupSummary {
  std::string log_group_name;
  std::string log_group_arn;
  std::string log_group_class;
  static const aws::Structure& shape();
};

struct ListLogGroupsOutput {
  std::vector<LogGroupSummary> log_groups;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

struct PutRetentionPolicyInput {
  std::string log_group_name;
  int64_t retention_in_days = 0;
  static const aws::Structure& shape();
};

struct PutLogGroupDeletionProtectionInput {
  std::string log_group_identifier;
  bool deletion_protection_enabled = false;
  static const aws::Structure& shape();
};

// ---- tags ------------------------------------------------------------------------------------------------------

struct TagLogGroupInput {
  std::string log_group_name;
  TagMap tags;
  static const aws::Structure& shape();
};

struct UntagLogGroupInput {
  std::string log_group_name;
  Names tags;
  static const aws::Structure& shape();
};

struct TagResourceInput {
  std::string resource_arn;
  TagMap tags;
  static const aws::Structure& shape();
};

struct UntagResourceInput {
  std::string resource_arn;
  Names tag_keys;
  static const aws::Structure& shape();
};

struct ListTagsForResourceInput {
  std::string resource_arn;
  static const aws::Structure& shape();
};

struct TagsOutput {
  TagMap tags;
  static const aws::Structure& shape();
};

// ---- streams ---------------------------------------------------------------------------------------------------

struct StreamInput {
  std::string log_group_name;
  std::string log_stream_name;
  static const aws::Structure& shape();
};
using CreateLogStreamInput = StreamInput;
using DeleteLogStreamInput = StreamInput;

struct DescribeLogStreamsInput {
  std::optional<std::string> log_group_name;
  std::optional<std::string> log_group_identifier;
  std::optional<std::string> log_stream_name_prefix;
  std::optional<std::string> order_by;
  std::optional<bool> descending;
  std::optional<std::string> next_token;
  std::optional<int64_t> limit;
  static const aws::Structure& shape();
};

struct LogStream {
  std::string log_stream_name;
  int64_t creation_time = 0;
  std::optional<int64_t> first_event_timestamp;
  std::optional<int64_t> last_event_timestamp;
  std::optional<int64_t> last_ingestion_time;
  std::optional<std::string> upload_sequence_token;
  std::string arn;
  int64_t stored_bytes = 0;
  static const aws::Structure& shape();
};

struct DescribeLogStreamsOutput {
  std::vector<LogStream> log_streams;
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

// ---- events ----------------------------------------------------------------------------------------------------

struct InputLogEvent {
  int64_t timestamp = 0;
  std::string message;
  static const aws::Structure& shape();
};

struct PutLogEventsInput {
  std::string log_group_name;
  std::string log_stream_name;
  std::vector<InputLogEvent> log_events;
  std::optional<std::string> sequence_token;  ///< ignored, as AWS does
  std::optional<json::Value> entity;          ///< refused where given
  static const aws::Structure& shape();
};

struct RejectedLogEventsInfo {
  std::optional<int64_t> too_new_log_event_start_index;
  std::optional<int64_t> too_old_log_event_end_index;
  std::optional<int64_t> expired_log_event_end_index;
  static const aws::Structure& shape();
};

struct PutLogEventsOutput {
  std::string next_sequence_token;
  std::optional<RejectedLogEventsInfo> rejected_log_events_info;
  static const aws::Structure& shape();
};

struct GetLogEventsInput {
  std::optional<std::string> log_group_name;
  std::optional<std::string> log_group_identifier;
  std::string log_stream_name;
  std::optional<int64_t> start_time;
  std::optional<int64_t> end_time;
  std::optional<std::string> next_token;
  std::optional<int64_t> limit;
  std::optional<bool> start_from_head;
  std::optional<bool> unmask;  ///< nothing is ever masked
  static const aws::Structure& shape();
};

struct OutputLogEvent {
  int64_t timestamp = 0;
  std::string message;
  int64_t ingestion_time = 0;
  static const aws::Structure& shape();
};

struct GetLogEventsOutput {
  std::vector<OutputLogEvent> events;
  std::string next_forward_token;
  std::string next_backward_token;
  static const aws::Structure& shape();
};

struct FilterLogEventsInput {
  std::optional<std::string> log_group_name;
  std::optional<std::string> log_group_identifier;
  std::optional<Names> log_stream_names;
  std::optional<std::string> log_stream_name_prefix;
  std::optional<int64_t> start_time;
  std::optional<int64_t> end_time;
  std::optional<std::string> filter_pattern;
  std::optional<std::string> next_token;
  std::optional<int64_t> limit;
  std::optional<bool> interleaved;  ///< ignored, as AWS does: always true
  std::optional<bool> unmask;       ///< nothing is ever masked
  static const aws::Structure& shape();
};

struct FilteredLogEvent {
  std::string log_stream_name;
  int64_t timestamp = 0;
  std::string message;
  int64_t ingestion_time = 0;
  std::string event_id;
  static const aws::Structure& shape();
};

struct FilterLogEventsOutput {
  std::vector<FilteredLogEvent> events;
  std::vector<json::Value> searched_log_streams;  ///< always empty, as on AWS
  std::optional<std::string> next_token;
  static const aws::Structure& shape();
};

}  // namespace cloudling::logs
