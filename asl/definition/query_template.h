#pragma once

// A value of a JSONata state: JSON in which a text "{% ... %}" is an expression (Output, Arguments, Assign, Items and
// others). Parsed once; asl/execution/query.h evaluates it.

#include <optional>
#include <string>
#include <vector>

#include "asl/json/json.h"
#include "asl/jsonata/jsonata.h"

namespace cloudling::asl {

struct QueryMember;

struct QueryTemplate {
  enum class Kind { kConstant, kExpression, kObject, kArray };
  Kind kind = Kind::kConstant;
  std::string location;  ///< of an expression, as AWS names it: "Output/nested"
  json::Value constant;  ///< a whole subtree without expressions
  std::optional<jsonata::Expression> expression;
  std::vector<QueryMember> members;
  std::vector<QueryTemplate> items;
};

struct QueryMember {
  std::string name;
  QueryTemplate value;
};

/// What an expression is refused for.
struct QueryProblem {
  std::string location;
  std::string message;
};

/// `field` names the field in the state.
QueryTemplate parse_query(const json::Value& value, const std::string& field, std::vector<QueryProblem>& problems);

/// Whether a text is meant as an expression.
bool is_query(const json::Value& value);

}  // namespace cloudling::asl
