#include "emulators/apigateway/rest/parameter_mapping.h"

#include "asl/jsonpath/path.h"
#include "emulators/apigateway/rest/expressions.h"

namespace cloudling::apigateway::rest {

namespace {

std::optional<std::string> last_of(const std::vector<std::string>& values) {
  return values.empty() ? std::nullopt : std::optional(values.back());
}

std::string joined(const std::vector<std::string>& values) {
  std::string text;
  for (size_t i = 0; i < values.size(); ++i) text += (i > 0 ? "," : "") + values[i];
  return text;
}

std::optional<std::string> body_value(const std::string& body, const std::string& path) {
  if (path.empty()) return body;
  const auto parsed = json::parse(body);
  const auto jsonpath = jsonpath::Path::parse(path.starts_with('$') ? path : "$." + path);
  if (!parsed || !jsonpath) return std::nullopt;
  const auto result = jsonpath->evaluate(*parsed);
  if (!result.found() || result.value().is_null()) return std::nullopt;
  const json::Value& value = result.value();
  return value.is_string() ? value.get<std::string>() : json::write(value);
}

/// Of what both requests and responses may name.
std::optional<std::string> common_value(std::string_view source, const Exchange& exchange) {
  if (source.size() >= 2 && source.starts_with('\'') && source.ends_with('\''))
    return std::string(source.substr(1, source.size() - 2));
  if (source.starts_with("context.")) return context_text(exchange.context, source.substr(8));
  if (source.starts_with("stageVariables.")) return context_text(exchange.stage_variables, source.substr(15));
  return std::nullopt;
}

void replace_label(std::string& uri, const std::string& name, const std::string& value) {
  for (const std::string& label : {"{" + name + "}", "{" + name + "+}"}) {
    for (size_t at = uri.find(label); at != std::string::npos; at = uri.find(label, at + value.size())) {
      uri.replace(at, label.size(), value);
    }
  }
}

void put(const Expression& target, std::string_view source, const Exchange& exchange, IntegrationRequest& request) {
  const auto value = request_value(source, exchange);
  if (!value) return;
  if (target.place == "header" || target.place == "multivalueheader") {
    request.headers.set(target.name, *value);
  } else if (target.place == "path") {
    replace_label(request.uri, target.name, aws::percent_encode(*value, true));
  } else {
    const auto from = parse_expression(source, "method.request.");
    const bool many = from && from->place == "multivaluequerystring";
    const auto values = many ? values_of(exchange.client.query, from->name) : std::vector<std::string>{*value};
    for (const std::string& each : values) request.query.push_back({target.name, each, true});
  }
}

}  // namespace

std::vector<std::string> values_of(const aws::Headers& headers, std::string_view name) {
  std::vector<std::string> values;
  for (const std::string_view value : headers.all(name)) values.emplace_back(value);
  return values;
}

std::vector<std::string> values_of(const aws::Query& query, std::string_view name) {
  std::vector<std::string> values;
  for (const aws::QueryParameter& parameter : query) {
    if (parameter.name == name) values.push_back(parameter.value);
  }
  return values;
}

std::optional<std::string> request_value(std::string_view source, const Exchange& exchange) {
  const auto expression = parse_expression(source, "method.request.");
  if (!expression) return common_value(source, exchange);
  const ClientRequest& client = exchange.client;
  const std::string& name = expression->name;
  if (expression->place == "body") return body_value(client.body, name);
  if (expression->place == "header") return last_of(values_of(client.headers, name));
  if (expression->place == "querystring") return last_of(values_of(client.query, name));
  if (expression->place == "path") {
    const auto found = exchange.route.parameters.find(name);
    return found == exchange.route.parameters.end() ? std::nullopt : std::optional(found->second);
  }
  const auto values =
      expression->place == "multivalueheader" ? values_of(client.headers, name) : values_of(client.query, name);
  return values.empty() ? std::nullopt : std::optional(joined(values));
}

std::optional<std::string> response_value(std::string_view source, const IntegrationAnswer& answer,
                                          const Exchange& exchange) {
  const auto expression = parse_expression(source, "integration.response.");
  if (!expression) return common_value(source, exchange);
  if (expression->place == "body") return body_value(answer.body, expression->name);
  const auto values = values_of(answer.headers, expression->name);
  return expression->place == "header" ? last_of(values)
                                       : (values.empty() ? std::nullopt : std::optional(joined(values)));
}

void map_request(const Exchange& exchange, IntegrationRequest& request) {
  const Integration& integration = exchange.integration();
  for (const auto& [target, source] : integration.request_parameters.value_or(Texts{})) {
    if (const auto expression = parse_expression(target, "integration.request."))
      put(*expression, source, exchange, request);
  }
}

std::string with_stage_variables(std::string_view text, const Exchange& exchange) {
  constexpr std::string_view kFront = "${stageVariables.";
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('}', at);
    if (!text.substr(at).starts_with(kFront) || end == std::string_view::npos) {
      out += text[at++];
      continue;
    }
    const std::string_view name = text.substr(at + kFront.size(), end - at - kFront.size());
    out += context_text(exchange.stage_variables, name).value_or("");
    at = end + 1;
  }
  return out;
}

}  // namespace cloudling::apigateway::rest
