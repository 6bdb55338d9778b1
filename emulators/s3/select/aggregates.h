#pragma once

// COUNT, SUM, AVG, MIN and MAX over the records that a query finds. What is null or missing does not count. Pure.

#include <string>
#include <vector>

#include "emulators/s3/select/evaluator.h"

namespace cloudling::s3::select {

class Aggregates {
 public:
  /// `query` outlives it.
  explicit Aggregates(const Query& query) : query_(query), states_(query.aggregates.size()) {}

  /// Throws IntegerOverflow; InvalidDataType for a sum of what is no number.
  void add(Evaluator& evaluator, const Row& row);

  /// By slots. Texts in them are the aggregates'.
  std::vector<Value> values() const;

 private:
  struct State {
    int64_t count = 0;
    Value value = Null{};  ///< the sum, or the extreme
    std::string text;      ///< the bytes of an extreme that is a text
  };
  void add(Op op, State& state, const Value& value);

  const Query& query_;
  std::vector<State> states_;
};

}  // namespace cloudling::s3::select
