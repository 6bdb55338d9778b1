#pragma once

// A payload template: JSON in which members named "x.$" hold a path or an intrinsic call (Parameters, ResultSelector,
// ItemSelector, Credentials). Parsed once; asl/execution/data_flow.h fills it in.

#include <string>
#include <vector>

#include "asl/intrinsic/expression.h"
#include "asl/json/json.h"

namespace cloudling::asl {

struct PayloadMember;

struct PayloadTemplate {
  enum class Kind { kConstant, kExpression, kObject, kArray };
  Kind kind = Kind::kConstant;
  json::Value constant;                ///< kConstant: a whole subtree without expressions
  Expression expression;               ///< kExpression
  std::string field;                   ///< kExpression: the member's name as written, "x.$"
  std::string text;                    ///< kExpression: its source
  std::vector<PayloadMember> members;  ///< kObject, in the order of the output
  std::vector<PayloadTemplate> items;  ///< kArray
};

struct PayloadMember {
  std::string name;
  PayloadTemplate value;
};

/// A field of a template that is no expression.
struct TemplateProblem {
  std::string location;  ///< below the template, e.g. "/nested"
  std::string message;   ///< AWS's wording
};

/// Members keep AWS's order: constants as written, then the "x.$" members in the order of Java's HashMap.
PayloadTemplate parse_template(const json::Value& value, std::vector<TemplateProblem>& problems);

}  // namespace cloudling::asl
