#include "emulators/apigateway/velocity/arithmetic.h"

#include <cmath>

namespace cloudling::velocity {

using Kind = Expression::Kind;

namespace {

Value calculate_integers(Kind operation, int64_t left, int64_t right) {
  int64_t result = 0;
  switch (operation) {
    case Kind::kAdd:
      return __builtin_add_overflow(left, right, &result) ? Value() : Value(result);
    case Kind::kSubtract:
      return __builtin_sub_overflow(left, right, &result) ? Value() : Value(result);
    case Kind::kMultiply:
      return __builtin_mul_overflow(left, right, &result) ? Value() : Value(result);
    default:
      break;
  }
  if (right == 0) return {};
  if (right == -1) return operation == Kind::kModulo ? Value(int64_t{0}) : calculate_integers(Kind::kSubtract, 0, left);
  return operation == Kind::kModulo ? left % right : left / right;
}

Value calculate_reals(Kind operation, double left, double right) {
  switch (operation) {
    case Kind::kAdd:
      return left + right;
    case Kind::kSubtract:
      return left - right;
    case Kind::kMultiply:
      return left * right;
    default:
      break;
  }
  if (right == 0) return {};
  return operation == Kind::kModulo ? std::fmod(left, right) : left / right;
}

}  // namespace

Value calculate(Kind operation, const Value& left, const Value& right) {
  if (!left.is_number() || !right.is_number()) return {};
  if (left.integer() && right.integer()) return calculate_integers(operation, *left.integer(), *right.integer());
  return calculate_reals(operation, left.as_real(), right.as_real());
}

bool compare(Kind operation, const Value& left, const Value& right) {
  if (!left.is_number() || !right.is_number()) return false;
  const auto judge = [operation](auto a, auto b) {
    switch (operation) {
      case Kind::kLess:
        return a < b;
      case Kind::kLessOrEqual:
        return a <= b;
      case Kind::kGreater:
        return a > b;
      default:
        return a >= b;
    }
  };
  if (left.integer() && right.integer()) return judge(*left.integer(), *right.integer());
  return judge(left.as_real(), right.as_real());
}

bool same(Heap& heap, const Value& left, const Value& right) {
  if (left.is_null() || right.is_null()) return left.is_null() && right.is_null();
  if (left.integer() && right.integer()) return *left.integer() == *right.integer();
  if (left.is_number() && right.is_number()) return left.as_real() == right.as_real();
  const bool one_class = (left.text() && right.text()) || (left.boolean() && right.boolean()) ||
                         (left.list() && right.list()) || (left.map() && right.map());
  return one_class ? equal(left, right) : text_of(heap, left) == text_of(heap, right);
}

}  // namespace cloudling::velocity
