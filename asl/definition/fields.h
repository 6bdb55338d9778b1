#pragma once

// Typed reading of one JSON object of a definition: each reader gives the value or adds AWS's diagnostic.

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "asl/definition/definition.h"
#include "asl/definition/states.h"

namespace cloudling::asl {

/// What one parse_definition() carries along.
struct Parsing {
  std::vector<Diagnostic> diagnostics;
  bool express = false;
  bool machine_jsonata = false;  ///< the machine's own QueryLanguage
  bool jsonata = false;          ///< that of the state which is parsed
  std::unordered_set<std::string> state_names;

  void error(std::string code, std::string message, std::string location);
};

class Fields {
 public:
  /// Both must outlive this. A value that is no object is reported and read as the empty object.
  Fields(const json::Value& value, std::string location, Parsing& parsing);

  bool has(std::string_view name) const { return find(name) != nullptr; }
  const json::Value* find(std::string_view name) const { return json::find(*object_, name); }
  const json::Value& object() const { return *object_; }
  const std::string& location() const { return location_; }
  std::string below(std::string_view name) const {
    return (location_ == "/" ? "" : location_) + "/" + std::string(name);
  }
  Parsing& parsing() { return parsing_; }

  void fail(std::string message) { parsing_.error("SCHEMA_VALIDATION_FAILED", std::move(message), location_); }
  void fail_at(std::string_view name, std::string message) {
    parsing_.error("SCHEMA_VALIDATION_FAILED", std::move(message), below(name));
  }

  /// Refuses members of other names.
  void only(std::span<const std::string_view> names);
  void require(std::span<const std::string_view> names);
  void require(std::string_view name) { require(std::span(&name, 1)); }
  /// At most one of the names; with `needed`, exactly one. False where that is broken.
  bool one_of(std::initializer_list<std::string_view> names, bool needed);

  std::optional<std::string> text(std::string_view name);
  std::optional<bool> boolean(std::string_view name);
  std::optional<int64_t> integer(std::string_view name, int64_t least, int64_t most);
  std::optional<double> number(std::string_view name, double least);
  /// One of a few words.
  std::optional<std::string> word(std::string_view name, std::span<const std::string_view> words);
  std::vector<std::string> texts(std::string_view name);

  std::optional<jsonpath::Path> path(std::string_view name);
  /// A Reference Path; into the context object only where allowed.
  std::optional<jsonpath::Path> reference_path(std::string_view name, bool context_allowed = false);
  DataPath data_path(std::string_view name);
  ResultPath result_path(std::string_view name);
  std::optional<PayloadTemplate> payload(std::string_view name);
  std::optional<QueryTemplate> query(std::string_view name);
  /// `name` as a value of a JSONata state where it is an expression.
  std::optional<QueryTemplate> query_only(std::string_view name);
  Assignment assignment();
  /// `name` or `name` + "Path", at most one of them.
  Quantity quantity(std::string_view name, int64_t least, int64_t most);

 private:
  std::optional<jsonpath::Path> checked_path(std::string_view name, bool reference, bool context_allowed);

  const json::Value* object_;
  std::string location_;
  Parsing& parsing_;
};

/// "[a, b]" as AWS lists names.
std::string listed(std::span<const std::string_view> names);

}  // namespace cloudling::asl
