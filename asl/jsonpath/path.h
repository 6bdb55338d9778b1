#pragma once

// A JSONPath, parsed once and evaluated many times. The dialect is the one AWS Step Functions has (Jayway's):
// names, wildcards, indexes and unions, slices, filters, "..", and functions at the end such as length().
//
// Paths are immutable values; evaluating is pure and thread-safe. A result points into the document where it can,
// so the document has to outlive it.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asl/json/json.h"

namespace cloudling::jsonpath {

struct Filter;

/// The functions a path may end with.
enum class Function { kLength, kKeys, kMin, kMax, kSum, kAvg, kStddev, kFirst, kLast };

/// One step of a path. `descend` says that ".." stands before it: it applies to the node and everything below.
struct Step {
  enum class Kind { kNames, kWildcard, kIndexes, kSlice, kFilter, kFunction };
  Kind kind = Kind::kNames;
  bool descend = false;
  std::vector<std::string> names;        ///< kNames: one, or several in brackets
  std::vector<int64_t> indexes;          ///< kIndexes: one or several; negative counts from the end
  std::optional<int64_t> from;           ///< kSlice
  std::optional<int64_t> to;             ///< kSlice
  std::shared_ptr<const Filter> filter;  ///< kFilter
  Function function = Function::kLength;
};

/// What a path starts with: "$" the input, "$$" the context object, "$name" a variable, "@" the node a filter tests.
enum class Root { kInput, kContext, kVariable, kNode };

/// What a path selects in a document.
struct Result {
  enum class Status { kFound, kMissing, kTooMuchWork };
  Status status = Status::kFound;
  bool beyond_end = false;  ///< kMissing: only because the last index lies outside an array
  std::string problem;      ///< kMissing: AWS's words, e.g. "No results for path: $['a']"

  bool found() const { return status == Status::kFound; }
  /// The value: of a definite path the node itself, else an array of the nodes. Only where found.
  const json::Value& value() const { return in_document != nullptr ? *in_document : made; }
  /// The same, moved out or copied.
  json::Value take() { return in_document != nullptr ? *in_document : std::move(made); }

  const json::Value* in_document = nullptr;
  json::Value made;
};

/// Nodes that one evaluation may visit; more is kTooMuchWork.
inline constexpr size_t kMaxVisits = 1'000'000;

class Path {
 public:
  /// The path that `text` spells; nothing where it spells none, with `problem` filled when given.
  static std::optional<Path> parse(std::string_view text, std::string* problem = nullptr);

  const std::string& text() const { return text_; }
  Root root() const { return root_; }
  const std::string& variable() const { return variable_; }
  const std::vector<Step>& steps() const { return steps_; }

  /// The path is its root alone ("$", "$$").
  bool whole() const { return steps_.empty(); }
  /// Selects at most one node, whatever the document.
  bool definite() const { return definite_; }
  /// A Reference Path (States Language, "Reference Paths"): names and single indexes only.
  bool reference() const;

  /// What the path selects in `document` (the value its root stands for).
  Result evaluate(const json::Value& document) const;

  /// Puts `value` where this Reference Path points, making objects on the way. False where that is impossible
  /// (a scalar in the way, an index outside the array); `document` is then unchanged in meaning but not usable.
  bool store(json::Value& document, json::Value value) const;

 private:
  friend class PathParser;
  std::string text_;
  Root root_ = Root::kInput;
  std::string variable_;
  std::vector<Step> steps_;
  bool definite_ = true;
};

/// A filter expression, e.g. (@.price < 10 && @.tags contains 'x').
struct Filter {
  enum class Kind { kAnd, kOr, kNot, kExists, kCompare };
  enum class Operator { kEq, kNe, kLt, kLe, kGt, kGe, kIn, kNin, kContains, kSize, kEmpty, kSubsetOf, kAnyOf, kNoneOf };
  /// Either a path (from the node or the document) or a literal.
  struct Operand {
    std::optional<Path> path;
    json::Value literal;
  };
  Kind kind = Kind::kExists;
  Operator op = Operator::kEq;
  std::vector<Filter> parts;  ///< kAnd, kOr, kNot
  Operand left;               ///< kExists, kCompare
  Operand right;              ///< kCompare
};

/// Whether `node` passes the filter; `document` is what "$" stands for; `visits` is used up by the work done.
bool passes(const Filter& filter, const json::Value& node, const json::Value& document, size_t& visits);

/// The function's value for its argument; nothing where it does not apply.
std::optional<json::Value> apply_function(Function function, const json::Value& argument);

}  // namespace cloudling::jsonpath
