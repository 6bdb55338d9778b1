#pragma once

// Evaluates the templates of JSONata states. Pure; what fails is States.QueryEvaluationError with AWS's words.

#include <variant>

#include "asl/definition/query_template.h"
#include "asl/execution/data_flow.h"

namespace cloudling::asl {

/// The value, or why there is none.
std::variant<json::Value, Failure> evaluate_query(const QueryTemplate& query, const jsonata::Bindings& bindings);

/// The same, of one JSON type only: "array", "boolean", "number", "string".
std::variant<json::Value, Failure> evaluate_query(const QueryTemplate& query, const jsonata::Bindings& bindings,
                                                  std::string_view type);

/// `location` is the field; "" where AWS names none.
Failure query_failure(std::string message, std::string location);

}  // namespace cloudling::asl
