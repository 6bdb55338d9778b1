#include "emulators/logs/filters_store.h"

namespace cloudling::logs {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

const char* const kFilterTables = R"(
CREATE TABLE logs_subscriptions (
  grp INTEGER NOT NULL,
  name TEXT NOT NULL,
  pattern TEXT NOT NULL,
  destination TEXT NOT NULL,
  role TEXT NOT NULL,
  distribution TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (grp, name)
) WITHOUT ROWID;

CREATE TABLE logs_metric_filters (
  grp INTEGER NOT NULL,
  name TEXT NOT NULL,
  pattern TEXT NOT NULL,
  transformation TEXT NOT NULL,
  metric_namespace TEXT NOT NULL,
  metric_name TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (grp, name)
) WITHOUT ROWID;
)";

namespace {

void count_filters(WriteTransaction& tx, GroupId group) {
  tx.run(
      "UPDATE logs_groups SET metric_filters = (SELECT count(*) FROM logs_metric_filters WHERE grp = ?), "
      "subscriptions = (SELECT count(*) FROM logs_subscriptions WHERE grp = ?) WHERE id = ?",
      group, group, group);
}

MetricFilterRow read_metric_filter(const Rows& row) {
  MetricFilterRow filter;
  filter.group = row.integer(0);
  filter.group_name = row.string(1);
  filter.name = row.string(2);
  filter.pattern = row.string(3);
  filter.transformation = row.string(4);
  filter.metric_namespace = row.string(5);
  filter.metric_name = row.string(6);
  filter.created = row.integer(7);
  return filter;
}

}  // namespace

std::vector<SubscriptionRow> subscriptions_of(ReadTransaction& tx, GroupId group) {
  Rows row = tx.query(
      "SELECT name, pattern, destination, role, distribution, created_ms FROM logs_subscriptions WHERE grp = ? "
      "ORDER BY name",
      group);
  std::vector<SubscriptionRow> subscriptions;
  while (row.next()) {
    subscriptions.push_back({.group = group,
                             .name = row.string(0),
                             .pattern = row.string(1),
                             .destination_arn = row.string(2),
                             .role_arn = row.string(3),
                             .distribution = row.string(4),
                             .created = row.integer(5)});
  }
  return subscriptions;
}

void put_subscription(WriteTransaction& tx, const SubscriptionRow& subscription) {
  tx.run(
      "INSERT OR REPLACE INTO logs_subscriptions (grp, name, pattern, destination, role, distribution, created_ms) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      subscription.group, subscription.name, subscription.pattern, subscription.destination_arn, subscription.role_arn,
      subscription.distribution, subscription.created);
  count_filters(tx, subscription.group);
}

bool delete_subscription(WriteTransaction& tx, GroupId group, const std::string& name) {
  const bool deleted = tx.run("DELETE FROM logs_subscriptions WHERE grp = ? AND name = ?", group, name) > 0;
  count_filters(tx, group);
  return deleted;
}

std::vector<MetricFilterRow> metric_filters_of(ReadTransaction& tx, GroupId group) {
  Rows row = tx.query(
      "SELECT f.grp, '', f.name, pattern, transformation, metric_namespace, metric_name, f.created_ms FROM "
      "logs_metric_filters f WHERE f.grp = ? ORDER BY f.name",
      group);
  std::vector<MetricFilterRow> filters;
  while (row.next()) filters.push_back(read_metric_filter(row));
  return filters;
}

std::vector<MetricFilterRow> list_metric_filters(ReadTransaction& tx, const MetricFilterQuery& query) {
  Rows row = tx.query(
      "SELECT f.grp, g.name, f.name, pattern, transformation, metric_namespace, metric_name, f.created_ms FROM "
      "logs_groups g JOIN logs_metric_filters f ON f.grp = g.id WHERE g.account = ? AND g.region = ? AND "
      "(? IS NULL OR g.name = ?) AND substr(f.name, 1, length(?)) = ? AND (? IS NULL OR metric_name = ?) AND "
      "(? IS NULL OR metric_namespace = ?) AND (g.name, f.name) > (?, ?) ORDER BY g.name, f.name LIMIT ?",
      query.account, query.region, query.group_name, query.group_name, query.prefix, query.prefix, query.metric_name,
      query.metric_name, query.metric_namespace, query.metric_namespace, query.after_group, query.after_name,
      query.limit);
  std::vector<MetricFilterRow> filters;
  while (row.next()) filters.push_back(read_metric_filter(row));
  return filters;
}

void put_metric_filter(WriteTransaction& tx, const MetricFilterRow& filter) {
  tx.run(
      "INSERT OR REPLACE INTO logs_metric_filters (grp, name, pattern, transformation, metric_namespace, metric_name, "
      "created_ms) VALUES (?, ?, ?, ?, ?, ?, ?)",
      filter.group, filter.name, filter.pattern, filter.transformation, filter.metric_namespace, filter.metric_name,
      filter.created);
  count_filters(tx, filter.group);
}

bool delete_metric_filter(WriteTransaction& tx, GroupId group, const std::string& name) {
  const bool deleted = tx.run("DELETE FROM logs_metric_filters WHERE grp = ? AND name = ?", group, name) > 0;
  count_filters(tx, group);
  return deleted;
}

void delete_filters_of(WriteTransaction& tx, GroupId group) {
  tx.run("DELETE FROM logs_subscriptions WHERE grp = ?", group);
  tx.run("DELETE FROM logs_metric_filters WHERE grp = ?", group);
}

}  // namespace cloudling::logs
