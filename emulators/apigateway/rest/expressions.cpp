#include "emulators/apigateway/rest/expressions.h"

#include "emulators/apigateway/rest/errors.h"

namespace cloudling::apigateway::rest {

namespace {

bool is_constant(std::string_view text) { return text.size() >= 2 && text.starts_with('\'') && text.ends_with('\''); }

bool is_known_elsewhere(std::string_view text) {
  return is_constant(text) || text.starts_with("context.") || text.starts_with("stageVariables.");
}

}  // namespace

std::optional<Expression> parse_expression(std::string_view text, std::string_view front) {
  if (!text.starts_with(front)) return std::nullopt;
  text.remove_prefix(front.size());
  if (text == "body") return Expression{"body", ""};
  const size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == text.size()) return std::nullopt;
  return Expression{std::string(text.substr(0, dot)), std::string(text.substr(dot + 1))};
}

bool is_method_request_parameter(std::string_view text) {
  const auto expression = parse_expression(text, "method.request.");
  if (!expression) return false;
  const std::string& place = expression->place;
  return place == "header" || place == "querystring" || place == "path" || place == "multivalueheader" ||
         place == "multivaluequerystring";
}

bool is_request_source(std::string_view text) {
  if (is_known_elsewhere(text) || text == "method.request.body") return true;
  const auto expression = parse_expression(text, "method.request.");
  return expression && (expression->place == "body" || is_method_request_parameter(text));
}

bool is_response_source(std::string_view text) {
  if (is_known_elsewhere(text)) return true;
  const auto expression = parse_expression(text, "integration.response.");
  return expression &&
         (expression->place == "header" || expression->place == "body" || expression->place == "multivalueheader");
}

aws::Error invalid_parameter(std::string_view expression) {
  return bad_request(
      "Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression "
      "parameter specified: " +
      std::string(expression) + "]");
}

}  // namespace cloudling::apigateway::rest
