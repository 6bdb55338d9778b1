#include "emulators/apigateway/http/response_mapping.h"

#include "emulators/apigateway/http/expressions.h"
#include "emulators/aws/encoding.h"

namespace cloudling::apigateway::http {

namespace {

/// "append:header.X" in its parts.
struct Action {
  std::string verb;
  std::string place;  ///< "header", "querystring", "path", "statuscode"
  std::string name;
};

Action parse(const std::string& key) {
  Action action;
  const size_t colon = key.find(':');
  action.verb = colon == std::string::npos ? "overwrite" : key.substr(0, colon);
  const std::string rest = colon == std::string::npos ? key : key.substr(colon + 1);
  const size_t dot = rest.find('.');
  action.place = rest.substr(0, dot);
  if (dot != std::string::npos) action.name = rest.substr(dot + 1);
  return action;
}

bool is_header_text(std::string_view text) { return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos; }

void change_headers(const Action& action, const std::optional<std::string>& value, aws::Headers& headers) {
  if (action.verb == "remove") return headers.erase(action.name);
  if (!value || !is_header_text(*value)) return;
  if (action.verb == "append")
    headers.add(action.name, *value);
  else
    headers.set(action.name, *value);
}

void change_query(const Action& action, const std::optional<std::string>& value, aws::Query& query) {
  if (action.verb != "append")
    std::erase_if(query, [&](const auto& parameter) { return parameter.name == action.name; });
  if (action.verb != "remove" && value) query.push_back({action.name, *value, true});
}

}  // namespace

void map_request(const Exchange& exchange, MappedRequest& request) {
  for (const auto& [key, expression] : exchange.integration->request_parameters.value_or(Texts())) {
    const Action action = parse(key);
    const auto value = evaluate(expression, exchange);
    if (action.place == "header") change_headers(action, value, request.headers);
    if (action.place == "querystring") change_query(action, value, request.query);
    if (action.place == "path" && value) request.path = value;
  }
}

void map_response(const Exchange& exchange, const std::string& body, aws::HttpResponse& response) {
  if (!exchange.integration->response_parameters) return;
  const auto found = exchange.integration->response_parameters->find(std::to_string(response.status));
  if (found == exchange.integration->response_parameters->end()) return;
  const aws::Headers before = response.headers;
  for (const auto& [key, expression] : found->second) {
    const Action action = parse(key);
    const auto value = evaluate(expression, exchange, {.headers = &before, .body = &body});
    if (action.place == "header") change_headers(action, value, response.headers);
    if (action.place != "statuscode" || !value) continue;
    const auto status = aws::parse_integer(*value);
    if (status && *status >= 200 && *status <= 599) response.status = static_cast<int>(*status);
  }
}

}  // namespace cloudling::apigateway::http
