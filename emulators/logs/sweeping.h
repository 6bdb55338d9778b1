#pragma once

// Durable jobs that give space back: of groups and streams that are gone, and of events whose retention has ended.

#include <string>

#include "emulators/logs/logs_store.h"

namespace cloudling::logs {

inline constexpr const char* kSweepJob = "logs.sweep";
inline constexpr const char* kExpireJob = "logs.expire";

/// Payloads of kSweepJob.
std::string sweep_group(GroupId group);
std::string sweep_stream(StreamId stream);

}  // namespace cloudling::logs
