#pragma once

// How the answers and errors of integrations look to a state machine: names and causes as AWS words them.
// Pure functions; the wordings are those of histories that AWS recorded.

#include <optional>
#include <string>

#include "asl/json/json.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/error.h"

namespace cloudling::stepfunctions {

struct Failure {
  std::string error;
  std::string cause;
};

/// The SDK's name of an exception: the code, with "Exception" at its end.
std::string exception_name(const aws::Error& error);

/// The same for `aws-sdk:` tasks, where a code that the service's SDK does not model becomes its base exception
/// ("S3.S3Exception").
std::string sdk_exception_name(const aws::Error& error, const std::string& prefix);

/// "message (Service: S3, Status Code: 404, Request ID: ...)", as the AWS SDK for Java 2 words it.
std::string sdk_cause(const aws::Error& error, const std::string& service, const std::string& request_id);

/// "message (Service: AmazonSQS; Status Code: 400; Error Code: ...; Request ID: ...; Proxy: null)": the optimized
/// integrations are called through that older SDK too.
std::string client_cause(const aws::Error& error, const std::string& service, const std::string& request_id);

/// The output of an optimized integration with the metadata of the HTTP exchange, its members in alphabetical order.
json::Value with_metadata(json::Value output, const std::string& request_id, const std::string& content_type,
                          aws::TimeMs now);

/// Why the function failed, from Invoke's output; nothing where it did not. The error is the payload's errorType, the
/// cause the payload itself.
std::optional<Failure> function_failure(const json::Value& invoke);

/// The payload of Invoke's output as JSON; text that is no JSON stands as a string, none is null.
json::Value payload_of(const json::Value& invoke);

/// What `lambda:invoke` returns: Invoke's output with the payload as JSON, and the metadata of the call
/// made at the time `now`.
json::Value invoke_output(const json::Value& invoke, const std::string& request_id, aws::TimeMs now);

}  // namespace cloudling::stepfunctions
