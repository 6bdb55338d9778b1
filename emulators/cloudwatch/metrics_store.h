#pragma once

// The tables of metrics and all of their SQL.
//
//   cloudwatch_metrics  a metric: namespace, name and dimensions of an account and region
//   cloudwatch_points   what was measured of it within a minute (or a second, where that was asked for), by unit
//   cloudwatch_usage    one row: how many points there are, and whether a sweep is due

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/cloudwatch/distribution.h"
#include "emulators/store/connection.h"
#include "emulators/store/store.h"

namespace cloudling::cloudwatch {

using MetricId = int64_t;
using DimensionMap = std::map<std::string, std::string>;

std::vector<store::Migration> migrations();

/// Where a metric belongs.
struct MetricPlace {
  std::string account;
  std::string region;
  std::string metric_namespace;
  std::string name;
  DimensionMap dimensions;
  auto operator<=>(const MetricPlace&) const = default;
};

std::optional<MetricId> find_metric(store::ReadTransaction& tx, const MetricPlace& place);

/// Adds to what was measured at a time; makes the metric where it is missing.
void add_point(store::WriteTransaction& tx, const MetricPlace& place, aws::TimeMs time, const std::string& unit,
               const Distribution& values);

struct Point {
  aws::TimeMs time = 0;
  std::string unit;
  Distribution values;
};

/// Points in [from, until), by time; of one unit where it is given.
std::vector<Point> points_of(store::ReadTransaction& tx, MetricId metric, aws::TimeMs from, aws::TimeMs until,
                             const std::optional<std::string>& unit);

struct MetricQuery {
  std::string account;
  std::string region;
  std::optional<std::string> metric_namespace;
  std::optional<std::string> name;
  aws::TimeMs active_since = 0;
  MetricId after = 0;
  int64_t limit = 0;
};

struct ListedMetric {
  MetricId id = 0;
  MetricPlace place;
};

/// In the order in which they were first seen.
std::vector<ListedMetric> list_metrics(store::ReadTransaction& tx, const MetricQuery& query);

/// Deletes up to `limit` points: those before `before`, and the oldest while there are more than `most`; and metrics
/// without any since `before`. How many points it were.
int64_t delete_old_points(store::WriteTransaction& tx, aws::TimeMs before, int64_t most, int64_t limit);

/// True where no sweep was due yet; one is from now on, until end_sweep().
bool begin_sweep(store::WriteTransaction& tx);
void end_sweep(store::WriteTransaction& tx);

}  // namespace cloudling::cloudwatch
