#include "emulators/s3/select/timestamp.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <tuple>

#include "emulators/aws/http.h"

namespace cloudling::s3::select {
namespace {

using Precision = Timestamp::Precision;
constexpr int64_t kDay = 86'400;
constexpr int32_t kNanosDigits = 9;

int64_t days_of(int32_t year, int32_t month, int32_t day) {
  using namespace std::chrono;
  const auto y = std::chrono::year(year);
  const auto m = std::chrono::month(static_cast<unsigned>(month));
  return sys_days(y / m / std::chrono::day(static_cast<unsigned>(day))).time_since_epoch().count();
}

int32_t last_day(int32_t year, int32_t month) {
  const auto last = std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) / std::chrono::last;
  return static_cast<int32_t>(static_cast<unsigned>(std::chrono::year_month_day(last).day()));
}

int64_t local_seconds(const Timestamp& time) {
  return days_of(time.year, time.month, time.day) * kDay + int64_t{time.hour} * 3600 + int64_t{time.minute} * 60 +
         time.second;
}

int64_t instant(const Timestamp& time) { return local_seconds(time) - int64_t{time.offset.value_or(0)} * 60; }

/// Date and time of day from local seconds; false outside of the years 1 to 9999.
bool set_local(Timestamp& time, int64_t seconds) {
  const int64_t days = (seconds >= 0 ? seconds : seconds - kDay + 1) / kDay;
  if (days < days_of(1, 1, 1) || days > days_of(9999, 12, 31)) return false;
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
  const auto rest = static_cast<int32_t>(seconds - days * kDay);
  time.year = static_cast<int>(date.year());
  time.month = static_cast<int32_t>(static_cast<unsigned>(date.month()));
  time.day = static_cast<int32_t>(static_cast<unsigned>(date.day()));
  time.hour = rest / 3600;
  time.minute = rest / 60 % 60;
  time.second = rest % 60;
  return true;
}

/// Takes numbers and marks off the front of a text.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  bool at_end() const { return text_.empty(); }
  bool take(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  std::optional<int32_t> number(size_t digits) {
    if (text_.size() < digits) return std::nullopt;
    int32_t value = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (text_[i] < '0' || text_[i] > '9') return std::nullopt;
      value = value * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(digits);
    return value;
  }
  bool number_into(int32_t& target, size_t digits) {
    const auto value = number(digits);
    if (value) target = *value;
    return value.has_value();
  }

 private:
  std::string_view text_;
};

bool parse_fraction(Cursor& text, Timestamp& time) {
  while (const auto digit = text.number(1)) {
    if (time.fraction_digits == kNanosDigits) continue;
    ++time.fraction_digits;
    time.nanos = time.nanos * 10 + *digit;
  }
  for (int32_t i = time.fraction_digits; i < kNanosDigits; ++i) time.nanos *= 10;
  return time.fraction_digits > 0;
}

bool parse_offset(Cursor& text, Timestamp& time) {
  if (text.at_end()) return true;
  if (text.take('Z')) {
    time.offset = 0;
    return text.at_end();
  }
  const bool west = text.take('-');
  if (!west && !text.take('+')) return false;
  int32_t hours = 0;
  int32_t minutes = 0;
  if (!text.number_into(hours, 2) || !text.take(':') || !text.number_into(minutes, 2) || minutes > 59) return false;
  const int32_t offset = hours * 60 + minutes;
  if (!west || offset != 0) time.offset = west ? -offset : offset;
  return text.at_end();
}

bool parse_time(Cursor& text, Timestamp& time) {
  if (!text.number_into(time.hour, 2) || !text.take(':') || !text.number_into(time.minute, 2)) return false;
  time.precision = Precision::kMinute;
  if (text.take(':')) {
    if (!text.number_into(time.second, 2)) return false;
    time.precision = Precision::kSecond;
    if (text.take('.') && !parse_fraction(text, time)) return false;
  }
  return parse_offset(text, time);
}

bool parse_fields(Cursor& text, Timestamp& time) {
  if (!text.number_into(time.year, 4)) return false;
  if (text.take('T')) return text.at_end();
  if (!text.take('-') || !text.number_into(time.month, 2)) return false;
  time.precision = Precision::kMonth;
  if (text.take('T')) return text.at_end();
  if (!text.take('-') || !text.number_into(time.day, 2)) return false;
  time.precision = Precision::kDay;
  if (text.at_end()) return true;
  if (!text.take('T')) return false;
  return text.at_end() || parse_time(text, time);
}

std::string formatted(const char* format, int32_t number) {
  std::array<char, 16> text;
  const int length = std::snprintf(text.data(), text.size(), format, number);
  return {text.data(), static_cast<size_t>(length)};
}

std::string offset_text(const std::optional<int32_t>& offset) {
  if (!offset) return "-00:00";
  if (*offset == 0) return "Z";
  const int32_t size = std::abs(*offset);
  return (*offset < 0 ? "-" : "+") + formatted("%02d", size / 60) + formatted(":%02d", size % 60);
}

Precision precision_of(DatePart part) {
  switch (part) {
    case DatePart::kYear:
      return Precision::kYear;
    case DatePart::kMonth:
      return Precision::kMonth;
    case DatePart::kDay:
      return Precision::kDay;
    case DatePart::kSecond:
      return Precision::kSecond;
    default:
      return Precision::kMinute;
  }
}

int64_t seconds_in(DatePart part) {
  switch (part) {
    case DatePart::kDay:
      return kDay;
    case DatePart::kHour:
      return 3600;
    case DatePart::kMinute:
      return 60;
    default:
      return 1;
  }
}

}  // namespace

