#pragma once

// The values of an S3 Select expression. A value is small and owns no bytes: texts and nested values stand in the
// record, the query or the evaluator's memory of the record. Pure.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "asl/json/json.h"
#include "emulators/s3/select/decimal.h"
#include "emulators/s3/select/timestamp.h"

namespace cloudling::s3::select {

struct Missing {};  ///< a field that the record does not have
struct Null {};

struct Text {
  std::string_view bytes;
  bool untyped = false;  ///< a CSV field, which is a number, a boolean or a timestamp where it meets one
};

/// The last: an array or object of a JSON record.
using Value = std::variant<Missing, Null, bool, int64_t, Decimal, double, Text, Timestamp, const json::Value*>;

inline bool is_unknown(const Value& value) {
  return std::holds_alternative<Missing>(value) || std::holds_alternative<Null>(value);
}
inline bool is_true(const Value& value) {
  const bool* boolean = std::get_if<bool>(&value);
  return boolean != nullptr && *boolean;
}
bool is_number(const Value& value);

/// The number that a text is; nothing where it is none. Integers that fit are integers, others decimals.
std::optional<Value> parse_number(std::string_view text);

/// The boolean that a text is, in any case.
std::optional<bool> parse_boolean(std::string_view text);

/// A CSV field as the number that it is, where it is one; else the value itself.
Value as_number(const Value& value);

std::optional<Decimal> to_decimal(const Value& number);  ///< nothing for what is no finite number
double to_double(const Value& number);                   ///< the value has to be a number

/// The order of two values of one kind (numbers of any type are one kind). Nothing where they are not of one kind, of
/// a kind without order, or unknown. Texts are ordered byte by byte.
std::optional<std::partial_ordering> compare(const Value& a, const Value& b);

/// The value as text, without quotes: what CSV answers and CAST(... AS STRING) have. "" for what is unknown.
std::string to_text(const Value& value);

/// A scalar of a JSON record, else the array or object itself. Numbers with a fraction are decimals where they can be.
Value value_of(const json::Value& value);

}  // namespace cloudling::s3::select
