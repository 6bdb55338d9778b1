#include "asl/definition/timestamp.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace cloudling::asl {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }

  /// `digits` digits as a number between `least` and `most`.
  bool number(size_t digits, int least, int most, int& out) {
    if (text_.size() < digits) return false;
    out = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (text_[i] < '0' || text_[i] > '9') return false;
      out = out * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(digits);
    return out >= least && out <= most;
  }

  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool fraction(int32_t& nanos) {
    int32_t unit = 100'000'000;
    size_t digits = 0;
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') {
      if (++digits > 9) return false;
      nanos += (text_.front() - '0') * unit;
      unit /= 10;
      text_.remove_prefix(1);
    }
    return digits > 0;
  }

  bool offset(int& seconds) {
    if (take('Z') || take('z')) return true;
    const bool minus = take('-');
    if (!minus && !take('+')) return false;
    int hours = 0;
    int minutes = 0;
    if (!number(2, 0, 18, hours)) return false;
    if (take(':') && !number(2, 0, 59, minutes)) return false;
    seconds = (hours * 3600 + minutes * 60) * (minus ? -1 : 1);
    return true;
  }

 private:
  std::string_view text_;
};

}  // namespace

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  Reader reader(text);
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int offset = 0;
  Timestamp result;
  const bool date = reader.number(4, 0, 9999, year) && reader.take('-') && reader.number(2, 1, 12, month) &&
                    reader.take('-') && reader.number(2, 1, 31, day) && (reader.take('T') || reader.take('t'));
  if (!date || !reader.number(2, 0, 23, hour) || !reader.take(':') || !reader.number(2, 0, 59, minute)) {
    return std::nullopt;
  }
  if (reader.take(':') && !reader.number(2, 0, 59, second)) return std::nullopt;
  if (reader.take('.') && !reader.fraction(result.nanos)) return std::nullopt;
  if (!reader.offset(offset) || !reader.done()) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                        std::chrono::day(static_cast<unsigned>(day))};
  if (!ymd.ok()) return std::nullopt;
  const int64_t days = std::chrono::sys_days(ymd).time_since_epoch().count();
  result.seconds = days * 86400 + hour * 3600 + minute * 60 + second - offset;
  return result;
}

std::string write_timestamp(int64_t milliseconds) {
  using std::chrono::days;
  const std::chrono::sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds(milliseconds)};
  const auto day = std::chrono::floor<days>(at);
  const std::chrono::year_month_day date(day);
  const auto rest = static_cast<int>((at - day).count());
  std::array<char, 48> text;
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), rest / 3'600'000,
                rest / 60'000 % 60, rest / 1000 % 60, rest % 1000);
  return text.data();
}

}  // namespace cloudling::asl
