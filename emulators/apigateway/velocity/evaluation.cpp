#include <algorithm>
#include <cstdlib>
#include <utility>

#include "emulators/apigateway/velocity/arithmetic.h"
#include "emulators/apigateway/velocity/interpreter.h"
#include "emulators/apigateway/velocity/methods.h"

namespace cloudling::velocity {

using Kind = Expression::Kind;

Value Interpreter::evaluate(const Expression& expression) {
  const Deeper deeper(*this);
  step();
  switch (expression.kind) {
    case Kind::kNull:
      return {};
    case Kind::kText:
      return expression.text;
    case Kind::kInterpolated:
      return interpolate(expression);
    case Kind::kInteger:
      return expression.integer;
    case Kind::kReal:
      return expression.real;
    case Kind::kReference:
      return resolve(*expression.reference);
    case Kind::kList:
    case Kind::kMap:
      return collection(expression);
    case Kind::kRange:
      return range(expression);
    case Kind::kAdd:
      return add(expression);
    case Kind::kSubtract:
    case Kind::kMultiply:
    case Kind::kDivide:
    case Kind::kModulo: {
      const Value left = evaluate(expression.parts[0]);
      return calculate(expression.kind, left, evaluate(expression.parts[1]));
    }
    default:
      return is_true(expression);
  }
}

/// As #if judges: what is set and not false. A literal other than `true` is not, as in Velocity.
bool Interpreter::is_true(const Expression& expression) {
  const Deeper deeper(*this);
  step();
  const auto& parts = expression.parts;
  switch (expression.kind) {
    case Kind::kBoolean:
      return expression.integer != 0;
    case Kind::kNot:
      return !is_true(parts[0]);
    case Kind::kAnd:
      return is_true(parts[0]) && is_true(parts[1]);
    case Kind::kOr:
      return is_true(parts[0]) || is_true(parts[1]);
    case Kind::kEqual:
    case Kind::kNotEqual: {
      const Value left = evaluate(parts[0]);
      return same(heap_, left, evaluate(parts[1])) == (expression.kind == Kind::kEqual);
    }
    case Kind::kLess:
    case Kind::kLessOrEqual:
    case Kind::kGreater:
    case Kind::kGreaterOrEqual: {
      const Value left = evaluate(parts[0]);
      return compare(expression.kind, left, evaluate(parts[1]));
    }
    case Kind::kReference: {
      const Value value = resolve(*expression.reference);
      return value.boolean() ? *value.boolean() : !value.is_null();
    }
    default:
      return false;
  }
}

/// Numbers are added, texts joined with whatever stands at the other side; null is joined as it is written.
Value Interpreter::add(const Expression& expression) {
  const Value left = evaluate(expression.parts[0]);
  const Value right = evaluate(expression.parts[1]);
  if (!left.text() && !right.text()) return calculate(Kind::kAdd, left, right);
  std::string text = left.is_null() ? expression.parts[0].literal : text_of(heap_, left);
  text += right.is_null() ? expression.parts[1].literal : text_of(heap_, right);
  heap_.charge(text.size());
  return text;
}

Value Interpreter::range(const Expression& expression) {
  const Value first = evaluate(expression.parts[0]);
  const Value last = evaluate(expression.parts[1]);
  if (!first.is_number() || !last.is_number()) return {};
  const auto bound = [](const Value& value) {
    const double limited = std::clamp(value.as_real(), -2147483648.0, 2147483647.0);
    return static_cast<int64_t>(limited);
  };
  const int64_t from = bound(first);
  const int64_t to = bound(last);
  const int64_t count = std::abs(to - from) + 1;
  heap_.charge(static_cast<size_t>(count) * sizeof(Value));
  Values items;
  for (int64_t i = 0; i < count; ++i) items.emplace_back(to >= from ? from + i : from - i);
  return heap_.list(std::move(items));
}

Value Interpreter::collection(const Expression& expression) {
  if (expression.kind == Kind::kList) {
    Values items;
    for (const Expression& part : expression.parts) items.push_back(evaluate(part));
    return heap_.list(std::move(items));
  }
  Map* map = heap_.map();
  for (size_t i = 0; i + 1 < expression.parts.size(); i += 2) {
    const std::string key = text_of(heap_, evaluate(expression.parts[i]));
    map->entries[key] = evaluate(expression.parts[i + 1]);
  }
  return map;
}

std::string Interpreter::interpolate(const Expression& expression) {
  const size_t written = written_;
  std::string text = text_of_block(*expression.block);
  written_ = written;
  heap_.charge(text.size());
  if (expression.added_space && !text.empty()) text.pop_back();
  return text;
}

Value Interpreter::resolve(const Reference& reference) { return resolve(reference, reference.accesses.size()); }

Value Interpreter::resolve(const Reference& reference, size_t accesses) {
  step();
  Value value = variable(reference.root);
  for (size_t i = 0; i < accesses && !value.is_null(); ++i) value = access(value, reference.accesses[i]);
  return value;
}

Value Interpreter::access(const Value& target, const Access& access) {
  const Deeper deeper(*this);
  step();
  if (access.kind == Access::Kind::kProperty) return get_property(heap_, target, access.name).value_or(Value());
  Values arguments;
  for (const Expression& argument : access.arguments) arguments.push_back(evaluate(argument));
  if (access.kind == Access::Kind::kIndex) return index(target, arguments[0]);
  return call_method(heap_, target, access.name, arguments).value_or(Value());
}

/// get(index); from the end where it is negative.
Value Interpreter::index(const Value& target, const Value& index) {
  const List* list = target.list();
  const int64_t* number = index.integer();
  if (!list || !number || *number >= 0) return call_method(heap_, target, "get", {index}).value_or(Value());
  return call_method(heap_, target, "get", {static_cast<int64_t>(list->items.size()) + *number}).value_or(Value());
}

}  // namespace cloudling::velocity
