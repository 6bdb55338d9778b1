#pragma once

// The tables of archives and replays and all of their SQL; see events_store.h.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/store/store.h"

namespace cloudling::events {

extern const char* const kArchiveTables;

struct ArchiveRow {
  int64_t id = 0;
  std::string arn;
  std::string name;
  std::string bus;  ///< ARN
  std::optional<std::string> description;
  std::optional<std::string> pattern;
  int64_t retention_days = 0;  ///< 0: for ever
  aws::TimeMs created = 0;
  int64_t events = 0;
  int64_t bytes = 0;
};

std::optional<ArchiveRow> find_archive(store::ReadTransaction& tx, const std::string& arn);
void insert_archive(store::WriteTransaction& tx, const ArchiveRow& archive);

/// Stores description, pattern and retention.
void update_archive(store::WriteTransaction& tx, const ArchiveRow& archive);

/// Deletes it with what it holds.
void delete_archive(store::WriteTransaction& tx, int64_t archive);

/// Up to `limit` archives by ARN, whose ARN begins with `arn_prefix` and comes after `after`; `bus` "" for all.
std::vector<ArchiveRow> list_archives(store::ReadTransaction& tx, const std::string& arn_prefix,
                                      const std::string& after, const std::string& bus, int64_t limit);
std::vector<ArchiveRow> archives_of_bus(store::ReadTransaction& tx, const std::string& bus);

struct ArchivedEvent {
  int64_t id = 0;
  aws::TimeMs time = 0;
  std::string event;  ///< JSON
};

void keep_event(store::WriteTransaction& tx, int64_t archive, aws::TimeMs time, const std::string& event);

/// Drops what an archive holds from before `time`.
void drop_events(store::WriteTransaction& tx, int64_t archive, aws::TimeMs time);

/// Up to `limit` events with `from` <= time < `to`, in the order of time and id, after that of `after`.
std::vector<ArchivedEvent> archived_events(store::ReadTransaction& tx, int64_t archive, aws::TimeMs from,
                                           aws::TimeMs to, const ArchivedEvent& after, int64_t limit);

struct ReplayRow {
  std::string arn;
  std::string name;
  std::string archive;  ///< ARN
  std::optional<std::string> description;
  std::string destination;  ///< JSON of ReplayDestination
  std::string state;
  aws::TimeMs from = 0;
  aws::TimeMs to = 0;
  aws::TimeMs started = 0;
  std::optional<aws::TimeMs> ended;
  aws::TimeMs last_time = 0;  ///< of the last event that was brought; 0 for none
  int64_t last_id = 0;
};

std::optional<ReplayRow> find_replay(store::ReadTransaction& tx, const std::string& arn);

/// Stores a new one, or replaces it.
void put_replay(store::WriteTransaction& tx, const ReplayRow& replay);
std::vector<ReplayRow> list_replays(store::ReadTransaction& tx, const std::string& arn_prefix, const std::string& after,
                                    const std::string& archive, const std::string& state, int64_t limit);

}  // namespace cloudling::events
