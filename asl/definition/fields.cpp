#include "asl/definition/fields.h"

#include <algorithm>
#include <utility>

namespace cloudling::asl {
namespace {

using json::Value;

const Value kNoMembers = Value::object();

std::string type_words(const Value& value) {
  switch (value.type()) {
    case Value::value_t::null:
      return "NULL";
    case Value::value_t::boolean:
      return "BOOLEAN";
    case Value::value_t::string:
      return "STRING";
    case Value::value_t::array:
      return "ARRAY";
    case Value::value_t::object:
      return "OBJECT";
    default:
      return "NUMBER";
  }
}

std::string expected(std::string_view type, const Value& found) {
  return "Expected value of type " + std::string(type) + " but was " + type_words(found);
}

std::string shown(double number) {
  std::string out;
  json::append_double(out, number);
  return out;
}

}  // namespace

void Parsing::error(std::string code, std::string message, std::string location) {
  diagnostics.push_back({Diagnostic::Severity::kError, std::move(code), std::move(message), std::move(location)});
}

Fields::Fields(const Value& value, std::string location, Parsing& parsing)
    : object_(value.is_object() ? &value : &kNoMembers), location_(std::move(location)), parsing_(parsing) {
  if (!value.is_object()) fail(expected("OBJECT", value));
}

void Fields::only(std::span<const std::string_view> names) {
  for (const auto& [name, unused] : object_->get_ref<const Value::object_t&>()) {
    if (std::ranges::find(names, name) == names.end()) fail("Field '" + name + "' is not supported");
  }
}

void Fields::require(std::span<const std::string_view> names) {
  std::vector<std::string_view> absent;
  std::ranges::copy_if(names, std::back_inserter(absent), [this](std::string_view name) { return !has(name); });
  if (!absent.empty()) fail("These fields are required: " + listed(absent));
}

bool Fields::one_of(std::initializer_list<std::string_view> names, bool needed) {
  const auto given = std::ranges::count_if(names, [this](std::string_view name) { return has(name); });
  const std::span<const std::string_view> all(names.begin(), names.size());
  if (given > 1) fail("There should only be one of the following fields: " + listed(all));
  if (given == 0 && needed) fail("This object should have only one of the following fields: " + listed(all));
  return given == 1 || (given == 0 && !needed);
}

std::optional<std::string> Fields::text(std::string_view name) {
  const Value* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return value->get<std::string>();
  fail_at(name, expected("STRING", *value));
  return std::nullopt;
}

std::optional<bool> Fields::boolean(std::string_view name) {
  const Value* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  fail_at(name, expected("BOOLEAN", *value));
  return std::nullopt;
}

std::optional<int64_t> Fields::integer(std::string_view name, int64_t least, int64_t most) {
  const Value* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number_integer()) {
    fail_at(name, expected("INTEGER", *value));
    return std::nullopt;
  }
  if (*value < least) {
    fail_at(name, "Minimum value is " + std::to_string(least));
  } else if (*value > most) {
    fail_at(name, "Maximum value is " + std::to_string(most));
  } else {
    return value->get<int64_t>();
  }
  return std::nullopt;
}

std::optional<double> Fields::number(std::string_view name, double least) {
  const Value* value = find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) {
    fail_at(name, expected("NUMBER", *value));
    return std::nullopt;
  }
  if (value->get<double>() >= least) return value->get<double>();
  fail_at(name, "Minimum value is " + shown(least));
  return std::nullopt;
}

std::optional<std::string> Fields::word(std::string_view name, std::span<const std::string_view> words) {
  auto value = text(name);
  if (!value || std::ranges::find(words, *value) != words.end()) return value;
  fail_at(name, "Value should be one of the following: " + listed(words));
  return std::nullopt;
}

std::vector<std::string> Fields::texts(std::string_view name) {
  std::vector<std::string> out;
  const Value* value = find(name);
  if (value == nullptr) return out;
  if (!value->is_array()) {
    fail_at(name, expected("ARRAY", *value));
    return out;
  }
  if (value->empty()) fail_at(name, "Value cannot be empty");
  for (size_t i = 0; i < value->size(); ++i) {
    const Value& item = (*value)[i];
    if (item.is_string()) {
      out.push_back(item.get<std::string>());
    } else {
      fail_at(std::string(name) + "[" + std::to_string(i) + "]", expected("STRING", item));
    }
  }
  return out;
}

