#pragma once

// The tables of Step Functions and all of their SQL.
//
//   states_machines    a state machine; `revision` is its current one
//   states_revisions   what an update changes: definition, role, logging, tracing. Kept once an execution used it
//   states_executions  an execution and its data, also after its state machine is gone
//   states_steps       the events of an execution, see history_store.h
//   states_frames      the stored form of a running execution, a frame a row; none once it has ended
//   states_tags
//
// Functions run inside the transaction they are given. Text columns hold what came from the client, unchanged.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asl/execution/execution.h"
#include "emulators/aws/clock.h"
#include "emulators/store/connection.h"
#include "emulators/store/store.h"

namespace cloudling::stepfunctions {

using MachineId = int64_t;
using RevisionId = int64_t;
using ExecutionId = int64_t;

std::vector<store::Migration> migrations();

// ---- state machines --------------------------------------------------------------------------------------------

/// What an update may change. `revision_id` is nothing for the one a state machine was created with.
struct Revision {
  RevisionId id = 0;
  std::optional<std::string> revision_id;
  std::string definition;
  std::string role_arn;
  std::string logging;  ///< JSON, see logging.h
  bool tracing = false;
  aws::TimeMs updated = 0;
  bool used = false;  ///< an execution was started with it
};

struct Machine {
  MachineId id = 0;
  std::string arn;
  std::string name;
  bool express = false;
  bool deleting = false;
  aws::TimeMs created = 0;
  Revision revision;
};

/// Definitions may be large, and not everyone wants them: without, that member is empty.
enum class Read { kWhole, kWithoutDefinition };

std::optional<Machine> find_machine(store::ReadTransaction& tx, std::string_view arn, Read read = Read::kWhole);
std::optional<Revision> find_revision(store::ReadTransaction& tx, RevisionId id, Read read = Read::kWhole);

/// Stores the machine and its first revision; fills in the ids.
void insert_machine(store::WriteTransaction& tx, Machine& machine, const std::string& account,
                    const std::string& region);

/// Makes `revision` the current one; fills in its id. The former goes where it was never used.
void insert_revision(store::WriteTransaction& tx, MachineId machine, Revision& revision);
void touch_revision(store::WriteTransaction& tx, RevisionId id, aws::TimeMs updated);
void mark_used(store::WriteTransaction& tx, RevisionId id);

/// Up to `limit` machines of an account and region with ids above `after`, oldest first. Without their revisions.
std::vector<Machine> list_machines(store::ReadTransaction& tx, const std::string& account, const std::string& region,
                                   MachineId after, int64_t limit);

/// Marks the machine and its running executions; true where executions still run.
bool mark_deleting(store::WriteTransaction& tx, MachineId machine);
bool has_running_executions(store::ReadTransaction& tx, MachineId machine);

/// Removes a machine, its tags and the revisions that were never used.
void delete_machine(store::WriteTransaction& tx, MachineId machine, const std::string& arn);

// ---- executions ------------------------------------------------------------------------------------------------

enum class Status : int { kRunning = 0, kSucceeded, kFailed, kTimedOut, kAborted };

const char* status_name(Status status);
Status status_of(asl::Outcome::Status status);
std::optional<Status> status_of(std::string_view name);  ///< nothing for a status that no execution here has

struct ExecutionRow {
  ExecutionId id = 0;
  std::string arn;
  MachineId machine = 0;
  RevisionId revision = 0;
  std::string name;
  Status status = Status::kRunning;
  bool machine_deleting = false;
  aws::TimeMs started = 0;
  aws::TimeMs stopped = 0;  ///< 0 while it runs
  std::string input;
  std::optional<std::string> output;
  std::optional<std::string> error;
  std::optional<std::string> cause;
  std::optional<std::string> trace_header;
  std::string token_secret;
  bool express = false;   ///< a child of a map run: keeps no history
  int64_t map_run = 0;    ///< whose child it is; 0 for none
  int64_t map_index = 0;  ///< which of its children
  int64_t map_items = 1;  ///< in it; filled in by lists alone
  std::string map_state;  ///< the Map whose processor it runs
};

std::optional<ExecutionRow> find_execution(store::ReadTransaction& tx, std::string_view arn);
std::optional<ExecutionRow> find_execution(store::ReadTransaction& tx, ExecutionId id);

/// Nothing where there is none.
std::optional<Status> find_status(store::ReadTransaction& tx, std::string_view arn);

/// Stores a new execution; fills in its id.
void insert_execution(store::WriteTransaction& tx, ExecutionRow& execution);

void finish_execution(store::WriteTransaction& tx, ExecutionId id, aws::TimeMs stopped, const asl::Outcome& outcome);

/// Up to `limit` executions of a machine with ids below `before`, newest first, without their data.
std::vector<ExecutionRow> list_executions(store::ReadTransaction& tx, MachineId machine, std::optional<Status> status,
                                          ExecutionId before, int64_t limit);

// ---- frames ------------------------------------------------------------------------------------------

std::vector<asl::StoredFrame> load_frames(store::ReadTransaction& tx, ExecutionId execution);
void store_frames(store::WriteTransaction& tx, ExecutionId execution, const asl::Execution::Changes& changes);
void delete_frames(store::WriteTransaction& tx, ExecutionId execution);

// ---- tags ------------------------------------------------------------------------------------------------------

struct TagRow {
  std::string key;
  std::string value;
};

void put_tag(store::WriteTransaction& tx, const std::string& resource, const std::string& key,
             const std::string& value);
void delete_tag(store::WriteTransaction& tx, const std::string& resource, const std::string& key);
std::vector<TagRow> list_tags(store::ReadTransaction& tx, const std::string& resource);

}  // namespace cloudling::stepfunctions
