#pragma once

// Access logs of stages: a format with `$context.` names, a line for each request, a log group of CloudWatch Logs.

#include <string>
#include <string_view>

#include "asl/json/json.h"
#include "emulators/aws/clock.h"
#include "emulators/ports.h"

namespace cloudling::apigateway {

/// The format with values for its names, "-" for what is not there. Texts are escaped where the format is JSON.
std::string access_log_line(std::string_view format, const json::Value& context);

/// The group that a log group's ARN names; "" for another ARN.
std::string log_group_of(std::string_view arn);

/// "10/Mar/2020:00:03:59 +0000", as $context.requestTime has it.
std::string request_time(aws::TimeMs time);

/// Writes a line to the destination, where that is a log group.
void write_access_log(LogSink& logs, const std::string& destination_arn, const std::string& stream, aws::TimeMs time,
                      std::string line);

}  // namespace cloudling::apigateway
