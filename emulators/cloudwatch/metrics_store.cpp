#include "emulators/cloudwatch/metrics_store.h"

#include <algorithm>

#include "asl/json/json.h"
#include "emulators/cloudwatch/alarms_store.h"

namespace cloudling::cloudwatch {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

namespace {

constexpr const char* kTables = R"(
CREATE TABLE cloudwatch_metrics (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  region TEXT NOT NULL,
  namespace TEXT NOT NULL,
  name TEXT NOT NULL,
  dimensions TEXT NOT NULL,
  last_ms INTEGER NOT NULL,
  UNIQUE (account, region, namespace, name, dimensions)
);

CREATE TABLE cloudwatch_points (
  metric INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  unit TEXT NOT NULL,
  count REAL NOT NULL,
  sum REAL NOT NULL,
  minimum REAL NOT NULL,
  maximum REAL NOT NULL,
  samples BLOB NOT NULL,
  PRIMARY KEY (metric, time_ms, unit)
) WITHOUT ROWID;
CREATE INDEX cloudwatch_points_time ON cloudwatch_points (time_ms);

CREATE TABLE cloudwatch_usage (points INTEGER NOT NULL, sweeping INTEGER NOT NULL);
INSERT INTO cloudwatch_usage VALUES (0, 0);
)";

std::string dimensions_text(const DimensionMap& dimensions) {
  json::Value object = json::Value::object();
  for (const auto& [name, value] : dimensions) object[name] = value;
  return json::write(object);
}

DimensionMap dimensions_of(std::string_view text) {
  DimensionMap dimensions;
  const json::Value object = json::parse(text).value_or(json::Value::object());
  for (const auto& [name, value] : object.items()) dimensions[name] = value.get<std::string>();
  return dimensions;
}

Distribution distribution_at(const Rows& row, int first) {
  return Distribution::of(row.real(first), row.real(first + 1), row.real(first + 2), row.real(first + 3),
                          row.text(first + 4));
}

MetricId require_metric(WriteTransaction& tx, const MetricPlace& place, aws::TimeMs time) {
  if (const auto id = find_metric(tx, place)) {
    tx.run("UPDATE cloudwatch_metrics SET last_ms = ? WHERE id = ? AND last_ms < ?", time, *id, time);
    return *id;
  }
  tx.run(
      "INSERT INTO cloudwatch_metrics (account, region, namespace, name, dimensions, last_ms) VALUES (?, ?, ?, ?, ?, "
      "?)",
      place.account, place.region, place.metric_namespace, place.name, dimensions_text(place.dimensions), time);
  return tx.last_insert_id();
}

}  // namespace

std::vector<store::Migration> migrations() {
  return {{.service = "cloudwatch", .number = 1, .sql = std::string(kTables) + kAlarmTables}};
}

std::optional<MetricId> find_metric(ReadTransaction& tx, const MetricPlace& place) {
  Rows row = tx.query(
      "SELECT id FROM cloudwatch_metrics WHERE account = ? AND region = ? AND namespace = ? AND name = ? AND "
      "dimensions = ?",
      place.account, place.region, place.metric_namespace, place.name, dimensions_text(place.dimensions));
  if (!row.next()) return std::nullopt;
  return row.integer(0);
}

void add_point(WriteTransaction& tx, const MetricPlace& place, aws::TimeMs time, const std::string& unit,
               const Distribution& values) {
  const MetricId metric = require_metric(tx, place, time);
  Distribution all;
  bool there = false;
  {
    Rows row = tx.query(
        "SELECT count, sum, minimum, maximum, samples FROM cloudwatch_points WHERE metric = ? AND time_ms = ? AND "
        "unit = ?",
        metric, time, unit);
    there = row.next();
    if (there) all = distribution_at(row, 0);
  }
  all.merge(values);
  const std::string samples = all.values_bytes();
  tx.run(
      "INSERT OR REPLACE INTO cloudwatch_points (metric, time_ms, unit, count, sum, minimum, maximum, samples) VALUES "
      "(?, ?, ?, ?, ?, ?, ?, ?)",
      metric, time, unit, all.count(), all.sum(), all.minimum(), all.maximum(), store::BlobView{samples});
  if (!there) tx.run("UPDATE cloudwatch_usage SET points = points + 1");
}

std::vector<Point> points_of(ReadTransaction& tx, MetricId metric, aws::TimeMs from, aws::TimeMs until,
                             const std::optional<std::string>& unit) {
  Rows row = tx.query(
      "SELECT time_ms, unit, count, sum, minimum, maximum, samples FROM cloudwatch_points WHERE metric = ? AND "
      "time_ms >= ? AND time_ms < ? AND (? IS NULL OR unit = ?) ORDER BY time_ms, unit",
      metric, from, until, unit, unit);
  std::vector<Point> points;
  while (row.next()) {
    points.push_back({.time = row.integer(0), .unit = row.string(1), .values = distribution_at(row, 2)});
  }
  return points;
}

std::vector<ListedMetric> list_metrics(ReadTransaction& tx, const MetricQuery& query) {
  Rows row = tx.query(
      "SELECT id, namespace, name, dimensions FROM cloudwatch_metrics WHERE id > ? AND account = ? AND region = ? AND "
      "(? IS NULL OR namespace = ?) AND (? IS NULL OR name = ?) AND last_ms >= ? ORDER BY id LIMIT ?",
      query.after, query.account, query.region, query.metric_namespace, query.metric_namespace, query.name, query.name,
      query.active_since, query.limit);
  std::vector<ListedMetric> metrics;
  while (row.next()) {
    metrics.push_back({.id = row.integer(0),
                       .place = {.account = query.account,
                                 .region = query.region,
                                 .metric_namespace = row.string(1),
                                 .name = row.string(2),
                                 .dimensions = dimensions_of(row.text(3))}});
  }
  return metrics;
}

int64_t delete_old_points(WriteTransaction& tx, aws::TimeMs before, int64_t most, int64_t limit) {
  int64_t points = 0;
  {
    Rows row = tx.query("SELECT points FROM cloudwatch_usage");
    if (row.next()) points = row.integer(0);
  }
  int64_t deleted = tx.run(
      "DELETE FROM cloudwatch_points WHERE (metric, time_ms, unit) IN (SELECT metric, time_ms, unit FROM "
      "cloudwatch_points WHERE time_ms < ? ORDER BY time_ms LIMIT ?)",
      before, limit);
  const int64_t over = std::min(points - deleted - most, limit - deleted);
  if (over > 0) {
    deleted += tx.run(
        "DELETE FROM cloudwatch_points WHERE (metric, time_ms, unit) IN (SELECT metric, time_ms, unit FROM "
        "cloudwatch_points ORDER BY time_ms LIMIT ?)",
        over);
  }
  tx.run("UPDATE cloudwatch_usage SET points = points - ?", deleted);
  tx.run(
      "DELETE FROM cloudwatch_metrics WHERE last_ms < max(?, (SELECT ifnull(min(time_ms), 0) FROM cloudwatch_points))",
      before);
  return deleted;
}

bool begin_sweep(WriteTransaction& tx) {
  return tx.run("UPDATE cloudwatch_usage SET sweeping = 1 WHERE sweeping = 0") > 0;
}

void end_sweep(WriteTransaction& tx) { tx.run("UPDATE cloudwatch_usage SET sweeping = 0"); }

}  // namespace cloudling::cloudwatch
