#pragma once

// Evaluates the expressions of a bound query over rows. Pure: the time is given. One thread.

#include <deque>
#include <string>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/s3/select/syntax.h"

namespace cloudling::s3::select {

/// A record, or what a path in FROM makes of it. Views what its reader holds.
struct Row {
  const std::vector<std::string_view>* columns = nullptr;  ///< of a CSV record
  Value value = Missing{};                                 ///< of a JSON record
};

class Evaluator {
 public:
  /// `now`: what UTCNOW() says.
  explicit Evaluator(aws::TimeMs now) : now_(timestamp_of(now)) {}

  /// Texts in the value may be the evaluator's, until forget(). Throws AWS's errors (400): CastFailed, IntegerOverflow,
  /// InvalidDataType, IncorrectSqlFunctionArgumentType, AmbiguousFieldName and others.
  Value evaluate(const Expression& expression, const Row& row);

  /// What aggregates are worth from now on, by their slots.
  void set_aggregates(std::vector<Value> values) { aggregates_ = std::move(values); }

  /// Frees the texts of the values so far.
  void forget() { texts_.clear(); }

 private:
  Value evaluate_logic(const Expression& expression, const Row& row);
  Value evaluate_comparison(const Expression& expression, const Row& row);
  Value evaluate_test(const Expression& expression, const Row& row);
  Value evaluate_in(const Expression& expression, const Row& row);
  Value evaluate_between(const Expression& expression, const Row& row);
  Value evaluate_like(const Expression& expression, const Row& row);
  Value evaluate_arithmetic(const Expression& expression, const Row& row);
  Value evaluate_case(const Expression& expression, const Row& row);
  Value evaluate_choice(const Expression& expression, const Row& row);
  // functions.cpp
  Value evaluate_function(const Expression& expression, const Row& row);
  Value substring(const Expression& expression, const Row& row);
  Value trim(const Expression& expression, const Row& row);
  Value date_function(const Expression& expression, const Row& row);
  Value kept(std::string text);

  Timestamp now_;
  std::vector<Value> aggregates_;
  std::deque<std::string> texts_;
};

/// What a path leads to. Throws AmbiguousFieldName.
Value follow(const Value& from, const std::vector<PathStep>& path);

/// One step of it that is no wildcard.
Value follow(const Value& from, const PathStep& step);

/// The sum, and so on, of two numbers. Throws IntegerOverflow, InvalidDataType where one is none.
Value arithmetic(Op op, const Value& a, const Value& b);

/// CAST. Throws CastFailed, InvalidCast. A text that it makes is put into `text`, which the value then views.
Value cast(const Value& value, DataType type, std::string& text);

bool is_of_type(const Value& value, DataType type);

/// `escape` is one character or "". Throws EvaluatorLikePatternInvalidEscapeSequence.
bool is_like(std::string_view text, std::string_view pattern, std::string_view escape);

}  // namespace cloudling::s3::select
