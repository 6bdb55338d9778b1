#include "emulators/apigateway/rest/json_schema.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>

#include "emulators/aws/encoding.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr int kMaxDepth = 64;
constexpr size_t kMaxWork = 200'000;
constexpr size_t kMaxViolations = 20;

bool is_whole(const json::Value& value) {
  return value.is_number_integer() ||
         (value.is_number_float() && std::floor(value.get<double>()) == value.get<double>());
}

bool has_type(const json::Value& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "null") return value.is_null();
  if (type == "integer") return is_whole(value);
  return type == "number" && value.is_number();
}

const char* type_of(const json::Value& value) {
  if (value.is_object()) return "object";
  if (value.is_array()) return "array";
  if (value.is_string()) return "string";
  if (value.is_boolean()) return "boolean";
  if (value.is_null()) return "null";
  return is_whole(value) ? "integer" : "number";
}

bool matches(const std::string& pattern, const std::string& text) {
  const re2::RE2 expression(pattern, re2::RE2::Quiet);
  return !expression.ok() || re2::RE2::PartialMatch(text, expression);
}

class Check {
 public:
  Check(const json::Value& root, const FindModel& find_model) : root_(&root), find_model_(find_model) {}

  void value(const json::Value& schema, const json::Value& value, const std::string& at, int depth);
  std::vector<std::string> violations;

 private:
  void complain(const std::string& at, const std::string& what) {
    if (violations.size() < kMaxViolations) violations.push_back("[" + what + (at.empty() ? "" : " at " + at) + "]");
  }
  bool passes(const json::Value& schema, const json::Value& value, int depth);
  const json::Value* resolved(const std::string& reference) const;
  void type(const json::Value& schema, const json::Value& value, const std::string& at);
  void number(const json::Value& schema, const json::Value& value, const std::string& at);
  void text(const json::Value& schema, const json::Value& value, const std::string& at);
  void array(const json::Value& schema, const json::Value& value, const std::string& at, int depth);
  void object(const json::Value& schema, const json::Value& value, const std::string& at, int depth);
  void members(const json::Value& schema, const json::Value& value, const std::string& at, int depth);
  void combined(const json::Value& schema, const json::Value& value, const std::string& at, int depth);

  const json::Value* root_;
  const FindModel& find_model_;
  size_t work_ = 0;
};

