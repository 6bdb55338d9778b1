#include "asl/execution/query.h"

#include <utility>

namespace cloudling::asl {
namespace {

using json::Value;
using ValueOrFailure = std::variant<Value, Failure>;

std::string_view type_of(const Value& value) {
  if (value.is_array()) return "array";
  if (value.is_object()) return "object";
  if (value.is_string()) return "string";
  if (value.is_number()) return "number";
  if (value.is_boolean()) return "boolean";
  return "null";
}

Failure failed(const QueryTemplate& query, const std::string& what) {
  return query_failure("The JSONata expression '" + query.expression->text() + "' specified for the field '" +
                           query.location + "' " + what,
                       query.location);
}

ValueOrFailure expression_value(const QueryTemplate& query, const jsonata::Bindings& bindings) {
  jsonata::Result result = query.expression->evaluate(bindings);
  if (const auto* error = std::get_if<jsonata::Error>(&result)) {
    return failed(query, "threw an error during evaluation. " + error->code + ": " + error->message);
  }
  auto& value = std::get<std::optional<Value>>(result);
  if (!value) return failed(query, "returned nothing (undefined).");
  return std::move(*value);
}

}  // namespace

Failure query_failure(std::string message, std::string location) {
  Failure failure{"States.QueryEvaluationError", std::move(message), true};
  failure.evaluation = std::move(location);
  return failure;
}

ValueOrFailure evaluate_query(const QueryTemplate& query, const jsonata::Bindings& bindings) {
  switch (query.kind) {
    case QueryTemplate::Kind::kConstant:
      return query.constant;
    case QueryTemplate::Kind::kExpression:
      return expression_value(query, bindings);
    case QueryTemplate::Kind::kObject: {
      Value object = Value::object();
      for (const QueryMember& member : query.members) {
        ValueOrFailure value = evaluate_query(member.value, bindings);
        if (std::holds_alternative<Failure>(value)) return value;
        object[member.name] = std::move(std::get<Value>(value));
      }
      return object;
    }
    case QueryTemplate::Kind::kArray:
      break;
  }
  Value array = Value::array();
  for (const QueryTemplate& item : query.items) {
    ValueOrFailure value = evaluate_query(item, bindings);
    if (std::holds_alternative<Failure>(value)) return value;
    array.push_back(std::move(std::get<Value>(value)));
  }
  return array;
}

ValueOrFailure evaluate_query(const QueryTemplate& query, const jsonata::Bindings& bindings, std::string_view type) {
  ValueOrFailure value = evaluate_query(query, bindings);
  const Value* found = std::get_if<Value>(&value);
  if (found == nullptr || type_of(*found) == type) return value;
  const std::string what = "returned an unexpected result type. Expected '" + std::string(type) + "', but was '" +
                           std::string(type_of(*found)) + "' for value: " + json::write(*found);
  if (query.expression) return failed(query, what);
  return query_failure("The value specified for the field '" + query.location + "' " + what, query.location);
}

}  // namespace cloudling::asl
