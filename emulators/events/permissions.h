#pragma once

// Who may put events on a bus: its policy, as PutPermission keeps it.

#include <string>

namespace cloudling::events {

/// Whether the policy (JSON; "" for none) lets another account put events.
bool allows_put(const std::string& policy, const std::string& account);

}  // namespace cloudling::events
