#pragma once

// Event patterns (EventBridge User Guide, "Creating EventBridge event patterns"): parsed once, matched many times.
// Immutable once parsed; pure and thread-safe. A match takes time linear in the event for each value of the pattern.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "asl/json/json.h"

namespace cloudling::patterns {

namespace detail {

/// One of the alternatives that a field may match: "value", {"prefix": ...}, {"anything-but": ...}, ...
class Test {
 public:
  virtual ~Test() = default;

  /// Whether a string, number, boolean or null of the event passes.
  virtual bool passes(const json::Value& value) const = 0;

  /// Whether it is about a field that is not there.
  virtual bool wants_absence() const { return false; }
};

using Tests = std::vector<std::unique_ptr<const Test>>;
struct Fields;

}  // namespace detail

class Pattern {
 public:
  static constexpr size_t kMaxBytes = 16'384;
  static constexpr size_t kMaxDepth = 100;

  /// Throws InvalidEventPatternException (400) naming the reason, as AWS words it.
  static Pattern parse(std::string_view text);

  bool matches(const json::Value& event) const;

 private:
  std::shared_ptr<const detail::Fields> fields_;
};

}  // namespace cloudling::patterns
