#include "emulators/lambda/errors.h"

namespace cloudling::lambda {

namespace {

aws::Error user_error(int status, std::string code, std::string message) {
  return aws::Error(status, std::move(code), std::move(message)).with("Type", "User");
}

}  // namespace

aws::Error function_not_found(const std::string& arn) { return resource_not_found("Function not found: " + arn); }

aws::Error resource_not_found(const std::string& message) {
  return user_error(404, "ResourceNotFoundException", message);
}

aws::Error function_exists(const std::string& name) { return conflict("Function already exist: " + name); }

aws::Error conflict(const std::string& message) { return user_error(409, "ResourceConflictException", message); }

aws::Error invalid_parameter(const std::string& message) {
  return user_error(400, "InvalidParameterValueException", message);
}

aws::Error invalid_request_content(const std::string& message) {
  return user_error(400, "InvalidRequestContentException", message);
}

aws::Error request_too_large(size_t limit, const std::string& what) {
  return user_error(413, "RequestTooLargeException",
                    "Request must be smaller than " + std::to_string(limit) + " bytes for the " + what);
}

aws::Error revision_mismatch() {
  return user_error(412, "PreconditionFailedException",
                    "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API "
                    "to retrieve the latest Revision Id");
}

aws::Error access_denied(const std::string& service, const std::string& function_arn) {
  return {403, "AccessDeniedException",
          "User: " + service + " is not authorized to perform: lambda:InvokeFunction on resource: " + function_arn +
              " because no resource-based policy allows the lambda:InvokeFunction action"};
}

aws::Error code_not_trusted(const std::string& function_name) {
  return user_error(
      400, "CodeVerificationFailedException",
      "Lambda cannot deploy the function. The function or layer might be signed using a signature that the "
      "client is not configured to accept. Check the provided signature for " +
          function_name + ".");
}

aws::Error too_many_requests(const std::string& reason) {
  return user_error(429, "TooManyRequestsException", "Rate Exceeded.").with("Reason", reason);
}

aws::Error cannot_run(const std::string& why) {
  return aws::Error(500, "ServiceException", why).with("Type", "Server");
}

aws::Error not_supported(const std::string& operation, const std::string& what) {
  return {501, "NotImplemented", operation + ": " + what + " is not implemented yet"};
}

}  // namespace cloudling::lambda
