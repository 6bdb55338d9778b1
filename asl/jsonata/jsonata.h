#pragma once

// JSONata 2.0 expressions, as Step Functions evaluates them: pure, within bounds of depth, steps and size.
//
// Not there, and refused when parsed: the operators @, # and % (parent). $eval is refused when called. Patterns are
// RE2's, which has no look-around.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "asl/json/json.h"

namespace cloudling::asl::jsonata {

struct Node;

/// Why an expression could not be parsed or evaluated, with JSONata's own code ("T2001") and words.
struct Error {
  std::string code;
  std::string message;
};

/// What one evaluation is given.
struct Bindings {
  std::map<std::string, json::Value, std::less<>> variables;  ///< by name, without "$"
  int64_t now_ms = 0;                                         ///< $now, $millis
  std::function<uint64_t()> random;                           ///< $random, $shuffle, $uuid
};

/// The value; nothing where the expression gives none (undefined).
using Result = std::variant<std::optional<json::Value>, Error>;

/// Immutable; copies share the parsed form.
class Expression {
 public:
  static std::variant<Expression, Error> parse(std::string_view text);

  Result evaluate(const Bindings& bindings) const;
  const std::string& text() const { return text_; }

 private:
  std::shared_ptr<const Node> root_;
  std::string text_;
};

}  // namespace cloudling::asl::jsonata
