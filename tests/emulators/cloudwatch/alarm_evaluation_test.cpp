// States of alarms by what was measured, after the tables of the user guide.

#include "emulators/cloudwatch/alarm_evaluation.h"

#include <gtest/gtest.h>

namespace cloudling::cloudwatch {
namespace {

constexpr aws::TimeMs kNow = 1'700'000'040'000;
constexpr aws::TimeMs kMinute = 60'000;

/// Values of minutes, the newest last: '-' missing, '0' fine, 'X' breaching.
std::string state(const std::string& minutes, const std::string& treatment, int64_t needed, int64_t periods,
                  const std::string& current = "CURRENT") {
  AlarmSettings settings;
  settings.statistic = "Average";
  settings.period = 60;
  settings.evaluation_periods = periods;
  settings.datapoints_to_alarm = needed;
  settings.threshold = 1;
  settings.comparison_operator = "GreaterThanThreshold";
  settings.treat_missing_data = treatment;
  Series series;
  for (size_t i = 0; i < minutes.size(); ++i) {
    if (minutes[i] != '-')
      series[kNow - static_cast<aws::TimeMs>(minutes.size() - i) * kMinute] = minutes[i] == 'X' ? 2 : 0;
  }
  return evaluate_alarm(settings, series, kNow, {.value = current, .reason = "", .reason_data = ""}).value;
}

TEST(AlarmEvaluation, TreatsMissingData) {
  const auto states = [](const std::string& minutes) {
    std::string all;
    for (const char* treatment : {"missing", "ignore", "breaching", "notBreaching"}) {
      all += (all.empty() ? "" : " ") + state(minutes, treatment, 3, 3);
    }
    return all;
  };
  EXPECT_EQ(states("0-X-X"), "OK OK OK OK");
  EXPECT_EQ(states("----0"), "OK OK OK OK");
  EXPECT_EQ(states("-----"), "INSUFFICIENT_DATA CURRENT ALARM OK");
  EXPECT_EQ(states("0XX-X"), "ALARM ALARM ALARM ALARM");
  EXPECT_EQ(states("--X--"), "ALARM CURRENT ALARM OK");
}

TEST(AlarmEvaluation, CountsMOutOfN) {
  EXPECT_EQ(state("0-X-X", "missing", 2, 3), "ALARM");
  EXPECT_EQ(state("00X0X", "missing", 2, 3), "ALARM");
  EXPECT_EQ(state("X0000", "missing", 2, 3), "OK");
  EXPECT_EQ(state("X", "missing", 1, 1), "ALARM");
  EXPECT_EQ(state("X0", "missing", 1, 1), "OK");
}

TEST(AlarmEvaluation, Explains) {
  AlarmSettings settings;
  settings.statistic = "Sum";
  settings.period = 60;
  settings.evaluation_periods = 1;
  settings.threshold = 1;
  settings.comparison_operator = "GreaterThanThreshold";
  const AlarmState alarm = evaluate_alarm(settings, {{kNow - kMinute, 5}}, kNow, {});
  EXPECT_EQ(
      alarm.reason,
      "Threshold Crossed: 1 out of the last 1 datapoints [5.0 (14/11/23 22:13:00)] was greater than the threshold "
      "(1.0) (minimum 1 datapoint for OK -> ALARM transition).");
  EXPECT_EQ(evaluate_alarm(settings, {}, kNow, {}).reason, "Insufficient Data: 1 datapoint was unknown.");
}

}  // namespace
}  // namespace cloudling::cloudwatch
