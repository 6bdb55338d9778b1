#pragma once

// Reads events across blocks in the order of (time, block, place in the block), from the oldest or from the newest.
// What a filter pattern does not take is left out before anything is sorted.

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/logs/blocks_store.h"
#include "emulators/logs/event_block.h"
#include "emulators/logs/filter_pattern.h"
#include "emulators/logs/logs_store.h"
#include "emulators/store/connection.h"

namespace cloudling::logs {

/// Where an event stands among all of its group. Never changes, and a later event of the same time comes behind.
struct EventPosition {
  aws::TimeMs time = 0;
  BlockId block = 0;
  int64_t index = 0;
  auto operator<=>(const EventPosition&) const = default;
};

struct FoundEvent {
  EventPosition position;
  StreamId stream = 0;
  aws::TimeMs ingested = 0;
  std::string_view text;  ///< valid until the reader goes on
};

struct EventQuery {
  GroupId group = 0;
  StreamId stream = 0;                                    ///< 0: all of the group, or
  const std::unordered_set<StreamId>* streams = nullptr;  ///< those
  aws::TimeMs from = 0;
  aws::TimeMs until = INT64_MAX;        ///< included
  std::optional<EventPosition> beyond;  ///< in the direction of reading, not included
  bool newest_first = false;            ///< of one stream only
  const FilterPattern* pattern = nullptr;
  int64_t max_bytes = INT64_MAX;  ///< stop after so many bytes of blocks
};

/// Belongs to its transaction.
class EventReader {
 public:
  EventReader(store::ReadTransaction& tx, const EventQuery& query);
  ~EventReader();

  /// The next event; nothing at the end, or where max_bytes were read and nothing was found at hand.
  std::optional<FoundEvent> next();

  /// Where to go on after next() said nothing; nothing where all was read.
  std::optional<EventPosition> rest() const;

  int64_t bytes_read() const { return bytes_read_; }
  int64_t events_read() const { return events_read_; }

 private:
  struct OpenBlock;
  using OpenBlockPtr = std::unique_ptr<OpenBlock>;

  void open_due();
  OpenBlockPtr open(const BlockInfo& info);
  bool wanted(const EventPosition& position) const;
  bool later(const OpenBlock& a, const OpenBlock& b) const;
  void push(OpenBlockPtr block);

  store::ReadTransaction& tx_;
  const EventQuery query_;
  BlockScan scan_;
  std::vector<OpenBlockPtr> open_;  ///< a heap: the block with the next event first
  OpenBlockPtr current_;            ///< the one whose event was given out last
  int64_t bytes_read_ = 0;
  int64_t events_read_ = 0;
};

}  // namespace cloudling::logs
