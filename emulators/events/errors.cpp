#include "emulators/events/errors.h"

namespace cloudling::events {

aws::Error validation(const std::string& message) { return {400, "ValidationException", message}; }

aws::Error not_found(const std::string& message) { return {400, "ResourceNotFoundException", message}; }

aws::Error already_exists(const std::string& message) { return {400, "ResourceAlreadyExistsException", message}; }

aws::Error limit_exceeded() {
  return {400, "LimitExceededException", "The requested resource exceeds the maximum number allowed."};
}

aws::Error bus_not_found(const std::string& name) { return not_found("Event bus " + name + " does not exist."); }

aws::Error rule_not_found(const std::string& rule, const std::string& bus) {
  return not_found("Rule " + rule + " does not exist on EventBus " + bus + ".");
}

aws::Error invalid_token() { return validation("Parameter NextToken is not valid."); }

aws::Error not_supported(const std::string& operation, const std::string& what) {
  return {501, "NotImplemented", operation + ": " + what + " is not implemented yet"};
}

}  // namespace cloudling::events
