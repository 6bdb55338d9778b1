#pragma once

// What is configured beside a function, and the SQL of it: a text by function, kind and qualifier.
//
//   lambda_configs  "concurrency" (provisioned), "recursion" and "runtime" (management) of a function ("" as
//                   qualifier), a version or an alias

#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/store/connection.h"

namespace cloudling::lambda {

extern const char* const kConfigTables;

struct ConfigKey {
  std::string function;  ///< ARN without qualifier
  std::string kind;
  std::string qualifier;
};

struct ConfigRow {
  std::string qualifier;
  std::string value;  ///< as its kind writes it
  aws::TimeMs modified = 0;
};

std::optional<ConfigRow> find_config(store::ReadTransaction& tx, const ConfigKey& key);

/// Up to `limit` of a function and kind, by qualifier, after that of `key`.
std::vector<ConfigRow> list_configs(store::ReadTransaction& tx, const ConfigKey& key, int64_t limit);
void put_config(store::WriteTransaction& tx, const ConfigKey& key, const std::string& value, aws::TimeMs now);
void delete_config(store::WriteTransaction& tx, const ConfigKey& key);

}  // namespace cloudling::lambda
