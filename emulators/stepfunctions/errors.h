#pragma once

// The service's errors in AWS's words. All are answered with status 400 but those that say otherwise.

#include <string>
#include <string_view>

#include "emulators/aws/error.h"

namespace cloudling::stepfunctions {

aws::Error invalid_arn(std::string_view what);              ///< Invalid Arn: '...'
aws::Error invalid_name(std::string_view name);             ///< Invalid Name: '...'
aws::Error invalid_token();                                 ///< Invalid Token: 'Invalid token'
aws::Error invalid_definition(const std::string& message);  ///< the whole message comes from the validation
aws::Error invalid_logging(std::string_view what);          ///< Invalid Logging Configuration: ...
aws::Error invalid_execution_input(std::string_view what);  ///< Invalid State Machine Execution Input: '...'
aws::Error state_machine_does_not_exist(std::string_view arn);
aws::Error state_machine_already_exists(std::string_view arn);
aws::Error state_machine_deleting(std::string_view arn);
aws::Error state_machine_type_not_supported();
aws::Error execution_does_not_exist(std::string_view arn);
aws::Error execution_not_redrivable(std::string_view why);
aws::Error execution_already_exists(std::string_view arn);
aws::Error activity_does_not_exist(std::string_view arn);
aws::Error invalid_output(std::string_view what);  ///< Invalid Output: '...'
aws::Error task_timed_out();                       ///< Task Timed Out: 'Provided task does not exist anymore'
aws::Error resource_not_found(std::string_view arn);
aws::Error missing_resource(std::string_view arn);    ///< ResourceNotFound, as aliases and versions word it
aws::Error conflict(std::string_view message);        ///< ConflictException
aws::Error quota_exceeded(std::string_view message);  ///< ServiceQuotaExceededException
aws::Error too_many_tags(std::string_view arn);
aws::Error validation(std::string_view message);

/// AWS has it, Cloudling has not: 501, naming the operation and what of it was asked for.
aws::Error not_supported(const std::string& operation, const std::string& what);

}  // namespace cloudling::stepfunctions
