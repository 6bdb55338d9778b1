#pragma once

// S3 Select's `timestamp`: a moment with the precision and the offset that it was written with, as Amazon Ion has it
// ("2007T", "2007-02-23T12:14:33.079-08:00"). Years 1 to 9999. Pure.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "emulators/aws/clock.h"

namespace cloudling::s3::select {

enum class DatePart : uint8_t { kYear, kMonth, kDay, kHour, kMinute, kSecond, kTimezoneHour, kTimezoneMinute };

/// The part of that name, in any case.
std::optional<DatePart> date_part(std::string_view name);

struct Timestamp {
  enum class Precision : uint8_t { kYear, kMonth, kDay, kMinute, kSecond };

  int32_t year = 1;
  int32_t month = 1, day = 1, hour = 0, minute = 0, second = 0;  ///< local: as written
  int32_t nanos = 0;
  int32_t fraction_digits = 0;  ///< at most 9
  Precision precision = Precision::kYear;
  std::optional<int32_t> offset;  ///< minutes; nothing where it is unknown ("-00:00"), which counts as UTC
};

/// A time needs no offset. Digits of the fraction beyond the ninth are dropped.
std::optional<Timestamp> parse_timestamp(std::string_view text);

/// Whether the fields are those of a date, and the offset of less than a day.
bool is_valid(const Timestamp& time);

/// As Ion writes it: "2007T", "2007-02-23", "2007-02-23T12:14Z".
std::string to_text(const Timestamp& time);

Timestamp timestamp_of(aws::TimeMs time);  ///< in UTC, with milliseconds

std::strong_ordering compare(const Timestamp& a, const Timestamp& b);  ///< of the moments

/// The precision grows to the part's where it was less. Nothing outside of the years 1 to 9999, or for a part of the
/// time zone.
std::optional<Timestamp> date_add(DatePart part, int64_t quantity, const Timestamp& time);

/// Whole parts that lie between them; negative where `b` is before `a`.
int64_t date_diff(DatePart part, const Timestamp& a, const Timestamp& b);

/// The part's value; whole seconds.
int64_t extract(DatePart part, const Timestamp& time);

}  // namespace cloudling::s3::select
