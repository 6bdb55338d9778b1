#pragma once

// How events come in, whoever brings them: stored, held against the bound of what is kept, and shown to the group's
// subscription filters and metric filters in the same transaction, to live tails after it.

#include <cstdint>
#include <string>
#include <vector>

#include "emulators/logs/blocks_store.h"
#include "emulators/logs/live_tail.h"
#include "emulators/logs/logs_store.h"
#include "emulators/ports.h"
#include "emulators/store/jobs.h"
#include "emulators/store/store.h"

namespace cloudling::logs {

struct IngestionLimits {
  int64_t max_bytes = int64_t{2} << 30;  ///< of all events' texts: beyond it the oldest go
};

/// Called on the store's writer thread.
class Ingestion {
 public:
  Ingestion(store::Store& store, MetricSink& metrics, LiveTails& live_tails, IngestionLimits limits)
      : store_(store), metrics_(metrics), live_tails_(live_tails), limits_(limits) {}

  /// Events in the order of time, behind those of the stream.
  void append(store::WriteTransaction& tx, const GroupRow& group, StreamRow& stream, const std::vector<Event>& events);

 private:
  void deliver(store::WriteTransaction& tx, const GroupRow& group, const StreamRow& stream,
               const std::vector<Event>& events);
  void show(store::WriteTransaction& tx, const GroupRow& group, const StreamRow& stream,
            const std::vector<Event>& events);
  void measure(store::WriteTransaction& tx, const GroupRow& group, const std::vector<Event>& events);

  store::Store& store_;
  MetricSink& metrics_;
  LiveTails& live_tails_;
  IngestionLimits limits_;
};

}  // namespace cloudling::logs
