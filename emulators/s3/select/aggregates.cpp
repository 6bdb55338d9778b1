#include "emulators/s3/select/aggregates.h"

namespace cloudling::s3::select {

void Aggregates::add(Evaluator& evaluator, const Row& row) {
  for (size_t i = 0; i < states_.size(); ++i) {
    const Expression& aggregate = *query_.aggregates[i];
    if (aggregate.args.empty()) {
      ++states_[i].count;
      continue;
    }
    const Value value = evaluator.evaluate(*aggregate.args.front(), row);
    if (!is_unknown(value)) add(aggregate.op, states_[i], value);
  }
}

void Aggregates::add(Op op, State& state, const Value& given) {
  ++state.count;
  if (op == Op::kCount) return;
  const Value value = as_number(given);
  if (op == Op::kSum || op == Op::kAvg) {
    if (!is_number(value)) throw refused("InvalidDataType");
    // An average of integers does not overflow.
    const bool wide = op == Op::kAvg && std::holds_alternative<int64_t>(value);
    const Value number = wide ? Value(*to_decimal(value)) : value;
    state.value = is_unknown(state.value) ? number : arithmetic(Op::kAdd, state.value, number);
    return;
  }
  if (std::holds_alternative<const json::Value*>(value)) throw refused("InvalidDataType");
  const auto order = compare(value, state.value);
  const bool first = is_unknown(state.value);
  if (!first && (!order || (op == Op::kMin ? *order >= 0 : *order <= 0))) return;
  state.value = value;
  if (auto* text = std::get_if<Text>(&state.value)) {
    state.text = text->bytes;
    text->bytes = state.text;
  }
}

std::vector<Value> Aggregates::values() const {
  std::vector<Value> values;
  for (size_t i = 0; i < states_.size(); ++i) {
    const State& state = states_[i];
    const Op op = query_.aggregates[i]->op;
    if (op == Op::kCount)
      values.emplace_back(state.count);
    else if (op == Op::kAvg && state.count > 0)
      values.push_back(arithmetic(Op::kDivide, state.value, Decimal{state.count, 0}));
    else
      values.push_back(state.value);
  }
  return values;
}

}  // namespace cloudling::s3::select
