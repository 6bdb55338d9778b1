#pragma once

// The service's errors in AWS's words.

#include <string>

#include "emulators/aws/error.h"

namespace cloudling::lambda {

aws::Error function_not_found(const std::string& arn);                ///< 404 ResourceNotFoundException
aws::Error resource_not_found(const std::string& message);            ///< the same with another message
aws::Error function_exists(const std::string& name);                  ///< 409 ResourceConflictException
aws::Error conflict(const std::string& message);                      ///< 409 ResourceConflictException
aws::Error invalid_parameter(const std::string& message);             ///< 400 InvalidParameterValueException
aws::Error invalid_request_content(const std::string& message);       ///< 400 InvalidRequestContentException
aws::Error request_too_large(size_t limit, const std::string& what);  ///< 413 RequestTooLargeException
aws::Error revision_mismatch();                                       ///< 412 PreconditionFailedException

/// 400 CodeVerificationFailedException: what is to be deployed is not signed.
aws::Error code_not_trusted(const std::string& function_name);

/// 403 AccessDeniedException: the function's policy does not let the service invoke it.
aws::Error access_denied(const std::string& service, const std::string& function_arn);

/// 429 TooManyRequestsException; `reason` is AWS's ("ReservedFunctionConcurrentInvocationLimitExceeded").
aws::Error too_many_requests(const std::string& reason);

/// 500 ServiceException: the machine cannot run the function.
aws::Error cannot_run(const std::string& why);

/// AWS has it, Cloudling has not: 501, naming the operation and what of it was asked for.
aws::Error not_supported(const std::string& operation, const std::string& what);

}  // namespace cloudling::lambda
