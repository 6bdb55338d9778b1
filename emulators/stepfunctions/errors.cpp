#include "emulators/stepfunctions/errors.h"

namespace cloudling::stepfunctions {

namespace {

aws::Error error(std::string code, std::string_view before, std::string_view what, std::string_view after = "'") {
  return {400, std::move(code), std::string(before) + std::string(what) + std::string(after)};
}

}  // namespace

aws::Error invalid_arn(std::string_view what) { return error("InvalidArn", "Invalid Arn: '", what); }
aws::Error invalid_name(std::string_view name) { return error("InvalidName", "Invalid Name: '", name); }
aws::Error invalid_token() { return error("InvalidToken", "Invalid Token: '", "Invalid token"); }
aws::Error invalid_definition(const std::string& message) { return {400, "InvalidDefinition", message}; }

aws::Error invalid_logging(std::string_view what) {
  return error("InvalidLoggingConfiguration", "Invalid Logging Configuration: ", what, "");
}

aws::Error invalid_execution_input(std::string_view what) {
  return error("InvalidExecutionInput", "Invalid State Machine Execution Input: '", what);
}

aws::Error state_machine_does_not_exist(std::string_view arn) {
  return error("StateMachineDoesNotExist", "State Machine Does Not Exist: '", arn);
}

aws::Error state_machine_already_exists(std::string_view arn) {
  return error("StateMachineAlreadyExists", "State Machine Already Exists: '", arn);
}

aws::Error state_machine_deleting(std::string_view arn) {
  return error("StateMachineDeleting", "State Machine is Deleting: '", arn);
}

aws::Error state_machine_type_not_supported() {
  return {400, "StateMachineTypeNotSupported", "This operation is not supported by this type of state machine"};
}

aws::Error execution_does_not_exist(std::string_view arn) {
  return error("ExecutionDoesNotExist", "Execution Does Not Exist: '", arn);
}

aws::Error execution_not_redrivable(std::string_view why) { return {400, "ExecutionNotRedrivable", std::string(why)}; }

aws::Error execution_already_exists(std::string_view arn) {
  return error("ExecutionAlreadyExists", "Execution Already Exists: '", arn);
}

aws::Error activity_does_not_exist(std::string_view arn) {
  return error("ActivityDoesNotExist", "Activity Does Not Exist: '", arn);
}

aws::Error invalid_output(std::string_view what) { return error("InvalidOutput", "Invalid Output: '", what); }

aws::Error task_timed_out() {
  return error("TaskTimedOut", "Task Timed Out: '", "Provided task does not exist anymore");
}

aws::Error resource_not_found(std::string_view arn) { return error("ResourceNotFound", "Resource not found: '", arn); }

aws::Error missing_resource(std::string_view arn) {
  return aws::Error(400, "ResourceNotFound", "Request references a resource that does not exist.")
      .with("resourceName", std::string(arn));
}

aws::Error conflict(std::string_view message) { return {400, "ConflictException", std::string(message)}; }

aws::Error quota_exceeded(std::string_view message) {
  return {400, "ServiceQuotaExceededException", std::string(message)};
}

aws::Error too_many_tags(std::string_view arn) {
  return aws::Error(400, "TooManyTags", "Too Many Tags: a resource has at most 50 tags")
      .with("resourceName", std::string(arn));
}

aws::Error validation(std::string_view message) { return {400, "ValidationException", std::string(message)}; }

aws::Error not_supported(const std::string& operation, const std::string& what) {
  return {501, "NotImplemented", operation + ": " + what + " is not implemented yet"};
}

}  // namespace cloudling::stepfunctions
