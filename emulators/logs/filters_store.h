#pragma once

// What is attached to log groups, and its SQL: subscription filters and metric filters.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/logs/logs_store.h"
#include "emulators/store/connection.h"

namespace cloudling::logs {

/// The tables, as part of the service's migration.
extern const char* const kFilterTables;

struct SubscriptionRow {
  GroupId group = 0;
  std::string name;
  std::string pattern;
  std::string destination_arn;
  std::string role_arn;      ///< "" without
  std::string distribution;  ///< ByLogStream or Random
  aws::TimeMs created = 0;
};

std::vector<SubscriptionRow> subscriptions_of(store::ReadTransaction& tx, GroupId group);

/// Stores it, in place of one of that name.
void put_subscription(store::WriteTransaction& tx, const SubscriptionRow& subscription);
bool delete_subscription(store::WriteTransaction& tx, GroupId group, const std::string& name);

struct MetricFilterRow {
  GroupId group = 0;
  std::string group_name;  ///< as listed
  std::string name;
  std::string pattern;
  std::string transformation;  ///< JSON
  std::string metric_namespace;
  std::string metric_name;
  aws::TimeMs created = 0;
};

std::vector<MetricFilterRow> metric_filters_of(store::ReadTransaction& tx, GroupId group);

/// Those of a region by group and name, after that position; of all groups or of one, of all metrics or of one.
struct MetricFilterQuery {
  std::string account;
  std::string region;
  std::optional<std::string> group_name;
  std::string prefix;
  std::optional<std::string> metric_name;
  std::optional<std::string> metric_namespace;
  std::string after_group;
  std::string after_name;
  int64_t limit = 0;
};
std::vector<MetricFilterRow> list_metric_filters(store::ReadTransaction& tx, const MetricFilterQuery& query);

void put_metric_filter(store::WriteTransaction& tx, const MetricFilterRow& filter);
bool delete_metric_filter(store::WriteTransaction& tx, GroupId group, const std::string& name);

void delete_filters_of(store::WriteTransaction& tx, GroupId group);

}  // namespace cloudling::logs
