#include "emulators/s3/select/value.h"

#include <charconv>

#include "emulators/aws/http.h"

namespace cloudling::s3::select {
namespace {

/// A CSV field as what the other side is; nothing where it is not.
std::optional<Value> typed_like(const Text& field, const Value& other) {
  if (is_number(other)) return parse_number(field.bytes);
  if (std::holds_alternative<bool>(other)) {
    const auto boolean = parse_boolean(field.bytes);
    return boolean ? std::optional<Value>(*boolean) : std::nullopt;
  }
  if (std::holds_alternative<Timestamp>(other)) {
    const auto time = parse_timestamp(field.bytes);
    return time ? std::optional<Value>(*time) : std::nullopt;
  }
  return field;
}

std::optional<std::partial_ordering> compare_numbers(const Value& a, const Value& b) {
  const auto* x = std::get_if<int64_t>(&a);
  const auto* y = std::get_if<int64_t>(&b);
  if (x && y) return *x <=> *y;
  if (std::holds_alternative<double>(a) || std::holds_alternative<double>(b)) return to_double(a) <=> to_double(b);
  return compare(*to_decimal(a), *to_decimal(b));
}

}  // namespace

bool is_number(const Value& value) {
  return std::holds_alternative<int64_t>(value) || std::holds_alternative<Decimal>(value) ||
         std::holds_alternative<double>(value);
}

std::optional<Value> parse_number(std::string_view text) {
  int64_t integer = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, integer);
  if (error == std::errc() && end == last) return integer;
  const auto decimal = parse_decimal(text);
  return decimal ? std::optional<Value>(*decimal) : std::nullopt;
}

std::optional<bool> parse_boolean(std::string_view text) {
  if (aws::equals_ignoring_case(text, "true")) return true;
  if (aws::equals_ignoring_case(text, "false")) return false;
  return std::nullopt;
}

Value as_number(const Value& value) {
  const auto* text = std::get_if<Text>(&value);
  if (!text || !text->untyped) return value;
  return parse_number(text->bytes).value_or(value);
}

std::optional<Decimal> to_decimal(const Value& number) {
  if (const auto* integer = std::get_if<int64_t>(&number)) return Decimal{*integer, 0};
  if (const auto* decimal = std::get_if<Decimal>(&number)) return *decimal;
  if (const auto* floating = std::get_if<double>(&number)) return decimal_of(*floating);
  return std::nullopt;
}

double to_double(const Value& number) {
  if (const auto* integer = std::get_if<int64_t>(&number)) return static_cast<double>(*integer);
  if (const auto* decimal = std::get_if<Decimal>(&number)) return to_double(*decimal);
  return std::get<double>(number);
}

std::optional<std::partial_ordering> compare(const Value& a, const Value& b) {
  const auto* x = std::get_if<Text>(&a);
  const auto* y = std::get_if<Text>(&b);
  if (x && y) return x->bytes.compare(y->bytes) <=> 0;
  if (x && x->untyped) {
    const auto typed = typed_like(*x, b);
    return typed && !std::holds_alternative<Text>(*typed) ? compare(*typed, b) : std::nullopt;
  }
  if (y && y->untyped) {
    const auto typed = typed_like(*y, a);
    return typed && !std::holds_alternative<Text>(*typed) ? compare(a, *typed) : std::nullopt;
  }
  if (is_number(a) && is_number(b)) return compare_numbers(a, b);
  if (a.index() != b.index()) return std::nullopt;
  if (const auto* boolean = std::get_if<bool>(&a)) return *boolean <=> std::get<bool>(b);
  if (const auto* time = std::get_if<Timestamp>(&a)) return compare(*time, std::get<Timestamp>(b));
  if (const auto* nested = std::get_if<const json::Value*>(&a))
    return **nested == *std::get<const json::Value*>(b) ? std::partial_ordering::equivalent
                                                        : std::partial_ordering::unordered;
  return std::nullopt;
}

std::string to_text(const Value& value) {
  if (const auto* boolean = std::get_if<bool>(&value)) return *boolean ? "true" : "false";
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const auto* decimal = std::get_if<Decimal>(&value)) return to_text(*decimal);
  if (const auto* text = std::get_if<Text>(&value)) return std::string(text->bytes);
  if (const auto* time = std::get_if<Timestamp>(&value)) return to_text(*time);
  if (const auto* nested = std::get_if<const json::Value*>(&value)) return json::write(**nested);
  std::string text;
  if (const auto* floating = std::get_if<double>(&value)) json::append_double(text, *floating);
  return text;
}

Value value_of(const json::Value& value) {
  if (value.is_null()) return Null{};
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number_unsigned() && value.get<uint64_t>() > static_cast<uint64_t>(INT64_MAX))
    return Decimal{static_cast<Int128>(value.get<uint64_t>()), 0};
  if (value.is_number_integer()) return value.get<int64_t>();
  if (value.is_number_float()) {
    auto decimal = decimal_of(value.get<double>());
    if (!decimal) return value.get<double>();
    if (decimal->exponent == 0) *decimal = {decimal->coefficient * 10, -1};  // "1.0" as it was
    return *decimal;
  }
  if (value.is_string()) return Text{value.get_ref<const std::string&>()};
  return &value;
}

}  // namespace cloudling::s3::select
