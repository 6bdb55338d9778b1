#pragma once

// Who may put events on a bus: its policy, as PutPermission keeps it.

#include <string>

#include "emulators/aws/context.h"

namespace cloudling::events {

/// Whether the policy (JSON; "" for none) lets a caller of another account put events.
bool allows_put(const std::string& policy, const std::string& bus_arn, const aws::CallContext& context);

}  // namespace cloudling::events
