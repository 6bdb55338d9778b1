#pragma once

// The filters of an event source mapping (AWS Lambda Developer Guide, "Using event filtering with an Amazon SQS event
// source"): which messages of a queue go to the function; the others are deleted.

#include <string>
#include <vector>

#include "asl/json/json.h"
#include "emulators/lambda/event_source_shapes.h"
#include "emulators/patterns/pattern.h"

namespace cloudling::lambda {

/// Immutable, pure.
class EventFilters {
 public:
  /// Throws InvalidParameterValueException where a pattern is none, or there are too many.
  explicit EventFilters(const std::optional<FilterCriteria>& criteria);

  /// Whether one of the filters takes the record, or there are none. A body that is a JSON object is looked into.
  bool takes(const json::Value& record) const;

 private:
  std::vector<patterns::Pattern> patterns_;
};

}  // namespace cloudling::lambda
