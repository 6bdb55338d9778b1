#pragma once

// What the importers of both kinds of API share: an OpenAPI document, JSON or YAML, and lenient access to it. Pure
// functions.

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asl/json/json.h"

namespace cloudling::apigateway::openapi {

/// The object that the text is. Throws BadRequestException where it is none.
json::Value parse_document(std::string_view text);

/// The member at a path of names; {} where it is not there.
const json::Value& member(const json::Value& value, std::initializer_list<std::string_view> names);

// A member of that type, scalars as their text; nothing where there is none.
std::optional<std::string> text(const json::Value& value, std::string_view name);
std::optional<int64_t> number(const json::Value& value, std::string_view name);
std::optional<bool> flag(const json::Value& value, std::string_view name);
std::optional<std::map<std::string, std::string>> texts(const json::Value& value, std::string_view name);
std::optional<std::vector<std::string>> list(const json::Value& value, std::string_view name);

/// The value, or what in the document its "$ref" names.
const json::Value& resolved(const json::Value& document, const json::Value& value);

/// The name behind the last slash of a "$ref"; "" without one.
std::string referred(const json::Value& schema);

/// Puts what is set, but no empty maps and lists.
template <class T>
void put(json::Value& object, const char* name, const std::optional<T>& value) {
  if (value) object[name] = *value;
}
template <class T>
void put(json::Value& object, const char* name, const std::optional<std::vector<T>>& values) {
  if (values && !values->empty()) object[name] = *values;
}
template <class T>
void put(json::Value& object, const char* name, const std::optional<std::map<std::string, T>>& values) {
  if (!values || values->empty()) return;
  object[name] = json::Value::object();
  for (const auto& [key, value] : *values) object[name][key] = value;
}

std::string upper(std::string text);
std::string lower(std::string text);

/// What goes before each path of the document (API Gateway Developer Guide, "Set the OpenAPI basePath property"):
/// nothing where `mode` is "ignore", the base path where it is "prepend", and all but its first part where it is
/// "split". Throws BadRequestException for another mode.
std::string path_prefix(const json::Value& document, const std::string& mode);

}  // namespace cloudling::apigateway::openapi
