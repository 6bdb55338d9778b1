#pragma once

// What a metric filter measures of events.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulators/logs/event_block.h"
#include "emulators/logs/filters_store.h"
#include "emulators/logs/shapes_filters.h"
#include "emulators/ports.h"

namespace cloudling::logs {

std::string transformation_text(const MetricTransformation& transformation);
MetricTransformation transformation_of(const std::string& text);

/// Appends a value for each event that the filter's pattern takes and that has the value and the dimensions; the
/// default value, where there is one, for a batch without any.
void add_measurements(const MetricFilterRow& filter, const std::vector<Event>& events,
                      std::vector<Measurement>& values);

}  // namespace cloudling::logs
