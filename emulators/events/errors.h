#pragma once

// The service's errors in AWS's words.

#include <string>

#include "emulators/aws/error.h"

namespace cloudling::events {

aws::Error validation(const std::string& message);      ///< ValidationException
aws::Error not_found(const std::string& message);       ///< ResourceNotFoundException
aws::Error already_exists(const std::string& message);  ///< ResourceAlreadyExistsException
aws::Error limit_exceeded();                            ///< LimitExceededException
aws::Error bus_not_found(const std::string& name);
aws::Error rule_not_found(const std::string& rule, const std::string& bus);
aws::Error invalid_token();

/// AWS has it, Cloudling has not: 501, naming the operation and what of it was asked for.
aws::Error not_supported(const std::string& operation, const std::string& what);

}  // namespace cloudling::events
