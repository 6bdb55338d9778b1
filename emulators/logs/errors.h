#pragma once

// The service's errors in AWS's words. All are answered with status 400.

#include <string>

#include "emulators/aws/error.h"

namespace cloudling::logs {

aws::Error group_not_found();
aws::Error stream_not_found();
aws::Error resource_not_found(const std::string& message);
aws::Error already_exists(const std::string& message);
aws::Error invalid_parameter(const std::string& message);
aws::Error limit_exceeded();
aws::Error invalid_token();
aws::Error invalid_filter_pattern(const std::string& why);

/// AWS has it, Cloudling has not: 501, naming the operation and what of it was asked for.
aws::Error not_supported(const std::string& operation, const std::string& what);

}  // namespace cloudling::logs
