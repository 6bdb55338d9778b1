#include <algorithm>
#include <span>
#include <utility>

#include "asl/jsonpath/path.h"

namespace cloudling::jsonpath {
namespace {

using json::Value;
using Nodes = std::vector<const Value*>;

/// Thrown when an evaluation has used up its visits.
struct TooMuchWork {};

void visit(size_t& visits) {
  if (visits == 0) throw TooMuchWork{};
  --visits;
}

/// A copy of the nodes as a list. Each value in them counts as a visit: nested nodes are copied many times over.
Value copied(const Nodes& nodes, size_t& visits) {
  Value list = Value::array();
  Nodes pending;
  for (const Value* node : nodes) {
    pending.push_back(node);
    while (!pending.empty()) {
      const Value* at = pending.back();
      pending.pop_back();
      visit(visits);
      if (!at->is_structured()) continue;
      for (const Value& child : *at) pending.push_back(&child);
    }
    list.push_back(*node);
  }
  return list;
}

const Value* element(const Value& array, int64_t index) {
  const auto size = static_cast<int64_t>(array.size());
  const int64_t at = index < 0 ? size + index : index;
  return at >= 0 && at < size ? &array.get_ref<const Value::array_t&>()[static_cast<size_t>(at)] : nullptr;
}

void slice(const Step& step, const Value& array, Nodes& out) {
  const auto size = static_cast<int64_t>(array.size());
  int64_t from = 0;
  int64_t to = size;
  if (step.from && step.to) {
    from = std::max(*step.from, -size);
    to = std::min(*step.to, size);
  } else if (step.from) {
    from = std::max<int64_t>(0, *step.from < 0 ? size + *step.from : *step.from);
  } else {
    to = std::min(*step.to < 0 ? size + *step.to : *step.to, size);
  }
  for (int64_t at = from; at < to; ++at) {
    if (const Value* found = element(array, at)) out.push_back(found);
  }
}

class Evaluation {
 public:
  Evaluation(const Value& document, size_t& visits) : document_(document), visits_(visits) {}

  Nodes select(std::span<const Step> steps, const Value& start) {
    Nodes nodes = {&start};
    for (const Step& step : steps) {
      Nodes next;
      for (const Value* node : nodes) {
        if (step.descend) {
          below(step, *node, next);
        } else {
          apply(step, *node, next);
        }
      }
      nodes = std::move(next);
    }
    return nodes;
  }

 private:
  void below(const Step& step, const Value& top, Nodes& out) {
    Nodes pending = {&top};
    while (!pending.empty()) {
      const Value* node = pending.back();
      pending.pop_back();
      apply(step, *node, out);
      if (!node->is_structured()) continue;
      const size_t first = pending.size();
      for (const Value& child : *node) {
        visit(visits_);
        pending.push_back(&child);
      }
      std::reverse(pending.begin() + static_cast<std::ptrdiff_t>(first), pending.end());
    }
  }

  void apply(const Step& step, const Value& node, Nodes& out) {
    visit(visits_);
    switch (step.kind) {
      case Step::Kind::kNames:
        for (const std::string& name : step.names) {
          if (const Value* found = json::find(node, name)) out.push_back(found);
        }
        return;
      case Step::Kind::kWildcard:
        if (!node.is_structured()) return;
        for (const Value& child : node) {
          visit(visits_);
          out.push_back(&child);
        }
        return;
      case Step::Kind::kIndexes:
        if (!node.is_array()) return;
        for (const int64_t index : step.indexes) {
          if (const Value* found = element(node, index)) out.push_back(found);
        }
        return;
      case Step::Kind::kSlice:
        if (node.is_array()) slice(step, node, out);
        return;
      case Step::Kind::kFilter:
        return filter(*step.filter, node, out);
      case Step::Kind::kFunction:
        return;
    }
  }

  void filter(const Filter& filter, const Value& node, Nodes& out) {
    if (node.is_object()) {
      if (passes(filter, node, document_, visits_)) out.push_back(&node);
    } else if (node.is_array()) {
      for (const Value& item : node) {
        if (passes(filter, item, document_, visits_)) out.push_back(&item);
      }
    }
  }

