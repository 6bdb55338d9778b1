#include "emulators/sqs/errors.h"

namespace cloudling::sqs {

aws::Error queue_does_not_exist() { return {400, "QueueDoesNotExist", "The specified queue does not exist."}; }

aws::Error queue_name_exists(std::string_view attribute) {
  return {400, "QueueNameExists",
          "A queue already exists with the same name and a different value for attribute " + std::string(attribute)};
}

aws::Error missing_parameter(std::string_view name) {
  return {400, "MissingRequiredParameterException",
          "The request must contain the parameter " + std::string(name) + "."};
}

aws::Error invalid_parameter(const std::string& message) { return {400, "InvalidParameterValueException", message}; }

aws::Error invalid_value(std::string_view value, std::string_view parameter, std::string_view reason) {
  return invalid_parameter("Value " + std::string(value) + " for parameter " + std::string(parameter) +
                           " is invalid. Reason: " + std::string(reason));
}

aws::Error not_valid_for_queue_type(std::string_view value, std::string_view parameter) {
  return invalid_value(value, parameter, "The request include parameter that is not valid for this queue type.");
}

aws::Error invalid_attribute_name(std::string_view name) {
  return {400, "InvalidAttributeName", "Unknown Attribute " + std::string(name) + "."};
}

aws::Error invalid_attribute_value(std::string_view name) {
  return {400, "InvalidAttributeValue", "Invalid value for the parameter " + std::string(name) + "."};
}

aws::Error invalid_address(std::string_view url) {
  return {400, "InvalidAddress", "The address " + std::string(url) + " is not valid for this endpoint."};
}

aws::Error receipt_handle_is_invalid(std::string_view handle) {
  return {400, "ReceiptHandleIsInvalid",
          "The input receipt handle \"" + std::string(handle) + "\" is not a valid receipt handle."};
}

aws::Error receipt_handle_has_expired(std::string_view handle) {
  return invalid_value(handle, "ReceiptHandle", "The receipt handle has expired.");
}

aws::Error not_available_for_change(std::string_view handle) {
  return invalid_value(handle, "ReceiptHandle",
                       "Message does not exist or is not available for visibility timeout change.");
}

aws::Error invalid_message_contents() {
  return {
      400, "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | "
      "#x10000 to #x10FFFF"};
}

aws::Error unsupported(const std::string& message) { return {400, "UnsupportedOperation", message}; }

aws::Error over_limit(const std::string& message) { return {403, "OverLimit", message}; }

aws::Error resource_not_found(const std::string& message) { return {400, "ResourceNotFoundException", message}; }

}  // namespace cloudling::sqs
