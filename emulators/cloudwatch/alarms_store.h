#pragma once

// The tables of alarms and all of their SQL: cloudwatch_alarms, cloudwatch_history, cloudwatch_tags.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/store/connection.h"

namespace cloudling::cloudwatch {

/// The tables, as part of the service's migration.
extern const char* const kAlarmTables;

struct AlarmRow {
  int64_t id = 0;
  std::string account;
  std::string region;
  std::string name;
  std::string settings;  ///< JSON, as PutMetricAlarm gave them
  bool actions_enabled = true;
  std::string state = "INSUFFICIENT_DATA";
  std::string reason;
  std::string reason_data;
  aws::TimeMs configured = 0;
  aws::TimeMs updated = 0;       ///< the state, also to the same
  aws::TimeMs transitioned = 0;  ///< the state, to another
};

std::optional<AlarmRow> find_alarm(store::ReadTransaction& tx, const std::string& account, const std::string& region,
                                   const std::string& name);
std::optional<AlarmRow> find_alarm(store::ReadTransaction& tx, int64_t id);

/// By name, after `after`.
std::vector<AlarmRow> list_alarms(store::ReadTransaction& tx, const std::string& account, const std::string& region,
                                  const std::string& prefix, const std::string& after, int64_t limit);
void insert_alarm(store::WriteTransaction& tx, AlarmRow& alarm);
void update_alarm(store::WriteTransaction& tx, const AlarmRow& alarm);
void delete_alarm(store::WriteTransaction& tx, const AlarmRow& alarm);

struct HistoryRow {
  int64_t id = 0;
  std::string account;
  std::string region;
  std::string alarm;
  aws::TimeMs time = 0;
  std::string type;  ///< ConfigurationUpdate, StateUpdate, Action
  std::string summary;
  std::string data;  ///< JSON
};

struct HistoryQuery {
  std::string account;
  std::string region;
  std::optional<std::string> alarm;
  std::optional<std::string> type;
  aws::TimeMs from = 0;
  aws::TimeMs until = INT64_MAX;
  bool ascending = false;
  int64_t after = 0;  ///< the id of the last one shown; 0 for the first page
  int64_t limit = 0;
};

/// Stores an item and forgets all but the newest `keep` of all alarms.
void insert_history(store::WriteTransaction& tx, const HistoryRow& item, int64_t keep);
std::vector<HistoryRow> list_history(store::ReadTransaction& tx, const HistoryQuery& query);

using Tags = std::map<std::string, std::string>;
Tags list_tags(store::ReadTransaction& tx, int64_t alarm);
void put_tag(store::WriteTransaction& tx, int64_t alarm, const std::string& key, const std::string& value);
void delete_tag(store::WriteTransaction& tx, int64_t alarm, const std::string& key);

}  // namespace cloudling::cloudwatch
