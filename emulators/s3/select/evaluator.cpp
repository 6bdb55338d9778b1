#include "emulators/s3/select/evaluator.h"

#include <utility>

namespace cloudling::s3::select {
namespace {

using Kind = PathStep::Kind;

Value unknown(const Value& a, const Value& b) {
  const bool missing = std::holds_alternative<Missing>(a) || std::holds_alternative<Missing>(b);
  return missing ? Value(Missing{}) : Value(Null{});
}

Value field_of(const json::Value& object, const PathStep& step) {
  if (step.exact) {
    const json::Value* found = json::find(object, step.name);
    return found ? value_of(*found) : Missing{};
  }
  const json::Value* found = nullptr;
  for (const auto& [name, value] : object.get_ref<const json::Value::object_t&>()) {
    if (!step.names(name)) continue;
    if (found) throw refused("AmbiguousFieldName");
    found = &value;
  }
  return found ? value_of(*found) : Missing{};
}

Value equality(const Expression& expression, const Value& a, const Value& b) {
  const auto order = compare(a, b);
  const bool equal = order && *order == 0;
  return equal == (expression.op == Op::kEqual);
}

}  // namespace

Value follow(const Value& from, const PathStep& step) {
  const auto* nested = std::get_if<const json::Value*>(&from);
  if (!nested) return Missing{};
  if (step.kind == Kind::kName && (*nested)->is_object()) return field_of(**nested, step);
  const bool within = step.kind == Kind::kIndex && (*nested)->is_array() && step.index >= 0 &&
                      static_cast<size_t>(step.index) < (*nested)->size();
  return within ? value_of((**nested)[static_cast<size_t>(step.index)]) : Missing{};
}

Value follow(const Value& from, const std::vector<PathStep>& path) {
  Value value = from;
  for (const PathStep& step : path) value = follow(value, step);
  return value;
}

Value Evaluator::evaluate(const Expression& expression, const Row& row) {
  switch (expression.op) {
    case Op::kLiteral:
      return expression.literal;
    case Op::kPath:
      if (!row.columns) return follow(row.value, expression.path);
      if (expression.column >= row.columns->size()) return Missing{};
      return Text{(*row.columns)[expression.column], true};
    case Op::kOr:
    case Op::kAnd:
    case Op::kNot:
      return evaluate_logic(expression, row);
    case Op::kEqual:
    case Op::kNotEqual:
    case Op::kLess:
    case Op::kLessOrEqual:
    case Op::kGreater:
    case Op::kGreaterOrEqual:
      return evaluate_comparison(expression, row);
    case Op::kIn:
    case Op::kBetween:
    case Op::kLike:
    case Op::kIsNull:
    case Op::kIsMissing:
    case Op::kIsType:
      return evaluate_test(expression, row);
    case Op::kAdd:
    case Op::kSubtract:
    case Op::kMultiply:
    case Op::kDivide:
    case Op::kModulo:
    case Op::kConcat:
    case Op::kNegate:
    case Op::kPlus:
      return evaluate_arithmetic(expression, row);
    case Op::kCase:
    case Op::kSimpleCase:
      return evaluate_case(expression, row);
    case Op::kCoalesce:
    case Op::kNullIf:
      return evaluate_choice(expression, row);
    case Op::kCount:
    case Op::kSum:
    case Op::kAvg:
    case Op::kMin:
    case Op::kMax:
      return expression.slot < aggregates_.size() ? aggregates_[expression.slot] : Null{};
    default:
      return evaluate_function(expression, row);
  }
}

/// Three values: what is unknown stays unknown where the others don't decide.
Value Evaluator::evaluate_logic(const Expression& expression, const Row& row) {
  if (expression.op == Op::kNot) {
    const Value value = evaluate(*expression.args.front(), row);
    if (is_unknown(value)) return Null{};
    if (!std::holds_alternative<bool>(value)) throw refused("InvalidDataType");
    return !is_true(value);
  }
  const bool decisive = expression.op == Op::kOr;
  bool any_unknown = false;
  for (const ExpressionPtr& arg : expression.args) {
    const Value value = evaluate(*arg, row);
    const auto* boolean = std::get_if<bool>(&value);
    if (boolean && *boolean == decisive) return decisive;
    if (!boolean && !is_unknown(value)) throw refused("InvalidDataType");
    any_unknown = any_unknown || !boolean;
  }
  return any_unknown ? Value(Null{}) : Value(!decisive);
}

Value Evaluator::evaluate_comparison(const Expression& expression, const Row& row) {
  const Value a = evaluate(*expression.args[0], row);
  const Value b = evaluate(*expression.args[1], row);
  if (is_unknown(a) || is_unknown(b)) return unknown(a, b);
  if (expression.op == Op::kEqual || expression.op == Op::kNotEqual) return equality(expression, a, b);
  const auto order = compare(a, b);
  if (!order || *order == std::partial_ordering::unordered) return Null{};
  switch (expression.op) {
    case Op::kLess:
      return *order < 0;
    case Op::kLessOrEqual:
      return *order <= 0;
    case Op::kGreater:
      return *order > 0;
    default:
      return *order >= 0;
  }
}

Value Evaluator::evaluate_test(const Expression& expression, const Row& row) {
  Value holds = Null{};
  if (expression.op == Op::kIn) {
    holds = evaluate_in(expression, row);
  } else if (expression.op == Op::kBetween) {
    holds = evaluate_between(expression, row);
  } else if (expression.op == Op::kLike) {
    holds = evaluate_like(expression, row);
  } else {
    const Value value = evaluate(*expression.args.front(), row);
    if (expression.op == Op::kIsNull)
      holds = is_unknown(value);
    else if (expression.op == Op::kIsMissing)
      holds = std::holds_alternative<Missing>(value);
    else
      holds = is_of_type(value, expression.type);
  }
  if (is_unknown(holds)) return holds;
  return is_true(holds) != expression.negated;
}

Value Evaluator::evaluate_in(const Expression& expression, const Row& row) {
  const Value value = evaluate(*expression.args.front(), row);
  if (is_unknown(value)) return value;
  bool any_unknown = false;
  for (size_t i = 1; i < expression.args.size(); ++i) {
    const Value candidate = evaluate(*expression.args[i], row);
    any_unknown = any_unknown || is_unknown(candidate);
    const auto order = compare(value, candidate);
    if (order && *order == 0) return true;
  }
  return any_unknown ? Value(Null{}) : Value(false);
}

Value Evaluator::evaluate_between(const Expression& expression, const Row& row) {
  const Value value = evaluate(*expression.args[0], row);
  const auto above = compare(value, evaluate(*expression.args[1], row));
  const auto below = compare(value, evaluate(*expression.args[2], row));
  if ((above && *above < 0) || (below && *below > 0)) return false;
  if (!above || !below) return Null{};
  return *above >= 0 && *below <= 0;
}

Value Evaluator::evaluate_like(const Expression& expression, const Row& row) {
  std::vector<Value> values;
  values.reserve(expression.args.size());
  for (const ExpressionPtr& arg : expression.args) values.push_back(evaluate(*arg, row));
  std::string_view texts[3];
  for (size_t i = 0; i < values.size(); ++i) {
    if (is_unknown(values[i])) return values[i];
    const auto* text = std::get_if<Text>(&values[i]);
    if (!text) throw refused("LikeInvalidInputs");
    texts[i] = text->bytes;
  }
  if (values.size() == 3 && texts[2].empty()) throw refused("EvaluatorLikePatternInvalidEscapeSequence");
  return is_like(texts[0], texts[1], texts[2]);
}

Value Evaluator::evaluate_arithmetic(const Expression& expression, const Row& row) {
  const Value a = evaluate(*expression.args[0], row);
  if (expression.op == Op::kNegate || expression.op == Op::kPlus) {
    if (is_unknown(a)) return a;
    return arithmetic(expression.op == Op::kPlus ? Op::kAdd : Op::kSubtract, int64_t{0}, a);
  }
  const Value b = evaluate(*expression.args[1], row);
  if (is_unknown(a) || is_unknown(b)) return unknown(a, b);
  if (expression.op != Op::kConcat) return arithmetic(expression.op, a, b);
  const auto* left = std::get_if<Text>(&a);
  const auto* right = std::get_if<Text>(&b);
  if (!left || !right) throw refused("IncorrectSqlFunctionArgumentType");
  return kept(std::string(left->bytes) + std::string(right->bytes));
}

Value Evaluator::evaluate_case(const Expression& expression, const Row& row) {
  const auto& args = expression.args;
  size_t at = 0;
  Value compared = Missing{};
  const bool simple = expression.op == Op::kSimpleCase;
  if (simple) compared = evaluate(*args[at++], row);
  for (; at + 1 < args.size(); at += 2) {
    const Value condition = evaluate(*args[at], row);
    const auto order = simple ? compare(compared, condition) : std::nullopt;
    if (simple ? order && *order == 0 : is_true(condition)) return evaluate(*args[at + 1], row);
  }
  return at < args.size() ? evaluate(*args[at], row) : Null{};
}

Value Evaluator::evaluate_choice(const Expression& expression, const Row& row) {
  if (expression.op == Op::kNullIf) {
    const Value a = evaluate(*expression.args[0], row);
    const Value b = evaluate(*expression.args[1], row);
    const auto order = compare(a, b);
    return is_unknown(a) || (order && *order == 0) ? Null{} : a;
  }
  for (const ExpressionPtr& arg : expression.args) {
    const Value value = evaluate(*arg, row);
    if (!is_unknown(value)) return value;
  }
  return Null{};
}

}  // namespace cloudling::s3::select
