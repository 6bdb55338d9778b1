#include "asl/map_run/plan.h"

#include <utility>

#include "asl/execution/query.h"

namespace cloudling::asl {
namespace {

using json::Value;

/// ItemSelector of one item: the Map's input and variables, and the context object with the item.
class Selector {
 public:
  Selector(const MapState& map, const Value& plan, uint64_t seed) : map_(map), random_(seed) {
    if (const Value* input = json::find(plan, "Input")) input_ = Data::from_value(*input);
    if (const Value* context = json::find(plan, "Context")) context_ = *context;
    if (const Value* variables = json::find(plan, "Variables")) variables_ = *variables;
  }

  std::variant<Value, Failure> select(const Value& item, int64_t index) {
    if (!map_.item_selector && !map_.item_selector_query) return item;
    context_["Map"] = Value{{"Item", Value{{"Index", index}, {"Value", item}}}};
    return map_.item_selector ? by_paths() : by_query();
  }

 private:
  std::variant<Value, Failure> by_paths() {
    const Surroundings around{[this] { return context_; },
                              [this](const std::string& name) { return json::find(variables_, name); }};
    DataOrFailure filled = fill_template(*map_.item_selector, DataScope(input_, around, random_));
    if (auto* failure = std::get_if<Failure>(&filled)) return std::move(*failure);
    return std::get<Data>(filled).value();
  }

  std::variant<Value, Failure> by_query() {
    jsonata::Bindings bindings;
    for (const auto& [name, value] : variables_.get_ref<const Value::object_t&>()) bindings.variables[name] = value;
    bindings.variables["states"] = Value{{"input", input_.value()}, {"context", context_}};
    bindings.random = [this] { return random_.next(); };
    return evaluate_query(*map_.item_selector_query, bindings);
  }

  const MapState& map_;
  Random random_;
  Data input_;
  Value context_ = Value::object();
  Value variables_ = Value::object();
};

/// Collects items into batches within the limits of the plan.
class Batches {
 public:
  explicit Batches(const Value& plan) : input_(json::find(plan, "BatchInput")) {
    if (const Value* most = json::find(plan, "MaxItemsPerBatch")) most_items_ = most->get<size_t>();
    if (const Value* most = json::find(plan, "MaxInputBytesPerBatch")) most_bytes_ = most->get<size_t>();
    empty_ = around_.size() + (input_ != nullptr ? json::write(*input_).size() + 14 : 0);
    bytes_ = empty_;
  }

  void add(const Value& item) {
    const size_t size = json::write(item).size() + 1;
    if (!items_.empty() && (items_.size() >= most_items_ || bytes_ + size > most_bytes_)) close();
    items_.push_back(item);
    bytes_ += size;
  }

  std::vector<ChildInput> take() {
    if (!items_.empty()) close();
    return std::move(batches_);
  }

 private:
  void close() {
    Value batch = Value::object();
    if (input_ != nullptr) batch["BatchInput"] = *input_;
    const auto count = static_cast<int64_t>(items_.size());
    batch["Items"] = std::exchange(items_, Value::array());
    batches_.push_back({json::write(batch), count});
    bytes_ = empty_;
  }

  static constexpr std::string_view around_ = R"({"Items":[]})";
  const Value* input_;
  size_t most_items_ = SIZE_MAX;
  size_t most_bytes_ = kMaxDataBytes;
  size_t empty_ = 0;
  size_t bytes_ = 0;
  Value items_ = Value::array();
  std::vector<ChildInput> batches_;
};

}  // namespace

std::variant<std::vector<ChildInput>, Failure> child_inputs(const MapState& map, const Value& plan,
                                                            const std::vector<Value>& items, uint64_t seed) {
  Selector selector(map, plan, seed);
  const bool batched = json::find(plan, "Batched") != nullptr;
  Batches batches(plan);
  std::vector<ChildInput> inputs;
  for (size_t i = 0; i < items.size(); ++i) {
    auto selected = selector.select(items[i], static_cast<int64_t>(i));
    if (auto* failure = std::get_if<Failure>(&selected)) return std::move(*failure);
    const Value& item = std::get<Value>(selected);
    if (batched)
      batches.add(item);
    else
      inputs.push_back({json::write(item), 1});
  }
  return batched ? batches.take() : std::move(inputs);
}

Tolerance Tolerance::of(const Value& plan) {
  Tolerance tolerance;
  if (const Value* count = json::find(plan, "ToleratedFailureCount")) tolerance.count = count->get<int64_t>();
  if (const Value* part = json::find(plan, "ToleratedFailurePercentage")) tolerance.percentage = part->get<double>();
  return tolerance;
}

bool Tolerance::exceeded_by(int64_t failed, int64_t total) const {
  if (failed == 0) return false;
  if (count && failed > *count) return true;
  if (percentage && static_cast<double>(failed) * 100 > *percentage * static_cast<double>(total)) return true;
  return !count && !percentage;
}

Value flattened(const Value& outputs) {
  Value flat = Value::array();
  for (const Value& output : outputs) {
    if (!output.is_array()) {
      flat.push_back(output);
      continue;
    }
    for (const Value& item : output) flat.push_back(item);
  }
  return flat;
}

}  // namespace cloudling::asl
