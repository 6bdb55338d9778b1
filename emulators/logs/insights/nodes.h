#pragma once

// The nodes of expressions but the functions: values, fields, operators, slots of aggregates.

#include <re2/re2.h>

#include <memory>
#include <string>
#include <utility>

#include "emulators/logs/insights/expression.h"

namespace cloudling::logs::insights {

ExpressionPtr make_literal(Value value);
ExpressionPtr make_field(std::string name);

/// The result of the aggregate with that slot.
ExpressionPtr make_slot(size_t slot);

/// + - * / % ^ and = != < <= > >=, "and", "or"; nullptr for anything else.
ExpressionPtr make_binary(const std::string& symbol, ExpressionPtr left, ExpressionPtr right);
ExpressionPtr make_not(ExpressionPtr operand);
ExpressionPtr make_contains(ExpressionPtr text, ExpressionPtr part);
ExpressionPtr make_matches(ExpressionPtr text, std::shared_ptr<const re2::RE2> regex);
ExpressionPtr make_in(ExpressionPtr value, Arguments list);

/// Milliseconds rounded down to a period: bin(5m).
ExpressionPtr make_bin(double period_ms);

}  // namespace cloudling::logs::insights
