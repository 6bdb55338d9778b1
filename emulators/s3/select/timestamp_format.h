#pragma once

// The patterns of TO_STRING and TO_TIMESTAMP (S3 user guide, "Date functions"): "y-MM-dd'T'H:m:ssXXX". Pure.

#include <optional>
#include <string>
#include <string_view>

#include "emulators/s3/select/timestamp.h"

namespace cloudling::s3::select {

/// Throws EvaluatorInvalidTimestampFormatPatternSymbol, ...Token, EvaluatorUnterminatedTimestampFormatPatternToken.
std::string format_timestamp(const Timestamp& time, std::string_view pattern);

/// Nothing where the text is not as the pattern says, or is no time. The pattern has to have a year, and no smaller
/// field without the larger ones. Throws the errors of format_timestamp, and those of patterns that can't be read by:
/// EvaluatorInvalidTimestampFormatPattern, ...SymbolForParsing, EvaluatorTimestampFormatPatternDuplicateFields,
/// ...HourClockAmPmMismatch.
std::optional<Timestamp> parse_timestamp(std::string_view text, std::string_view pattern);

}  // namespace cloudling::s3::select
