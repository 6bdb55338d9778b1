#pragma once

// The tables of Lambda and all of their SQL.
//
//   lambda_functions      a function: what was configured (JSON, as FunctionSettings), its code by content id
//   lambda_versions       what was published of it, numbered from 1; a number is never given again
//   lambda_aliases        names of versions
//   lambda_permissions    the statements of the policy of a function ("" as qualifier), a version or an alias
//   lambda_event_configs  asynchronous invocation, by qualifier ($LATEST where none was named)
//   lambda_layers         published versions of layers, by the layer's ARN; lambda_layer_numbers counts them
//   lambda_tags
//
// All of them name their function by its unqualified ARN. Code archives are contents of the store's blobs, of which a
// version has one of its own (without a copy of the bytes).

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/store/blobs.h"
#include "emulators/store/connection.h"
#include "emulators/store/store.h"

namespace cloudling::lambda {

using FunctionId = int64_t;

std::vector<store::Migration> migrations();

struct StoredCode {
  store::ContentId content = 0;
  int64_t size = 0;    ///< bytes of the archive
  std::string sha256;  ///< base64
  std::string folder;  ///< of this machine, where the code lies instead; kept in the settings
};

struct FunctionRow {
  FunctionId id = 0;
  std::string arn;  ///< unqualified
  std::string name;
  std::string settings;  ///< JSON
  std::string architecture = "x86_64";
  StoredCode code;
  std::string revision_id;
  aws::TimeMs modified = 0;
  std::string version = "$LATEST";
  std::optional<int64_t> reserved_concurrency;
};

std::optional<FunctionRow> find_function(store::ReadTransaction& tx, std::string_view arn);

/// Stores a new function; fills in its id.
void insert_function(store::WriteTransaction& tx, FunctionRow& function, const std::string& account,
                     const std::string& region);

/// Stores settings, architecture, code, revision and time of change.
void update_function(store::WriteTransaction& tx, const FunctionRow& function);

/// With all that belongs to it but the contents of its code and of its versions' code, which the caller releases.
void delete_function(store::WriteTransaction& tx, const FunctionRow& function);

/// Up to `limit` functions of an account and region whose names come after `after`, by name.
std::vector<FunctionRow> list_functions(store::ReadTransaction& tx, const std::string& account,
                                        const std::string& region, const std::string& after, int64_t limit);

/// A number that the function has not had; versions are numbered by it.
int64_t next_version(store::WriteTransaction& tx, const std::string& function_arn);
void set_reserved_concurrency(store::WriteTransaction& tx, const std::string& function_arn,
                              std::optional<int64_t> executions);

/// The published version of that number (FunctionRow::version).
std::optional<FunctionRow> find_version(store::ReadTransaction& tx, const FunctionRow& function, int64_t number);
std::optional<FunctionRow> latest_version(store::ReadTransaction& tx, const FunctionRow& function);
std::vector<FunctionRow> list_versions(store::ReadTransaction& tx, const FunctionRow& function, int64_t after,
                                       int64_t limit);
void insert_version(store::WriteTransaction& tx, const FunctionRow& version);
void delete_version(store::WriteTransaction& tx, const FunctionRow& version);

struct AliasRow {
  std::string function;
  std::string name;
  std::string version;
  std::string description;
  std::map<std::string, double> weights;  ///< of additional versions
  std::string revision_id;
};

std::optional<AliasRow> find_alias(store::ReadTransaction& tx, const std::string& function, const std::string& name);
std::vector<AliasRow> list_aliases(store::ReadTransaction& tx, const std::string& function, const std::string& after,
                                   int64_t limit);
void put_alias(store::WriteTransaction& tx, const AliasRow& alias);
void delete_alias(store::WriteTransaction& tx, const std::string& function, const std::string& name);

/// A statement of a policy, as JSON, in the order in which they were added.
struct StatementRow {
  std::string sid;
  std::string text;
};
std::vector<StatementRow> list_statements(store::ReadTransaction& tx, const std::string& function,
                                          const std::string& qualifier);
void insert_statement(store::WriteTransaction& tx, const std::string& function, const std::string& qualifier,
                      const StatementRow& statement);
bool delete_statement(store::WriteTransaction& tx, const std::string& function, const std::string& qualifier,
                      const std::string& sid);

struct EventConfigRow {
  std::string qualifier;
  std::string settings;  ///< JSON, as EventInvokeSettings
  aws::TimeMs modified = 0;
};
std::optional<EventConfigRow> find_event_config(store::ReadTransaction& tx, const std::string& function,
                                                const std::string& qualifier);
std::vector<EventConfigRow> list_event_configs(store::ReadTransaction& tx, const std::string& function,
                                               const std::string& after, int64_t limit);
void put_event_config(store::WriteTransaction& tx, const std::string& function, const EventConfigRow& config);
bool delete_event_config(store::WriteTransaction& tx, const std::string& function, const std::string& qualifier);

struct LayerRow {
  std::string arn;  ///< without a number
  int64_t number = 0;
  std::string description;  ///< JSON, as LayerDescription
  StoredCode code;
  aws::TimeMs created = 0;
};

/// Under the next number, which it answers.
int64_t insert_layer(store::WriteTransaction& tx, const LayerRow& layer);
std::optional<LayerRow> find_layer(store::ReadTransaction& tx, const std::string& arn, int64_t number);

/// Those whose ARN begins so, by ARN, the newest version first.
std::vector<LayerRow> list_layers(store::ReadTransaction& tx, const std::string& arn_prefix);
void delete_layer(store::WriteTransaction& tx, const LayerRow& layer);

using Tags = std::map<std::string, std::string>;

Tags list_tags(store::ReadTransaction& tx, const std::string& function_arn);
void put_tag(store::WriteTransaction& tx, const std::string& function_arn, const std::string& key,
             const std::string& value);
void delete_tag(store::WriteTransaction& tx, const std::string& function_arn, const std::string& key);

}  // namespace cloudling::lambda
