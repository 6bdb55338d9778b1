#include "emulators/logs/errors.h"

namespace cloudling::logs {

aws::Error group_not_found() { return resource_not_found("The specified log group does not exist."); }
aws::Error stream_not_found() { return resource_not_found("The specified log stream does not exist."); }

aws::Error resource_not_found(const std::string& message) { return {400, "ResourceNotFoundException", message}; }
aws::Error already_exists(const std::string& message) { return {400, "ResourceAlreadyExistsException", message}; }
aws::Error invalid_parameter(const std::string& message) { return {400, "InvalidParameterException", message}; }
aws::Error limit_exceeded() { return {400, "LimitExceededException", "Resource limit exceeded."}; }
aws::Error invalid_token() { return invalid_parameter("The specified nextToken is invalid."); }

aws::Error invalid_filter_pattern(const std::string& why) {
  return invalid_parameter("Invalid filter pattern: " + why);
}

aws::Error not_supported(const std::string& operation, const std::string& what) {
  return {501, "NotImplemented", operation + ": " + what + " is not implemented yet"};
}

}  // namespace cloudling::logs
