#pragma once

// The tables of EventBridge and all of their SQL.
//
//   events_buses     a bus; the default one has a row only once something of it was changed
//   events_rules     a rule of a bus, by the bus' ARN
//   events_targets   its targets, as JSON of the API's Target
//   events_tags      of buses and rules, by ARN
//   events_archives  an archive of a bus' events, and events_archived what it holds
//   events_replays   a replay, with the position up to which it has come
//
// Functions run inside the transaction they are given and throw store::StoreError.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/events/names.h"
#include "emulators/store/store.h"

namespace cloudling::events {

std::vector<store::Migration> migrations();

// ---- buses -------------------------------------------------------------------------------------------------------

struct BusRow {
  BusName name;
  std::optional<std::string> description;
  std::optional<std::string> dead_letter_arn;
  std::string policy;  ///< JSON; "" without one
  aws::TimeMs created = 0;
  aws::TimeMs modified = 0;
};

/// The default bus is always there, with times 0 where it has no row.
std::optional<BusRow> find_bus(store::ReadTransaction& tx, const BusName& name);
void put_bus(store::WriteTransaction& tx, const BusRow& bus);

/// Deletes the bus with its tags. It must have no rules.
void delete_bus(store::WriteTransaction& tx, const BusName& name);

/// Up to `limit` buses whose names begin with `prefix` and come after `after`, by name; the default one only where it
/// has a row.
std::vector<BusRow> list_buses(store::ReadTransaction& tx, const BusName& place, const std::string& prefix,
                               const std::string& after, int64_t limit);

// ---- rules -------------------------------------------------------------------------------------------------------

struct RuleRow {
  int64_t id = 0;
  std::string bus;  ///< ARN
  std::string arn;
  std::string name;
  std::optional<std::string> pattern;
  std::optional<std::string> schedule;
  std::string state;
  std::optional<std::string> description;
  std::optional<std::string> role_arn;
  std::string created_by;

  bool enabled() const { return state != "DISABLED"; }
};

std::optional<RuleRow> find_rule(store::ReadTransaction& tx, const std::string& rule_arn);
int64_t count_rules(store::ReadTransaction& tx, const std::string& bus_arn);

/// Stores a new rule, or replaces one of that ARN, which keeps its targets. Fills in its id.
void put_rule(store::WriteTransaction& tx, RuleRow& rule);
void set_rule_state(store::WriteTransaction& tx, int64_t rule, const std::string& state);

/// Deletes the rule with its tags. It must have no targets.
void delete_rule(store::WriteTransaction& tx, const RuleRow& rule);

/// Up to `limit` rules of a bus by name; `target` "" for all, else those that have it.
std::vector<RuleRow> list_rules(store::ReadTransaction& tx, const std::string& bus_arn, const std::string& prefix,
                                const std::string& after, const std::string& target, int64_t limit);

/// The rules of a bus that events have to be held against: enabled ones with a pattern.
std::vector<RuleRow> matching_rules(store::ReadTransaction& tx, const std::string& bus_arn);

// ---- targets -----------------------------------------------------------------------------------------------------

struct TargetRow {
  std::string id;
  std::string arn;
  std::string text;  ///< JSON
};

void put_target(store::WriteTransaction& tx, int64_t rule, const TargetRow& target);

/// False where there is none.
bool delete_target(store::WriteTransaction& tx, int64_t rule, const std::string& id);
std::vector<TargetRow> list_targets(store::ReadTransaction& tx, int64_t rule, const std::string& after, int64_t limit);

// ---- tags --------------------------------------------------------------------------------------------------------

using TagRow = std::pair<std::string, std::string>;

std::vector<TagRow> list_tags(store::ReadTransaction& tx, const std::string& resource);
void put_tag(store::WriteTransaction& tx, const std::string& resource, const std::string& key,
             const std::string& value);
void delete_tag(store::WriteTransaction& tx, const std::string& resource, const std::string& key);

}  // namespace cloudling::events
