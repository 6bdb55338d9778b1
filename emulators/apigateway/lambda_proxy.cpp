#include "emulators/apigateway/lambda_proxy.h"

#include <algorithm>
#include <array>
#include <utility>

#include "emulators/aws/encoding.h"

namespace cloudling::apigateway {

namespace {

constexpr std::array<std::string_view, 6> kMembers = {"statusCode", "headers",         "multiValueHeaders",
                                                      "body",       "isBase64Encoded", "cookies"};

/// {"name": "last"} under `single`, {"name": ["first", "last"]} under `multi`; null for none.
void add_values(const std::vector<std::pair<std::string, std::string>>& values, const char* single, const char* multi,
                json::Value& event) {
  event[single] = nullptr;
  event[multi] = nullptr;
  for (const auto& [name, value] : values) {
    if (!json::valid_utf8(name) || !json::valid_utf8(value)) continue;
    if (event[single].is_null()) {
      event[single] = json::Value::object();
      event[multi] = json::Value::object();
    }
    event[single][name] = value;
    json::Value& all = event[multi][name];
    if (all.is_null()) all = json::Value::array();
    all.push_back(value);
  }
}

std::string scalar_text(const json::Value& value) {
  return value.is_string() ? value.get<std::string>() : json::write(value);
}

bool is_header_text(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos; }

/// False where it can't be a header.
bool add_header(const std::string& name, const json::Value& value, aws::Headers& headers, bool replace) {
  const std::string text = scalar_text(value);
  if (value.is_structured() || name.empty() || !is_header_text(name) || !is_header_text(text)) return false;
  const bool framing = aws::equals_ignoring_case(name, "Content-Length") ||
                       aws::equals_ignoring_case(name, "Transfer-Encoding") ||
                       aws::equals_ignoring_case(name, "Connection");
  if (framing || value.is_null()) return true;
  if (replace)
    headers.set(name, text);
  else
    headers.add(name, text);
  return true;
}

/// Of several values under a name in both members, those of multiValueHeaders count.
bool read_headers(const json::Value& result, aws::Headers& headers) {
  const json::Value* single = json::find(result, "headers");
  if (single && !single->is_null()) {
    if (!single->is_object()) return false;
    for (const auto& [name, value] : single->items()) {
      if (!add_header(name, value, headers, true)) return false;
    }
  }
  const json::Value* multi = json::find(result, "multiValueHeaders");
  if (!multi || multi->is_null()) return true;
  if (!multi->is_object()) return false;
  for (const auto& [name, values] : multi->items()) {
    if (!values.is_array()) return false;
    headers.erase(name);
    for (const json::Value& value : values) {
      if (!add_header(name, value, headers, false)) return false;
    }
  }
  return true;
}

std::optional<int> status_of(const json::Value& result) {
  const json::Value* code = json::find(result, "statusCode");
  if (!code || code->is_null()) return 200;
  std::optional<int64_t> status;
  if (code->is_number_integer()) status = code->get<int64_t>();
  if (code->is_string()) status = aws::parse_integer(code->get<std::string>());
  if (!status || *status < 100 || *status > 599) return std::nullopt;
  return static_cast<int>(*status);
}

}  // namespace

void add_headers(const aws::Headers& headers, json::Value& event) {
  add_values({headers.begin(), headers.end()}, "headers", "multiValueHeaders", event);
}

void add_query(const aws::Query& query, json::Value& event) {
  std::vector<std::pair<std::string, std::string>> values;
  for (const aws::QueryParameter& parameter : query) values.emplace_back(parameter.name, parameter.value);
  add_values(values, "queryStringParameters", "multiValueQueryStringParameters", event);
}

json::Value proxy_event(ProxyRequest request) {
  json::Value event = json::Value::object();
  event["resource"] = std::move(request.resource);
  event["path"] = std::move(request.path);
  event["httpMethod"] = std::move(request.method);
  add_headers(request.headers, event);
  add_query(request.query, event);
  event["pathParameters"] = nullptr;
  for (const auto& [name, value] : request.path_parameters) event["pathParameters"][name] = value;
  event["stageVariables"] = request.stage_variables.empty() ? json::Value() : request.stage_variables;
  event["requestContext"] = std::move(request.request_context);
  event["body"] = request.body.empty() ? json::Value() : json::Value(std::move(request.body));
  event["isBase64Encoded"] = request.is_base64;
  return event;
}

std::optional<ProxyAnswer> proxy_answer(const std::string& result) {
  const auto parsed = json::parse(result);
  if (!parsed || !parsed->is_object()) return std::nullopt;
  for (const auto& [name, value] : parsed->items()) {
    if (std::ranges::find(kMembers, name) == kMembers.end()) return std::nullopt;
  }
  ProxyAnswer answer;
  const auto status = status_of(*parsed);
  if (!status || !read_headers(*parsed, answer.response.headers)) return std::nullopt;
  answer.response.status = *status;
  const json::Value* encoded = json::find(*parsed, "isBase64Encoded");
  if (encoded && !encoded->is_null() && !encoded->is_boolean()) return std::nullopt;
  answer.is_base64 = encoded && encoded->is_boolean() && encoded->get<bool>();
  const json::Value* body = json::find(*parsed, "body");
  if (body && !body->is_null()) {
    if (body->is_structured()) return std::nullopt;
    answer.response.body = scalar_text(*body);
  }
  return answer;
}

}  // namespace cloudling::apigateway
