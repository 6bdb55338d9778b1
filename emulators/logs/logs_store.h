#pragma once

// The tables of CloudWatch Logs and all of their SQL.
//
//   logs_groups          a log group and what is configured of it
//   logs_streams         a log stream, with the times of its events
//   logs_blocks          the events: a row holds a run of one stream (event_block.h), found by group, by stream and
//   time logs_usage           one row: the bytes of all blocks' texts logs_tags            of groups
//   logs_subscriptions, logs_metric_filters
//   logs_queries         Insights queries and their results
//
// Ids are never used again: blocks of a group or stream that is gone are garbage, deleted afterwards in slices.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/logs/event_block.h"
#include "emulators/store/connection.h"
#include "emulators/store/store.h"

namespace cloudling::logs {

using GroupId = int64_t;
using StreamId = int64_t;
using BlockId = int64_t;

std::vector<store::Migration> migrations();

// ---- groups (logs_store.cpp) -----------------------------------------------------------------------------------

struct GroupRow {
  GroupId id = 0;
  std::string account;
  std::string region;
  std::string name;
  aws::TimeMs created = 0;
  std::optional<int64_t> retention_days;
  std::string group_class = "STANDARD";
  bool deletion_protected = false;
  int64_t bytes = 0;           ///< of its events' texts
  int64_t metric_filters = 0;  ///< how many it has
  int64_t subscriptions = 0;

  /// Events before this time have expired.
  aws::TimeMs expired_before(aws::TimeMs now) const;
};

/// Which groups a list shows: those of an account and region whose names come after `after`, by name.
struct GroupQuery {
  std::string account;
  std::string region;
  std::string prefix;     ///< names begin with it
  std::string substring;  ///< names contain it
  std::optional<std::string> group_class;
  std::string after;
  int64_t limit = 0;
};

std::optional<GroupRow> find_group(store::ReadTransaction& tx, const std::string& account, const std::string& region,
                                   std::string_view name);
std::optional<GroupRow> find_group(store::ReadTransaction& tx, GroupId id);
std::vector<GroupRow> list_groups(store::ReadTransaction& tx, const GroupQuery& query);

/// Stores a new group; fills in its id.
void insert_group(store::WriteTransaction& tx, GroupRow& group);

/// Stores retention and protection.
void update_group(store::WriteTransaction& tx, const GroupRow& group);

/// Deletes the group, its streams, filters and tags; its blocks become garbage.
void delete_group(store::WriteTransaction& tx, const GroupRow& group);

// ---- streams ---------------------------------------------------------------------------------------------------

struct StreamRow {
  StreamId id = 0;
  GroupId group = 0;
  std::string name;
  aws::TimeMs created = 0;
  std::optional<int64_t> first;  ///< times of events, nothing while there are none
  std::optional<int64_t> last;
  std::optional<int64_t> ingested;
  BlockId last_block = 0;  ///< the newest block; 0 without
};

struct StreamQuery {
  GroupId group = 0;
  std::string prefix;
  bool by_time = false;  ///< by the last event's time (0 without events), then by name
  bool descending = false;
  std::optional<std::pair<aws::TimeMs, std::string>> after;  ///< the last one shown: its time and name
  int64_t limit = 0;
};

std::optional<StreamRow> find_stream(store::ReadTransaction& tx, GroupId group, std::string_view name);
std::vector<StreamRow> list_streams(store::ReadTransaction& tx, const StreamQuery& query);
std::optional<StreamRow> find_stream(store::ReadTransaction& tx, StreamId id);
void insert_stream(store::WriteTransaction& tx, StreamRow& stream);

/// Deletes the stream; its blocks become garbage.
void delete_stream(store::WriteTransaction& tx, const StreamRow& stream);

// ---- tags ------------------------------------------------------------------------------------------------------

using Tags = std::map<std::string, std::string>;

Tags list_tags(store::ReadTransaction& tx, GroupId group);
void put_tag(store::WriteTransaction& tx, GroupId group, const std::string& key, const std::string& value);
void delete_tag(store::WriteTransaction& tx, GroupId group, const std::string& key);

}  // namespace cloudling::logs
