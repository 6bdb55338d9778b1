#include <utility>

#include "asl/intrinsic/expression.h"

namespace cloudling::asl {
namespace {

Evaluated path_value(const jsonpath::Path& path, const Scope& scope) {
  const bool context = path.root() == jsonpath::Root::kContext;
  jsonpath::Result result = evaluate_path(path, scope);
  if (result.found()) return {result.take(), false, {}};
  if (!path.definite() && result.status == jsonpath::Result::Status::kMissing) return {json::Value::array(), false, {}};
  if (result.status == jsonpath::Result::Status::kTooMuchWork) return {std::nullopt, false, result.problem};
  const std::string input = context ? json::write(scope.context()) : scope.input_text();
  return {std::nullopt, true,
          "The JsonPath argument for the field '" + path.text() + "' could not be found in the input '" + input + "'"};
}

Evaluated call_value(const Expression::Call& call, const Scope& scope) {
  std::vector<json::Value> arguments;
  arguments.reserve(call.arguments.size());
  for (const Expression& argument : call.arguments) {
    Evaluated value = evaluate(argument, scope);
    if (!value.value) return value;
    arguments.push_back(std::move(*value.value));
  }
  return call_intrinsic(call.function, std::move(arguments), scope.random());
}

}  // namespace

jsonpath::Result evaluate_path(const jsonpath::Path& path, const Scope& scope) {
  if (path.root() == jsonpath::Root::kContext) return path.evaluate(scope.context());
  if (path.root() != jsonpath::Root::kVariable) return path.evaluate(scope.input());
  const json::Value* variable = scope.variable(path.variable());
  if (variable != nullptr) return path.evaluate(*variable);
  jsonpath::Result missing;
  missing.status = jsonpath::Result::Status::kMissing;
  missing.problem = "Variable not found: $" + path.variable();
  return missing;
}

Evaluated evaluate(const Expression& expression, const Scope& scope) {
  if (const auto* literal = std::get_if<json::Value>(&expression.what)) return {*literal, false, {}};
  if (const auto* path = std::get_if<jsonpath::Path>(&expression.what)) return path_value(*path, scope);
  return call_value(std::get<Expression::Call>(expression.what), scope);
}

uint64_t Random::next() {
  state_ += 0x9E3779B97F4A7C15u;
  uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return mixed ^ (mixed >> 31);
}

double Random::fraction() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

}  // namespace cloudling::asl
