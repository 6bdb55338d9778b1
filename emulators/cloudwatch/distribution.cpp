#include "emulators/cloudwatch/distribution.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "emulators/aws/encoding.h"

namespace cloudling::cloudwatch {

namespace {

constexpr size_t kMaxExactValues = 200;
constexpr double kStep = 1.02;

/// The middle of the step that holds `value`.
double rounded(double value) {
  if (value == 0) return 0;
  const double step = std::floor(std::log(std::fabs(value)) / std::log(kStep));
  return std::copysign(std::pow(kStep, step + 0.5), value);
}

}  // namespace

void Distribution::add(double value, double count) {
  if (!(count > 0)) return;
  minimum_ = count_ > 0 ? std::min(minimum_, value) : value;
  maximum_ = count_ > 0 ? std::max(maximum_, value) : value;
  count_ += count;
  sum_ += value * count;
  count_value(value, count);
}

void Distribution::count_value(double value, double count) {
  values_[coarse_ ? rounded(value) : value] += count;
  if (!coarse_ && values_.size() > kMaxExactValues) coarsen();
}

void Distribution::add_statistics(double count, double sum, double minimum, double maximum) {
  Distribution other = of(count, sum, minimum, maximum, "");
  if (count == 1) other.values_ = {{sum, 1}};
  other.values_known_ = count == 1;
  merge(other);
}

void Distribution::merge(const Distribution& other) {
  if (!(other.count_ > 0)) return;
  minimum_ = count_ > 0 ? std::min(minimum_, other.minimum_) : other.minimum_;
  maximum_ = count_ > 0 ? std::max(maximum_, other.maximum_) : other.maximum_;
  count_ += other.count_;
  sum_ += other.sum_;
  values_known_ = values_known_ && other.values_known_;
  for (const auto& [value, times] : other.values_) count_value(value, times);
}

void Distribution::coarsen() {
  coarse_ = true;
  std::map<double, double> coarse;
  for (const auto& [value, times] : values_) coarse[rounded(value)] += times;
  values_ = std::move(coarse);
}

std::optional<double> Distribution::percentile(double percent) const {
  if (!values_known_ || values_.empty()) return std::nullopt;
  const double rank = percent / 100 * count_;
  double seen = 0;
  for (const auto& [value, times] : values_) {
    seen += times;
    if (seen >= rank) return std::clamp(value, minimum_, maximum_);
  }
  return maximum_;
}

std::optional<double> Distribution::statistic(std::string_view name) const {
  if (name == "SampleCount") return count_;
  if (name == "Average") return average();
  if (name == "Sum") return sum_;
  if (name == "Minimum") return minimum_;
  if (name == "Maximum") return maximum_;
  const auto percent = percent_of(name);
  return percent ? percentile(*percent) : std::nullopt;
}

std::string Distribution::values_bytes() const {
  std::string bytes;
  if (!values_known_) return bytes;
  for (const auto& [value, times] : values_) {
    const double pair[2] = {value, times};
    bytes.append(reinterpret_cast<const char*>(pair), sizeof pair);
  }
  return bytes;
}

Distribution Distribution::of(double count, double sum, double minimum, double maximum, std::string_view values_bytes) {
  Distribution distribution;
  distribution.count_ = count;
  distribution.sum_ = sum;
  distribution.minimum_ = minimum;
  distribution.maximum_ = maximum;
  distribution.values_known_ = !values_bytes.empty() || !(count > 0);
  for (double pair[2]; values_bytes.size() >= sizeof pair; values_bytes.remove_prefix(sizeof pair)) {
    std::memcpy(pair, values_bytes.data(), sizeof pair);
    distribution.values_[pair[0]] += pair[1];
  }
  distribution.coarse_ = distribution.values_.size() > kMaxExactValues;
  return distribution;
}

std::optional<double> percent_of(std::string_view name) {
  if (!name.starts_with('p')) return std::nullopt;
  const auto percent = aws::parse_number(name.substr(1));
  return percent && *percent >= 0 && *percent <= 100 ? percent : std::nullopt;
}

bool is_statistic(std::string_view name) {
  return name == "SampleCount" || name == "Average" || name == "Sum" || name == "Minimum" || name == "Maximum" ||
         percent_of(name);
}

}  // namespace cloudling::cloudwatch
