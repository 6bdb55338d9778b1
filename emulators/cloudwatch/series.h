#pragma once

// A metric over time: values of periods, from metrics or computed from others by a metric math expression.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/cloudwatch/metrics_store.h"

namespace cloudling::cloudwatch {

/// Values by the start of their periods.
using Series = std::map<aws::TimeMs, double>;

/// The points, added up by periods of `period_ms` that begin at `origin` and multiples of the period from there.
std::map<aws::TimeMs, Distribution> by_period(const std::vector<Point>& points, aws::TimeMs origin,
                                              aws::TimeMs period_ms);

/// A metric math expression: numbers, ids of `known` series, + - * / ^, parentheses, and the functions ABS, AVG, CEIL,
/// FLOOR, MAX, MIN, SUM and FILL(id, number). Bounded in depth. Throws ValidationError; NotImplemented for a function
/// that is not built.
Series compute(std::string_view expression, const std::map<std::string, Series>& known);

}  // namespace cloudling::cloudwatch
