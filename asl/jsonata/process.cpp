// From what was written to what is evaluated.

#include <utility>

#include "asl/jsonata/node.h"

namespace cloudling::asl::jsonata {
namespace {

void process_all(std::vector<NodePtr>& nodes) {
  for (NodePtr& node : nodes) node = process(node);
}

void process_pairs(std::vector<std::pair<NodePtr, NodePtr>>& pairs) {
  for (auto& [key, value] : pairs) {
    key = process(key);
    value = process(value);
  }
}

NodePtr path_of(NodePtr step) {
  if (step->kind == NodeKind::kPath) return step;
  auto path = std::make_shared<Node>();
  path->kind = NodeKind::kPath;
  path->keep_array = step->keep_array;
  path->items.push_back(std::move(step));
  return path;
}

NodePtr process_steps(const Node& node) {
  NodePtr path = path_of(process(node.left));
  NodePtr rest = process(node.right);
  if (rest->kind == NodeKind::kPath && !rest->grouped) {
    path->items.insert(path->items.end(), rest->items.begin(), rest->items.end());
    path->keep_array = path->keep_array || rest->keep_array;
  } else {
    path->keep_array = path->keep_array || rest->keep_array;
    path->items.push_back(std::move(rest));
  }
  for (NodePtr& step : path->items) {
    if (step->kind == NodeKind::kLiteral && step->value.is_string()) {
      step->kind = NodeKind::kName;
      step->text = step->value.get<std::string>();
    } else if (step->kind == NodeKind::kLiteral) {
      throw Error{"S0213", "The literal value " + json::write(step->value) +
                               " cannot be used as a step within a path expression"};
    }
  }
  if (path->items.front()->kind == NodeKind::kArray) path->items.front()->whole_array = true;
  if (path->items.back()->kind == NodeKind::kArray) path->items.back()->whole_array = true;
  return path;
}

NodePtr process_filter(const Node& node) {
  NodePtr result = process(node.left);
  Node& step = result->kind == NodeKind::kPath ? *result->items.back() : *result;
  if (result->grouped) throw Error{"S0209", "A predicate cannot follow a grouping expression in a step"};
  step.filters.push_back(process(node.right));
  return result;
}

NodePtr process_group(Node& node) {
  NodePtr result = process(node.left);
  if (result->grouped) throw Error{"S0210", "Each step can only have one grouping expression"};
  if (result->kind == NodeKind::kObject) result = path_of(result);
  process_pairs(node.pairs);
  result->pairs = node.pairs;
  result->grouped = true;
  return result;
}

NodePtr process_sort(Node& node) {
  NodePtr path = path_of(process(node.left));
  auto sort = std::make_shared<Node>();
  sort->kind = NodeKind::kSort;
  sort->terms = node.terms;
  for (SortTerm& term : sort->terms) term.expression = process(term.expression);
  path->items.push_back(std::move(sort));
  return path;
}

}  // namespace

NodePtr process(const NodePtr& node) {
  if (node == nullptr) return node;
  switch (node->kind) {
    case NodeKind::kName:
      return path_of(node);
    case NodeKind::kBinary:
      if (node->text == ".") return process_steps(*node);
      break;
    case NodeKind::kFilter:
      return process_filter(*node);
    case NodeKind::kGroup:
      return process_group(*node);
    case NodeKind::kSort:
      return process_sort(*node);
    case NodeKind::kPath:
      return node;
    default:
      break;
  }
  node->left = process(node->left);
  node->right = process(node->right);
  node->third = process(node->third);
  process_all(node->items);
  process_pairs(node->pairs);
  return node;
}

}  // namespace cloudling::asl::jsonata