std::optional<DatePart> date_part(std::string_view name) {
  static constexpr std::array<std::string_view, 8> kNames = {"year",   "month",  "day",           "hour",
                                                             "minute", "second", "timezone_hour", "timezone_minute"};
  const auto found = std::ranges::find_if(kNames, [&](auto known) { return aws::equals_ignoring_case(known, name); });
  if (found == kNames.end()) return std::nullopt;
  return static_cast<DatePart>(found - kNames.begin());
}

bool is_valid(const Timestamp& time) {
  return time.year >= 1 && time.year <= 9999 && time.month >= 1 && time.month <= 12 && time.day >= 1 &&
         time.day <= last_day(time.year, time.month) && time.hour >= 0 && time.hour < 24 && time.minute >= 0 &&
         time.minute < 60 && time.second >= 0 && time.second < 60 && std::abs(time.offset.value_or(0)) < 24 * 60;
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  Timestamp time;
  Cursor cursor(text);
  if (!parse_fields(cursor, time) || !is_valid(time)) return std::nullopt;
  return time;
}

std::string to_text(const Timestamp& time) {
  std::string text = formatted("%04d", time.year);
  if (time.precision == Precision::kYear) return text + "T";
  text += formatted("-%02d", time.month);
  if (time.precision == Precision::kMonth) return text + "T";
  text += formatted("-%02d", time.day);
  if (time.precision == Precision::kDay) return text;
  text += formatted("T%02d", time.hour) + formatted(":%02d", time.minute);
  if (time.precision == Precision::kSecond) text += formatted(":%02d", time.second);
  if (time.fraction_digits > 0)
    text += "." + formatted("%09d", time.nanos).substr(0, static_cast<size_t>(time.fraction_digits));
  return text + offset_text(time.offset);
}

Timestamp timestamp_of(aws::TimeMs ms) {
  Timestamp time{.fraction_digits = 3, .precision = Precision::kSecond, .offset = 0};
  const int64_t seconds = (ms >= 0 ? ms : ms - 999) / 1000;
  if (set_local(time, seconds)) time.nanos = static_cast<int32_t>(ms - seconds * 1000) * 1'000'000;
  return time;
}

std::strong_ordering compare(const Timestamp& a, const Timestamp& b) {
  return std::tuple(instant(a), a.nanos) <=> std::tuple(instant(b), b.nanos);
}

std::optional<Timestamp> date_add(DatePart part, int64_t quantity, const Timestamp& time) {
  if (part == DatePart::kTimezoneHour || part == DatePart::kTimezoneMinute) return std::nullopt;
  constexpr int64_t kMost = int64_t{10'000} * 366 * kDay;
  if (quantity > kMost || quantity < -kMost) return std::nullopt;
  Timestamp result = time;
  result.precision = std::max(result.precision, precision_of(part));
  if (part == DatePart::kYear || part == DatePart::kMonth) {
    const int64_t months = int64_t{time.year} * 12 + time.month - 1 + quantity * (part == DatePart::kYear ? 12 : 1);
    if (months < 12 || months >= int64_t{10'000} * 12) return std::nullopt;
    result.year = static_cast<int32_t>(months / 12);
    result.month = static_cast<int32_t>(months % 12) + 1;
    result.day = std::min(time.day, last_day(result.year, result.month));
    return result;
  }
  const int64_t unit = seconds_in(part);
  if (quantity > kMost / unit || quantity < -kMost / unit) return std::nullopt;
  if (!set_local(result, local_seconds(time) + quantity * unit)) return std::nullopt;
  return result;
}

int64_t date_diff(DatePart part, const Timestamp& a, const Timestamp& b) {
  if (compare(a, b) > 0) return -date_diff(part, b, a);
  int64_t seconds = instant(b) - instant(a);
  if (b.nanos < a.nanos) --seconds;
  if (part != DatePart::kYear && part != DatePart::kMonth) return seconds / seconds_in(part);
  Timestamp from = a;
  Timestamp to = b;
  from.offset = to.offset = 0;
  set_local(from, instant(a));
  set_local(to, instant(b));
  int64_t months = int64_t{to.year - from.year} * 12 + to.month - from.month;
  const auto within = [](const Timestamp& t) { return std::tuple(t.day, t.hour, t.minute, t.second, t.nanos); };
  if (within(to) < within(from)) --months;
  return part == DatePart::kYear ? months / 12 : months;
}

int64_t extract(DatePart part, const Timestamp& time) {
  switch (part) {
    case DatePart::kYear:
      return time.year;
    case DatePart::kMonth:
      return time.month;
    case DatePart::kDay:
      return time.day;
    case DatePart::kHour:
      return time.hour;
    case DatePart::kMinute:
      return time.minute;
    case DatePart::kSecond:
      return time.second;
    case DatePart::kTimezoneHour:
      return time.offset.value_or(0) / 60;
    default:
      return time.offset.value_or(0) % 60;
  }
}

}  // namespace cloudling::s3::select
