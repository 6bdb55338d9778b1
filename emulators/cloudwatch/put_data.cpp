#include <cmath>

#include "emulators/cloudwatch/cloudwatch.h"
#include "emulators/cloudwatch/errors.h"
#include "emulators/cloudwatch/places.h"

namespace cloudling::cloudwatch {

using store::WriteTransaction;

namespace {

constexpr size_t kMaxData = 1000;   // metrics in one request
constexpr size_t kMaxValues = 150;  // of one metric
constexpr aws::TimeMs kMinuteMs = 60'000;
constexpr aws::TimeMs kNewestMs = 2 * 60 * kMinuteMs;  // in the future
constexpr aws::TimeMs kOldestMs = 14 * 24 * 60 * kMinuteMs;
constexpr double kLargest = 0x1p360;

void require_value(double value, const std::string& where) {
  if (std::isfinite(value) && std::fabs(value) <= kLargest) return;
  throw invalid_value("The value " + std::to_string(value) + " for parameter " + where + " is invalid.");
}

Distribution values_of(const MetricDatum& datum, const std::string& where) {
  Distribution values;
  const int given = (datum.value ? 1 : 0) + (datum.statistic_values ? 1 : 0) + (datum.values ? 1 : 0);
  if (given == 0)
    throw missing_parameter("At least one of the parameters " + where + ".Value, " + where + ".Values or " + where +
                            ".StatisticValues must be specified.");
  if (given > 1)
    throw invalid_combination("The parameters " + where + ".Value, " + where + ".Values and " + where +
                              ".StatisticValues are mutually exclusive and you have specified more than one.");
  if (datum.value) {
    require_value(*datum.value, where + ".Value");
    values.add(*datum.value);
  }
  if (datum.statistic_values) {
    const StatisticSet& set = *datum.statistic_values;
    for (const double number : {set.sample_count, set.sum, set.minimum, set.maximum}) require_value(number, where);
    if (set.minimum > set.maximum)
      throw invalid_value("The parameter " + where + ".StatisticValues has a minimum above its maximum.");
    values.add_statistics(set.sample_count, set.sum, set.minimum, set.maximum);
  }
  if (!datum.values) return values;
  if (datum.values->size() > kMaxValues)
    throw invalid_value("The collection " + where + ".Values must not have a size greater than 150.");
  if (datum.counts && datum.counts->size() != datum.values->size()) {
    throw invalid_value("The parameters " + where + ".Values and " + where + ".Counts must be of the same size.");
  }
  for (size_t i = 0; i < datum.values->size(); ++i) {
    require_value((*datum.values)[i], where + ".Values");
    values.add((*datum.values)[i], datum.counts ? (*datum.counts)[i] : 1);
  }
  return values;
}

aws::TimeMs time_of(const MetricDatum& datum, aws::TimeMs now, const std::string& where) {
  const aws::TimeMs time = datum.timestamp ? datum.timestamp->ms : now;
  if (time > now + kNewestMs || time < now - kOldestMs) {
    throw invalid_value("The parameter " + where +
                        ".Timestamp must be within two weeks in the past and two hours in the future.");
  }
  const aws::TimeMs step = datum.storage_resolution == 1 ? 1000 : kMinuteMs;
  return time / step * step;
}

}  // namespace

aws::Nothing CloudWatch::put_metric_data(const aws::CallContext& context, WriteTransaction& tx,
                                         const PutMetricDataInput& input) {
  if (input.entity_metric_data) throw not_supported("PutMetricData", "EntityMetricData");
  if (input.metric_namespace.starts_with("AWS/"))
    throw invalid_value("The value AWS/ for parameter Namespace is invalid.");
  if (input.metric_data.empty()) throw missing_parameter("The parameter MetricData is required.");
  if (input.metric_data.size() > kMaxData) {
    throw invalid_value("The collection MetricData must not have a size greater than 1000.");
  }
  const aws::TimeMs now = clock_.now();
  for (size_t i = 0; i < input.metric_data.size(); ++i) {
    const MetricDatum& datum = input.metric_data[i];
    const std::string where = "MetricData.member." + std::to_string(i + 1);
    if (datum.storage_resolution && *datum.storage_resolution != 1 && *datum.storage_resolution != 60) {
      throw invalid_value("The parameter " + where + ".StorageResolution must be 1 or 60.");
    }
    const Distribution values = values_of(datum, where);
    add_point(tx, place_of(context, input.metric_namespace, datum.metric_name, datum.dimensions),
              time_of(datum, now, where), datum.unit.value_or("None"), values);
  }
  keep_sweeping(tx);
  return {};
}

}  // namespace cloudling::cloudwatch
