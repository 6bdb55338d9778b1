#pragma once

// The parsed form of an expression. Inner to asl/jsonata.

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "asl/json/json.h"
#include "asl/jsonata/jsonata.h"

namespace cloudling::asl::jsonata {

using NodePtr = std::shared_ptr<Node>;

enum class NodeKind {
  kLiteral,
  kRegex,
  kName,
  kVariable,
  kWildcard,
  kDescendants,
  kPath,
  kBinary,
  kNegate,
  kArray,
  kObject,
  kBlock,
  kCall,
  kPartial,
  kPlaceholder,
  kLambda,
  kCondition,
  kBind,
  kApply,
  kSort,
  kTransform,
  kFilter,  ///< before processing: left[right]
  kGroup    ///< before processing: left{pairs}
};

struct SortTerm {
  NodePtr expression;
  bool descending = false;
};

struct Node {
  NodeKind kind = NodeKind::kLiteral;
  std::string text;                                ///< name, variable, operator, pattern
  json::Value value;                               ///< of a literal
  NodePtr left;                                    ///< operand, procedure, body, condition
  NodePtr right;                                   ///< operand, "then"
  NodePtr third;                                   ///< "else"
  std::vector<NodePtr> items;                      ///< steps, elements, arguments, expressions
  std::vector<std::pair<NodePtr, NodePtr>> pairs;  ///< of an object, or what a result is grouped by
  std::vector<std::string> parameters;             ///< of a lambda
  std::vector<SortTerm> terms;
  std::vector<NodePtr> filters;  ///< predicates, in order
  bool grouped = false;          ///< `pairs` group the result
  bool keep_array = false;       ///< "[]": a single result stays in its array
  bool whole_array = false;      ///< an array constructor that begins or ends a path
  bool ignore_case = false;      ///< of a pattern
  bool multiline = false;
};

/// Throws Error.
NodePtr parse_expression(std::string_view text);

/// From what was written to what is evaluated: paths with their steps, predicates where they belong.
NodePtr process(const NodePtr& node);

}  // namespace cloudling::asl::jsonata
