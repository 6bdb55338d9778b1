#pragma once

// The server: makes everything, connects it, runs until it is told to stop. It composes and holds no logic.

#include "server/config.h"

namespace cloudling::server {

/// Serves until SIGINT or SIGTERM; a second signal ends it at once. Throws std::runtime_error with a message for the
/// user where it can't start (the port is taken, the data folder in use or from a newer version).
void serve(const ServeConfig& config);

}  // namespace cloudling::server
