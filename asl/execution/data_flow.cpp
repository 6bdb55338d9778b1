#include "asl/execution/data_flow.h"

#include <algorithm>
#include <utility>

namespace cloudling::asl {
namespace {

using json::Value;
using jsonpath::Path;
using jsonpath::Result;
using jsonpath::Root;

std::string document_text(const Path& path, const DataScope& scope) {
  return path.root() == Root::kContext ? json::write(scope.context()) : scope.input_text();
}

/// A path that may select several nodes gives an empty list where it selects nothing.
bool gives_list(const Path& path, const Result& result) {
  return !path.definite() && result.status == Result::Status::kMissing;
}

Failure not_found(const Path& path, std::string_view field, const DataScope& scope) {
  return runtime_failure("The JSONPath '" + path.text() + "' specified for the field '" + std::string(field) +
                         "' could not be found in the input '" + document_text(path, scope) + "'");
}

Failure intrinsic_failure(const std::string& text, const Evaluated& evaluated) {
  return {evaluated.missing ? "States.Runtime" : "States.IntrinsicFailure",
          "The function '" + text + "' had the following error: " + evaluated.problem, true};
}

using ValueOrFailure = std::variant<Value, Failure>;

ValueOrFailure expression_value(const PayloadTemplate& payload, const DataScope& scope) {
  const auto* path = std::get_if<Path>(&payload.expression.what);
  if (path == nullptr) {
    Evaluated evaluated = evaluate(payload.expression, scope);
    if (evaluated.value) return std::move(*evaluated.value);
    return intrinsic_failure(payload.text, evaluated);
  }
  Result result = evaluate_path(*path, scope);
  if (result.found()) return result.take();
  if (gives_list(*path, result)) return Value::array();
  // An index beyond the end of an array gives null here, and here only.
  if (result.beyond_end) return Value();
  return not_found(*path, payload.field, scope);
}

ValueOrFailure fill(const PayloadTemplate& payload, const DataScope& scope) {
  switch (payload.kind) {
    case PayloadTemplate::Kind::kConstant:
      return payload.constant;
    case PayloadTemplate::Kind::kExpression:
      return expression_value(payload, scope);
    case PayloadTemplate::Kind::kObject: {
      Value object = Value::object();
      object.get_ref<Value::object_t&>().reserve(payload.members.size());
      for (const auto& [name, member] : payload.members) {
        ValueOrFailure value = fill(member, scope);
        if (std::holds_alternative<Failure>(value)) return value;
        object[name] = std::move(std::get<Value>(value));
      }
      return object;
    }
    case PayloadTemplate::Kind::kArray:
      break;
  }
  Value array = Value::array();
  for (const PayloadTemplate& item : payload.items) {
    ValueOrFailure value = fill(item, scope);
    if (std::holds_alternative<Failure>(value)) return value;
    array.push_back(std::move(std::get<Value>(value)));
  }
  return array;
}

size_t depth_of(std::string_view text) {
  size_t depth = 0;
  size_t deepest = 0;
  bool quoted = false;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c == '\\') ++at;
      if (c == '"') quoted = false;
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '{' || c == '[') deepest = std::max(deepest, ++depth);
    if (c == '}' || c == ']') --depth;
  }
  return deepest;
}

}  // namespace

bool Data::within_depth() const {
  if (text().size() <= kMaxDataDepth * 2) return true;
  if (body_->depth == 0) body_->depth = depth_of(body_->text);
  return body_->depth <= kMaxDataDepth;
}

Failure runtime_failure(std::string message) { return {"States.Runtime", std::move(message), true}; }

DataOrFailure apply_data_path(const DataPath& path, const DataScope& scope) {
  if (path.kind == DataPath::Kind::kAll) return scope.data();
  if (path.kind == DataPath::Kind::kNothing) return Data();
  Result result = evaluate_path(*path.path, scope);
  if (result.found()) return Data::from_value(result.take());
  if (gives_list(*path.path, result)) return Data::from_value(Value::array());
  return runtime_failure("Invalid path '" + path.path->text() + "' : " + result.problem);
}

DataOrFailure fill_template(const PayloadTemplate& payload, const DataScope& scope) {
  ValueOrFailure value = fill(payload, scope);
  if (auto* failure = std::get_if<Failure>(&value)) return std::move(*failure);
  return Data::from_value(std::move(std::get<Value>(value)));
}

DataOrFailure apply_result_path(const ResultPath& path, const Data& raw_input, const Data& result) {
  if (path.kind == ResultPath::Kind::kReplace) return result;
  if (path.kind == ResultPath::Kind::kDiscard) return raw_input;
  Value combined = raw_input.value();
  if (path.path->store(combined, result.value())) return Data::from_value(std::move(combined));
  return Failure{"States.ResultPathMatchFailure",
                 "Unable to apply ReferencePath " + path.path->text() + " to input " + raw_input.text(), false};
}

std::variant<Value, Failure> field_value(const Path& path, std::string_view field, const DataScope& scope) {
  Result result = evaluate_path(path, scope);
  if (result.found()) return result.take();
  return not_found(path, field, scope);
}

std::variant<std::string, Failure> field_text(const Expression& expression, const std::string& source,
                                              std::string_view field, const DataScope& scope) {
  Value value;
  if (const auto* path = std::get_if<Path>(&expression.what)) {
    auto found = field_value(*path, field, scope);
    if (auto* failure = std::get_if<Failure>(&found)) return std::move(*failure);
    value = std::move(std::get<Value>(found));
  } else {
    Evaluated evaluated = evaluate(expression, scope);
    if (!evaluated.value) return intrinsic_failure(source, evaluated);
    value = std::move(*evaluated.value);
  }
  if (value.is_string()) return value.get<std::string>();
  return runtime_failure("The value of '" + source + "' specified for the field '" + std::string(field) +
                         "' is not a string: " + json::write(value));
}

std::variant<Value, Failure> map_items(const std::optional<Path>& path, const DataScope& scope) {
  const std::string text = path ? path->text() : "$";
  if (!path) {
    if (scope.input().is_array()) return scope.input();
    return runtime_failure("Reference path \"" + text + "\" must point to array.");
  }
  Result result = evaluate_path(*path, scope);
  if (!result.found()) {
    const jsonpath::Step& last = path->steps().back();
    const std::string step = last.kind == jsonpath::Step::Kind::kNames ? "\"" + last.names.front() + "\""
                                                                       : std::to_string(last.indexes.front());
    return Failure{"States.ReferencePathConflict",
                   "Unable to apply step " + step + " to input " + document_text(*path, scope), false};
  }
  if (result.value().is_array()) return result.take();
  return runtime_failure("Reference path \"" + text + "\" must point to array.");
}

std::optional<Failure> check_limits(const Data& data, const std::string& name) {
  if (!data.within_size()) {
    return Failure{"States.DataLimitExceeded",
                   "The state/task '" + name +
                       "' returned a result with a size exceeding the maximum number of bytes service limit.",
                   false};
  }
  if (data.within_depth()) return std::nullopt;
  return runtime_failure("The data is nested deeper than " + std::to_string(kMaxDataDepth) + " levels.");
}

}  // namespace cloudling::asl
