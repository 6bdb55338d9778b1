#include "emulators/apigateway/rest/integration_uri.h"

#include <array>

namespace cloudling::apigateway::rest {

std::optional<IntegrationUri> parse_integration_uri(std::string_view text, bool* is_complete) {
  if (is_complete) *is_complete = true;
  std::array<std::string_view, 5> parts;
  for (std::string_view& part : parts) {
    const size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (parts[0] != "arn" || !parts[1].starts_with("aws") || parts[2] != "apigateway" || parts[4].empty())
    return std::nullopt;
  IntegrationUri uri;
  uri.region = parts[3];
  const size_t dot = parts[4].rfind('.');
  if (dot != std::string_view::npos) uri.subdomain = parts[4].substr(0, dot);
  uri.service = parts[4].substr(dot == std::string_view::npos ? 0 : dot + 1);
  uri.is_path = text.starts_with("path/");
  if (!uri.is_path && !text.starts_with("action/")) {
    if (is_complete) *is_complete = false;
    return std::nullopt;
  }
  uri.target = text.substr(text.find('/') + 1);
  return uri;
}

std::optional<std::string> invoked_function(const IntegrationUri& uri) {
  constexpr std::string_view kFront = "2015-03-31/functions/";
  constexpr std::string_view kBack = "/invocations";
  std::string_view target = uri.target;
  if (target.starts_with('/')) target.remove_prefix(1);
  if (uri.service != "lambda" || !uri.is_path || !target.starts_with(kFront)) return std::nullopt;
  target.remove_prefix(kFront.size());
  if (!target.ends_with(kBack)) return std::nullopt;
  target.remove_suffix(kBack.size());
  return target.empty() ? std::nullopt : std::optional(std::string(target));
}

}  // namespace cloudling::apigateway::rest
