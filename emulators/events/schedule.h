#pragma once

// Schedule expressions: "rate(5 minutes)" and "cron(0 10 ? * MON-FRI *)" (EventBridge User Guide, "Setting a schedule
// pattern"). Times are UTC, in milliseconds since the epoch. Pure.

#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "emulators/aws/clock.h"

namespace cloudling::events {

/// The days that a cron expression names, in its day-of-month or day-of-week field.
struct CronDays {
  std::bitset<32> days;                             ///< of the month, 1 to 31; or of the week, 1 (Sunday) to 7
  bool last = false;                                ///< L: the last day of the month
  bool last_weekday = false;                        ///< LW: the last Monday to Friday of the month
  std::vector<int> nearest_weekdays;                ///< 15W: the Monday to Friday nearest to that day, within the month
  std::vector<int> last_of_weekday;                 ///< 6L: the last such day of the week in the month
  std::vector<std::pair<int, int>> nth_of_weekday;  ///< 6#3: day of the week, which of the month
};

/// Fields as sets of what they match.
struct Cron {
  std::bitset<60> minutes;
  std::bitset<24> hours;
  std::bitset<13> months;
  std::bitset<230> years;  ///< since 1970
  bool by_week = false;    ///< `days` are of the week: the day-of-month field is "?"
  CronDays days;
};

struct Schedule {
  std::optional<int64_t> rate_ms;
  std::optional<Cron> cron;

  /// Nothing where the text is no expression.
  static std::optional<Schedule> parse(std::string_view text);

  /// The first time after `after`; nothing where there is none any more. A rate counts from `after`.
  std::optional<aws::TimeMs> next(aws::TimeMs after) const;
};

}  // namespace cloudling::events
