#include "emulators/apigateway/velocity/mapping_objects.h"

#include <cstdio>

#include "asl/jsonpath/path.h"
#include "emulators/apigateway/velocity/utf16.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/http.h"

namespace cloudling::velocity {

namespace {

/// As java.net.URLEncoder does.
std::string url_encode(std::string_view text) {
  static constexpr std::string_view kKept = ".-*_";
  std::string result;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (plain || kKept.find(c) != std::string_view::npos) {
      result += c;
    } else if (c == ' ') {
      result += '+';
    } else {
      char escaped[4];
      std::snprintf(escaped, sizeof escaped, "%%%02X", static_cast<unsigned char>(c));
      result += escaped;
    }
  }
  return result;
}

Value parse_json(Heap& heap, const std::string& text) {
  const auto parsed = json::parse(text);
  if (!parsed) throw RenderError("$util.parseJson was given a text that is no JSON");
  return heap.from_json(*parsed);
}

Value base64_decode(const std::string& text) {
  auto bytes = aws::base64_decode(text);
  if (!bytes) throw RenderError("$util.base64Decode was given a text that is no base64");
  return std::move(*bytes);
}

Value text_or_nothing(const json::Value& parameters, const std::string& name) {
  const json::Value* found = json::find(parameters, name);
  return found && found->is_string() ? Value(found->get<std::string>()) : Value();
}

}  // namespace

// ---- $input

Result InputObject::property(const std::string& name) {
  if (name == "body") return Value(input_.body);
  return std::nullopt;
}

Result InputObject::method(const std::string& name, const Values& arguments) {
  if (name == "params" && arguments.empty()) return params();
  if (arguments.size() != 1 || !arguments[0].text()) return std::nullopt;
  const std::string& argument = *arguments[0].text();
  if (name == "params") return param(argument);
  if (name != "json" && name != "path") return std::nullopt;
  heap_.charge(input_.body.size());
  const auto found = select(argument);
  if (name == "path") return found ? heap_.from_json(*found) : Value();
  if (!found) return Value(input_.body.empty() && argument == "$" ? "{}" : "\"\"");
  return Value(json::write(*found));
}

/// Nothing where the path selects nothing, or there is no body.
std::optional<json::Value> InputObject::select(const std::string& path) {
  if (input_.body.empty()) return std::nullopt;
  std::string problem;
  const auto parsed = jsonpath::Path::parse(path.starts_with("$") ? path : "$." + path, &problem);
  if (!parsed || parsed->root() != jsonpath::Root::kInput) throw RenderError("Invalid JSONPath: " + path);
  jsonpath::Result result = parsed->evaluate(parsed_body());
  if (result.status == jsonpath::Result::Status::kTooMuchWork)
    throw RenderError("The JSONPath takes too much work: " + path);
  if (!result.found()) return std::nullopt;
  return result.take();
}

const json::Value& InputObject::parsed_body() {
  if (parsed_) return *parsed_;
  json::ParseError error;
  parsed_ = json::parse(input_.body, &error);
  if (!parsed_)
    throw BodyIsNoJson("Could not parse request body into json: " + error.message + " at offset " +
                       std::to_string(error.offset));
  return *parsed_;
}

Value InputObject::params() {
  Map* all = heap_.map();
  all->entries["path"] = heap_.from_json(input_.path);
  all->entries["querystring"] = heap_.from_json(input_.querystring);
  all->entries["header"] = heap_.from_json(input_.header);
  return all;
}

/// Of the path, the query, the headers, in this order; "" where there is none.
Value InputObject::param(const std::string& name) const {
  for (const json::Value* parameters : {&input_.path, &input_.querystring, &input_.header}) {
    Value found = text_or_nothing(*parameters, name);
    if (!found.is_null()) return found;
  }
  for (const auto& [key, value] : input_.header.items()) {
    if (value.is_string() && aws::equals_ignoring_case(key, name)) return value.get<std::string>();
  }
  return "";
}

// ---- $util

Result UtilObject::method(const std::string& name, const Values& arguments) {
  if (arguments.size() != 1 || arguments[0].is_null()) return std::nullopt;
  const std::string text = text_of(heap_, arguments[0]);
  heap_.charge(text.size() * 6);
  if (name == "escapeJavaScript") return Value(escape_java_script(text));
  if (name == "parseJson") return parse_json(heap_, text);
  if (name == "urlEncode") return Value(url_encode(text));
  if (name == "urlDecode") return Value(aws::percent_decode(text, true));
  if (name == "base64Encode") return Value(aws::base64_encode(text));
  if (name == "base64Decode") return base64_decode(text);
  return std::nullopt;
}

std::string escape_java_script(std::string_view text) {
  static constexpr std::string_view kNamed = "\b\n\t\f\r'\"\\/";
  static constexpr std::string_view kNames = "bntfr'\"\\/";
  std::string result;
  for (const char16_t unit : to_utf16(text)) {
    const size_t named = unit < 0x80 ? kNamed.find(static_cast<char>(unit)) : std::string_view::npos;
    if (named != std::string_view::npos) {
      result += '\\';
      result += kNames[named];
    } else if (unit >= 0x20 && unit < 0x7F) {
      result += static_cast<char>(unit);
    } else if (unit == 0x7F) {
      result += '\x7F';
    } else {
      char escaped[7];
      std::snprintf(escaped, sizeof escaped, "\\u%04X", unit);
      result += escaped;
    }
  }
  return result;
}

}  // namespace cloudling::velocity
