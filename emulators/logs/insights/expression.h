#pragma once

// Expressions of an Insights query: fields, operators, functions, and, within `stats`, aggregates.

#include <memory>
#include <string>
#include <vector>

#include "emulators/logs/insights/record.h"
#include "emulators/logs/insights/value.h"

namespace cloudling::logs::insights {

/// What an expression is computed from. `aggregates` has the results of the statement's aggregate calls, by their slot.
struct Scope {
  const Record& record;
  const std::vector<Value>* aggregates = nullptr;
};

class Expression {
 public:
  virtual ~Expression() = default;
  virtual Value value(const Scope& scope) const = 0;

  /// Values of it are times, and shown as such.
  virtual bool is_time() const { return false; }
};

using ExpressionPtr = std::unique_ptr<const Expression>;
using Arguments = std::vector<ExpressionPtr>;

/// A scalar function by name; nullptr where there is none. Throws MalformedQueryException for a wrong number of
/// arguments.
ExpressionPtr make_function(const std::string& name, Arguments arguments, size_t offset);

}  // namespace cloudling::logs::insights
