#pragma once

// The service's errors in AWS's words: codes as the JSON protocol knows them; the query protocol's own are made from
// them by the catalogue.

#include <string>

#include "emulators/aws/error.h"

namespace cloudling::cloudwatch {

aws::Error invalid_value(const std::string& message);        ///< 400 InvalidParameterValueException
aws::Error invalid_combination(const std::string& message);  ///< 400 InvalidParameterCombinationException
aws::Error missing_parameter(const std::string& message);    ///< 400 MissingRequiredParameterException
aws::Error resource_not_found(const std::string& message);   ///< 404 ResourceNotFound
aws::Error invalid_token();                                  ///< 400 InvalidNextToken

/// AWS has it, Cloudling has not: 501, naming the operation and what of it was asked for.
aws::Error not_supported(const std::string& operation, const std::string& what);

}  // namespace cloudling::cloudwatch
