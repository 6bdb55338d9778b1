#include "emulators/s3/select/decimal.h"

#include <algorithm>
#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <charconv>
#include <cmath>

namespace cloudling::s3::select {
namespace {

constexpr int kMaxDigits = 38;
constexpr size_t kRead = 76;  // digits of a text that are looked at
constexpr size_t kMaxPlainText = 100;

using Wide = boost::multiprecision::int512_t;  // holds the product of two coefficients, with room to scale

Wide power_of_ten(int exponent) { return boost::multiprecision::pow(Wide(10), static_cast<unsigned>(exponent)); }

constexpr Int128 power_of_ten_of(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}
constexpr Int128 kBeyond = power_of_ten_of(kMaxDigits);  // the least coefficient with a digit too many

bool fits(Int128 coefficient) { return coefficient < kBeyond && coefficient > -kBeyond; }

/// Both coefficients at the lower exponent, where they fit there: the usual case, without wide numbers.
bool align_narrow(Decimal& a, Decimal& b) {
  while (a.exponent != b.exponent) {
    Decimal& higher = a.exponent > b.exponent ? a : b;
    if (__builtin_mul_overflow(higher.coefficient, Int128{10}, &higher.coefficient)) return false;
    if (higher.coefficient == 0)
      higher.exponent = std::min(a.exponent, b.exponent);
    else
      --higher.exponent;
  }
  return true;
}

int digits_of(const Wide& number) {
  if (number == 0) return 1;
  return static_cast<int>(Wide(boost::multiprecision::abs(number)).str().size());
}

Wide rounded_quotient(const Wide& number, const Wide& divisor) {
  Wide quotient = number / divisor;
  const Wide twice = boost::multiprecision::abs(number % divisor) * 2;
  if (twice > divisor || (twice == divisor && quotient % 2 != 0)) quotient += number < 0 ? -1 : 1;
  return quotient;
}

std::optional<Decimal> rounded(Wide coefficient, int64_t exponent) {
  int excess = digits_of(coefficient) - kMaxDigits;
  while (excess > 0) {  // twice where rounding up makes a digit more
    coefficient = rounded_quotient(coefficient, power_of_ten(excess));
    exponent += excess;
    excess = digits_of(coefficient) - kMaxDigits;
  }
  if (std::abs(exponent) > kMaxExponent) return std::nullopt;
  return Decimal{static_cast<Int128>(coefficient), static_cast<int32_t>(exponent)};
}

/// Both at the lower exponent. Nothing where they lie so far apart that the smaller can't be seen in 38 digits.
struct Aligned {
  Wide a, b;
  int32_t exponent;
};
std::optional<Aligned> align(const Decimal& a, const Decimal& b) {
  const int32_t exponent = std::min(a.exponent, b.exponent);
  const int32_t apart = std::max(a.exponent, b.exponent) - exponent;
  if (apart > 2 * kMaxDigits) return std::nullopt;
  Aligned aligned{Wide(a.coefficient), Wide(b.coefficient), exponent};
  (a.exponent > exponent ? aligned.a : aligned.b) *= power_of_ten(apart);
  return aligned;
}

std::string digits_text(Int128 number) {
  std::string digits;
  do digits += static_cast<char>('0' + static_cast<int>(number % 10));
  while ((number /= 10) > 0);
  std::ranges::reverse(digits);
  return digits;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The exponent behind a mark; nothing where the text is none.
std::optional<int32_t> parse_exponent(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int32_t exponent = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return exponent;
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  int64_t exponent = 0;
  if (const size_t mark = text.find_first_of("eEdD"); mark != std::string_view::npos) {
    const auto given = parse_exponent(text.substr(mark + 1));
    if (!given) return std::nullopt;
    exponent = *given;
    text = text.substr(0, mark);
  }
  const size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  if (point != std::string_view::npos) {
    const std::string_view fraction = text.substr(point + 1);
    digits += fraction;
    exponent -= static_cast<int64_t>(fraction.size());
  }
  if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  if (digits.size() <= static_cast<size_t>(kMaxDigits)) {
    Int128 coefficient = 0;
    for (const char digit : digits) coefficient = coefficient * 10 + (digit - '0');
    if (std::abs(exponent) > kMaxExponent) return std::nullopt;
    return Decimal{negative ? -coefficient : coefficient, static_cast<int32_t>(exponent)};
  }
  if (digits.size() > kRead) {  // what lies behind only tells a half from more
    const bool more = digits.find_first_not_of('0', kRead) != std::string::npos;
    exponent += static_cast<int64_t>(digits.size() - kRead);
    digits.resize(kRead);
    if (more && digits.back() == '0') digits.back() = '1';
  }
  Wide coefficient(digits);
  if (negative) coefficient = -coefficient;
  return rounded(coefficient, exponent);
}

std::string to_text(const Decimal& number) {
  const bool negative = number.coefficient < 0;
  std::string digits = digits_text(negative ? -number.coefficient : number.coefficient);
  const std::string sign = negative ? "-" : "";
  if (number.exponent == 0) return sign + digits;
  if (digits.size() + static_cast<size_t>(std::abs(number.exponent)) > kMaxPlainText) {
    const int64_t exponent = number.exponent + static_cast<int64_t>(digits.size()) - 1;
    if (digits.size() > 1) digits.insert(1, ".");
    return sign + digits + (exponent < 0 ? "E" : "E+") + std::to_string(exponent);
  }
  if (number.exponent > 0)
    return sign + digits + (number.coefficient == 0 ? "" : std::string(static_cast<size_t>(number.exponent), '0'));
  const auto places = static_cast<size_t>(-number.exponent);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  digits.insert(digits.size() - places, ".");
  return sign + digits;
}

std::optional<Decimal> decimal_of(double number) {
  if (!std::isfinite(number)) return std::nullopt;
  std::array<char, 40> text;
  const auto end = std::to_chars(text.begin(), text.end(), number).ptr;
  return parse_decimal({text.begin(), end});
}

double to_double(const Decimal& number) {
  const std::string digits = (number.coefficient < 0 ? "-" : "") +
                             digits_text(number.coefficient < 0 ? -number.coefficient : number.coefficient) + "e" +
                             std::to_string(number.exponent);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range && number.exponent > 0)
    return number.coefficient < 0 ? -HUGE_VAL : HUGE_VAL;
  return value;
}

std::optional<int64_t> to_integer(const Decimal& number) {
  Int128 value = number.coefficient;
  if (number.exponent < -kMaxDigits || value == 0) return 0;
  for (int32_t e = number.exponent; e < 0; ++e) value /= 10;
  for (int32_t e = number.exponent; e > 0; --e) {
    value *= 10;
    if (value > INT64_MAX || value < INT64_MIN) return std::nullopt;
  }
  if (value > INT64_MAX || value < INT64_MIN) return std::nullopt;
  return static_cast<int64_t>(value);
}

std::optional<Decimal> add(const Decimal& a, const Decimal& b) {
  Decimal x = a;
  Decimal y = b;
  Int128 sum = 0;
  if (align_narrow(x, y) && !__builtin_add_overflow(x.coefficient, y.coefficient, &sum) && fits(sum))
    return Decimal{sum, x.exponent};
  if (const auto aligned = align(a, b)) return rounded(aligned->a + aligned->b, aligned->exponent);
  if (a.coefficient == 0) return b;
  if (b.coefficient == 0) return a;
  return a.exponent > b.exponent ? a : b;
}

std::optional<Decimal> multiply(const Decimal& a, const Decimal& b) {
  return rounded(Wide(a.coefficient) * Wide(b.coefficient), int64_t{a.exponent} + b.exponent);
}

std::optional<Decimal> divide(const Decimal& a, const Decimal& b) {
  if (b.coefficient == 0) return std::nullopt;
  const int64_t wished = int64_t{a.exponent} - b.exponent;
  Wide dividend(a.coefficient);
  Wide divisor(b.coefficient);
  if (divisor < 0) {
    divisor = -divisor;
    dividend = -dividend;
  }
  if (dividend % divisor == 0) return rounded(dividend / divisor, wished);
  const int scale = kMaxDigits - digits_of(dividend) + digits_of(divisor);
  Wide quotient = rounded_quotient(dividend * power_of_ten(scale), divisor);
  int64_t exponent = wished - scale;
  // An exact result is as short as it can be: 1/8 is 0.125.
  while (exponent < wished && quotient % 10 == 0) {
    quotient /= 10;
    ++exponent;
  }
  return rounded(quotient, exponent);
}

std::optional<Decimal> remainder(const Decimal& a, const Decimal& b) {
  if (b.coefficient == 0) return std::nullopt;
  const auto aligned = align(a, b);
  if (aligned) return rounded(aligned->a % aligned->b, aligned->exponent);
  return a.exponent < b.exponent ? std::optional(a) : std::nullopt;
}

Decimal negate(const Decimal& number) { return {-number.coefficient, number.exponent}; }

std::strong_ordering compare(const Decimal& a, const Decimal& b) {
  if (a.exponent == b.exponent) return a.coefficient <=> b.coefficient;
  const auto sign = [](const Decimal& d) { return d.coefficient < 0 ? -1 : d.coefficient > 0 ? 1 : 0; };
  if (sign(a) != sign(b)) return sign(a) <=> sign(b);
  Decimal x = a;
  Decimal y = b;
  if (align_narrow(x, y)) return x.coefficient <=> y.coefficient;
  if (const auto aligned = align(a, b)) return aligned->a.compare(aligned->b) <=> 0;
  const auto by_size = a.exponent <=> b.exponent;
  return sign(a) < 0 ? 0 <=> by_size : by_size;
}

}  // namespace cloudling::s3::select
