#include "emulators/apigateway/http/expressions.h"

#include <algorithm>

#include "asl/jsonpath/path.h"

namespace cloudling::apigateway::http {

namespace {

std::optional<std::string> text_of(const json::Value& value) {
  if (value.is_null()) return std::nullopt;
  return value.is_string() ? value.get<std::string>() : json::write(value);
}

/// `rest` is what stands behind "body": "", ".key", "[0].key".
std::optional<std::string> of_body(const std::string& body, std::string_view rest) {
  if (rest.empty()) return body;
  const auto path = jsonpath::Path::parse("$" + std::string(rest));
  const auto document = json::parse(body);
  if (!path || !document) return std::nullopt;
  const jsonpath::Result found = path->evaluate(*document);
  return found.found() ? text_of(found.value()) : std::nullopt;
}

std::optional<std::string> of_headers(const aws::Headers& headers, std::string_view name) {
  std::optional<std::string> joined;
  for (const std::string_view value : headers.all(name))
    joined = joined ? *joined + "," + std::string(value) : std::string(value);
  return joined;
}

std::optional<std::string> of_query(const aws::HttpRequest& request, std::string_view name) {
  std::optional<std::string> joined;
  for (const aws::QueryParameter& parameter : request.query()) {
    if (parameter.name == name) joined = joined ? *joined + "," + parameter.value : parameter.value;
  }
  return joined;
}

/// The rest behind `prefix`.
std::optional<std::string_view> behind(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  return text.substr(prefix.size());
}

std::optional<std::string> of_path(const Exchange& exchange, std::string_view name) {
  if (!exchange.route) return std::nullopt;
  const auto found = exchange.route->path_parameters.find(std::string(name));
  return found == exchange.route->path_parameters.end() ? std::nullopt : std::optional(found->second);
}

/// `name` without its '$'.
std::optional<std::string> select(std::string_view name, const Exchange& exchange, const MappedResponse& response) {
  if (const auto rest = behind(name, "request.body")) return of_body(exchange.body, *rest);
  if (const auto rest = behind(name, "request.header.")) return of_headers(exchange.http.headers, *rest);
  if (const auto rest = behind(name, "request.querystring.")) return of_query(exchange.http, *rest);
  if (const auto rest = behind(name, "request.path.")) return of_path(exchange, *rest);
  if (name == "request.path") return exchange.path;
  if (name == "request.method") return exchange.http.method;
  if (const auto rest = behind(name, "context.")) return text_at(exchange.context, *rest);
  if (const auto rest = behind(name, "stageVariables.")) {
    const auto variables = exchange.stage().stage_variables.value_or(Texts());
    const auto found = variables.find(std::string(*rest));
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  }
  if (const auto rest = behind(name, "response.body"); rest && response.body) return of_body(*response.body, *rest);
  if (const auto rest = behind(name, "response.header."); rest && response.headers)
    return of_headers(*response.headers, *rest);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> text_at(const json::Value& object, std::string_view name) {
  if (const json::Value* whole = json::find(object, name)) return text_of(*whole);
  const size_t dot = name.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const json::Value* inner = json::find(object, name.substr(0, dot));
  return inner ? text_at(*inner, name.substr(dot + 1)) : std::nullopt;
}

std::optional<std::string> evaluate(std::string_view expression, const Exchange& exchange,
                                    const MappedResponse& response) {
  if (expression.starts_with("$") && !expression.starts_with("${"))
    return select(expression.substr(1), exchange, response);
  std::string text;
  while (!expression.empty()) {
    const size_t begin = expression.find("${");
    const size_t end = begin == std::string_view::npos ? begin : expression.find('}', begin);
    if (end == std::string_view::npos) break;
    text += expression.substr(0, begin);
    text += select(expression.substr(begin + 2, end - begin - 2), exchange, response).value_or("");
    expression.remove_prefix(end + 1);
  }
  return text + std::string(expression);
}

}  // namespace cloudling::apigateway::http
