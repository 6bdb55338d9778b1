#include "emulators/logs/metric_values.h"

#include <utility>

#include "asl/json/json.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/json_codec.h"
#include "emulators/logs/filter_pattern.h"

namespace cloudling::logs {

namespace {

/// The number that an event gives; nothing where what is selected is none.
std::optional<double> value_of(const MetricTransformation& transformation, const FilterPattern& pattern,
                               std::string_view event) {
  const std::string& value = transformation.metric_value;
  return aws::parse_number(value.starts_with('$') ? pattern.value_of(value, event) : value);
}

std::map<std::string, std::string> dimensions_of(const MetricTransformation& transformation,
                                                 const FilterPattern& pattern, std::string_view event) {
  std::map<std::string, std::string> dimensions;
  if (!transformation.dimensions) return dimensions;
  for (const auto& [name, selector] : *transformation.dimensions) {
    const std::string value = selector.starts_with('$') ? pattern.value_of(selector, event) : selector;
    if (!value.empty()) dimensions[name] = value;
  }
  return dimensions;
}

}  // namespace

std::string transformation_text(const MetricTransformation& transformation) {
  return json::write(aws::encode_json(MetricTransformation::shape(), &transformation, aws::JsonForm::kDocument));
}

MetricTransformation transformation_of(const std::string& text) {
  MetricTransformation transformation;
  aws::MissingPaths missing;
  const auto value = json::parse(text);
  if (value) {
    aws::decode_json(*value, MetricTransformation::shape(), &transformation, aws::JsonForm::kDocument, "", missing);
  }
  return transformation;
}

void add_measurements(const MetricFilterRow& filter, const std::vector<Event>& events,
                      std::vector<Measurement>& values) {
  const auto pattern = cached_pattern(filter.pattern);
  const MetricTransformation transformation = transformation_of(filter.transformation);
  Measurement measurement{.metric_namespace = transformation.metric_namespace,
                          .name = transformation.metric_name,
                          .unit = transformation.unit.value_or("None")};
  bool matched = false;
  for (const Event& event : events) {
    if (!pattern->matches(event.text)) continue;
    matched = true;
    const auto value = value_of(transformation, *pattern, event.text);
    if (!value) continue;
    measurement.value = *value;
    measurement.dimensions = dimensions_of(transformation, *pattern, event.text);
    values.push_back(measurement);
  }
  if (matched || !transformation.default_value) return;
  measurement.value = *transformation.default_value;
  measurement.dimensions.clear();
  values.push_back(std::move(measurement));
}

}  // namespace cloudling::logs
