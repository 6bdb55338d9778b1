#pragma once

// How data flows through a state: InputPath and Parameters before, ResultSelector, ResultPath and OutputPath after
// (States Language, "Input and Output Processing"). Pure functions; what fails is a Failure with AWS's words.

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "asl/definition/states.h"
#include "asl/execution/data.h"
#include "asl/intrinsic/expression.h"

namespace cloudling::asl {

/// Why a state failed. Retry and Catch look at it.
struct Failure {
  std::optional<std::string> error;
  std::optional<std::string> cause;
  /// The cause still lacks "An error occurred while executing the state ...".
  bool names_state = false;
  /// A JSONata expression failed: the history says so, at this field ("" for none).
  std::optional<std::string> evaluation = std::nullopt;

  /// States.Runtime ends the execution, whatever Retry and Catch say.
  bool terminal() const { return error == "States.Runtime"; }
};

Failure runtime_failure(std::string message);

using DataOrFailure = std::variant<Data, Failure>;

/// What stands around an evaluation's input: how its context object is made, and its variables, nullptr where there is
/// none of the name.
struct Surroundings {
  std::function<json::Value()> context;
  std::function<const json::Value*(const std::string& name)> variable = [](const std::string&) { return nullptr; };
};

/// The input of an evaluation and the context object, which is made when first asked for.
class DataScope : public Scope {
 public:
  DataScope(const Data& input, const Surroundings& around, Random& random)
      : input_(input), around_(around), random_(random) {}

  const json::Value& input() const override { return input_.value(); }
  const json::Value& context() const override {
    if (!context_) context_ = around_.context();
    return *context_;
  }
  const json::Value* variable(const std::string& name) const override { return around_.variable(name); }
  Random& random() const override { return random_; }
  std::string input_text() const override { return input_.text(); }
  const Data& data() const { return input_; }

  /// The same with another input.
  DataScope with(const Data& input) const { return DataScope(input, around_, random_); }

 private:
  const Data& input_;
  const Surroundings& around_;
  Random& random_;
  mutable std::optional<json::Value> context_;
};

DataOrFailure apply_data_path(const DataPath& path, const DataScope& scope);
DataOrFailure fill_template(const PayloadTemplate& payload, const DataScope& scope);
DataOrFailure apply_result_path(const ResultPath& path, const Data& raw_input, const Data& result);

/// The value at a field's path; missing is States.Runtime naming the field.
std::variant<json::Value, Failure> field_value(const jsonpath::Path& path, std::string_view field,
                                               const DataScope& scope);

/// A text from an expression (ErrorPath, CausePath).
std::variant<std::string, Failure> field_text(const Expression& expression, const std::string& source,
                                              std::string_view field, const DataScope& scope);

/// The items of a Map.
std::variant<json::Value, Failure> map_items(const std::optional<jsonpath::Path>& path, const DataScope& scope);

/// Refuses data over the limits; `name` is the state or task AWS names.
std::optional<Failure> check_limits(const Data& data, const std::string& name);

}  // namespace cloudling::asl
