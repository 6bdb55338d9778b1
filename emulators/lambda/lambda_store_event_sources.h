#pragma once

// The table of event source mappings and all of its SQL.
//
//   lambda_event_sources  a mapping from a queue to a function, by its UUID
//
// A mapping outlives its function and its queue, as on AWS.

#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/store/connection.h"

namespace cloudling::lambda {

extern const char* const kEventSourceTables;

struct EventSourceRow {
  std::string uuid;
  std::string account;
  std::string region;
  std::string function_arn;  ///< with the qualifier that it was made with
  std::string source_arn;
  std::string settings;  ///< JSON, as EventSourceSettings
  bool enabled = true;
  aws::TimeMs modified = 0;
};

/// Which mappings are listed; "" means any.
struct EventSourceFilter {
  std::string account;
  std::string region;
  std::string function_arn;
  std::string source_arn;
};

std::optional<EventSourceRow> find_event_source(store::ReadTransaction& tx, const std::string& uuid);

/// Up to `limit` of them whose UUIDs come after `after`, in their order.
std::vector<EventSourceRow> list_event_sources(store::ReadTransaction& tx, const EventSourceFilter& filter,
                                               const std::string& after, int64_t limit);
std::vector<EventSourceRow> list_enabled_event_sources(store::ReadTransaction& tx);

/// Stores a new one, or what it has become.
void put_event_source(store::WriteTransaction& tx, const EventSourceRow& source);
void delete_event_source(store::WriteTransaction& tx, const std::string& uuid);

}  // namespace cloudling::lambda
