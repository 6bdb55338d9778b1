#include <cmath>

#include "emulators/s3/select/evaluator.h"

namespace cloudling::s3::select {
namespace {

Value whole(Op op, int64_t a, int64_t b) {
  int64_t result = 0;
  bool overflow = false;
  switch (op) {
    case Op::kAdd:
      overflow = __builtin_add_overflow(a, b, &result);
      break;
    case Op::kSubtract:
      overflow = __builtin_sub_overflow(a, b, &result);
      break;
    case Op::kMultiply:
      overflow = __builtin_mul_overflow(a, b, &result);
      break;
    default:
      if (b == 0) throw refused("ExternalEvalException");
      overflow = b == -1 && a == INT64_MIN && op == Op::kDivide;
      if (!overflow && b != -1) result = op == Op::kDivide ? a / b : a % b;
      if (!overflow && b == -1) result = op == Op::kDivide ? -a : 0;
  }
  if (overflow) throw refused("IntegerOverflow");
  return result;
}

double floating(Op op, double a, double b) {
  switch (op) {
    case Op::kAdd:
      return a + b;
    case Op::kSubtract:
      return a - b;
    case Op::kMultiply:
      return a * b;
    case Op::kDivide:
      return a / b;
    default:
      return std::fmod(a, b);
  }
}

std::optional<Decimal> exact(Op op, const Decimal& a, const Decimal& b) {
  switch (op) {
    case Op::kAdd:
      return add(a, b);
    case Op::kSubtract:
      return add(a, negate(b));
    case Op::kMultiply:
      return multiply(a, b);
    case Op::kDivide:
      return divide(a, b);
    default:
      return remainder(a, b);
  }
}

Value integer_of(const Value& value) {
  std::optional<int64_t> integer;
  if (const auto* decimal = std::get_if<Decimal>(&value)) {
    integer = to_integer(*decimal);
  } else {
    const double number = std::trunc(std::get<double>(value));
    if (number >= -9223372036854775808.0 && number < 9223372036854775808.0) integer = static_cast<int64_t>(number);
  }
  if (!integer) throw refused("IntegerOverflow");
  return *integer;
}

/// Nothing beyond the largest.
std::optional<Value> float_of(const Value& number) {
  const double floating = to_double(number);
  return std::isfinite(floating) ? std::optional<Value>(floating) : std::nullopt;
}

/// What a text is worth as another type; nothing where it is no such text.
std::optional<Value> parsed(std::string_view text, DataType type) {
  const auto as = [](const auto& value) { return value ? std::optional<Value>(*value) : std::nullopt; };
  switch (type) {
    case DataType::kBool:
      return as(parse_boolean(text));
    case DataType::kTimestamp:
      return as(parse_timestamp(text));
    case DataType::kDecimal:
      return as(parse_decimal(text));
    default:
      break;
  }
  const auto number = parse_number(text);
  if (!number) return std::nullopt;
  if (type == DataType::kFloat) return float_of(*number);
  return std::holds_alternative<int64_t>(*number) ? number : std::nullopt;
}

std::optional<Value> number_as(const Value& value, DataType type) {
  switch (type) {
    case DataType::kBool:
      return compare(value, int64_t{0}) != std::partial_ordering::equivalent;
    case DataType::kInteger:
      return std::holds_alternative<int64_t>(value) ? value : integer_of(value);
    case DataType::kFloat:
      return float_of(value);
    case DataType::kDecimal: {
      const auto decimal = to_decimal(value);
      return decimal ? std::optional<Value>(*decimal) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

}  // namespace

Value arithmetic(Op op, const Value& left, const Value& right) {
  const Value a = as_number(left);
  const Value b = as_number(right);
  if (!is_number(a) || !is_number(b)) throw refused("InvalidDataType");
  const auto* x = std::get_if<int64_t>(&a);
  const auto* y = std::get_if<int64_t>(&b);
  if (x && y) return whole(op, *x, *y);
  if (std::holds_alternative<double>(a) || std::holds_alternative<double>(b)) {
    const double number = floating(op, to_double(a), to_double(b));
    if (!std::isfinite(number)) throw refused("ExternalEvalException");
    return number;
  }
  const auto result = exact(op, *to_decimal(a), *to_decimal(b));
  if (!result) throw refused("ExternalEvalException");
  return *result;
}

bool is_of_type(const Value& value, DataType type) {
  switch (type) {
    case DataType::kBool:
      return std::holds_alternative<bool>(value);
    case DataType::kInteger:
      return std::holds_alternative<int64_t>(value);
    case DataType::kString:
      return std::holds_alternative<Text>(value);
    case DataType::kFloat:
      return std::holds_alternative<double>(value);
    case DataType::kDecimal:
      return std::holds_alternative<Decimal>(value);
    default:
      return std::holds_alternative<Timestamp>(value);
  }
}

Value cast(const Value& value, DataType type, std::string& text) {
  if (is_unknown(value) || (is_of_type(value, type) && type != DataType::kString)) return value;
  if (std::holds_alternative<const json::Value*>(value)) throw refused("InvalidCast");
  if (type == DataType::kString) {
    text = to_text(value);
    return Text{text};
  }
  std::optional<Value> result;
  if (const auto* bytes = std::get_if<Text>(&value))
    result = parsed(bytes->bytes, type);
  else if (const auto* boolean = std::get_if<bool>(&value); boolean && type != DataType::kTimestamp)
    result = number_as(int64_t{*boolean}, type);
  else if (is_number(value) && type != DataType::kTimestamp)
    result = number_as(value, type);
  else
    throw refused("InvalidCast");
  if (!result) throw refused("CastFailed");
  return *result;
}

}  // namespace cloudling::s3::select
