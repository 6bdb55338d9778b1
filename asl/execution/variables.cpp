// Variables, and what the expressions of a JSONata state are given.

#include <utility>

#include "asl/execution/machine.h"
#include "asl/execution/query.h"

namespace cloudling::asl {

/// The nearest frame that has assigned the variable: branches and iterations see those around them.
const json::Value* Machine::variable(const Frame& frame, const std::string& name) const {
  const Frame* at = &frame;
  while (true) {
    const json::Value* found = at->variables ? json::find(at->variables->value(), name) : nullptr;
    if (found != nullptr || at->parent == 0) return found;
    at = &frames_.at(at->parent);
  }
}

Surroundings Machine::surroundings(const Frame& frame) const {
  return {[this, &frame] { return context(frame); },
          [this, &frame](const std::string& name) { return variable(frame, name); }};
}

/// All variables that the frame sees.
json::Value Machine::variables(const Frame& frame) const {
  json::Value all = frame.parent == 0 ? json::Value::object() : variables(frames_.at(frame.parent));
  if (!frame.variables) return all;
  for (const auto& [name, value] : frame.variables->value().get_ref<const json::Value::object_t&>()) all[name] = value;
  return all;
}

jsonata::Bindings Machine::bindings(const Frame& frame, const QueryInput& given) {
  jsonata::Bindings bindings;
  const json::Value all = variables(frame);
  for (const auto& [name, value] : all.get_ref<const json::Value::object_t&>()) bindings.variables[name] = value;
  json::Value states = json::Value::object();
  states["input"] = frame.input.value();
  states["context"] = given.context ? given.context() : context(frame);
  if (given.result != nullptr) states["result"] = given.result->value();
  if (given.error != nullptr) states["errorOutput"] = given.error->value();
  bindings.variables["states"] = std::move(states);
  bindings.now_ms = now_;
  bindings.random = [this] { return random_.next(); };
  return bindings;
}

std::variant<json::Value, Failure> Machine::query(const Frame& frame, const QueryTemplate& query,
                                                  const QueryInput& given, std::string_view type) {
  if (query.kind == QueryTemplate::Kind::kConstant && type.empty()) return query.constant;
  const jsonata::Bindings around = bindings(frame, given);
  return type.empty() ? evaluate_query(query, around) : evaluate_query(query, around, type);
}

DataOrFailure Machine::query_data(const Frame& frame, const QueryTemplate& query, const QueryInput& given) {
  auto value = this->query(frame, query, given);
  if (auto* failure = std::get_if<Failure>(&value)) return std::move(*failure);
  return Data::from_value(std::move(std::get<json::Value>(value)));
}

/// What Assign gives; nothing without one. A JSONPath state reads `result`.
std::variant<std::optional<Data>, Failure> Machine::assigned(const Frame& frame, const Assignment& assign,
                                                             const Data& result, const QueryInput& given) {
  if (!assign.given()) return std::nullopt;
  const Surroundings around = surroundings(frame);
  DataOrFailure values = assign.query ? query_data(frame, *assign.query, given)
                                      : fill_template(*assign.paths, DataScope(result, around, random_));
  if (auto* failure = std::get_if<Failure>(&values)) return std::move(*failure);
  return std::optional(std::get<Data>(std::move(values)));
}

void Machine::assign(Frame& frame, const std::optional<Data>& values) {
  if (!values) return;
  json::Value all = frame.variables ? frame.variables->value() : json::Value::object();
  for (const auto& [name, value] : values->value().get_ref<const json::Value::object_t&>()) all[name] = value;
  frame.variables = Data::from_value(std::move(all));
}

}  // namespace cloudling::asl
