#pragma once

// Numbers and comparisons as Velocity 1.7 has them (its MathUtils and nodes). What has no result is null.

#include "emulators/apigateway/velocity/syntax.h"
#include "emulators/apigateway/velocity/value.h"

namespace cloudling::velocity {

/// kSubtract, kMultiply, kDivide, kModulo, and kAdd of numbers. Integers divide without remainder; a division by zero,
/// a result beyond 64 bits, and operands that are no numbers give null.
Value calculate(Expression::Kind operation, const Value& left, const Value& right);

/// kLess, kLessOrEqual, kGreater, kGreaterOrEqual; false where one is no number.
bool compare(Expression::Kind operation, const Value& left, const Value& right);

/// `==`: numbers by value, values of one class by equals(), others by their texts.
bool same(Heap& heap, const Value& left, const Value& right);

}  // namespace cloudling::velocity
