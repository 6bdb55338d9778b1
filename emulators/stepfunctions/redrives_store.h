#pragma once

// The table of redrives and all of its SQL: states_redrives, one row an execution that was redriven.

#include <cstdint>
#include <optional>
#include <string>

#include "emulators/stepfunctions/stepfunctions_store.h"

namespace cloudling::stepfunctions {

store::Migration redrives_migration(int number);

struct Redrives {
  int64_t count = 0;
  aws::TimeMs last = 0;
  std::optional<std::string> client_token;  ///< of the last
};

std::optional<Redrives> find_redrives(store::ReadTransaction& tx, ExecutionId execution);
void put_redrives(store::WriteTransaction& tx, ExecutionId execution, const Redrives& redrives);

/// The execution runs again: it has no end and no error any more.
void reopen_execution(store::WriteTransaction& tx, ExecutionId execution);

}  // namespace cloudling::stepfunctions
