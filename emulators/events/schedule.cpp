#include "emulators/events/schedule.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>
#include <utility>

namespace cloudling::events {

namespace {

constexpr int64_t kMinute = 60'000;
constexpr int64_t kHour = 60 * kMinute;
constexpr int64_t kDay = 24 * kHour;
constexpr int kFirstYear = 1970, kLastYear = 2199;
constexpr size_t kMaxText = 256;
constexpr int64_t kMaxRate = 1'000'000'000;
constexpr std::array<std::string_view, 12> kMonths = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                      "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> kWeekdays = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (size_t from = 0; from <= text.size();) {
    const size_t to = std::min(text.find(separator, from), text.size());
    parts.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

std::optional<int64_t> number(std::string_view text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool digits =
      !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (error != std::errc() || end != text.data() + text.size() || !digits) return std::nullopt;
  return value;
}

// ---- rate --------------------------------------------------------------------------------------------------------

std::optional<int64_t> parse_rate(std::string_view text) {
  const size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto count = number(text.substr(0, space));
  const std::string_view unit = text.substr(space + 1);
  if (!count || *count < 1 || *count > kMaxRate) return std::nullopt;
  constexpr std::array kUnits = {std::pair("minute", kMinute), std::pair("hour", kHour), std::pair("day", kDay)};
  for (const auto& [name, length] : kUnits) {
    const std::string wanted = *count == 1 ? name : std::string(name) + "s";
    if (unit == wanted) return *count * length;
  }
  return std::nullopt;
}

// ---- cron --------------------------------------------------------------------------------------------------------

struct Range {
  int first, last;
  const std::string_view* names = nullptr;  ///< of the values from `first` on
};

std::string upper(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return result;
}

std::optional<int> value_of(std::string_view text, const Range& range) {
  if (range.names) {
    const auto count = static_cast<size_t>(range.last - range.first + 1);
    const auto* found = std::find(range.names, range.names + count, text);
    if (found != range.names + count) return range.first + static_cast<int>(found - range.names);
  }
  const auto value = number(text);
  if (!value || *value < range.first || *value > range.last) return std::nullopt;
  return static_cast<int>(*value);
}

/// "*", "3", "1-5", "0/15", "*/2", "1-30/3": sets what it matches.
template <class Set>
bool take_part(std::string_view part, const Range& range, Set set) {
  const auto pieces = split(part, '/');
  if (pieces.size() > 2) return false;
  const auto step = pieces.size() == 2 ? number(pieces[1]) : std::optional<int64_t>(1);
  if (!step || *step < 1 || *step > range.last) return false;
  int from = range.first, to = range.last;
  if (pieces[0] != "*") {
    const auto ends = split(pieces[0], '-');
    const auto first = value_of(ends[0], range);
    const auto last = ends.size() == 2 ? value_of(ends[1], range) : first;
    if (ends.size() > 2 || !first || !last) return false;
    from = *first;
    if (ends.size() == 2 || pieces.size() == 1) to = *last;
  }
  const int span = range.last - range.first + 1;
  const int length = to >= from ? to - from : to - from + span;  // FRI-MON goes round
  for (int64_t offset = 0; offset <= length; offset += *step)
    set(range.first + static_cast<int>((from - range.first + offset) % span));
  return true;
}

template <class Set>
bool take_field(std::string_view field, const Range& range, Set set) {
  const auto parts = split(field, ',');
  return std::all_of(parts.begin(), parts.end(), [&](auto part) { return take_part(part, range, set); });
}

constexpr Range kDaysOfMonth{1, 31};
constexpr Range kDaysOfWeek{1, 7, kWeekdays.data()};

bool take_day_of_month(std::string_view part, CronDays& days) {
  if (part == "L") return days.last = true;
  if (part == "LW") return days.last_weekday = true;
  if (part.ends_with('W')) {
    const auto day = value_of(part.substr(0, part.size() - 1), kDaysOfMonth);
    if (day) days.nearest_weekdays.push_back(*day);
    return day.has_value();
  }
  return take_part(part, kDaysOfMonth, [&](int day) { days.days.set(static_cast<size_t>(day)); });
}

bool take_day_of_week(std::string_view part, CronDays& days) {
  if (part == "L") {
    days.days.set(7);
    return true;
  }
  const size_t hash = part.find('#');
  if (hash != std::string_view::npos) {
    const auto day = value_of(part.substr(0, hash), kDaysOfWeek);
    const auto nth = value_of(part.substr(hash + 1), {1, 5});
    if (day && nth) days.nth_of_weekday.emplace_back(*day, *nth);
    return day && nth;
  }
  if (part.ends_with('L')) {
    const auto day = value_of(part.substr(0, part.size() - 1), kDaysOfWeek);
    if (day) days.last_of_weekday.push_back(*day);
    return day.has_value();
  }
  return take_part(part, kDaysOfWeek, [&](int day) { days.days.set(static_cast<size_t>(day)); });
}

/// One of the two fields is "?", the other says the days.
bool take_days(std::string_view of_month, std::string_view of_week, Cron& cron) {
  if ((of_month == "?") == (of_week == "?")) return false;
  cron.by_week = of_month == "?";
  const auto parts = split(cron.by_week ? of_week : of_month, ',');
  const auto take = cron.by_week ? take_day_of_week : take_day_of_month;
  return std::all_of(parts.begin(), parts.end(), [&](auto part) { return take(part, cron.days); });
}

std::optional<Cron> parse_cron(std::string_view text) {
  const std::string spelled = upper(text);
  std::vector<std::string_view> fields;
  for (const auto field : split(spelled, ' '))
    if (!field.empty()) fields.push_back(field);
  if (fields.size() != 6) return std::nullopt;
  Cron cron;
  const auto into = [](auto& set, int base) { return [&set, base](int v) { set.set(static_cast<size_t>(v - base)); }; };
  const bool good = take_field(fields[0], {0, 59}, into(cron.minutes, 0)) &&
                    take_field(fields[1], {0, 23}, into(cron.hours, 0)) &&
                    take_field(fields[3], {1, 12, kMonths.data()}, into(cron.months, 0)) &&
                    take_field(fields[5], {kFirstYear, kLastYear}, into(cron.years, kFirstYear)) &&
                    take_days(fields[2], fields[4], cron);
  if (!good) return std::nullopt;
  return cron;
}

// ---- the next time -----------------------------------------------------------------------------------------------

using std::chrono::sys_days;

struct Month {
  int year, month;

