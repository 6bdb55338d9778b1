#include "emulators/aws/dates.h"

#include <array>
#include <chrono>
#include <cmath>

#include "emulators/aws/encoding.h"

namespace cloudling::aws {

namespace {

namespace chrono = std::chrono;

constexpr std::array<std::string_view, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr TimeMs kFirst = -62135596800000;  // 0001-01-01
constexpr TimeMs kLast = 253402300799999;   // 9999-12-31

struct Parts {
  int year, month, day, hour, minute, second, ms, weekday;
};

Parts parts_of(TimeMs time) {
  const auto at = chrono::sys_time<chrono::milliseconds>(chrono::milliseconds(time));
  const auto day = chrono::floor<chrono::days>(at);
  const chrono::year_month_day date(day);
  const chrono::hh_mm_ss clock(at - day);
  return {.year = int(date.year()),
          .month = int(unsigned(date.month())),
          .day = int(unsigned(date.day())),
          .hour = int(clock.hours().count()),
          .minute = int(clock.minutes().count()),
          .second = int(clock.seconds().count()),
          .ms = int(clock.subseconds().count()),
          .weekday = int(chrono::weekday(day).c_encoding())};
}

std::optional<TimeMs> time_of(const Parts& p, int offset_minutes = 0) {
  const chrono::year_month_day date{chrono::year(p.year), chrono::month(unsigned(p.month)),
                                    chrono::day(unsigned(p.day))};
  if (!date.ok() || p.year < 1 || p.year > 9999 || p.hour > 23 || p.minute > 59 || p.second > 60) return std::nullopt;
  const TimeMs days = chrono::sys_days(date).time_since_epoch().count();
  const TimeMs time = ((days * 24 + p.hour) * 60 + p.minute - offset_minutes) * 60000 + p.second * 1000 + p.ms;
  if (time < kFirst || time > kLast) return std::nullopt;
  return time;
}

void append_digits(std::string& out, int value, size_t count) {
  out.resize(out.size() + count);
  for (auto digit = out.rbegin(); count > 0; --count, ++digit, value /= 10)
    *digit = static_cast<char>('0' + value % 10);
}

/// %Y, %M, %D, %h, %m, %s and %f (milliseconds) are digits, %W and %B the names of weekday and month. Listings print
/// thousands of times, which snprintf is slow at.
std::string print(std::string_view pattern, const Parts& p) {
  std::string out;
  out.reserve(32);
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      out += pattern[i];
      continue;
    }
    switch (pattern[++i]) {
      case 'Y':
        append_digits(out, p.year, 4);
        break;
      case 'M':
        append_digits(out, p.month, 2);
        break;
      case 'D':
        append_digits(out, p.day, 2);
        break;
      case 'h':
        append_digits(out, p.hour, 2);
        break;
      case 'm':
        append_digits(out, p.minute, 2);
        break;
      case 's':
        append_digits(out, p.second, 2);
        break;
      case 'f':
        append_digits(out, p.ms, 3);
        break;
      case 'W':
        out += kWeekdays[size_t(p.weekday)];
        break;
      default:
        out += kMonths[size_t(p.month) - 1];
    }
  }
  return out;
}

/// Takes pieces from the front of a text; once something was not there, `ok` stays false.
struct Scanner {
  std::string_view text;
  bool ok = true;

  bool skip(char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
  }
  void expect(std::string_view literal) {
    ok = ok && text.starts_with(literal);
    if (ok) text.remove_prefix(literal.size());
  }
  int digits(size_t count) {
    int value = 0;
    for (size_t i = 0; i < count; ++i) {
      ok = ok && i < text.size() && text[i] >= '0' && text[i] <= '9';
      if (!ok) return 0;
      value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
  }
  int month() {
    for (size_t i = 0; i < kMonths.size(); ++i) {
      if (!text.starts_with(kMonths[i])) continue;
      text.remove_prefix(3);
      return int(i) + 1;
    }
    ok = false;
    return 1;
  }
  int fraction_ms() {
    int ms = 0;
    int places = 0;
    while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
      if (places < 3) ms = ms * 10 + (text[0] - '0');
      ++places;
      text.remove_prefix(1);
    }
    ok = ok && places > 0;
    for (; places < 3; ++places) ms *= 10;
    return ms;
  }
  /// "Z", "+hh:mm", "-hhmm"; minutes east of UTC.
  int offset() {
    if (skip('Z') || skip('z')) return 0;
    const int sign = skip('-') ? -1 : 1;
    if (sign == 1) expect("+");
    const int hours = digits(2);
    skip(':');
    const int minutes = digits(2);
    ok = ok && hours < 24 && minutes < 60;
    return sign * (hours * 60 + minutes);
  }
  void clock(Parts& p) {
    p.hour = digits(2);
    expect(":");
    p.minute = digits(2);
    expect(":");
    p.second = digits(2);
  }
  bool done() const { return ok && text.empty(); }
};

