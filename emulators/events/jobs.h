#pragma once

// The kinds of durable jobs that Events itself performs; deliveries are the router's.

namespace cloudling::events {

inline constexpr const char* kScheduleJob = "events.schedule";  ///< keyed by the rule's ARN, due when it fires next
inline constexpr const char* kReplayJob = "events.replay";      ///< keyed by the replay's ARN

}  // namespace cloudling::events