  sys_days day(int number) const {
    return sys_days(std::chrono::year(year) / month / 1) + std::chrono::days(number - 1);
  }
  int length() const {
    const auto last = std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) / std::chrono::last;
    return static_cast<int>(static_cast<unsigned>(std::chrono::year_month_day_last(last).day()));
  }
  /// 1 (Sunday) to 7.
  int weekday(int number) const { return static_cast<int>(std::chrono::weekday(day(number)).c_encoding()) + 1; }
};

/// The Monday to Friday nearest to `day` that lies in the month.
int nearest_workday(const Month& month, int day) {
  const int length = month.length();
  day = std::min(day, length);
  if (month.weekday(day) == 7) return day > 1 ? day - 1 : day + 2;
  if (month.weekday(day) == 1) return day < length ? day + 1 : day - 2;
  return day;
}

std::bitset<32> days_of_month(const Month& month, const CronDays& named) {
  const int length = month.length();
  std::bitset<32> days;
  for (int day = 1; day <= length; ++day) days.set(static_cast<size_t>(day), named.days.test(static_cast<size_t>(day)));
  if (named.last) days.set(static_cast<size_t>(length));
  if (named.last_weekday) days.set(static_cast<size_t>(nearest_workday(month, length)));
  for (const int day : named.nearest_weekdays)
    if (day <= length) days.set(static_cast<size_t>(nearest_workday(month, day)));
  return days;
}

std::bitset<32> days_by_week(const Month& month, const CronDays& named) {
  const int length = month.length();
  std::bitset<32> days;
  for (int day = 1; day <= length; ++day) {
    const int weekday = month.weekday(day);
    bool matches = named.days.test(static_cast<size_t>(weekday));
    for (const int last : named.last_of_weekday) matches |= last == weekday && day + 7 > length;
    for (const auto& [of, nth] : named.nth_of_weekday) matches |= of == weekday && (day - 1) / 7 + 1 == nth;
    days.set(static_cast<size_t>(day), matches);
  }
  return days;
}

/// The first minute of a day, from `from` on, that the expression matches.
std::optional<int> next_minute(const Cron& cron, int from) {
  for (int minute = from; minute < 24 * 60; ++minute) {
    const auto hour = static_cast<size_t>(minute / 60);
    if (!cron.hours.test(hour)) {
      minute = (minute / 60 + 1) * 60 - 1;
      continue;
    }
    if (cron.minutes.test(static_cast<size_t>(minute % 60))) return minute;
  }
  return std::nullopt;
}

std::optional<aws::TimeMs> next_in_month(const Cron& cron, const Month& month, aws::TimeMs from) {
  const auto days = cron.by_week ? days_by_week(month, cron.days) : days_of_month(month, cron.days);
  for (int day = 1; day <= month.length(); ++day) {
    if (!days.test(static_cast<size_t>(day))) continue;
    const aws::TimeMs midnight = month.day(day).time_since_epoch().count() * kDay;
    if (midnight + kDay <= from) continue;
    const int first = from > midnight ? static_cast<int>((from - midnight + kMinute - 1) / kMinute) : 0;
    if (const auto minute = next_minute(cron, first)) return midnight + *minute * kMinute;
  }
  return std::nullopt;
}

std::optional<aws::TimeMs> next_of(const Cron& cron, aws::TimeMs after) {
  const aws::TimeMs from = std::max<aws::TimeMs>(after + 1, 0);
  const std::chrono::year_month_day today(sys_days(std::chrono::days(from / kDay)));
  for (int year = static_cast<int>(today.year()); year <= kLastYear; ++year) {
    if (!cron.years.test(static_cast<size_t>(year - kFirstYear))) continue;
    for (int month = 1; month <= 12; ++month) {
      if (!cron.months.test(static_cast<size_t>(month))) continue;
      if (const auto time = next_in_month(cron, {year, month}, from)) return time;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Schedule> Schedule::parse(std::string_view text) {
  if (text.size() > kMaxText || !text.ends_with(')')) return std::nullopt;
  Schedule schedule;
  if (text.starts_with("rate(")) {
    schedule.rate_ms = parse_rate(text.substr(5, text.size() - 6));
  } else if (text.starts_with("cron(")) {
    schedule.cron = parse_cron(text.substr(5, text.size() - 6));
  }
  if (!schedule.rate_ms && !schedule.cron) return std::nullopt;
  return schedule;
}

std::optional<aws::TimeMs> Schedule::next(aws::TimeMs after) const {
  if (rate_ms) return after + *rate_ms;
  return next_of(*cron, after);
}

}  // namespace cloudling::events
