#include "emulators/cloudwatch/alarm_evaluation.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "asl/json/json.h"
#include "emulators/aws/dates.h"

namespace cloudling::cloudwatch {

namespace {

constexpr int64_t kMorePeriods = 2;  // that are looked at where values are missing

using Value = std::pair<aws::TimeMs, double>;

std::string number_text(double number) {
  std::string text;
  json::append_double(text, number);
  return text;
}

/// "20/11/26 10:05:00", as reasons show times.
std::string reason_time(aws::TimeMs time) {
  const std::string iso = aws::format_iso8601(time);
  return iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(2, 2) + " " + iso.substr(11, 8);
}

std::string relation(const std::string& comparison) {
  if (comparison == "GreaterThanOrEqualToThreshold") return "greater than or equal to";
  if (comparison == "GreaterThanThreshold") return "greater than";
  if (comparison == "LessThanThreshold") return "less than";
  return "less than or equal to";
}

bool breaches(const AlarmSettings& settings, double value) {
  const double threshold = settings.threshold.value_or(0);
  const std::string comparison = settings.comparison_operator.value_or("");
  if (comparison == "GreaterThanOrEqualToThreshold") return value >= threshold;
  if (comparison == "GreaterThanThreshold") return value > threshold;
  if (comparison == "LessThanThreshold") return value < threshold;
  return value <= threshold;
}

/// What is known of the last periods: values where there are enough, else with what missing ones count as.
struct Evidence {
  std::vector<Value> values;  ///< the newest first, at most as many as there are evaluation periods
  int64_t breaching = 0;
  int64_t fine = 0;
  int64_t missing = 0;  ///< periods without a value that no older value stands in for
};

Evidence evidence_of(const AlarmSettings& settings, const Series& series, aws::TimeMs now) {
  const int64_t periods = settings.evaluation_periods.value_or(1);
  const aws::TimeMs period = settings.period.value_or(60) * 1000;
  Evidence evidence;
  for (int64_t i = 1; i <= periods + kMorePeriods && static_cast<int64_t>(evidence.values.size()) < periods; ++i) {
    const auto found = series.find(now - i * period);
    if (found != series.end()) evidence.values.emplace_back(*found);
  }
  for (const auto& [time, value] : evidence.values) ++(breaches(settings, value) ? evidence.breaching : evidence.fine);
  evidence.missing = periods - static_cast<int64_t>(evidence.values.size());
  return evidence;
}

/// Nothing where the current state stays.
std::optional<std::string> state_of(const AlarmSettings& settings, const Evidence& evidence) {
  const int64_t periods = settings.evaluation_periods.value_or(1);
  const int64_t needed = settings.datapoints_to_alarm.value_or(periods);
  const std::string treatment = settings.treat_missing_data.value_or("missing");
  if (evidence.breaching >= needed) return "ALARM";
  if (treatment == "breaching") return evidence.breaching + evidence.missing >= needed ? "ALARM" : "OK";
  if (treatment == "notBreaching") return "OK";
  if (evidence.fine > periods - needed) return "OK";
  if (treatment == "ignore") return std::nullopt;
  if (evidence.values.empty()) return "INSUFFICIENT_DATA";
  return evidence.fine == 0 ? "ALARM" : "OK";
}

std::string reason_of(const AlarmSettings& settings, const Evidence& evidence, const std::string& state) {
  const int64_t periods = settings.evaluation_periods.value_or(1);
  if (evidence.values.empty()) {
    const std::string unknown =
        periods == 1 ? "1 datapoint was unknown." : std::to_string(periods) + " datapoints were unknown.";
    if (state == "INSUFFICIENT_DATA") return "Insufficient Data: " + unknown;
    const std::string counted = state == "ALARM" ? "[Breaching]" : "[NonBreaching]";
    return "Threshold Crossed: no datapoints were received for " + std::to_string(periods) +
           (periods == 1 ? " period and 1 missing datapoint was treated as "
                         : " periods and " + std::to_string(periods) + " missing datapoints were treated as ") +
           counted + ".";
  }
  std::string shown;
  for (const auto& [time, value] : evidence.values) {
    shown += (shown.empty() ? "" : ", ") + number_text(value) + " (" + reason_time(time) + ")";
  }
  const int64_t needed = settings.datapoints_to_alarm.value_or(periods);
  const int64_t count = state == "ALARM" ? evidence.breaching : evidence.fine;
  const std::string verb = std::string(count == 1 ? " was " : " were ") + (state == "ALARM" ? "" : "not ");
  return "Threshold Crossed: " + std::to_string(count) + " out of the last " + std::to_string(periods) +
         " datapoints [" + shown + "]" + verb + relation(settings.comparison_operator.value_or("")) +
         " the threshold (" + number_text(settings.threshold.value_or(0)) + ") (minimum " + std::to_string(needed) +
         (needed == 1 ? " datapoint" : " datapoints") + " for OK -> ALARM transition).";
}

std::string data_of(const AlarmSettings& settings, const Evidence& evidence, aws::TimeMs now) {
  json::Value data = json::Value::object();
  data["version"] = "1.0";
  data["queryDate"] = aws::format_iso8601(now);
  if (!evidence.values.empty()) data["startDate"] = aws::format_iso8601(evidence.values.back().first);
  data["statistic"] = settings.statistic.value_or(settings.extended_statistic.value_or(""));
  data["period"] = settings.period.value_or(60);
  data["recentDatapoints"] = json::Value::array();
  for (auto at = evidence.values.rbegin(); at != evidence.values.rend(); ++at)
    data["recentDatapoints"].push_back(at->second);
  data["threshold"] = settings.threshold.value_or(0);
  return json::write(data);
}

}  // namespace

aws::TimeMs evaluation_range_ms(const AlarmSettings& settings) {
  return (settings.evaluation_periods.value_or(1) + kMorePeriods) * settings.period.value_or(60) * 1000;
}

AlarmState evaluate_alarm(const AlarmSettings& settings, const Series& values, aws::TimeMs now,
                          const AlarmState& current) {
  const Evidence evidence = evidence_of(settings, values, now);
  const auto state = state_of(settings, evidence);
  if (!state) return current;
  return {.value = *state,
          .reason = reason_of(settings, evidence, *state),
          .reason_data = data_of(settings, evidence, now)};
}

}  // namespace cloudling::cloudwatch
