#include "emulators/function_payload.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <utility>

#include "emulators/aws/encoding.h"

namespace cloudling {

namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; });
  return result;
}

std::string port_of(const aws::HttpRequest& request) {
  const std::string_view host = request.headers.get("Host");
  const size_t colon = host.rfind(':');
  if (colon != std::string_view::npos) return std::string(host.substr(colon + 1));
  return request.tls ? "443" : "80";
}

void append(json::Value& object, const std::string& name, const std::string& value) {
  if (!object.contains(name)) {
    object[name] = value;
    return;
  }
  object[name] = object[name].get<std::string>() + "," + value;
}

/// Whether a body of that type is handed on as text.
bool is_text(std::string_view content_type) {
  const std::string type = lower(content_type.substr(0, content_type.find(';')));
  return type.starts_with("text/") || type == "application/json" || type == "application/xml" ||
         type == "application/javascript" || type.ends_with("+json") || type.ends_with("+xml");
}

bool is_framing(const std::string& name) {
  const std::string key = lower(name);
  return key == "content-length" || key == "transfer-encoding" || key == "connection";
}

/// Nothing that would end a header line early.
bool is_header_text(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos; }

std::string scalar_text(const json::Value& value) {
  return value.is_string() ? value.get<std::string>() : json::write(value);
}

bool read_headers(const json::Value& result, aws::Headers& headers) {
  const json::Value* given = json::find(result, "headers");
  if (!given || given->is_null()) return true;
  if (!given->is_object()) return false;
  for (const auto& [name, value] : given->items()) {
    const std::string text = scalar_text(value);
    if (value.is_structured() || !is_header_text(name) || !is_header_text(text) || name.empty()) return false;
    if (!is_framing(name)) headers.add(name, text);
  }
  return true;
}

bool read_cookies(const json::Value& result, aws::Headers& headers) {
  const json::Value* given = json::find(result, "cookies");
  if (!given || given->is_null()) return true;
  if (!given->is_array()) return false;
  for (const json::Value& cookie : *given) {
    if (!cookie.is_string() || !is_header_text(cookie.get<std::string>())) return false;
    headers.add("Set-Cookie", cookie.get<std::string>());
  }
  return true;
}

std::optional<int> status_of(const json::Value& result) {
  const json::Value* given = json::find(result, "statusCode");
  if (!given || given->is_null()) return 200;
  const auto number = given->is_string()           ? aws::parse_integer(given->get<std::string>())
                      : given->is_number_integer() ? std::optional<int64_t>(given->get<int64_t>())
                                                   : std::nullopt;
  if (!number || *number < 100 || *number > 599) return std::nullopt;
  return static_cast<int>(*number);
}

aws::HttpResponse plain_response(std::string body) {
  aws::HttpResponse response;
  response.headers.add("Content-Type", "application/json");
  response.body = std::move(body);
  return response;
}

std::optional<aws::HttpResponse> full_response(const json::Value& result) {
  auto response = payload_response_head(result);
  if (!response) return std::nullopt;
  if (!response->headers.has("Content-Type")) response->headers.add("Content-Type", "application/json");
  const json::Value* body = json::find(result, "body");
  if (!body || body->is_null()) return response;
  if (!body->is_string()) return std::nullopt;
  const json::Value* encoded = json::find(result, "isBase64Encoded");
  if (!encoded || *encoded != true) {
    response->body = body->get<std::string>();
    return response;
  }
  auto bytes = aws::base64_decode(body->get<std::string>());
  if (!bytes) return std::nullopt;
  response->body = std::move(*bytes);
  return response;
}

}  // namespace

std::string payload_time(aws::TimeMs time) {
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = time / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%02d/%s/%04d:%02d:%02d:%02d +0000", parts.tm_mday, kMonths[parts.tm_mon],
                parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
  return text.data();
}

json::Value payload_headers(const aws::HttpRequest& request, const std::string& trace_id) {
  json::Value headers = json::Value::object();
  for (const auto& [name, value] : request.headers) {
    const std::string key = lower(name);
    if (key != "cookie") append(headers, key, value);
  }
  append(headers, "x-forwarded-for", request.peer);
  headers["x-forwarded-port"] = port_of(request);
  headers["x-forwarded-proto"] = request.tls ? "https" : "http";
  headers["x-amzn-trace-id"] = trace_id;
  return headers;
}

json::Value payload_cookies(const aws::HttpRequest& request) {
  json::Value cookies = json::Value::array();
  for (std::string_view line : request.headers.all("Cookie")) {
    while (!line.empty()) {
      const size_t end = std::min(line.find(';'), line.size());
      const std::string_view cookie = line.substr(0, end);
      const size_t begin = std::min(cookie.find_first_not_of(' '), cookie.size());
      if (begin < cookie.size()) cookies.push_back(std::string(cookie.substr(begin)));
      line.remove_prefix(std::min(end + 1, line.size()));
    }
  }
  return cookies;
}

json::Value payload_parameters(const aws::HttpRequest& request) {
  json::Value parameters = json::Value::object();
  for (const aws::QueryParameter& parameter : request.query()) {
    if (json::valid_utf8(parameter.name) && json::valid_utf8(parameter.value))
      append(parameters, parameter.name, parameter.value);
  }
  return parameters;
}

void add_payload_body(const aws::HttpRequest& request, const std::string& body, json::Value& event) {
  if (body.empty()) {
    event["isBase64Encoded"] = false;
    return;
  }
  const bool text = is_text(request.headers.get("Content-Type")) && json::valid_utf8(body);
  event["body"] = text ? body : aws::base64_encode(body);
  event["isBase64Encoded"] = !text;
}

std::optional<aws::HttpResponse> payload_response(const std::string& result) {
  const auto value = json::parse(result);
  if (!value) return std::nullopt;
  if (value->is_object() && value->contains("statusCode")) return full_response(*value);
  return plain_response(value->is_string() ? value->get<std::string>() : result);
}

std::optional<aws::HttpResponse> payload_response_head(const json::Value& result) {
  const auto status = status_of(result);
  aws::HttpResponse response;
  if (!status || !read_headers(result, response.headers) || !read_cookies(result, response.headers))
    return std::nullopt;
  response.status = *status;
  return response;
}

}  // namespace cloudling
