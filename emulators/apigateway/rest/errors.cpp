#include "emulators/apigateway/rest/errors.h"

#include <map>

namespace cloudling::apigateway::rest {

aws::Error bad_request(const std::string& message) { return {400, "BadRequestException", message}; }
aws::Error conflict(const std::string& message) { return {409, "ConflictException", message}; }
aws::Error not_found(const std::string& message) { return {404, "NotFoundException", message}; }

aws::Error no_item(const Scope& scope, const Place& place) {
  static const std::map<std::string, std::string, std::less<>> kWords = {
      {"resource", "Invalid Resource identifier specified"},
      {"validator", "Invalid Request Validator identifier specified"},
      {"authorizer", "Invalid Authorizer identifier specified"},
      {"deployment", "Invalid Deployment identifier specified"},
      {"stage", "Invalid stage identifier specified"},
      {"documentation-part", "Invalid Documentation part identifier specified"},
      {"documentation-version", "Invalid Documentation version specified"},
      {"api-key", "Invalid API Key identifier specified"},
      {"usage-plan", "Invalid Usage Plan ID specified"},
      {"usage-plan-key", "Invalid API Key identifier specified"},
      {"certificate", "Invalid Client Certificate identifier specified"},
      {"domain", "Invalid domain name identifier specified"},
      {"mapping", "Invalid base path mapping identifier specified"},
      {"vpc-link", "Invalid Vpc Link identifier specified"}};
  if (place.kind == "api") return not_found("Invalid API identifier specified " + scope.account + ":" + place.id);
  if (place.kind == "model") return not_found("Invalid model name specified: " + place.id);
  const auto words = kWords.find(place.kind);
  return not_found(words == kWords.end() ? "Invalid identifier specified" : words->second);
}

}  // namespace cloudling::apigateway::rest