std::optional<TimeMs> parse_amz_date(std::string_view text) {
  Scanner in{text};
  Parts p{};
  p.year = in.digits(4), p.month = in.digits(2), p.day = in.digits(2);
  in.expect("T");
  p.hour = in.digits(2), p.minute = in.digits(2), p.second = in.digits(2);
  in.expect("Z");
  return in.done() ? time_of(p) : std::nullopt;
}

/// "12 Oct 2009 17:50:30 GMT", behind the weekday.
std::optional<TimeMs> parse_imf(Scanner in) {
  Parts p{};
  p.day = in.digits(in.text.size() > 1 && in.text[1] == ' ' ? 1 : 2);
  in.expect(" ");
  p.month = in.month();
  in.expect(" ");
  p.year = in.digits(4);
  in.expect(" ");
  in.clock(p);
  in.expect(" ");
  int offset = 0;
  if (in.text == "GMT" || in.text == "UTC")
    in.text = {};
  else
    offset = in.offset();
  return in.done() ? time_of(p, offset) : std::nullopt;
}

/// "12-Oct-09 17:50:30 GMT", behind the weekday.
std::optional<TimeMs> parse_rfc850(Scanner in) {
  Parts p{};
  p.day = in.digits(2);
  in.expect("-");
  p.month = in.month();
  in.expect("-");
  const int year = in.digits(2);
  p.year = year < 70 ? 2000 + year : 1900 + year;
  in.expect(" ");
  in.clock(p);
  in.expect(" GMT");
  return in.done() ? time_of(p) : std::nullopt;
}

/// "Oct 12 17:50:30 2009", behind the weekday.
std::optional<TimeMs> parse_asctime(Scanner in) {
  Parts p{};
  p.month = in.month();
  in.expect(" ");
  p.day = in.skip(' ') ? in.digits(1) : in.digits(2);
  in.expect(" ");
  in.clock(p);
  in.expect(" ");
  p.year = in.digits(4);
  return in.done() ? time_of(p) : std::nullopt;
}

}  // namespace

std::string format_iso8601(TimeMs time) {
  const Parts p = parts_of(time);
  return print("%Y-%M-%DT%h:%m:%s.%fZ", p);
}

std::string format_iso8601_seconds(TimeMs time) {
  const Parts p = parts_of(time);
  if (p.ms != 0) return format_iso8601(time);
  return print("%Y-%M-%DT%h:%m:%sZ", p);
}

std::string format_http_date(TimeMs time) {
  const Parts p = parts_of(time);
  return print("%W, %D %B %Y %h:%m:%s GMT", p);
}

std::string format_amz_date(TimeMs time) {
  const Parts p = parts_of(time);
  return print("%Y%M%DT%h%m%sZ", p);
}

std::optional<TimeMs> parse_iso8601(std::string_view text) {
  if (text.size() == 16 && text[8] == 'T') return parse_amz_date(text);
  Scanner in{text};
  Parts p{};
  p.year = in.digits(4);
  in.expect("-");
  p.month = in.digits(2);
  in.expect("-");
  p.day = in.digits(2);
  if (in.done()) return time_of(p);
  if (!in.skip('t') && !in.skip(' ')) in.expect("T");
  in.clock(p);
  if (in.skip('.') || in.skip(',')) p.ms = in.fraction_ms();
  const int offset = in.offset();
  return in.done() ? time_of(p, offset) : std::nullopt;
}

std::optional<TimeMs> parse_http_date(std::string_view text) {
  const size_t comma = text.find(", ");
  if (comma == std::string_view::npos) {
    const size_t space = text.find(' ');
    return space == std::string_view::npos ? std::nullopt : parse_asctime({text.substr(space + 1)});
  }
  const Scanner in{text.substr(comma + 2)};
  return in.text.find('-') == 2 ? parse_rfc850(in) : parse_imf(in);
}

std::optional<TimeMs> from_epoch_seconds(double seconds) {
  const double ms = std::round(seconds * 1000);
  if (!(ms >= double(kFirst) && ms <= double(kLast))) return std::nullopt;
  return static_cast<TimeMs>(ms);
}

std::optional<TimeMs> parse_epoch_seconds(std::string_view text) {
  const auto seconds = parse_number(text);
  return seconds ? from_epoch_seconds(*seconds) : std::nullopt;
}

std::optional<TimeMs> parse_date(std::string_view text) {
  if (const auto time = parse_iso8601(text)) return time;
  if (const auto time = parse_http_date(text)) return time;
  return parse_epoch_seconds(text);
}

}  // namespace cloudling::aws
