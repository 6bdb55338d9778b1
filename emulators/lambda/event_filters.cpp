#include "emulators/lambda/event_filters.h"

#include <algorithm>

#include "emulators/lambda/errors.h"

namespace cloudling::lambda {

namespace {

constexpr size_t kMaxFilters = 10;

}  // namespace

EventFilters::EventFilters(const std::optional<FilterCriteria>& criteria) {
  if (!criteria || !criteria->filters) return;
  if (criteria->filters->size() > kMaxFilters)
    throw invalid_parameter("The number of filters exceeds the limit of " + std::to_string(kMaxFilters) + ".");
  for (const EventFilter& filter : *criteria->filters) {
    if (!filter.pattern) continue;
    try {
      patterns_.push_back(patterns::Pattern::parse(*filter.pattern));
    } catch (const aws::Error&) {
      throw invalid_parameter("Invalid filter pattern definition.");
    }
  }
}

bool EventFilters::takes(const json::Value& record) const {
  if (patterns_.empty()) return true;
  json::Value event = record;
  const json::Value* text = json::find(record, "body");
  const auto body = text && text->is_string() ? json::parse(text->get<std::string>()) : std::nullopt;
  if (body && body->is_object()) event["body"] = *body;
  return std::ranges::any_of(patterns_, [&](const patterns::Pattern& pattern) { return pattern.matches(event); });
}

}  // namespace cloudling::lambda
