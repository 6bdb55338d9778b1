#include "emulators/logs/positions.h"

#include <algorithm>

#include "emulators/aws/encoding.h"

namespace cloudling::logs {

namespace {

constexpr size_t kTimeDigits = 18;
constexpr size_t kBlockDigits = 19;
constexpr size_t kIndexDigits = 19;

/// `value` + 1 with leading zeros: the place before the first is a position, too.
std::string digits(int64_t value, size_t width) {
  std::string text = std::to_string(value == INT64_MAX ? value : value + 1);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::optional<int64_t> number(std::string_view text) {
  const auto value = aws::parse_integer(text);
  if (!value) return std::nullopt;
  return *value == INT64_MAX ? *value : *value - 1;
}

}  // namespace

std::string position_text(const EventPosition& position) {
  return digits(position.time, kTimeDigits) + digits(position.block, kBlockDigits) +
         digits(position.index, kIndexDigits);
}

std::optional<EventPosition> parse_position(std::string_view text) {
  const bool plain = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!plain || text.size() != kTimeDigits + kBlockDigits + kIndexDigits) return std::nullopt;
  const auto time = number(text.substr(0, kTimeDigits));
  const auto block = number(text.substr(kTimeDigits, kBlockDigits));
  const auto index = number(text.substr(kTimeDigits + kBlockDigits));
  if (!time || !block || !index) return std::nullopt;
  return EventPosition{.time = *time, .block = *block, .index = *index};
}

std::string EventToken::text() const { return (forward ? "f/" : "b/") + position_text(position) + "/s"; }

std::optional<EventToken> parse_event_token(std::string_view text) {
  if ((!text.starts_with("f/") && !text.starts_with("b/")) || !text.ends_with("/s") || text.size() < 4) {
    return std::nullopt;
  }
  const auto position = parse_position(text.substr(2, text.size() - 4));
  if (!position) return std::nullopt;
  return EventToken{.forward = text.front() == 'f', .position = *position};
}

}  // namespace cloudling::logs
