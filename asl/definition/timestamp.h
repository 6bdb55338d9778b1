#pragma once

// Points in time as states know them: ISO-8601 with an offset, to the nanosecond.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cloudling::asl {

struct Timestamp {
  int64_t seconds = 0;  ///< since the Unix epoch
  int32_t nanos = 0;
  auto operator<=>(const Timestamp&) const = default;

  /// Milliseconds since the epoch, rounded up, so that a wait never ends early.
  int64_t milliseconds() const { return seconds * 1000 + (nanos + 999'999) / 1'000'000; }
};

/// Reads "2016-03-14T01:59:00.123Z" (extended offset date-time of ISO 8601); nothing where the text is none.
std::optional<Timestamp> parse_timestamp(std::string_view text);

/// "2016-03-14T01:59:00.123Z" for milliseconds since the epoch.
std::string write_timestamp(int64_t milliseconds);

}  // namespace cloudling::asl