  const Value& document_;
  size_t& visits_;
};

std::string spelled(std::span<const Step> steps) {
  std::string out = "$";
  for (const Step& step : steps) {
    out += '[';
    if (step.kind == Step::Kind::kNames) {
      for (size_t i = 0; i < step.names.size(); ++i) out += (i > 0 ? ",'" : "'") + step.names[i] + "'";
    } else if (step.kind == Step::Kind::kIndexes) {
      out += std::to_string(step.indexes.front());
    }
    out += ']';
  }
  return out;
}

std::string java_class(const Value& value) {
  switch (value.type()) {
    case Value::value_t::null:
      return "null";
    case Value::value_t::boolean:
      return "java.lang.Boolean";
    case Value::value_t::string:
      return "java.lang.String";
    case Value::value_t::number_float:
      return "java.lang.Double";
    case Value::value_t::array:
      return "java.util.ArrayList";
    case Value::value_t::object:
      return "java.util.LinkedHashMap";
    default:
      return value.get<double>() > 2147483647.0 || value.get<double>() < -2147483648.0 ? "java.lang.Long"
                                                                                       : "java.lang.Integer";
  }
}

Result missing(std::string problem, bool beyond_end = false) {
  Result result;
  result.status = Result::Status::kMissing;
  result.problem = std::move(problem);
  result.beyond_end = beyond_end;
  return result;
}

Result missing_at(const std::vector<Step>& steps, size_t at, const Value& node) {
  const Step& step = steps[at];
  const bool last = at + 1 == steps.size();
  const std::span<const Step> all(steps);
  if (step.kind == Step::Kind::kNames && !node.is_object()) {
    return missing("Expected to find an object with property ['" + step.names.front() + "'] in path " +
                   spelled(all.first(at)) + " but found '" + java_class(node) +
                   "'. This is not a json object according to the JsonProvider: "
                   "'com.jayway.jsonpath.spi.json.JacksonJsonProvider'.");
  }
  if (step.kind == Step::Kind::kIndexes && !node.is_array()) {
    return missing("Filter: [" + std::to_string(step.indexes.front()) +
                   "] can only be applied to arrays. Current context is: " + json::write(node));
  }
  if (step.kind == Step::Kind::kNames && !last) {
    return missing("Missing property in path " + spelled(all.first(at + 1)));
  }
  return missing("No results for path: " + spelled(all), last && step.kind == Step::Kind::kIndexes);
}

/// Several names at the end of a definite path give an object of those that exist.
Result members(const Step& step, const Value& node) {
  Result result;
  result.made = Value::object();
  for (const std::string& name : step.names) {
    if (const Value* found = json::find(node, name)) result.made[name] = *found;
  }
  return result;
}

Result walk(const std::vector<Step>& steps, const Value& document) {
  const Value* node = &document;
  for (size_t at = 0; at < steps.size(); ++at) {
    const Step& step = steps[at];
    if (step.kind == Step::Kind::kFunction) break;
    const Value* next = nullptr;
    if (step.kind == Step::Kind::kNames) {
      if (step.names.size() > 1 && node->is_object()) return members(step, *node);
      next = json::find(*node, step.names.front());
    } else if (node->is_array()) {
      next = element(*node, step.indexes.front());
    }
    if (next == nullptr) return missing_at(steps, at, *node);
    node = next;
  }
  Result result;
  result.in_document = node;
  return result;
}

Result gather(const std::vector<Step>& steps, const Value& document) {
  std::span<const Step> selecting(steps);
  if (!steps.empty() && steps.back().kind == Step::Kind::kFunction) selecting = selecting.first(steps.size() - 1);
  size_t visits = kMaxVisits;
  Result result;
  result.made = copied(Evaluation(document, visits).select(selecting, document), visits);
  return result;
}

}  // namespace

Result Path::evaluate(const Value& document) const try {
  const bool function = !steps_.empty() && steps_.back().kind == Step::Kind::kFunction;
  const auto indefinite = [](const Step& step) {
    return step.descend || step.kind == Step::Kind::kWildcard || step.kind == Step::Kind::kSlice ||
           step.kind == Step::Kind::kFilter || step.indexes.size() > 1;
  };
  const bool many = !definite_ || (function && std::ranges::any_of(steps_, indefinite));
  Result result = many ? gather(steps_, document) : walk(steps_, document);
  if (!function || !result.found()) return result;
  auto value = apply_function(steps_.back().function, result.value());
  if (!value) return missing("Aggregation function attempted to calculate value using empty array");
  Result applied;
  applied.made = std::move(*value);
  return applied;
} catch (const TooMuchWork&) {
  Result result;
  result.status = Result::Status::kTooMuchWork;
  result.problem = "The path needs too much work";
  return result;
}

bool Path::reference() const {
  return std::ranges::all_of(steps_, [](const Step& step) {
    if (step.descend) return false;
    if (step.kind == Step::Kind::kNames) return step.names.size() == 1;
    return step.kind == Step::Kind::kIndexes && step.indexes.size() == 1;
  });
}

bool Path::store(Value& document, Value value) const {
  Value* node = &document;
  for (const Step& step : steps_) {
    if (step.kind == Step::Kind::kNames) {
      if (!node->is_object()) return false;
      node = &node->get_ref<Value::object_t&>().emplace(step.names.front(), Value::object()).first->second;
    } else {
      if (!node->is_array()) return false;
      const Value* found = element(*node, step.indexes.front());
      if (found == nullptr) return false;
      node = const_cast<Value*>(found);
    }
  }
  *node = std::move(value);
  return true;
}

bool passes(const Filter& filter, const Value& node, const Value& document, size_t& visits);

namespace {

/// The operand's value for `node`; nothing where its path selects nothing.
std::optional<Value> operand_value(const Filter::Operand& operand, const Value& node, const Value& document,
                                   size_t& visits) {
  if (!operand.path) return operand.literal;
  const Path& path = *operand.path;
  const Value& start = path.root() == Root::kNode ? node : document;
  std::span<const Step> steps(path.steps());
  const bool function = !steps.empty() && steps.back().kind == Step::Kind::kFunction;
  if (function) steps = steps.first(steps.size() - 1);
  const Nodes nodes = Evaluation(document, visits).select(steps, start);
  if (!path.definite()) return copied(nodes, visits);
  if (nodes.empty()) return std::nullopt;
  if (function) return apply_function(path.steps().back().function, *nodes.front());
  return *nodes.front();
}

bool contains(const Value& list, const Value& item) {
  return list.is_array() && std::ranges::find(list, item) != list.end();
}

bool less(const Value& left, const Value& right) {
  const bool comparable = (left.is_number() && right.is_number()) || (left.is_string() && right.is_string());
  return comparable && left < right;
}

bool length_is(const Value& value, const Value& expected) {
  const bool sized = value.is_array() || value.is_string();
  const size_t size = value.is_string() ? value.get_ref<const std::string&>().size() : value.size();
  return sized && expected.is_number() && expected == Value(size);
}

bool is_empty(const Value& value) {
  if (value.is_string()) return value.get_ref<const std::string&>().empty();
  return value.is_array() && value.empty();
}

bool holds(Filter::Operator op, const Value& left, const Value& right) {
  using Operator = Filter::Operator;
  const auto listed = [&right](const Value& item) { return contains(right, item); };
  switch (op) {
    case Operator::kEq:
      return left == right;
    case Operator::kNe:
      return left != right;
    case Operator::kLt:
      return less(left, right);
    case Operator::kLe:
      return less(left, right) || (left.type() == right.type() && left == right);
    case Operator::kGt:
      return less(right, left);
    case Operator::kGe:
      return less(right, left) || (left.type() == right.type() && left == right);
    case Operator::kIn:
      return contains(right, left);
    case Operator::kNin:
      return !contains(right, left);
    case Operator::kContains:
      if (left.is_string() && right.is_string()) {
        return left.get_ref<const std::string&>().find(right.get_ref<const std::string&>()) != std::string::npos;
      }
      return contains(left, right);
    case Operator::kSize:
      return length_is(left, right);
    case Operator::kEmpty:
      return right.is_boolean() && is_empty(left) == right.get<bool>();
    case Operator::kSubsetOf:
      return left.is_array() && std::ranges::all_of(left, listed);
    case Operator::kAnyOf:
      return left.is_array() && std::ranges::any_of(left, listed);
    case Operator::kNoneOf:
      return left.is_array() && std::ranges::none_of(left, listed);
  }
  return false;
}

}  // namespace

bool passes(const Filter& filter, const Value& node, const Value& document, size_t& visits) {
  visit(visits);
  const auto part = [&](const Filter& inner) { return passes(inner, node, document, visits); };
  switch (filter.kind) {
    case Filter::Kind::kAnd:
      return std::ranges::all_of(filter.parts, part);
    case Filter::Kind::kOr:
      return std::ranges::any_of(filter.parts, part);
    case Filter::Kind::kNot:
      return !part(filter.parts.front());
    case Filter::Kind::kExists: {
      const auto value = operand_value(filter.left, node, document, visits);
      return value && (filter.left.path->definite() || !value->empty());
    }
    case Filter::Kind::kCompare:
      break;
  }
  const auto left = operand_value(filter.left, node, document, visits);
  const auto right = operand_value(filter.right, node, document, visits);
  if (!left || !right) return filter.op == Filter::Operator::kNe && (left || right);
  return holds(filter.op, *left, *right);
}

}  // namespace cloudling::jsonpath
