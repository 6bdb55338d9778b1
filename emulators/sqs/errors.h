#pragma once

// The service's errors in AWS's words. Codes are those of the JSON protocol; the catalogue knows the query protocol's.
// All are answered with status 400 but those that say otherwise.

#include <string>
#include <string_view>

#include "emulators/aws/error.h"

namespace cloudling::sqs {

aws::Error queue_does_not_exist();
aws::Error queue_name_exists(std::string_view attribute);
aws::Error missing_parameter(std::string_view name);
aws::Error invalid_parameter(const std::string& message);

/// "Value V for parameter P is invalid. Reason: R"
aws::Error invalid_value(std::string_view value, std::string_view parameter, std::string_view reason);
aws::Error not_valid_for_queue_type(std::string_view value, std::string_view parameter);
aws::Error invalid_attribute_name(std::string_view name);
aws::Error invalid_attribute_value(std::string_view name);
aws::Error invalid_address(std::string_view url);  ///< a QueueUrl that is none
aws::Error receipt_handle_is_invalid(std::string_view handle);
aws::Error receipt_handle_has_expired(std::string_view handle);
aws::Error not_available_for_change(std::string_view handle);
aws::Error invalid_message_contents();
aws::Error unsupported(const std::string& message);
aws::Error over_limit(const std::string& message);  ///< 403
aws::Error resource_not_found(const std::string& message);

}  // namespace cloudling::sqs
