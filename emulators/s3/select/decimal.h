#pragma once

// Decimal numbers of at most 38 digits, S3 Select's `decimal`: 123.450 keeps its last zero. Pure.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cloudling::s3::select {

__extension__ using Int128 = __int128;

/// coefficient × 10^exponent; the coefficient has at most 38 digits.
struct Decimal {
  Int128 coefficient = 0;
  int32_t exponent = 0;
};

/// The bound of exponents, either way; what lies beyond is no decimal.
inline constexpr int32_t kMaxExponent = 6144;

/// "1", "-1.50", "1e3", "1d-1" (Ion's exponent). Digits beyond the 38th are rounded, half to even. Nothing where the
/// text is none, or out of range.
std::optional<Decimal> parse_decimal(std::string_view text);

/// Without exponent, "-1.50", unless that took more than 100 characters: "1E+200".
std::string to_text(const Decimal& number);

std::optional<Decimal> decimal_of(double number);  ///< by its shortest digits; nothing where it is not finite
double to_double(const Decimal& number);
std::optional<int64_t> to_integer(const Decimal& number);  ///< without its fraction

/// Results are rounded to 38 digits, half to even; nothing where the exponent is out of range.
std::optional<Decimal> add(const Decimal& a, const Decimal& b);
std::optional<Decimal> multiply(const Decimal& a, const Decimal& b);
std::optional<Decimal> divide(const Decimal& a, const Decimal& b);     ///< nothing by zero, too
std::optional<Decimal> remainder(const Decimal& a, const Decimal& b);  ///< has the sign of `a`; nothing by zero, too
Decimal negate(const Decimal& number);
std::strong_ordering compare(const Decimal& a, const Decimal& b);

}  // namespace cloudling::s3::select
