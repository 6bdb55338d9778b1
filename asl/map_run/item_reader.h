#pragma once

// The items in the bytes of an object that an ItemReader names (Developer Guide, "ItemReader (Map)").
// Pure functions; what fails is States.ItemReaderFailed.

#include <string_view>
#include <variant>
#include <vector>

#include "asl/execution/data_flow.h"
#include "asl/json/json.h"

namespace cloudling::asl {

using ItemsOrFailure = std::variant<std::vector<json::Value>, Failure>;

Failure item_reader_failure(std::string cause);

/// `config` is ReaderConfig with its paths resolved. InputType MANIFEST is read by read_manifest().
ItemsOrFailure read_items(std::string_view text, const json::Value& config);

/// What a manifest of S3 Inventory lists: the schema of its files, and their keys.
struct Manifest {
  std::vector<std::string> columns;
  std::vector<std::string> keys;
};
std::variant<Manifest, Failure> read_manifest(std::string_view text);

/// Where a list of items is to end: MaxItems, or as long as it can be. A failure where MaxItems is negative.
std::variant<size_t, Failure> items_limit(const json::Value& config);

}  // namespace cloudling::asl
