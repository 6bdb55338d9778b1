#pragma once

// Intrinsic function calls, e.g. States.Format('{} of {}', $.a, States.MathAdd($.n, 1)): parsed once, evaluated many
// times (Developer Guide, "Intrinsic functions for JSONPath states"). Expressions are immutable values.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "asl/json/json.h"
#include "asl/jsonpath/path.h"

namespace cloudling::asl {

/// Numbers drawn from one seed (splitmix64): the only randomness of an evaluation.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t next();
  /// Evenly in [0, 1).
  double fraction();

 private:
  uint64_t state_;
};

/// What an expression is evaluated against. The context object is made only where a path asks for it.
class Scope {
 public:
  virtual ~Scope() = default;
  virtual const json::Value& input() const = 0;
  virtual const json::Value& context() const = 0;
  /// nullptr where no variable of that name was assigned.
  virtual const json::Value* variable(const std::string& name) const = 0;
  virtual Random& random() const = 0;
  /// The input as text, for AWS's messages.
  virtual std::string input_text() const = 0;
};

/// What the path selects: in the input, in the context object, or in a variable.
jsonpath::Result evaluate_path(const jsonpath::Path& path, const Scope& scope);

enum class IntrinsicFunction {
  kFormat,
  kStringToJson,
  kJsonToString,
  kArray,
  kArrayPartition,
  kArrayContains,
  kArrayRange,
  kArrayGetItem,
  kArrayLength,
  kArrayUnique,
  kBase64Encode,
  kBase64Decode,
  kHash,
  kJsonMerge,
  kMathRandom,
  kMathAdd,
  kStringSplit,
  kUuid
};

/// A literal, a path or a call.
struct Expression {
  struct Call {
    IntrinsicFunction function = IntrinsicFunction::kUuid;
    std::vector<Expression> arguments;
  };
  std::variant<json::Value, jsonpath::Path, Call> what;

  bool is_call() const { return std::holds_alternative<Call>(what); }
};

/// The call that `text` spells; nothing where it spells none, with `problem` filled when given.
std::optional<Expression> parse_intrinsic(std::string_view text, std::string* problem = nullptr);

/// Whether `text` is meant as a call (starts with "States.").
bool looks_intrinsic(std::string_view text);

/// A value, or why there is none.
struct Evaluated {
  std::optional<json::Value> value;
  bool missing = false;  ///< a path selected nothing: States.Runtime, otherwise States.IntrinsicFailure
  std::string problem;
};

Evaluated evaluate(const Expression& expression, const Scope& scope);

/// The function's value for these arguments. Failures are values, in words of the developer guide's limits.
Evaluated call_intrinsic(IntrinsicFunction function, std::vector<json::Value> arguments, Random& random);

}  // namespace cloudling::asl
