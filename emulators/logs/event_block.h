#pragma once

// A block: a run of events of one stream in time order, as one row keeps it. Small events cost a few bytes beside their
// text, and a search looks at all texts of a block at once.
//
//   meta   of each event: varint(time - first), zigzag varint(ingested - time), varint(size of the text)
//   texts  the texts, one after the other
//
// Pure values; what a block holds comes from our own database, so a malformed one ends the reading, not the process.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/clock.h"

namespace cloudling::logs {

struct Event {
  aws::TimeMs time = 0;
  aws::TimeMs ingested = 0;
  std::string_view text;
};

struct EventBlock {
  aws::TimeMs first = 0;  ///< time of the first event
  aws::TimeMs last = 0;   ///< of the last one
  int64_t count = 0;
  std::string meta;
  std::string texts;

  /// Appends an event that is not older than the last one.
  void append(const Event& event);
};

/// Where an event of a block stands.
struct EventSlot {
  aws::TimeMs time = 0;
  aws::TimeMs ingested = 0;
  uint32_t offset = 0;  ///< of the text
  uint32_t size = 0;
};

/// The events of a block in their order, at most as many as its `texts` hold.
std::vector<EventSlot> slots_of(aws::TimeMs first, std::string_view meta, size_t texts_size);

}  // namespace cloudling::logs
