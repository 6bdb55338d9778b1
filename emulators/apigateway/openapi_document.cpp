#include "emulators/apigateway/openapi_document.h"

#include <algorithm>

#include "emulators/apigateway/yaml.h"
#include "emulators/aws/error.h"

namespace cloudling::apigateway::openapi {

namespace {

const json::Value& nothing() {
  static const json::Value none = json::Value::object();
  return none;
}

/// "/v1" of Swagger's basePath, of "https://host/{basePath}" with its variable, or of "https://host/v1".
std::string base_path(const json::Value& document) {
  if (const auto path = text(document, "basePath")) return *path;
  const json::Value* servers = json::find(document, "servers");
  if (!servers || !servers->is_array() || servers->empty()) return "";
  const json::Value& server = servers->front();
  if (const auto path = text(member(server, {"variables", "basePath"}), "default")) return *path;
  const std::string url = text(server, "url").value_or("");
  const size_t authority = url.find("://");
  const size_t slash = url.find('/', authority == std::string::npos ? 0 : authority + 3);
  return slash == std::string::npos ? "" : url.substr(slash);
}

}  // namespace

json::Value parse_document(std::string_view text) {
  auto document = json::parse(text);
  std::string problem;
  if (!document) document = parse_yaml(text, &problem);
  if (!document)
    throw aws::Error(400, "BadRequestException", "Invalid OpenAPI input. Unable to parse the document: " + problem);
  if (!document->is_object()) throw aws::Error(400, "BadRequestException", "Invalid OpenAPI input.");
  return std::move(*document);
}

const json::Value& member(const json::Value& value, std::initializer_list<std::string_view> names) {
  const json::Value* at = &value;
  for (const std::string_view name : names) {
    at = json::find(*at, name);
    if (!at) return nothing();
  }
  return *at;
}

std::optional<std::string> text(const json::Value& value, std::string_view name) {
  const json::Value* found = json::find(value, name);
  if (!found || found->is_null() || found->is_structured()) return std::nullopt;
  return found->is_string() ? found->get<std::string>() : json::write(*found);
}

std::optional<int64_t> number(const json::Value& value, std::string_view name) {
  const json::Value* found = json::find(value, name);
  return found && found->is_number_integer() ? std::optional(found->get<int64_t>()) : std::nullopt;
}

std::optional<bool> flag(const json::Value& value, std::string_view name) {
  const json::Value* found = json::find(value, name);
  return found && found->is_boolean() ? std::optional(found->get<bool>()) : std::nullopt;
}

std::optional<std::map<std::string, std::string>> texts(const json::Value& value, std::string_view name) {
  const json::Value* found = json::find(value, name);
  if (!found || !found->is_object()) return std::nullopt;
  std::map<std::string, std::string> all;
  for (const auto& [key, each] : found->items())
    all[key] = each.is_string() ? each.get<std::string>() : json::write(each);
  return all;
}

std::optional<std::vector<std::string>> list(const json::Value& value, std::string_view name) {
  const json::Value* found = json::find(value, name);
  if (!found || !found->is_array()) return std::nullopt;
  std::vector<std::string> all;
  for (const json::Value& each : *found) {
    if (each.is_string()) all.push_back(each.get<std::string>());
  }
  return all;
}

const json::Value& resolved(const json::Value& document, const json::Value& value) {
  const std::string reference = text(value, "$ref").value_or("");
  if (!reference.starts_with("#/")) return value;
  const json::Value* at = &document;
  for (size_t begin = 2; at && begin <= reference.size();) {
    const size_t end = std::min(reference.find('/', begin), reference.size());
    at = json::find(*at, std::string_view(reference).substr(begin, end - begin));
    begin = end + 1;
  }
  return at ? *at : nothing();
}

std::string referred(const json::Value& schema) {
  const std::string reference = text(schema, "$ref").value_or("");
  return reference.substr(reference.rfind('/') + 1);
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; });
  return text;
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c; });
  return text;
}

std::string path_prefix(const json::Value& document, const std::string& mode) {
  if (mode == "ignore") return "";
  if (mode != "prepend" && mode != "split")
    throw aws::Error(400, "BadRequestException", "Invalid value for basepath: " + mode);
  std::string path = base_path(document);
  while (path.ends_with('/')) path.pop_back();
  if (!path.empty() && !path.starts_with('/')) path.insert(0, "/");
  if (mode == "prepend" || path.empty()) return path;
  const size_t second = path.find('/', 1);
  return second == std::string::npos ? "" : path.substr(second);
}

}  // namespace cloudling::apigateway::openapi