std::optional<double> limit(const json::Value& schema, const char* name) {
  const json::Value* found = json::find(schema, name);
  return found && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

bool flag(const json::Value& schema, const char* name) {
  const json::Value* found = json::find(schema, name);
  return found && found->is_boolean() && found->get<bool>();
}

const json::Value* Check::resolved(const std::string& reference) const {
  const size_t models = reference.find("/models/");
  if (models != std::string::npos) return find_model_(std::string_view(reference).substr(models + 8));
  if (!reference.starts_with("#")) return nullptr;
  const json::Value* at = root_;
  for (size_t begin = 1; begin < reference.size();) {
    const size_t end = std::min(reference.find('/', begin + 1), reference.size());
    at = json::find(*at, std::string_view(reference).substr(begin + 1, end - begin - 1));
    if (!at) return nullptr;
    begin = end;
  }
  return at;
}

void Check::value(const json::Value& schema, const json::Value& value, const std::string& at, int depth) {
  if (!schema.is_object()) return;
  if (depth > kMaxDepth || ++work_ > kMaxWork) return complain(at, "too deep or too large to be validated");
  if (const json::Value* reference = json::find(schema, "$ref"); reference && reference->is_string()) {
    const json::Value* meant = resolved(reference->get<std::string>());
    if (!meant) return complain(at, "unresolvable reference \"" + reference->get<std::string>() + "\"");
    const json::Value* outer = root_;
    if (reference->get<std::string>().find("/models/") != std::string::npos) root_ = meant;
    this->value(*meant, value, at, depth + 1);
    root_ = outer;
    return;
  }
  type(schema, value, at);
  if (const json::Value* allowed = json::find(schema, "enum"); allowed && allowed->is_array()) {
    if (std::ranges::find(*allowed, value) == allowed->end())
      complain(at, "instance value (" + json::write(value) + ") not found in enum");
  }
  if (value.is_number()) number(schema, value, at);
  if (value.is_string()) text(schema, value, at);
  if (value.is_array()) array(schema, value, at, depth);
  if (value.is_object()) object(schema, value, at, depth);
  combined(schema, value, at, depth);
}

bool Check::passes(const json::Value& schema, const json::Value& value, int depth) {
  std::vector<std::string> kept;
  kept.swap(violations);
  this->value(schema, value, "", depth + 1);
  const bool passed = violations.empty();
  violations.swap(kept);
  return passed;
}

void Check::type(const json::Value& schema, const json::Value& value, const std::string& at) {
  const json::Value* wanted = json::find(schema, "type");
  if (!wanted) return;
  std::vector<std::string> types;
  if (wanted->is_string()) types.push_back(wanted->get<std::string>());
  if (wanted->is_array()) {
    for (const json::Value& each : *wanted) types.push_back(each.is_string() ? each.get<std::string>() : "");
  }
  if (std::ranges::any_of(types, [&](const std::string& each) { return has_type(value, each); })) return;
  std::string allowed;
  for (const std::string& each : types) allowed += (allowed.empty() ? "\"" : ",\"") + each + "\"";
  complain(at, std::string("instance type (") + type_of(value) +
                   ") does not match any allowed primitive type (allowed: [" + allowed + "])");
}

void Check::number(const json::Value& schema, const json::Value& value, const std::string& at) {
  const double given = value.get<double>();
  if (const auto bound = limit(schema, "minimum")) {
    if (given < *bound || (given == *bound && flag(schema, "exclusiveMinimum")))
      complain(at, "numeric instance is lower than the required minimum");
  }
  if (const auto bound = limit(schema, "maximum")) {
    if (given > *bound || (given == *bound && flag(schema, "exclusiveMaximum")))
      complain(at, "numeric instance is greater than the required maximum");
  }
  if (const auto step = limit(schema, "multipleOf"); step && *step > 0) {
    const double ratio = given / *step;
    if (std::abs(ratio - std::round(ratio)) > 1e-9) complain(at, "remainder of division is not zero");
  }
}

void Check::text(const json::Value& schema, const json::Value& value, const std::string& at) {
  const auto& given = value.get_ref<const std::string&>();
  const auto length = static_cast<double>(aws::count_characters(given));
  if (const auto bound = limit(schema, "minLength"); bound && length < *bound) complain(at, "string is too short");
  if (const auto bound = limit(schema, "maxLength"); bound && length > *bound) complain(at, "string is too long");
  const json::Value* pattern = json::find(schema, "pattern");
  if (pattern && pattern->is_string() && !matches(pattern->get<std::string>(), given))
    complain(at, "ECMA 262 regex \"" + pattern->get<std::string>() + "\" does not match input string");
}

void Check::array(const json::Value& schema, const json::Value& value, const std::string& at, int depth) {
  const auto size = static_cast<double>(value.size());
  if (const auto bound = limit(schema, "minItems"); bound && size < *bound) complain(at, "array is too short");
  if (const auto bound = limit(schema, "maxItems"); bound && size > *bound) complain(at, "array is too long");
  if (flag(schema, "uniqueItems")) {
    for (size_t i = 0; i < value.size(); ++i) {
      work_ += i;
      if (work_ > kMaxWork) break;
      const auto before = value.begin() + static_cast<std::ptrdiff_t>(i);
      if (std::find(value.begin(), before, value[i]) == before) continue;
      complain(at, "array must not contain duplicate elements");
      break;
    }
  }
  const json::Value* items = json::find(schema, "items");
  if (!items) return;
  for (size_t i = 0; i < value.size(); ++i) {
    const json::Value* each = items;
    if (items->is_array()) each = i < items->size() ? &(*items)[i] : json::find(schema, "additionalItems");
    if (!each) continue;
    if (each->is_boolean() && !each->get<bool>()) return complain(at, "array has more items than allowed");
    this->value(*each, value[i], at + "/" + std::to_string(i), depth + 1);
  }
}

void Check::object(const json::Value& schema, const json::Value& value, const std::string& at, int depth) {
  if (const json::Value* required = json::find(schema, "required"); required && required->is_array()) {
    std::string missing;
    for (const json::Value& name : *required) {
      if (name.is_string() && !value.contains(name.get<std::string>()))
        missing += (missing.empty() ? "\"" : ",\"") + name.get<std::string>() + "\"";
    }
    if (!missing.empty()) complain(at, "object has missing required properties ([" + missing + "])");
  }
  const auto size = static_cast<double>(value.size());
  if (const auto bound = limit(schema, "minProperties"); bound && size < *bound)
    complain(at, "object has too few properties");
  if (const auto bound = limit(schema, "maxProperties"); bound && size > *bound)
    complain(at, "object has too many properties");
  const json::Value* dependencies = json::find(schema, "dependencies");
  if (dependencies && dependencies->is_object()) {
    for (const auto& [name, needed] : dependencies->items()) {
      if (!value.contains(name)) continue;
      if (needed.is_object()) this->value(needed, value, at, depth + 1);
      if (!needed.is_array()) continue;
      for (const json::Value& each : needed) {
        if (each.is_string() && !value.contains(each.get<std::string>()))
          complain(at, "property \"" + name + "\" of object has missing property dependencies");
      }
    }
  }
  members(schema, value, at, depth);
}

void Check::members(const json::Value& schema, const json::Value& value, const std::string& at, int depth) {
  const json::Value* properties = json::find(schema, "properties");
  const json::Value* patterns = json::find(schema, "patternProperties");
  const json::Value* additional = json::find(schema, "additionalProperties");
  for (const auto& [name, member] : value.items()) {
    bool known = false;
    const std::string below = at + "/" + name;
    if (const json::Value* property = properties ? json::find(*properties, name) : nullptr) {
      known = true;
      this->value(*property, member, below, depth + 1);
    }
    if (patterns && patterns->is_object()) {
      for (const auto& [pattern, property] : patterns->items()) {
        if (!matches(pattern, name)) continue;
        known = true;
        this->value(property, member, below, depth + 1);
      }
    }
    if (known || !additional) continue;
    if (additional->is_boolean() && !additional->get<bool>())
      complain(at, "object instance has properties which are not allowed by the schema: [\"" + name + "\"]");
    this->value(*additional, member, below, depth + 1);
  }
}

void Check::combined(const json::Value& schema, const json::Value& value, const std::string& at, int depth) {
  if (const json::Value* all = json::find(schema, "allOf"); all && all->is_array()) {
    for (const json::Value& each : *all) this->value(each, value, at, depth + 1);
  }
  const auto count = [&](const json::Value& any) {
    return std::ranges::count_if(any, [&](const json::Value& each) { return passes(each, value, depth); });
  };
  if (const json::Value* any = json::find(schema, "anyOf"); any && any->is_array() && count(*any) == 0)
    complain(at, "instance failed to match at least one required schema among " + std::to_string(any->size()));
  if (const json::Value* one = json::find(schema, "oneOf"); one && one->is_array()) {
    const auto matched = count(*one);
    if (matched != 1)
      complain(at, "instance failed to match exactly one schema (matched " + std::to_string(matched) + " out of " +
                       std::to_string(one->size()) + ")");
  }
  if (const json::Value* no = json::find(schema, "not"); no && passes(*no, value, depth))
    complain(at, "instance matched a schema which it should not have");
}

}  // namespace

std::vector<std::string> schema_violations(const json::Value& schema, const json::Value& value,
                                           const FindModel& find_model) {
  Check check(schema, find_model);
  check.value(schema, value, "", 0);
  return std::move(check.violations);
}

}  // namespace cloudling::apigateway::rest
