#include "emulators/apigateway/rest/transformation.h"

#include <re2/re2.h>

#include <algorithm>

#include "emulators/apigateway/velocity/mapping_template.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/parsed_texts.h"

namespace cloudling::apigateway::rest {

namespace {

template <class Pairs>
json::Value object_of(const Pairs& pairs) {
  json::Value object = json::Value::object();
  for (const auto& [name, value] : pairs) {
    if (json::valid_utf8(value)) object[name] = value;
  }
  return object;
}

velocity::MappingInput input_for(const Exchange& exchange, std::string body) {
  velocity::MappingInput input;
  input.body = std::move(body);
  input.path = object_of(exchange.route.parameters);
  for (const aws::QueryParameter& parameter : exchange.client.query) {
    if (json::valid_utf8(parameter.value)) input.querystring[parameter.name] = parameter.value;
  }
  input.header = object_of(exchange.client.headers);
  input.context = exchange.context;
  input.stage_variables = exchange.stage_variables;
  return input;
}

velocity::MappingResult rendered(const std::string& text, const velocity::MappingInput& input) {
  static aws::ParsedTexts<velocity::Template> templates;
  try {
    return velocity::render_mapping_template(*templates.get(text, velocity::Template::parse), input);
  } catch (const velocity::BodyIsNoJson& problem) {
    auto failed = failure("BAD_REQUEST_BODY", problem.what(), "BadRequestException");
    failed.body = R"({"message": )" + json::write(json::Value(problem.what())) + "}";
    throw failed;
  } catch (const std::runtime_error& problem) {
    auto failed = api_configuration_error(std::string("Unable to transform request: ") + problem.what());
    failed.body = R"({"message": "Internal server error"})";
    throw failed;
  }
}

/// The client's body as its integration gets it, before any template.
std::string converted(const Exchange& exchange, const std::optional<std::string>& handling) {
  const std::string& body = exchange.client.body;
  if (!handling) return body;
  const bool binary = is_binary(exchange.api(), exchange.content_type());
  if (*handling == "CONVERT_TO_TEXT" && binary) return aws::base64_encode(body);
  if (*handling == "CONVERT_TO_BINARY" && !binary) {
    auto bytes = aws::base64_decode(body);
    if (!bytes) throw failure("BAD_REQUEST_BODY", "Could not decode the request body", "BadRequestException");
    return std::move(*bytes);
  }
  return body;
}

GatewayFailure unsupported_media_type() {
  auto made = failure("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type", "UnsupportedMediaTypeException");
  made.body = R"({"message": "Unsupported Media Type"})";
  return made;
}

void apply(const velocity::MappingOverride& override, IntegrationRequest& request) {
  for (const auto& [name, value] : override.header) request.headers.set(name, value);
  for (const auto& [name, value] : override.querystring) {
    std::erase_if(request.query, [&](const aws::QueryParameter& each) { return each.name == name; });
    request.query.push_back({name, value, true});
  }
  for (const auto& [name, value] : override.path) {
    const std::string label = "{" + name + "}";
    const size_t at = request.uri.find(label);
    if (at != std::string::npos) request.uri.replace(at, label.size(), aws::percent_encode(value, true));
  }
}

std::string selector_of(const Integration& integration, const IntegrationAnswer& answer) {
  const bool function = integration.type == "AWS" && integration.uri.value_or("").find(":lambda:") != std::string::npos;
  if (function && answer.status < 300) return answer.function_error.value_or("");
  return std::to_string(answer.status);
}

GatewayFailure no_match(const IntegrationAnswer& answer) {
  auto made = api_configuration_error(
      "No match for output mapping and no default endpoint response configured. Endpoint response code: '" +
      std::to_string(answer.status) + "'");
  made.body = R"({"message": "Internal server error"})";
  return made;
}

/// The template for the type that the client accepts, else JSON's, else the first.
const std::pair<const std::string, std::string>* template_for(const Exchange& exchange, const Texts& templates) {
  if (templates.empty()) return nullptr;
  for (const std::string& type : {media_type(exchange.client.headers.get("Accept")), std::string("application/json")}) {
    const auto found = templates.find(type);
    if (found != templates.end()) return &*found;
  }
  return &*templates.begin();
}

void map_headers(const Exchange& exchange, const IntegrationResponse& chosen, const IntegrationAnswer& answer,
                 aws::HttpResponse& response) {
  constexpr std::string_view kFront = "method.response.header.";
  for (const auto& [target, source] : chosen.response_parameters.value_or(Texts{})) {
    if (!target.starts_with(kFront)) continue;
    const auto value = response_value(source, answer, exchange);
    if (value) response.headers.set(target.substr(kFront.size()), *value);
  }
}

void convert_body(const Exchange& exchange, const IntegrationResponse& chosen, std::string& body) {
  const std::string handling = chosen.content_handling.value_or("");
  if (handling == "CONVERT_TO_BINARY" && accepts_binary(exchange)) {
    if (auto bytes = aws::base64_decode(body)) body = std::move(*bytes);
  } else if (handling == "CONVERT_TO_TEXT") {
    body = aws::base64_encode(body);
  }
}

}  // namespace

IntegrationRequest transform_request(const Exchange& exchange) {
  const Integration& integration = exchange.integration();
  IntegrationRequest request;
  request.method = integration.http_method.value_or(exchange.client.method);
  request.uri = with_stage_variables(integration.uri.value_or(""), exchange);
  request.timeout_ms = integration.timeout_in_millis.value_or(29000);
  map_request(exchange, request);
  return request;
}

Overrides transform_request_body(const Exchange& exchange, IntegrationRequest& request) {
  const Integration& integration = exchange.integration();
  const Texts templates = integration.request_templates.value_or(Texts{});
  const std::string type = exchange.content_type();
  const std::string behavior = integration.passthrough_behavior.value_or("WHEN_NO_MATCH");
  const auto found = std::ranges::find_if(templates, [&](const auto& each) { return media_type(each.first) == type; });
  request.body = converted(exchange, integration.content_handling);
  if (!request.headers.has("Content-Type")) request.headers.set("Content-Type", type);
  if (found == templates.end()) {
    if (behavior == "NEVER" || (behavior == "WHEN_NO_TEMPLATES" && !templates.empty())) throw unsupported_media_type();
    return {};
  }
  const auto result = rendered(found->second, input_for(exchange, std::move(request.body)));
  request.body = result.text;
  apply(result.request, request);
  return {.headers = result.response.header, .status = result.response.status};
}

IntegrationAnswer mock_answer(const IntegrationRequest& request) {
  const auto parsed = json::parse(request.body);
  const json::Value* code = parsed ? json::find(*parsed, "statusCode") : nullptr;
  std::optional<int64_t> status;
  if (code && code->is_number_integer()) status = code->get<int64_t>();
  if (code && code->is_string()) status = aws::parse_integer(code->get<std::string>());
  if (!status) {
    auto failed = api_configuration_error(
        "Unable to parse statusCode. It should be an integer that is defined in the "
        "request template.");
    failed.body = R"({"message": "Internal server error"})";
    throw failed;
  }
  return {.status = static_cast<int>(*status)};
}

const IntegrationResponse* select_response(const Integration& integration, const IntegrationAnswer& answer) {
  if (!integration.integration_responses) return nullptr;
  const std::string selector = selector_of(integration, answer);
  const IntegrationResponse* usual = nullptr;
  for (const auto& [status, response] : *integration.integration_responses) {
    const std::string pattern = response.selection_pattern.value_or("");
    if (pattern.empty()) {
      if (!usual) usual = &response;
      continue;
    }
    const re2::RE2 expression(pattern, re2::RE2::Quiet);
    if (expression.ok() && re2::RE2::FullMatch(selector, expression)) return &response;
  }
  return usual;
}

aws::HttpResponse transform_response(Exchange& exchange, const IntegrationAnswer& answer, Overrides overrides) {
  const IntegrationResponse* chosen = select_response(exchange.integration(), answer);
  if (!chosen) throw no_match(answer);
  exchange.context["integration"]["status"] = std::to_string(answer.status);
  aws::HttpResponse response;
  response.status = static_cast<int>(aws::parse_integer(chosen->status_code).value_or(200));
  response.headers.add("Content-Type", "application/json");
  map_headers(exchange, *chosen, answer, response);
  std::string body = answer.body;
  convert_body(exchange, *chosen, body);
  const Texts templates = chosen->response_templates.value_or(Texts{});
  if (const auto* text = template_for(exchange, templates); text && !text->second.empty()) {
    const auto result = rendered(text->second, input_for(exchange, std::move(body)));
    body = result.text;
    const bool mapped =
        chosen->response_parameters && chosen->response_parameters->contains("method.response.header.Content-Type");
    if (!mapped) response.headers.set("Content-Type", text->first);
    for (const auto& [name, value] : result.response.header) overrides.headers[name] = value;
    if (result.response.status) overrides.status = result.response.status;
  }
  for (const auto& [name, value] : overrides.headers) response.headers.set(name, value);
  if (overrides.status && *overrides.status >= 100 && *overrides.status <= 599)
    response.status = static_cast<int>(*overrides.status);
  exchange.note("Method response body after transformations: " + body);
  exchange.note("Method response headers: " + headers_text(response.headers));
  response.body = std::move(body);
  return response;
}

bool accepts_binary(const Exchange& exchange) {
  const std::string_view accept = exchange.client.headers.get("Accept");
  return is_binary(exchange.api(), media_type(accept.substr(0, accept.find(','))));
}

std::string headers_text(const aws::Headers& headers) {
  std::string text = "{";
  for (const auto& [name, value] : headers) text += (text.size() > 1 ? ", " : "") + name + "=" + value;
  return text + "}";
}

}  // namespace cloudling::apigateway::rest
