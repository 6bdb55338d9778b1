#pragma once

// Dates as they stand on the wire, all in UTC and in milliseconds since the epoch (TimeMs). Pure functions.
// Parsers take the whole text and return nothing where it is not such a date or lies outside the years 1 to 9999.

#include <optional>
#include <string>
#include <string_view>

#include "emulators/aws/clock.h"

namespace cloudling::aws {

std::string format_iso8601(TimeMs time);          ///< "2009-10-12T17:50:30.000Z", always with milliseconds
std::string format_iso8601_seconds(TimeMs time);  ///< "2009-10-12T17:50:30Z", and milliseconds only where not 0
std::string format_http_date(TimeMs time);        ///< "Mon, 12 Oct 2009 17:50:30 GMT" (RFC 9110 section 5.6.7)
std::string format_amz_date(TimeMs time);         ///< "20091012T175030Z", as signatures have it

/// RFC 3339 with any fraction and offset, also without seconds' fraction; "20091012T175030Z"; a date alone is midnight.
std::optional<TimeMs> parse_iso8601(std::string_view text);

/// The three formats of RFC 9110 section 5.6.7, also with a numeric zone (RFC 5322).
std::optional<TimeMs> parse_http_date(std::string_view text);

/// Seconds since the epoch with an optional fraction.
std::optional<TimeMs> parse_epoch_seconds(std::string_view text);

/// The nearest millisecond to a number of seconds; nothing outside the years 1 to 9999.
std::optional<TimeMs> from_epoch_seconds(double seconds);

/// Any of the above.
std::optional<TimeMs> parse_date(std::string_view text);

}  // namespace cloudling::aws
