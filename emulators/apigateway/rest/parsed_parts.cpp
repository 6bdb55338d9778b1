#include "emulators/apigateway/rest/parsed_parts.h"

namespace cloudling::apigateway::rest {

ParsedParts::ParsedParts(const Snapshot& snapshot) {
  if (snapshot.api.policy) policy_ = policy::parse(*snapshot.api.policy);
  for (const Resource& resource : snapshot.resources) {
    if (!resource.resource_methods) continue;
    for (const auto& [name, method] : *resource.resource_methods) {
      if (!method.method_integration) continue;
      add(method.method_integration->request_templates);
      if (!method.method_integration->integration_responses) continue;
      for (const auto& [status, response] : *method.method_integration->integration_responses)
        add(response.response_templates);
    }
  }
}

void ParsedParts::add(const std::optional<std::map<std::string, std::string>>& templates) {
  if (!templates) return;
  for (const auto& [type, text] : *templates) {
    if (templates_.contains(text)) continue;
    try {
      templates_.emplace(text, velocity::Template::parse(text));
    } catch (const velocity::SyntaxError&) {  // NOLINT(bugprone-empty-catch): told where it is rendered
    }
  }
}

const velocity::Template* ParsedParts::find_template(const std::string& text) const {
  const auto found = templates_.find(text);
  return found == templates_.end() ? nullptr : &found->second;
}

}  // namespace cloudling::apigateway::rest
