#include "emulators/events/schedule.h"

#include <gtest/gtest.h>

#include "emulators/aws/dates.h"

namespace cloudling::events {
namespace {

/// The next `count` times after `from`, in one line.
std::string next_times(const std::string& expression, const std::string& from, int count = 1) {
  const auto schedule = Schedule::parse(expression);
  if (!schedule) return "no schedule";
  aws::TimeMs time = aws::parse_iso8601(from).value();
  std::string times;
  for (int i = 0; i < count; ++i) {
    const auto next = schedule->next(time);
    if (!next) return times + "never";
    times += aws::format_iso8601_seconds(*next) + " ";
    time = *next;
  }
  times.pop_back();
  return times;
}

TEST(Schedule, RatesCountFromNow) {
  EXPECT_EQ("2024-01-01T00:05:30Z 2024-01-01T00:10:30Z", next_times("rate(5 minutes)", "2024-01-01T00:00:30Z", 2));
  EXPECT_EQ("2024-01-01T01:00:00Z", next_times("rate(1 hour)", "2024-01-01T00:00:00Z"));
  EXPECT_EQ("2024-01-03T00:00:00Z", next_times("rate(2 days)", "2024-01-01T00:00:00Z"));
}

TEST(Schedule, MalformedExpressionsAreNone) {
  for (const char* text : {"",
                           "rate(5)",
                           "rate(0 minutes)",
                           "rate(1 minutes)",
                           "rate(5 minute)",
                           "rate(-1 minutes)",
                           "rate(5 weeks)",
                           "rate(5 minutes",
                           "rate( 5 minutes)",
                           "cron(* * * * *)",
                           "cron(* * * * * *)",
                           "cron(* * ? * ? *)",
                           "cron(60 * * * ? *)",
                           "cron(0 24 * * ? *)",
                           "cron(0 0 0 * ? *)",
                           "cron(0 0 32 * ? *)",
                           "cron(0 0 * 13 ? *)",
                           "cron(0 0 ? * 8 *)",
                           "cron(0 0 ? * MON#6 *)",
                           "cron(0 0 ? * FOO *)",
                           "cron(0 0 * * ? 1969)",
                           "cron(0/0 * * * ? *)",
                           "cron(1-2-3 * * * ? *)",
                           "cron(a * * * ? *)",
                           "cron(, * * * ? *)",
                           "at(2024-01-01)"}) {
    EXPECT_FALSE(Schedule::parse(text)) << text;
  }
}

TEST(Schedule, MinutesAndHours) {
  EXPECT_EQ("2024-02-28T23:59:00Z 2024-02-29T00:00:00Z", next_times("cron(* * * * ? *)", "2024-02-28T23:58:00Z", 2));
  EXPECT_EQ("2024-01-01T10:00:00Z 2024-01-02T10:00:00Z", next_times("cron(0 10 * * ? *)", "2024-01-01T00:00:00Z", 2));
  EXPECT_EQ("2024-01-01T00:15:00Z 2024-01-01T00:30:00Z 2024-01-01T00:45:00Z 2024-01-01T01:00:00Z",
            next_times("cron(0/15 * * * ? *)", "2024-01-01T00:00:00Z", 4));
  EXPECT_EQ("2024-01-01T08:05:00Z 2024-01-01T08:25:00Z 2024-01-01T17:05:00Z",
            next_times("cron(5,25 8,17 * * ? *)", "2024-01-01T00:00:00Z", 3));
  EXPECT_EQ("2024-01-01T22:00:00Z 2024-01-01T23:00:00Z 2024-01-02T00:00:00Z 2024-01-02T22:00:00Z",
            next_times("cron(0 22-0 * * ? *)", "2024-01-01T12:00:00Z", 4));
  EXPECT_EQ("2024-01-01T00:01:00Z", next_times("cron(* * * * ? *)", "2024-01-01T00:00:00.001Z"));
}

TEST(Schedule, DaysOfTheWeek) {
  EXPECT_EQ("2024-01-05T18:00:00Z 2024-01-08T18:00:00Z",
            next_times("cron(0 18 ? * MON-FRI *)", "2024-01-04T18:00:00Z", 2));
  EXPECT_EQ("2024-01-06T00:00:00Z 2024-01-07T00:00:00Z", next_times("cron(0 0 ? * 7,1 *)", "2024-01-01T00:00:00Z", 2));
  EXPECT_EQ("2024-01-05T00:00:00Z 2024-01-06T00:00:00Z 2024-01-07T00:00:00Z 2024-01-08T00:00:00Z 2024-01-12T00:00:00Z",
            next_times("cron(0 0 ? * fri-mon *)", "2024-01-04T00:00:00Z", 5));
  EXPECT_EQ("2024-01-06T00:00:00Z", next_times("cron(0 0 ? * L *)", "2024-01-01T00:00:00Z"));
}

TEST(Schedule, LastDays) {
  EXPECT_EQ("2024-01-31T08:00:00Z 2024-02-29T08:00:00Z 2024-03-31T08:00:00Z",
            next_times("cron(0 8 L * ? *)", "2024-01-01T00:00:00Z", 3));
  EXPECT_EQ("2024-01-26T00:00:00Z 2024-02-23T00:00:00Z", next_times("cron(0 0 ? * 6L *)", "2024-01-01T00:00:00Z", 2));
  EXPECT_EQ("2024-02-29T00:00:00Z 2024-03-29T00:00:00Z", next_times("cron(0 0 LW * ? *)", "2024-02-01T00:00:00Z", 2));
}

TEST(Schedule, NearestWeekdays) {
  EXPECT_EQ("2024-06-14T00:00:00Z",
            next_times("cron(0 0 15W 6 ? *)", "2024-01-01T00:00:00Z"));  // the 15th is a Saturday
  EXPECT_EQ("2024-09-16T00:00:00Z", next_times("cron(0 0 15W 9 ? *)", "2024-01-01T00:00:00Z"));  // a Sunday
  EXPECT_EQ("2024-06-03T00:00:00Z",
            next_times("cron(0 0 1W 6 ? *)", "2024-01-01T00:00:00Z"));  // never in the month before
  EXPECT_EQ("2024-03-29T00:00:00Z", next_times("cron(0 0 31W 3 ? *)", "2024-01-01T00:00:00Z"));  // nor in the one after
}

TEST(Schedule, TheNthOfAMonth) {
  EXPECT_EQ("2024-01-16T00:00:00Z 2024-02-20T00:00:00Z", next_times("cron(0 0 ? * 3#3 *)", "2024-01-01T00:00:00Z", 2));
  EXPECT_EQ("2024-01-29T00:00:00Z 2024-04-29T00:00:00Z",
            next_times("cron(0 0 ? * MON#5 *)", "2024-01-01T00:00:00Z", 2));
}

TEST(Schedule, MonthsAndYears) {
  EXPECT_EQ("2024-02-29T00:00:00Z 2028-02-29T00:00:00Z", next_times("cron(0 0 29 FEB ? *)", "2023-03-01T00:00:00Z", 2));
  EXPECT_EQ("2030-01-01T00:00:00Z never", next_times("cron(0 0 1 JAN ? 2030)", "2024-01-01T00:00:00Z", 2));
  EXPECT_EQ("never", next_times("cron(0 0 30 2 ? *)", "2024-01-01T00:00:00Z"));
  EXPECT_EQ("2025-01-01T00:00:00Z 2025-07-01T00:00:00Z 2027-01-01T00:00:00Z",
            next_times("cron(0 0 1 1/6 ? 2025/2)", "2024-01-01T00:00:00Z", 3));
}

}  // namespace
}  // namespace cloudling::events
