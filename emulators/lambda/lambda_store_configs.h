#pragma once

// What is configured beside a function, and the SQL of it: a text by function, kind and qualifier.
//
//   lambda_configs       "concurrency" (provisioned), "recursion", "runtime" (management) and "signing" of a function
//                        ("" as qualifier), a version or an alias
//   lambda_code_signing  code signing configurations, JSON by ARN

#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/store/connection.h"

namespace cloudling::lambda {

extern const char* const kConfigTables;
extern const char* const kSigningTables;

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

/// ARNs of the functions, after `after`, whose configuration of a kind has that value.
std::vector<std::string> functions_configured(store::ReadTransaction& tx, const std::string& kind,
                                              const std::string& value, const std::string& after, int64_t limit);

std::optional<std::string> find_signing_config(store::ReadTransaction& tx, const std::string& arn);
void put_signing_config(store::WriteTransaction& tx, const std::string& arn, const std::string& text);
void delete_signing_config(store::WriteTransaction& tx, const std::string& arn);

/// Those whose ARN begins so, by ARN, after `after`.
std::vector<std::string> list_signing_configs(store::ReadTransaction& tx, const std::string& arn_prefix,
                                              const std::string& after, int64_t limit);

}  // namespace cloudling::lambda
