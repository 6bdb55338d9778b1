#pragma once

// The events' tables and their SQL: logs_blocks and logs_usage.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/logs/event_block.h"
#include "emulators/logs/logs_store.h"
#include "emulators/store/connection.h"

namespace cloudling::logs {

/// No block spans more than this, so that a scan from some time on knows where to begin.
inline constexpr aws::TimeMs kMaxBlockSpanMs = 3'600'000;

/// The tables, as part of the service's migration.
extern const char* const kBlockTables;

/// A block without its events.
struct BlockInfo {
  BlockId id = 0;
  StreamId stream = 0;
  aws::TimeMs first = 0;
  aws::TimeMs last = 0;
};

/// Blocks of a group or, where `stream` is not 0, of a stream that have a part in [from, until], one after the other.
/// Oldest first means by the first event, newest first by the last one.
class BlockScan {
 public:
  enum class Order { kOldestFirst, kNewestFirst };

  BlockScan(store::ReadTransaction& tx, GroupId group, StreamId stream, aws::TimeMs from, aws::TimeMs until,
            Order order);

  /// The block that comes next; nothing after the last.
  const std::optional<BlockInfo>& next() const { return next_; }
  void advance();

 private:
  store::Rows rows_;
  std::optional<BlockInfo> next_;
};

/// Reads a block's events. Nothing where it is gone.
std::optional<EventBlock> read_block(store::ReadTransaction& tx, BlockId id);

/// Stores events, which are in the order of time, behind those of the stream; updates stream, group and usage.
void append_events(store::WriteTransaction& tx, StreamRow& stream, const std::vector<Event>& events);

/// Deletes up to `limit` blocks; how many it were.
int64_t delete_blocks_of_group(store::WriteTransaction& tx, GroupId group, int64_t limit);
int64_t delete_blocks_of_stream(store::WriteTransaction& tx, StreamId stream, int64_t limit);
int64_t delete_expired_blocks(store::WriteTransaction& tx, GroupId group, aws::TimeMs before, int64_t limit);

/// Deletes the oldest blocks of all groups, up to `limit`, while more than `max_bytes` are kept.
int64_t delete_blocks_over(store::WriteTransaction& tx, int64_t max_bytes, int64_t limit);

/// The time of the last event in the group's oldest block; nothing without blocks.
std::optional<aws::TimeMs> oldest_block_end(store::ReadTransaction& tx, GroupId group);

/// Bytes of the texts of all blocks.
int64_t stored_bytes(store::ReadTransaction& tx);

}  // namespace cloudling::logs
