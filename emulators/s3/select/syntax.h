#pragma once

// A parsed S3 Select query. Plain data; pointers into it hold as long as the query.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "emulators/s3/select/errors.h"
#include "emulators/s3/select/timestamp.h"
#include "emulators/s3/select/value.h"

namespace cloudling::s3::select {

enum class Op : uint8_t {
  kLiteral,
  kPath,
  kOr,  ///< of any number of operands, as kAnd
  kAnd,
  kNot,
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kIn,       ///< args[0] in the others
  kBetween,  ///< args[0] from args[1] to args[2]
  kLike,     ///< args[0] like args[1] escape args[2]
  kIsNull,
  kIsMissing,
  kIsType,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo,
  kConcat,
  kNegate,
  kPlus,
  kCase,        ///< condition, result, condition, result, ..., and where their number is odd what else
  kSimpleCase,  ///< the same behind what is compared
  kCast,
  kCoalesce,
  kNullIf,
  kCharLength,
  kLower,
  kUpper,
  kSubstring,
  kTrim,  ///< args[0] of args[1]'s characters
  kDateAdd,
  kDateDiff,
  kExtract,
  kToString,
  kToTimestamp,
  kUtcNow,
  kCount,  ///< aggregates; of all records where there is no argument
  kSum,
  kAvg,
  kMin,
  kMax
};

inline bool is_aggregate(Op op) { return op >= Op::kCount; }

enum class DataType : uint8_t { kBool, kInteger, kString, kFloat, kDecimal, kTimestamp };
enum class TrimSide : uint8_t { kBoth, kLeading, kTrailing };

struct PathStep {
  enum class Kind : uint8_t { kName, kIndex, kAnyField, kAnyElement };
  Kind kind = Kind::kName;
  std::string name;
  bool exact = false;  ///< in quotes: case counts
  int64_t index = 0;

  /// Whether a name is the one that is meant.
  bool names(std::string_view other) const;
};

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;

struct Expression {
  Op op = Op::kLiteral;
  Place place;
  bool negated = false;  ///< NOT IN, NOT BETWEEN, NOT LIKE, IS NOT
  std::vector<ExpressionPtr> args;
  int depth = 1;  ///< of the tree from here

  Value literal = Missing{};
  std::string text;            ///< the bytes of a literal text
  std::vector<PathStep> path;  ///< kPath: from the row on, once the query is bound
  size_t column = 0;           ///< kPath of a CSV record: its place in the row, from 0
  DataType type = DataType::kString;
  DatePart part = DatePart::kYear;
  TrimSide side = TrimSide::kBoth;
  size_t slot = 0;  ///< of an aggregate, in the query's list
};

struct SelectItem {
  ExpressionPtr value;
  std::string name;  ///< the alias, else the last name of a path; "" where the answer numbers it
};

struct Query {
  bool everything = false;  ///< SELECT *
  std::vector<SelectItem> items;
  std::vector<PathStep> from;        ///< behind S3Object[*]
  std::optional<std::string> alias;  ///< as given
  bool alias_exact = false;
  bool from_elements = false;  ///< FROM S3Object[*]
  ExpressionPtr where;
  std::optional<int64_t> limit;
  std::vector<const Expression*> aggregates;

  bool aggregates_only() const { return !aggregates.empty(); }
};

}  // namespace cloudling::s3::select
