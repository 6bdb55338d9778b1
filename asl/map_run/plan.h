#pragma once

// What a map run does with its items, as pure functions: the input of each child execution, when failures are too
// many, and the results in the form that the Map or a ResultWriter wants.
//
// A plan is the JSON that a StartMapRun command carries: Arn, Express, Items or ItemReader, MaxConcurrency,
// ToleratedFailureCount, ToleratedFailurePercentage, Batched with MaxItemsPerBatch, MaxInputBytesPerBatch and
// BatchInput, ResultWriter, and for an ItemSelector Input and Context.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "asl/execution/data_flow.h"

namespace cloudling::asl {

/// The input of one child execution, and how many items are in it.
struct ChildInput {
  std::string text;  ///< JSON
  int64_t items = 1;
};

/// Selects and batches the items. `seed` is for ItemSelectors that draw random numbers.
std::variant<std::vector<ChildInput>, Failure> child_inputs(const MapState& map, const json::Value& plan,
                                                            const std::vector<json::Value>& items, uint64_t seed);

/// How many of the items may fail.
struct Tolerance {
  std::optional<int64_t> count;
  std::optional<double> percentage;

  static Tolerance of(const json::Value& plan);
  bool exceeded_by(int64_t failed, int64_t total) const;
};

/// The outputs of the children as the Map's own: a list, or with WriterConfig's Transformation FLATTEN the items of
/// lists among them.
json::Value flattened(const json::Value& outputs);

}  // namespace cloudling::asl
