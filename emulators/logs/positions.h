#pragma once

// Positions of events as clients see them: event ids, and the tokens of GetLogEvents.

#include <optional>
#include <string>
#include <string_view>

#include "emulators/logs/event_reader.h"

namespace cloudling::logs {

/// 56 digits; later events have greater ones.
std::string position_text(const EventPosition& position);
std::optional<EventPosition> parse_position(std::string_view text);

/// "f/<56 digits>/s" or "b/<56 digits>/s": what comes behind or before a position.
struct EventToken {
  bool forward = true;
  EventPosition position;

  std::string text() const;
};
std::optional<EventToken> parse_event_token(std::string_view text);

}  // namespace cloudling::logs
