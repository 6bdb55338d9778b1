#pragma once

// Which executions can be redriven, and why others cannot, as DescribeExecution and RedriveExecution say it.

#include <optional>
#include <string>

#include "emulators/stepfunctions/stepfunctions_store.h"

namespace cloudling::stepfunctions {

/// Why the execution cannot be redriven; nothing where it can.
std::optional<std::string> redrive_obstacle(store::ReadTransaction& tx, const ExecutionRow& execution, aws::TimeMs now);

}  // namespace cloudling::stepfunctions
