#include "emulators/apigateway/rest/gateway_responses.h"

#include <algorithm>
#include <array>

#include "emulators/apigateway/rest/parameter_mapping.h"
#include "emulators/aws/encoding.h"

namespace cloudling::apigateway::rest {

namespace {

struct ResponseType {
  const char* name;
  int status;  ///< 0 where it is that of the failure
};

constexpr std::array<ResponseType, 21> kTypes = {{{"ACCESS_DENIED", 403},
                                                  {"API_CONFIGURATION_ERROR", 500},
                                                  {"AUTHORIZER_CONFIGURATION_ERROR", 500},
                                                  {"AUTHORIZER_FAILURE", 500},
                                                  {"BAD_REQUEST_BODY", 400},
                                                  {"BAD_REQUEST_PARAMETERS", 400},
                                                  {"DEFAULT_4XX", 0},
                                                  {"DEFAULT_5XX", 0},
                                                  {"EXPIRED_TOKEN", 403},
                                                  {"INTEGRATION_FAILURE", 504},
                                                  {"INTEGRATION_TIMEOUT", 504},
                                                  {"INVALID_API_KEY", 403},
                                                  {"INVALID_SIGNATURE", 403},
                                                  {"MISSING_AUTHENTICATION_TOKEN", 403},
                                                  {"QUOTA_EXCEEDED", 429},
                                                  {"REQUEST_TOO_LARGE", 413},
                                                  {"RESOURCE_NOT_FOUND", 404},
                                                  {"THROTTLED", 429},
                                                  {"UNAUTHORIZED", 401},
                                                  {"UNSUPPORTED_MEDIA_TYPE", 415},
                                                  {"WAF_FILTERED", 403}}};

constexpr const char* kTemplate = R"({"message":$context.error.messageString})";

GatewayResponse default_of(const ResponseType& type) {
  GatewayResponse response{.response_type = type.name};
  if (type.status != 0) response.status_code = std::to_string(type.status);
  response.response_parameters.emplace();
  response.response_templates = Texts{{"application/json", kTemplate}};
  response.default_response = true;
  return response;
}

int default_status(const std::string& type) {
  const auto found = std::ranges::find_if(kTypes, [&](const ResponseType& each) { return type == each.name; });
  return found == kTypes.end() ? 500 : found->status;
}

const GatewayResponse* find_own(const std::vector<GatewayResponse>& own, std::string_view type) {
  const auto found = std::ranges::find(own, type, &GatewayResponse::response_type);
  return found == own.end() ? nullptr : &*found;
}

/// Gateway responses know parameters alone, no Velocity: "$context.x" is the value's text, else nothing.
std::string rendered(std::string_view text, const Exchange& exchange) {
  constexpr std::string_view kFronts[] = {"$context.", "$stageVariables."};
  std::string out;
  for (size_t at = 0; at < text.size();) {
    bool found = false;
    for (const std::string_view front : kFronts) {
      if (!text.substr(at).starts_with(front)) continue;
      size_t end = at + front.size();
      const auto is_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
               c == '-';
      };
      while (end < text.size() && is_name(text[end])) ++end;
      const std::string_view name = text.substr(at + front.size(), end - at - front.size());
      const json::Value& root = front == kFronts[0] ? exchange.context : exchange.stage_variables;
      out += context_text(root, name).value_or("");
      at = end;
      found = true;
      break;
    }
    if (!found) out += text[at++];
  }
  return out;
}

void add_headers(const GatewayResponse& response, const Exchange& exchange, aws::HttpResponse& answer) {
  constexpr std::string_view kFront = "gatewayresponse.header.";
  for (const auto& [target, source] : response.response_parameters.value_or(Texts{})) {
    if (!target.starts_with(kFront)) continue;
    const auto value = request_value(source, exchange);
    if (value) answer.headers.set(target.substr(kFront.size()), *value);
  }
}

/// The template for what the client accepts, else the first.
const std::pair<const std::string, std::string>* template_of(const Texts& templates, const Exchange& exchange) {
  if (templates.empty()) return nullptr;
  const auto found = templates.find(media_type(exchange.client.headers.get("Accept")));
  if (found != templates.end()) return &*found;
  const auto usual = templates.find("application/json");
  return usual == templates.end() ? &*templates.begin() : &*usual;
}

}  // namespace

GatewayFailure failure(const std::string& type, const std::string& message, const std::string& error_type) {
  return {.type = type, .message = message, .error_type = error_type};
}

GatewayFailure missing_authentication_token() {
  return failure("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token", "MissingAuthenticationTokenException");
}

GatewayFailure api_configuration_error(const std::string& log_line) {
  auto made = failure("API_CONFIGURATION_ERROR", "Internal server error", "InternalServerErrorException");
  made.log_line = "Execution failed due to configuration error: " + log_line;
  return made;
}

GatewayFailure integration_failure(const std::string& log_line) {
  auto made =
      failure("INTEGRATION_FAILURE", "Network error communicating with endpoint", "InternalServerErrorException");
  made.log_line = "Execution failed due to configuration error: " + log_line;
  return made;
}

GatewayFailure bad_integration_answer(const std::string& log_line) {
  auto made = api_configuration_error(log_line);
  made.status = 502;
  return made;
}

std::vector<GatewayResponse> default_gateway_responses() {
  std::vector<GatewayResponse> all;
  for (const ResponseType& type : kTypes) all.push_back(default_of(type));
  return all;
}

std::optional<GatewayResponse> gateway_response(const std::vector<GatewayResponse>& own, const std::string& type) {
  if (const GatewayResponse* found = find_own(own, type)) return *found;
  const auto known = std::ranges::find_if(kTypes, [&](const ResponseType& each) { return type == each.name; });
  return known == kTypes.end() ? std::nullopt : std::optional(default_of(*known));
}

aws::HttpResponse answer_of(const GatewayFailure& failure, Exchange& exchange) {
  const auto& own = exchange.deployed->snapshot.responses;
  const int usual = failure.status.value_or(default_status(failure.type));
  const GatewayResponse* changed = find_own(own, failure.type);
  if (!changed) changed = find_own(own, usual >= 500 ? "DEFAULT_5XX" : "DEFAULT_4XX");
  json::Value& error = exchange.context["error"];
  if (!error.is_object()) error = json::Value::object();
  error["message"] = failure.message;
  error["messageString"] = json::write(json::Value(failure.message));
  error["responseType"] = failure.type;
  if (!failure.log_line.empty()) exchange.note(failure.log_line);
  aws::HttpResponse answer;
  answer.status = usual;
  answer.headers.add("Content-Type", "application/json");
  if (!failure.error_type.empty()) answer.headers.add("x-amzn-ErrorType", failure.error_type);
  const bool own_words = !failure.body.empty();
  answer.body = own_words ? failure.body : R"({"message":)" + json::write(json::Value(failure.message)) + "}";
  if (!changed) return answer;
  if (const auto status = aws::parse_integer(changed->status_code.value_or("")))
    answer.status = static_cast<int>(*status);
  add_headers(*changed, exchange, answer);
  if (!changed->response_templates) return answer;
  if (const auto* chosen = template_of(*changed->response_templates, exchange)) {
    const bool usual_template = chosen->second == kTemplate;
    if (!usual_template || !own_words) answer.body = rendered(chosen->second, exchange);
    answer.headers.set("Content-Type", chosen->first);
  }
  return answer;
}

}  // namespace cloudling::apigateway::rest
