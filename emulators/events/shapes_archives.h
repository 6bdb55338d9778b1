#pragma once

// The inputs and outputs of archives and replays.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulators/events/shapes.h"

namespace cloudling::events {

struct CreateArchiveInput {
  std::string archive_name, event_source_arn;
  Text description, event_pattern;
  std::optional<int64_t> retention_days;
  Text kms_key_identifier;  ///< refused where given
  static const aws::Structure& shape();
};

struct UpdateArchiveInput {
  std::string archive_name;
  Text description, event_pattern;
  std::optional<int64_t> retention_days;
  Text kms_key_identifier;  ///< refused where given
  static const aws::Structure& shape();
};

struct ChangedArchiveOutput {
  std::string archive_arn, state;
  aws::Timestamp creation_time;
  static const aws::Structure& shape();
};

struct ArchiveInput {
  std::string archive_name;
  static const aws::Structure& shape();
};

struct DescribeArchiveOutput {
  std::string archive_arn, archive_name, event_source_arn;
  Text description, event_pattern;
  std::string state;
  int64_t retention_days = 0, size_bytes = 0, event_count = 0;
  aws::Timestamp creation_time;
  static const aws::Structure& shape();
};

struct ListArchivesInput {
  Text name_prefix, event_source_arn, state, next_token;
  std::optional<int64_t> limit;
  static const aws::Structure& shape();
};

struct Archive {
  std::string archive_name, event_source_arn, state;
  int64_t retention_days = 0, size_bytes = 0, event_count = 0;
  aws::Timestamp creation_time;
  static const aws::Structure& shape();
};

struct ListArchivesOutput {
  std::vector<Archive> archives;
  Text next_token;
  static const aws::Structure& shape();
};

struct ReplayDestination {
  std::string arn;
  std::optional<std::vector<std::string>> filter_arns;
  static const aws::Structure& shape();

  std::string to_text() const;
  static ReplayDestination from_text(std::string_view text);
};

struct StartReplayInput {
  std::string replay_name;
  Text description;
  std::string event_source_arn;
  aws::Timestamp event_start_time, event_end_time;
  ReplayDestination destination;
  static const aws::Structure& shape();
};

struct ChangedReplayOutput {
  std::string replay_arn, state;
  std::optional<aws::Timestamp> replay_start_time;
  static const aws::Structure& shape();
};

struct ReplayInput {
  std::string replay_name;
  static const aws::Structure& shape();
};

/// As DescribeReplay shows it; ListReplays leaves ARN, description and destination out.
struct Replay {
  std::string replay_name;
  Text replay_arn, description;
  std::string state, event_source_arn;
  std::optional<ReplayDestination> destination;
  aws::Timestamp event_start_time, event_end_time;
  std::optional<aws::Timestamp> event_last_replayed_time;
  aws::Timestamp replay_start_time;
  std::optional<aws::Timestamp> replay_end_time;
  static const aws::Structure& shape();
};

struct ListReplaysInput {
  Text name_prefix, state, event_source_arn, next_token;
  std::optional<int64_t> limit;
  static const aws::Structure& shape();
};

struct ListReplaysOutput {
  std::vector<Replay> replays;
  Text next_token;
  static const aws::Structure& shape();
};

}  // namespace cloudling::events
