#pragma once

// One evaluation of an expression. Inner to asl/jsonata.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "asl/jsonata/item.h"
#include "asl/jsonata/node.h"

namespace cloudling::asl::jsonata {

/// Variables of a block or a function's call.
struct Scope {
  std::map<std::string, Item, std::less<>> variables;
  std::shared_ptr<Scope> around;
};
using ScopePtr = std::shared_ptr<Scope>;

/// Functions throw Error.
class Evaluator {
 public:
  explicit Evaluator(const Bindings& bindings) : bindings_(bindings) {}
  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;
  ~Evaluator() {
    for (const ScopePtr& scope : captured_) scope->variables.clear();
  }

  Item run(const Node& root);
  Item call(const Item& function, const Item& input, Items arguments);
  const Bindings& bindings() const { return bindings_; }

  /// Counts work that is done; refuses more than an evaluation may do.
  void spend(size_t steps);

 private:
  friend class PathEvaluation;

  Item evaluate(const NodePtr& node, const Item& input, const ScopePtr& scope);
  Item plain(const NodePtr& node, const Item& input, const ScopePtr& scope);
  Item path(const Node& node, const Item& input, const ScopePtr& scope);
  Item step(const NodePtr& node, const Item& input, const ScopePtr& scope, bool last);
  Item filtered(const NodePtr& predicate, const Item& input, const ScopePtr& scope);
  Item named(std::string_view name, const Item& input);
  Item wildcard(const Item& input);
  void descend(const Item& item, Items& out);
  Item sorted(const Node& node, const Item& input, const ScopePtr& scope);
  int compare_terms(const Node& node, const Item& left, const Item& right, const ScopePtr& scope);
  Item grouped(const std::vector<std::pair<NodePtr, NodePtr>>& pairs, const Item& input, const ScopePtr& scope);
  Item array(const Node& node, const Item& input, const ScopePtr& scope);
  Item variable(const Node& node, const Item& input, const ScopePtr& scope);
  Item binary(const Node& node, const Item& input, const ScopePtr& scope);
  Item range(const Item& left, const Item& right);
  Item block(const Node& node, const Item& input, const ScopePtr& scope);
  Item lambda(const NodePtr& node, const Item& input, const ScopePtr& scope);
  Item invoked(const Node& node, const Item& input, const ScopePtr& scope, const Item* first);
  Item partial(const Node& node, const Item& input, const ScopePtr& scope);
  Item applied(const Node& node, const Item& input, const ScopePtr& scope);
  Item transform(const NodePtr& node, const ScopePtr& scope);
  Item transformed(const Node& node, const Item& given, const ScopePtr& scope);

  const Bindings& bindings_;
  std::vector<ScopePtr> captured_;  ///< by functions, which may be variables of them: circles, broken at the end
  int depth_ = 0;
  size_t spent_ = 0;
};

/// The built-in function of that name; nothing where there is none.
Item builtin(std::string_view name);

}  // namespace cloudling::asl::jsonata
