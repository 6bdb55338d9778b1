#pragma once

// The tables of versions and aliases and all of their SQL.
//
//   states_versions  a published revision under a number, which is never given again
//   states_aliases   a name for one or two versions, with their shares of the starts
//   states_started_by  the version, and perhaps the alias, that an execution was started by
//
// Functions run inside the transaction they are given.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulators/stepfunctions/stepfunctions_store.h"

namespace cloudling::stepfunctions {

store::Migration versions_migration(int number);

struct Version {
  int64_t number = 0;
  RevisionId revision = 0;
  std::optional<std::string> description;
  aws::TimeMs created = 0;
};

std::optional<Version> find_version(store::ReadTransaction& tx, MachineId machine, int64_t number);

/// The newest version of that revision.
std::optional<Version> version_of_revision(store::ReadTransaction& tx, MachineId machine, RevisionId revision);

/// Stores a version under the next number, which it fills in. The revision is kept from now on.
void insert_version(store::WriteTransaction& tx, MachineId machine, Version& version);
void delete_version(store::WriteTransaction& tx, MachineId machine, int64_t number);

/// Up to `limit` versions with numbers below `before`, newest first.
std::vector<Version> list_versions(store::ReadTransaction& tx, MachineId machine, int64_t before, int64_t limit);
int64_t count_versions(store::ReadTransaction& tx, MachineId machine);

/// One target of an alias.
struct Route {
  int64_t version = 0;
  int64_t weight = 0;  ///< percent of the starts
  bool operator==(const Route&) const = default;
};

struct Alias {
  int64_t id = 0;
  std::string name;
  std::optional<std::string> description;
  std::vector<Route> routes;
  aws::TimeMs created = 0;
  aws::TimeMs updated = 0;
};

std::optional<Alias> find_alias(store::ReadTransaction& tx, MachineId machine, const std::string& name);
void insert_alias(store::WriteTransaction& tx, MachineId machine, const Alias& alias);
void update_alias(store::WriteTransaction& tx, const Alias& alias);
void delete_alias(store::WriteTransaction& tx, int64_t id);

/// Aliases with ids above `after`, oldest first; of the machine (at most 100 can be there).
std::vector<Alias> list_aliases(store::ReadTransaction& tx, MachineId machine, int64_t after);

/// How an execution was started, where that was not by the machine's own ARN. An alias chose the version.
struct StartedBy {
  int64_t version = 0;
  std::optional<std::string> alias;
};

void insert_started_by(store::WriteTransaction& tx, const ExecutionRow& execution, const StartedBy& by);
std::optional<StartedBy> find_started_by(store::ReadTransaction& tx, ExecutionId execution);

/// As list_executions(), those alone that were started by that alias or, without one, that version.
std::vector<ExecutionRow> list_started_by(store::ReadTransaction& tx, MachineId machine, const StartedBy& by,
                                          std::optional<Status> status, ExecutionId before, int64_t limit);

/// Deletes all versions and aliases of a machine.
void delete_versions_and_aliases(store::WriteTransaction& tx, MachineId machine);

}  // namespace cloudling::stepfunctions