std::optional<jsonpath::Path> Fields::checked_path(std::string_view name, bool reference, bool context_allowed) {
  const auto source = text(name);
  if (!source) return std::nullopt;
  auto path = jsonpath::Path::parse(*source);
  if (!path && reference && !source->starts_with('$')) {
    fail_at(name, "Value is not a Reference Path: Reference path didn't start with '$'");
  } else if (!path) {
    fail_at(name, reference ? "Value is not a Reference Path" : "Value must be a valid JSONPath.");
  } else if (reference && (!path->reference() || (path->root() == jsonpath::Root::kContext && !context_allowed))) {
    fail_at(name, "Value is not a Reference Path");
    path.reset();
  }
  return path;
}

std::optional<jsonpath::Path> Fields::path(std::string_view name) { return checked_path(name, false, true); }

std::optional<jsonpath::Path> Fields::reference_path(std::string_view name, bool context_allowed) {
  return checked_path(name, true, context_allowed);
}

DataPath Fields::data_path(std::string_view name) {
  const Value* value = find(name);
  if (value == nullptr) return {};
  if (value->is_null()) return {DataPath::Kind::kNothing, std::nullopt};
  auto path = this->path(name);
  if (!path || (path->whole() && path->root() == jsonpath::Root::kInput)) return {};
  return {DataPath::Kind::kPath, std::move(path)};
}

ResultPath Fields::result_path(std::string_view name) {
  const Value* value = find(name);
  if (value == nullptr) return {};
  if (value->is_null()) return {ResultPath::Kind::kDiscard, std::nullopt};
  auto path = reference_path(name);
  if (!path || path->whole()) return {};
  return {ResultPath::Kind::kPath, std::move(path)};
}

std::optional<PayloadTemplate> Fields::payload(std::string_view name) {
  const Value* value = find(name);
  if (value == nullptr) return std::nullopt;
  std::vector<TemplateProblem> problems;
  PayloadTemplate parsed = parse_template(*value, problems);
  for (TemplateProblem& problem : problems) {
    parsing_.error("SCHEMA_VALIDATION_FAILED", std::move(problem.message), below(name) + problem.location);
  }
  return parsed;
}

std::optional<QueryTemplate> Fields::query(std::string_view name) {
  const Value* value = find(name);
  if (value == nullptr) return std::nullopt;
  std::vector<QueryProblem> problems;
  QueryTemplate parsed = parse_query(*value, std::string(name), problems);
  for (QueryProblem& problem : problems) {
    parsing_.error("SCHEMA_VALIDATION_FAILED", std::move(problem.message), below(problem.location));
  }
  return parsed;
}

std::optional<QueryTemplate> Fields::query_only(std::string_view name) {
  const Value* value = find(name);
  return parsing_.jsonata && value != nullptr && is_query(*value) ? query(name) : std::nullopt;
}

Assignment Fields::assignment() {
  Assignment assignment;
  const Value* value = find("Assign");
  if (value == nullptr) return assignment;
  if (!value->is_object()) {
    fail_at("Assign", expected("OBJECT", *value));
  } else if (parsing_.jsonata) {
    assignment.query = query("Assign");
  } else {
    assignment.paths = payload("Assign");
  }
  return assignment;
}

Quantity Fields::quantity(std::string_view name, int64_t least, int64_t most) {
  const std::string path_name = std::string(name) + "Path";
  Quantity result;
  result.query = query_only(name);
  if (result.query) return result;
  if (!one_of({name, path_name}, false)) return result;
  result.fixed = integer(name, least, most);
  result.path = reference_path(path_name);
  return result;
}

std::string listed(std::span<const std::string_view> names) {
  std::string out = "[";
  for (size_t i = 0; i < names.size(); ++i) out += (i > 0 ? ", " : "") + std::string(names[i]);
  return out + "]";
}

}  // namespace cloudling::asl
