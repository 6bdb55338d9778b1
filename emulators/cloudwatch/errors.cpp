#include "emulators/cloudwatch/errors.h"

namespace cloudling::cloudwatch {

aws::Error invalid_value(const std::string& message) { return {400, "InvalidParameterValueException", message}; }
aws::Error invalid_combination(const std::string& message) {
  return {400, "InvalidParameterCombinationException", message};
}
aws::Error missing_parameter(const std::string& message) { return {400, "MissingRequiredParameterException", message}; }
aws::Error resource_not_found(const std::string& message) { return {404, "ResourceNotFound", message}; }
aws::Error invalid_token() { return {400, "InvalidNextToken", "The next token specified is invalid."}; }

aws::Error not_supported(const std::string& operation, const std::string& what) {
  return {501, "NotImplemented", operation + ": " + what + " is not implemented yet"};
}

}  // namespace cloudling::cloudwatch
