#include "asl/jsonata/evaluator.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "asl/jsonata/operators.h"

namespace cloudling::asl::jsonata {
namespace {

constexpr int kMaxDepth = 300;
constexpr size_t kMaxSteps = 20'000'000;

Item pattern(const Node& node) {
  auto function = std::make_shared<Function>();
  function->is_pattern = true;
  function->pattern = node.text;
  function->ignore_case = node.ignore_case;
  function->multiline = node.multiline;
  return Item(std::shared_ptr<const Function>(std::move(function)));
}

/// Ends an expression: a sequence shrinks.
Item finished(const Item& result, bool keep_array) {
  if (!result.is_sequence()) return result;
  const List& list = result.list();
  if (list.items.empty()) return {};
  if (list.items.size() > 1) return result;
  if (!keep_array && !list.keep_singleton) return list.items.front();
  List kept = list;
  kept.keep_singleton = true;
  return Item(std::move(kept));
}

struct Deeper {
  explicit Deeper(int& depth) : depth(depth) {
    if (++depth > kMaxDepth) {
      --depth;
      throw Error{
          "U1001",
          "Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive."};
    }
  }
  ~Deeper() { --depth; }
  int& depth;
};

}  // namespace

void Evaluator::spend(size_t steps) {
  spent_ += steps;
  if (spent_ > kMaxSteps) throw Error{"U1001", "Expression evaluation timeout: Check for infinite loop"};
}

Item Evaluator::run(const Node& root) {
  auto scope = std::make_shared<Scope>();
  for (const auto& [name, value] : bindings_.variables) scope->variables.emplace(name, Item(value));
  const NodePtr node(std::shared_ptr<void>(), const_cast<Node*>(&root));
  return evaluate(node, Item(), scope);
}

Item Evaluator::evaluate(const NodePtr& node, const Item& input, const ScopePtr& scope) {
  const Deeper deeper(depth_);
  spend(1);
  Item result = plain(node, input, scope);
  if (node->kind != NodeKind::kPath) {
    for (const NodePtr& predicate : node->filters) result = filtered(predicate, result, scope);
    if (node->grouped) result = grouped(node->pairs, result, scope);
  }
  return finished(result, node->keep_array);
}

Item Evaluator::plain(const NodePtr& node, const Item& input, const ScopePtr& scope) {
  switch (node->kind) {
    case NodeKind::kLiteral:
      return Item(node->value);
    case NodeKind::kRegex:
      return pattern(*node);
    case NodeKind::kName:
      return named(node->text, input);
    case NodeKind::kVariable:
      return variable(*node, input, scope);
    case NodeKind::kWildcard:
      return wildcard(input);
    case NodeKind::kDescendants: {
      List list;
      list.sequence = true;
      descend(input, list.items);
      return Item(std::move(list));
    }
    case NodeKind::kPath:
      return path(*node, input, scope);
    case NodeKind::kBinary:
      return binary(*node, input, scope);
    case NodeKind::kNegate:
      return negated(evaluate(node->left, input, scope));
    case NodeKind::kArray:
      return array(*node, input, scope);
    case NodeKind::kObject:
      return grouped(node->pairs, input.defined() ? input : Item(json::Value()), scope);
    case NodeKind::kBlock:
      return block(*node, input, scope);
    case NodeKind::kCall:
      return invoked(*node, input, scope, nullptr);
    case NodeKind::kPartial:
      return partial(*node, input, scope);
    case NodeKind::kLambda:
      return lambda(node, input, scope);
    case NodeKind::kCondition:
      if (truth(evaluate(node->left, input, scope))) return evaluate(node->right, input, scope);
      return node->third ? evaluate(node->third, input, scope) : Item();
    case NodeKind::kBind: {
      Item value = evaluate(node->right, input, scope);
      return scope->variables[node->text] = std::move(value);
    }
    case NodeKind::kApply:
      return applied(*node, input, scope);
    case NodeKind::kTransform:
      return transform(node, scope);
    default:
      throw Error{"S0201", "Syntax error"};
  }
}

// ---- paths
// -----------------------------------------------------------------------------------------------------------

Item Evaluator::path(const Node& node, const Item& input, const ScopePtr& scope) {
  const NodePtr& first = node.items.front();
  Item at = input;
  if (!input.is_array() || first->kind == NodeKind::kVariable) {
    List list;
    list.sequence = true;
    list.items.push_back(input);  // also nothing: "a step of nothing" is asked of variables and literals
    at = Item(std::move(list));
  }
  Item result;
  for (size_t i = 0; i < node.items.size(); ++i) {
    const NodePtr& current = node.items[i];
    if (i == 0 && current->whole_array)
      result = evaluate(current, at, scope);
    else
      result = step(current, at, scope, i + 1 == node.items.size());
    if (!result.defined() || (result.is_array() && result.size() == 0)) break;
    at = result;
  }
  const bool keep = node.keep_array || std::ranges::any_of(node.items, [](const auto& s) { return s->keep_array; });
  if (keep && result.defined()) {
    List list;
    const bool whole = result.is_list() && result.list().whole && !result.is_sequence();
    list.items = whole || !result.is_array() ? Items{result} : result.items();
    list.sequence = true;
    list.keep_singleton = true;
    result = Item(std::move(list));
  }
  return node.grouped ? grouped(node.pairs, result, scope) : result;
}

Item Evaluator::step(const NodePtr& node, const Item& input, const ScopePtr& scope, bool last) {
  if (node->kind == NodeKind::kSort) {
    Item result = sorted(*node, input, scope);
    for (const NodePtr& predicate : node->filters) result = filtered(predicate, result, scope);
    return result;
  }
  Items results;
  for (const Item& item : input.items()) {
    // Filters of a step work on what the step gives for each item.
    const Deeper deeper(depth_);
    spend(1);
    Item result = plain(node, item, scope);
    if (node->kind != NodeKind::kPath) result = finished(result, node->keep_array);
    for (const NodePtr& predicate : node->filters) result = filtered(predicate, result, scope);
    if (node->kind != NodeKind::kPath && node->grouped) result = grouped(node->pairs, result, scope);
    if (result.defined()) results.push_back(std::move(result));
  }
  if (last && results.size() == 1 && results.front().is_array() && !results.front().is_sequence()) {
    return results.front();
  }
  List list;
  list.sequence = true;
  for (Item& result : results) {
    if (!result.is_array() || (result.is_list() && result.list().whole)) {
      list.items.push_back(std::move(result));
      continue;
    }
    const Items inside = result.items();
    spend(inside.size());
    list.items.insert(list.items.end(), inside.begin(), inside.end());
  }
  return Item(std::move(list));
}

Item Evaluator::filtered(const NodePtr& predicate, const Item& input, const ScopePtr& scope) {
  if (!input.defined()) return {};
  const Items items = input.items();
  const auto picked = [&items](double number) -> Item {
    double index = std::floor(number);
    if (index < 0) index += static_cast<double>(items.size());
    return index >= 0 && index < static_cast<double>(items.size()) ? items[static_cast<size_t>(index)] : Item();
  };
  if (predicate->kind == NodeKind::kLiteral && predicate->value.is_number()) {
    return picked(predicate->value.get<double>());
  }
  List list;
  list.sequence = true;
  for (size_t i = 0; i < items.size(); ++i) {
    const Item found = evaluate(predicate, items[i], scope);
    const Items indexes = found.is_number() || found.is_array() ? found.items() : Items();
    const bool numbers =
        !indexes.empty() && std::ranges::all_of(indexes, [](const Item& item) { return item.is_number(); });
    if (numbers) {
      for (const Item& index : indexes) {
        double wanted = std::floor(index.number());
        if (wanted < 0) wanted += static_cast<double>(items.size());
        if (wanted == static_cast<double>(i)) list.items.push_back(items[i]);
      }
    } else if (truth(found)) {
      list.items.push_back(items[i]);
    }
  }
  return Item(std::move(list));
}

Item Evaluator::named(std::string_view name, const Item& input) {
  if (input.is_object()) return input.member(name);
  if (!input.is_array()) return {};
  List list;
  list.sequence = true;
  for (const Item& item : input.items()) {
    spend(1);
    const Deeper deeper(depth_);
    const Item found = named(name, item);
    if (!found.defined()) continue;
    const Items inside = found.items();
    list.items.insert(list.items.end(), inside.begin(), inside.end());
  }
  return Item(std::move(list));
}

Item Evaluator::wildcard(const Item& input) {
  List list;
  list.sequence = true;
  const auto add = [&](auto&& self, const Item& item) -> void {
    if (!item.is_array()) {
      list.items.push_back(item);
      return;
    }
    for (const Item& inside : item.items()) self(self, inside);
  };
  if (input.is_object()) {
    for (const auto& [key, value] : input.value().get_ref<const json::Value::object_t&>()) add(add, input.part(value));
  } else if (input.is_array()) {
    for (const Item& item : input.items()) add(add, item);
  }
  spend(list.items.size());
  return Item(std::move(list));
}

void Evaluator::descend(const Item& item, Items& out) {
  spend(1);
  const Deeper deeper(depth_);
  if (!item.defined()) return;
  if (!item.is_array()) out.push_back(item);
  if (item.is_array()) {
    for (const Item& inside : item.items()) descend(inside, out);
  } else if (item.is_object()) {
    for (const auto& [key, value] : item.value().get_ref<const json::Value::object_t&>()) {
      descend(item.part(value), out);
    }
  }
}

// ---- sorting and grouping
// --------------------------------------------------------------------------------------------

int Evaluator::compare_terms(const Node& node, const Item& left, const Item& right, const ScopePtr& scope) {
  for (const SortTerm& term : node.terms) {
    const Item a = evaluate(term.expression, left, scope);
    const Item b = evaluate(term.expression, right, scope);
    if (!a.defined() && !b.defined()) continue;
    if (!a.defined()) return 1;
    if (!b.defined()) return -1;
    const bool comparable = (a.is_number() || a.is_string()) && (b.is_number() || b.is_string());
    if (!comparable) {
      throw Error{"T2008", "The expressions within an order-by clause must evaluate to numeric or string values"};
    }
    if (a.is_number() != b.is_number()) {
      throw Error{"T2007", "Type mismatch when comparing values " + json::write(a.to_json()) + " and " +
                               json::write(b.to_json()) + " in order-by clause"};
    }
    if (equal(a, b)) continue;
    const bool less = a.is_number() ? a.number() < b.number() : a.text() < b.text();
    return less != term.descending ? -1 : 1;
  }
  return 0;
}

Item Evaluator::sorted(const Node& node, const Item& input, const ScopePtr& scope) {
  List list;
  list.items = input.items();
  list.sequence = true;
  std::stable_sort(list.items.begin(), list.items.end(),
                   [&](const Item& left, const Item& right) { return compare_terms(node, left, right, scope) < 0; });
  return Item(std::move(list));
}

Item Evaluator::grouped(const std::vector<std::pair<NodePtr, NodePtr>>& pairs, const Item& input,
                        const ScopePtr& scope) {
  struct Group {
    Item data;
    size_t pair = 0;
  };
  std::vector<std::pair<std::string, Group>> groups;
  std::map<std::string, size_t, std::less<>> known;
  Items items = input.items();
  if (items.empty()) items.emplace_back();
  for (const Item& item : items) {
    for (size_t i = 0; i < pairs.size(); ++i) {
      const Item key = evaluate(pairs[i].first, item, scope);
      if (!key.defined()) continue;
      if (!key.is_string()) {
        throw Error{"T1003", "Key in object structure must evaluate to a string; got: " + json::write(key.to_json())};
      }
      const auto [at, fresh] = known.emplace(key.text(), groups.size());
      if (fresh) {
        groups.push_back({key.text(), {item, i}});
        continue;
      }
      Group& group = groups[at->second].second;
      if (group.pair != i) {
        throw Error{"D1009", "Multiple key definitions evaluate to same key: " + json::write(key.to_json())};
      }
      group.data = append(group.data, item);
    }
  }
  json::Value out = json::Value::object();
  for (const auto& [key, group] : groups) {
    const Item value = evaluate(pairs[group.pair].second, group.data, scope);
    if (value.defined()) out[key] = value.to_json();
  }
  return Item(std::move(out));
}

Item Evaluator::array(const Node& node, const Item& input, const ScopePtr& scope) {
  List list;
  for (const NodePtr& element : node.items) {
    const Item value = evaluate(element, input, scope);
    if (!value.defined()) continue;
    if (element->kind == NodeKind::kArray) {
      list.items.push_back(value);
      continue;
    }
    const Items inside = value.items();
    spend(inside.size());
    list.items.insert(list.items.end(), inside.begin(), inside.end());
  }
  list.whole = node.whole_array;
  return Item(std::move(list));
}

// ---- variables and functions
// -----------------------------------------------------------------------------------------

Item Evaluator::variable(const Node& node, const Item& input, const ScopePtr& scope) {
  if (node.text.empty()) {
    const bool only = input.is_sequence() && input.size() == 1;
    return only ? input.at(0) : input;
  }
  for (const Scope* at = scope.get(); at != nullptr; at = at->around.get()) {
    const auto found = at->variables.find(node.text);
    if (found != at->variables.end()) return found->second;
  }
  return builtin(node.text);
}

Item Evaluator::block(const Node& node, const Item& input, const ScopePtr& scope) {
  auto inner = std::make_shared<Scope>();
  inner->around = scope;
  Item result;
  for (const NodePtr& expression : node.items) result = evaluate(expression, input, inner);
  return result;
}

Item Evaluator::lambda(const NodePtr& node, const Item& input, const ScopePtr& scope) {
  auto function = std::make_shared<Function>();
  function->arity = node->parameters.size();
  captured_.push_back(scope);
  function->call = [node, scope, input](Evaluator& evaluator, const Item&, Items arguments) {
    auto inner = std::make_shared<Scope>();
    inner->around = scope;
    for (size_t i = 0; i < node->parameters.size(); ++i) {
      inner->variables[node->parameters[i]] = i < arguments.size() ? arguments[i] : Item();
    }
    return evaluator.evaluate(node->left, input, inner);
  };
  return Item(std::shared_ptr<const Function>(std::move(function)));
}

Item Evaluator::call(const Item& function, const Item& input, Items arguments) {
  if (!function.is_function()) throw Error{"T1006", "Attempted to invoke a non-function"};
  if (function.function().is_pattern) return match_pattern(function.function(), arguments);
  const Deeper deeper(depth_);
  spend(1);
  return function.function().call(*this, input, std::move(arguments));
}

Item Evaluator::invoked(const Node& node, const Item& input, const ScopePtr& scope, const Item* first) {
  const Item function = evaluate(node.left, input, scope);
  if (!function.is_function()) {
    const bool bare = node.left->kind == NodeKind::kPath && node.left->items.size() == 1 &&
                      builtin(node.left->items.front()->text).defined();
    if (bare) {
      throw Error{"T1005", "Attempted to invoke a non-function. Did you mean $" + node.left->items.front()->text + "?"};
    }
    throw Error{"T1006", "Attempted to invoke a non-function"};
  }
  Items arguments;
  if (first != nullptr) arguments.push_back(*first);
  for (const NodePtr& argument : node.items) arguments.push_back(evaluate(argument, input, scope));
  return call(function, input, std::move(arguments));
}

Item Evaluator::partial(const Node& node, const Item& input, const ScopePtr& scope) {
  const Item function = evaluate(node.left, input, scope);
  if (!function.is_function()) throw Error{"T1008", "Attempted to partially apply a non-function"};
  Items given;
  std::vector<bool> open;
  for (const NodePtr& argument : node.items) {
    open.push_back(argument->kind == NodeKind::kPlaceholder);
    given.push_back(open.back() ? Item() : evaluate(argument, input, scope));
  }
  auto applied = std::make_shared<Function>();
  applied->arity = static_cast<size_t>(std::ranges::count(open, true));
  applied->call = [function, given, open](Evaluator& evaluator, const Item& context, Items arguments) {
    Items all = given;
    size_t next = 0;
    for (size_t i = 0; i < all.size(); ++i) {
      if (open[i] && next < arguments.size()) all[i] = arguments[next++];
    }
    return evaluator.call(function, context, std::move(all));
  };
  return Item(std::shared_ptr<const Function>(std::move(applied)));
}

/// `left ~> right`: right is called with left as its first argument, or is a function to call with it.
Item Evaluator::applied(const Node& node, const Item& input, const ScopePtr& scope) {
  const Item left = evaluate(node.left, input, scope);
  if (node.right->kind == NodeKind::kCall) return invoked(*node.right, input, scope, &left);
  const Item right = evaluate(node.right, input, scope);
  if (!right.is_function()) {
    throw Error{"T2006", "The right side of the function application operator ~> must be a function"};
  }
  if (!left.is_function()) return call(right, input, {left});
  auto chained = std::make_shared<Function>();
  chained->arity = 1;
  chained->call = [left, right](Evaluator& evaluator, const Item& context, Items arguments) {
    const Item between = evaluator.call(left, context, std::move(arguments));
    return evaluator.call(right, context, {between});
  };
  return Item(std::shared_ptr<const Function>(std::move(chained)));
}

Item Evaluator::binary(const Node& node, const Item& input, const ScopePtr& scope) {
  const Item left = evaluate(node.left, input, scope);
  if (node.text == "and") return Item(json::Value(truth(left) && truth(evaluate(node.right, input, scope))));
  if (node.text == "or") return Item(json::Value(truth(left) || truth(evaluate(node.right, input, scope))));
  const Item right = evaluate(node.right, input, scope);
  if (node.text == "..") return range(left, right);
  if (node.text == "&") return Item(json::Value(text_of(left) + text_of(right)));
  return combined(node.text, left, right);
}

Item Evaluator::range(const Item& left, const Item& right) {
  const auto whole = [](const Item& item) { return item.is_number() && std::floor(item.number()) == item.number(); };
  if (left.defined() && !whole(left))
    throw Error{"T2003", "The left side of the range operator (..) must evaluate to an integer"};
  if (right.defined() && !whole(right))
    throw Error{"T2004", "The right side of the range operator (..) must evaluate to an integer"};
  if (!left.defined() || !right.defined() || left.number() > right.number()) return {};
  const double size = right.number() - left.number() + 1;
  if (size > 1e6)
    throw Error{
        "D2014",
        "The size of the sequence allocated by the range operator (..) must not exceed 1e6.  Attempted to allocate " +
            number_text(size) + "."};
  spend(static_cast<size_t>(size));
  List list;
  list.sequence = true;
  for (double at = left.number(); at <= right.number(); ++at) list.items.push_back(Item::of(at));
  return Item(std::move(list));
}

// ---- | ... | ... |
// ---------------------------------------------------------------------------------------------------

Item Evaluator::transform(const NodePtr& node, const ScopePtr& scope) {
  auto function = std::make_shared<Function>();
  function->arity = 1;
  captured_.push_back(scope);
  function->call = [node, scope](Evaluator& evaluator, const Item&, Items arguments) {
    return arguments.empty() ? Item() : evaluator.transformed(*node, arguments.front(), scope);
  };
  return Item(std::shared_ptr<const Function>(std::move(function)));
}

Item Evaluator::transformed(const Node& node, const Item& given, const ScopePtr& scope) {
  if (!given.defined()) return {};
  const Item copy(given.to_json());
  const Item matches = evaluate(node.left, copy, scope);
  for (const Item& match : matches.items()) {
    if (!match.is_object()) continue;
    const Item update = evaluate(node.right, match, scope);
    if (update.defined() && !update.is_object()) {
      throw Error{"T2011", "The insert/update clause of the transform expression must evaluate to an object: " +
                               json::write(update.to_json())};
    }
    const Item removed = node.third ? evaluate(node.third, match, scope) : Item();
    // `copy` is this evaluation's own, and its parts share its storage.
    auto& target = const_cast<json::Value&>(match.value());
    if (update.defined()) {
      for (const auto& [key, value] : update.value().get_ref<const json::Value::object_t&>()) target[key] = value;
    }
    for (const Item& name : removed.items()) {
      if (!name.is_string()) {
        throw Error{"T2012",
                    "The delete clause of the transform expression must evaluate to a string or array of strings: " +
                        json::write(removed.to_json())};
      }
      if (target.contains(name.text())) target.erase(name.text());
    }
  }
  return copy;
}

std::variant<Expression, Error> Expression::parse(std::string_view text) {
  try {
    Expression expression;
    expression.root_ = process(parse_expression(text));
    expression.text_ = text;
    return expression;
  } catch (const Error& error) {
    return error;
  }
}

Result Expression::evaluate(const Bindings& bindings) const {
  try {
    Evaluator evaluator(bindings);
    const Item result = evaluator.run(*root_);
    if (!result.defined()) return std::optional<json::Value>();
    return std::optional(result.to_json());
  } catch (const Error& error) {
    return error;
  }
}

}  // namespace cloudling::asl::jsonata
