#pragma once

// Constraints that many members of the EventBridge API have, by the names of its model.

#include <utility>

#include "emulators/aws/shape.h"

namespace cloudling::events {

inline constexpr const char* kNamePattern = "[\\.\\-_A-Za-z0-9]+";
inline constexpr const char* kBusNamePattern = "[/\\.\\-_A-Za-z0-9]+";
inline constexpr const char* kBusNameOrArnPattern =
    "(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+";
inline constexpr const char* kPlainBusNameOrArnPattern =
    "(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[\\.\\-_A-Za-z0-9]+";
inline constexpr const char* kArnPattern = "arn:aws([a-z]|\\-)*:events:([a-z]|\\d|\\-)*:([0-9]{12})?:.+\\/.+";
inline constexpr int64_t kMaxArn = 1600;

inline aws::Field as_rule_name(aws::Field field) { return std::move(field).length(1, 64).matching(kNamePattern); }
inline aws::Field as_bus_name(aws::Field field) { return std::move(field).length(1, 256).matching(kBusNamePattern); }
inline aws::Field as_plain_bus_name(aws::Field field) { return std::move(field).length(1, 256).matching(kNamePattern); }
inline aws::Field as_bus_name_or_arn(aws::Field field) {
  return std::move(field).length(1, kMaxArn).matching(kBusNameOrArnPattern);
}
inline aws::Field as_archive_name(aws::Field field) { return std::move(field).length(1, 48).matching(kNamePattern); }
inline aws::Field as_events_arn(aws::Field field) { return std::move(field).length(1, kMaxArn).matching(kArnPattern); }
inline aws::Field as_any_arn(aws::Field field) { return std::move(field).length(1, kMaxArn); }
inline aws::Field as_next_token(aws::Field field) { return std::move(field).length(1, 2048); }
inline aws::Field as_page_limit(aws::Field field) { return std::move(field).range(1, 100); }
inline aws::Field as_description(aws::Field field) { return std::move(field).length(0, 512); }
inline aws::Field as_event_pattern(aws::Field field) { return std::move(field).length(0, 4096); }
inline aws::Field as_key_identifier(aws::Field field) {
  return std::move(field).length(0, 2048).matching("[a-zA-Z0-9_\\-/:]*");
}

}  // namespace cloudling::events
