#include "emulators/apigateway/rest/exchange.h"

#include <algorithm>

namespace cloudling::apigateway::rest {

std::string Exchange::method_arn() const {
  return "arn:aws:execute-api:" + deployed->scope.region + ":" + deployed->scope.account + ":" + api().id + "/" +
         deployed->stage.stage_name + "/" + client.method + client.path;
}

std::string Exchange::content_type() const {
  const std::string given = media_type(client.headers.get("Content-Type"));
  return given.empty() ? "application/json" : given;
}

void Exchange::note(const std::string& line) {
  if (log) log->push_back(line);
}

std::string media_type(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  std::erase(type, ' ');
  std::ranges::transform(type, type.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; });
  return type;
}

bool is_binary(const RestApi& api, std::string_view type) {
  if (!api.binary_media_types) return false;
  return std::ranges::any_of(*api.binary_media_types,
                             [&](const std::string& each) { return each == "*/*" || media_type(each) == type; });
}

std::optional<std::string> context_text(const json::Value& context, std::string_view name) {
  const json::Value* at = &context;
  while (!name.empty()) {
    const size_t dot = std::min(name.find('.'), name.size());
    at = json::find(*at, name.substr(0, dot));
    if (!at) return std::nullopt;
    name.remove_prefix(std::min(dot + 1, name.size()));
  }
  if (at->is_null()) return std::nullopt;
  return at->is_string() ? at->get<std::string>() : json::write(*at);
}

}  // namespace cloudling::apigateway::rest
