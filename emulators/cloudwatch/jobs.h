#pragma once

// The service's durable jobs.

#include <cstdint>

namespace cloudling::cloudwatch {

inline constexpr const char* kEvaluateJob = "cloudwatch.evaluate";  ///< an alarm, each minute
inline constexpr const char* kActJob = "cloudwatch.act";            ///< an action of an alarm
inline constexpr const char* kSweepJob = "cloudwatch.sweep";        ///< deletes old points, each day

inline constexpr int64_t kKeptHistory = 10'000;  ///< items of all alarms together

}  // namespace cloudling::cloudwatch
