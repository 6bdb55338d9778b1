#pragma once

// The events of executions: one row for those of a step, which come together.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "asl/execution/event.h"
#include "asl/json/json.h"
#include "emulators/aws/clock.h"
#include "emulators/stepfunctions/stepfunctions_store.h"
#include "emulators/store/store.h"

namespace cloudling::stepfunctions {

/// Takes over the events that migration 1 kept one by one.
store::Migration history_migration(int number);

/// Appends what a step added: events in the order of their ids, all of one moment.
void insert_events(store::WriteTransaction& tx, ExecutionId execution, const std::vector<asl::HistoryEvent>& events);

/// The id and time of the last event; zeros where there is none.
struct LastEvent {
  int64_t id = 0;
  aws::TimeMs time = 0;
};
LastEvent last_event(store::ReadTransaction& tx, ExecutionId execution);

struct EventRow {
  int64_t id = 0;
  int64_t previous = 0;
  aws::TimeMs time = 0;
  std::string type;
  std::string details_name;
  json::Value details;  ///< null where the type has none
};

/// A page of history: events behind `after` in the order asked for (0: from its beginning), at most `limit`, and no
/// more once they are about `max_bytes`; at least one where there is one.
std::vector<EventRow> list_events(store::ReadTransaction& tx, ExecutionId execution, int64_t after, bool reverse,
                                  int64_t limit, size_t max_bytes);

}  // namespace cloudling::stepfunctions
