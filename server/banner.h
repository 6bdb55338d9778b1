#pragma once

#include <cstdint>
#include <filesystem>

#include "server/config.h"

namespace cloudling::server {

/// What a start prints, once, on stdout: the address, the data file, the console, and how to point a client at it.
/// `database` is "" for an ephemeral store.
void print_banner(const ServeConfig& config, uint16_t port, const std::filesystem::path& database);

}  // namespace cloudling::server
