#pragma once

// What an alarm's state is by what was measured ("Evaluating an alarm", CloudWatch User Guide). Pure.

#include <map>
#include <string>

#include "emulators/aws/clock.h"
#include "emulators/cloudwatch/series.h"
#include "emulators/cloudwatch/shapes_alarms.h"

namespace cloudling::cloudwatch {

struct AlarmState {
  std::string value;  ///< OK, ALARM or INSUFFICIENT_DATA
  std::string reason;
  std::string reason_data;  ///< JSON
};

/// How far before `now` measured values count: the evaluation periods, and some more where values are missing.
aws::TimeMs evaluation_range_ms(const AlarmSettings& settings);

/// The state at `now`, a whole minute, from the statistic's values by the start of their periods, which end at `now`.
/// `current` is kept where that is how missing data is treated.
AlarmState evaluate_alarm(const AlarmSettings& settings, const Series& values, aws::TimeMs now,
                          const AlarmState& current);

}  // namespace cloudling::cloudwatch
