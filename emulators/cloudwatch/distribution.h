#pragma once

// What a metric measured in one span of time: how often, how much, and how the values are distributed, for percentiles.
// Distinct values are kept exactly up to a number; beyond it they are rounded to steps of 2 %. Pure.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace cloudling::cloudwatch {

class Distribution {
 public:
  void add(double value, double count = 1);

  /// A set of statistics whose values are not known: percentiles are not, either.
  void add_statistics(double count, double sum, double minimum, double maximum);
  void merge(const Distribution& other);

  double count() const { return count_; }
  double sum() const { return sum_; }
  double minimum() const { return minimum_; }
  double maximum() const { return maximum_; }
  double average() const { return count_ > 0 ? sum_ / count_ : 0; }

  /// Nothing where values are not known.
  std::optional<double> percentile(double percent) const;

  /// "Average", "Sum", "p99.9", ...; nothing where it is not known.
  std::optional<double> statistic(std::string_view name) const;

  /// The values as a row keeps them, apart from the four numbers.
  std::string values_bytes() const;
  static Distribution of(double count, double sum, double minimum, double maximum, std::string_view values_bytes);

 private:
  void count_value(double value, double count);
  void coarsen();

  double count_ = 0;
  double sum_ = 0;
  double minimum_ = 0;
  double maximum_ = 0;
  bool values_known_ = true;
  bool coarse_ = false;
  std::map<double, double> values_;  ///< counts by value
};

/// Whether statistic() can ever know it: SampleCount, Average, Sum, Minimum, Maximum or pNN.NN.
bool is_statistic(std::string_view name);

/// The number in "p99.9"; nothing where it is no percentile.
std::optional<double> percent_of(std::string_view name);

}  // namespace cloudling::cloudwatch
