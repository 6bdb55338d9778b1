#pragma once

// The tables of Lambda and all of their SQL.
//
//   lambda_functions  a function: what was configured (JSON, as FunctionSettings), its code by content id
//   lambda_tags
//
// Code archives are contents of the store's blobs.

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
void delete_function(store::WriteTransaction& tx, const FunctionRow& function);

/// Up to `limit` functions of an account and region whose names come after `after`, by name.
std::vector<FunctionRow> list_functions(store::ReadTransaction& tx, const std::string& account,
                                        const std::string& region, const std::string& after, int64_t limit);

using Tags = std::map<std::string, std::string>;

Tags list_tags(store::ReadTransaction& tx, const std::string& function_arn);
void put_tag(store::WriteTransaction& tx, const std::string& function_arn, const std::string& key,
             const std::string& value);
void delete_tag(store::WriteTransaction& tx, const std::string& function_arn, const std::string& key);

}  // namespace cloudling::lambda
