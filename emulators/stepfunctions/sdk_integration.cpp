// arn:aws:states:::aws-sdk:SERVICE:ACTION: any operation of a service that is here, under the names of AWS's SDK for
// Java, which Step Functions uses.

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "asl/execution/data.h"
#include "emulators/stepfunctions/integration_results.h"
#include "emulators/stepfunctions/integration_targets.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;

namespace {

/// A service as `aws-sdk:` resources call it, and as the registry does.
struct SdkService {
  std::string_view name;     ///< in the resource ARN
  std::string_view service;  ///< in the registry
  std::string_view prefix;   ///< of error names
  bool lower_members;        ///< the API spells members "likeThis"; aws-sdk tasks always spell them "LikeThis"
};
constexpr std::array kSdkServices = {
    SdkService{"apigateway", "apigateway", "ApiGateway", true},
    SdkService{"apigatewayv2", "apigatewayv2", "ApiGatewayV2", false},
    SdkService{"cloudwatch", "cloudwatch", "CloudWatch", false},
    SdkService{"cloudwatchlogs", "logs", "CloudWatchLogs", true},
    SdkService{"eventbridge", "events", "EventBridge", false},
    SdkService{"iam", "iam", "Iam", false},
    SdkService{"lambda", "lambda", "Lambda", false},
    SdkService{"resourcegroupstaggingapi", "resourcegroupstaggingapi", "ResourceGroupsTaggingApi", false},
    SdkService{"s3", "s3", "S3", false},
    SdkService{"sfn", "stepfunctions", "Sfn", true},
    SdkService{"sqs", "sqs", "Sqs", false},
    SdkService{"sts", "sts", "Sts", false},
};

const SdkService* find_service(std::string_view name) {
  const auto* found = std::ranges::find(kSdkServices, name, &SdkService::name);
  return found == kSdkServices.end() ? nullptr : found;
}

/// Takes the bytes of a streamed member out of the parameters: text as it is, other JSON as its text.
aws::Body take_body(json::Value& parameters) {
  const json::Value* body = json::find(parameters, "Body");
  if (!body) return {};
  std::string bytes = body->is_string() ? body->get<std::string>() : json::write(*body);
  parameters.erase("Body");
  return aws::Body(std::move(bytes));
}

TaskResult too_large(const TaskRequest& request) {
  return failed("States.DataLimitExceeded", "The state/task '" + request.state_name +
                                                "' returned a result with a size exceeding the maximum number of bytes "
                                                "service limit.");
}

/// Reads a streamed answer into the member Body of the output; false where it is more than a state may return.
awaitable<bool> read_body(aws::CallAnswer& answer) {
  const bool empty = !answer.body.streamed() && answer.body.bytes().empty();
  if (empty) co_return true;
  if (answer.body.size().value_or(0) > asl::kMaxDataBytes) co_return false;
  try {
    std::string text = co_await answer.body.read_all(asl::kMaxDataBytes);
    answer.output["Body"] = std::move(text);
  } catch (const aws::Error&) {
    co_return false;
  }
  co_return true;
}

}  // namespace

awaitable<TaskResult> perform_sdk(aws::Caller& caller, aws::IdSource& ids, TaskTarget target, TaskRequest request) {
  const SdkService* service = find_service(target.service);
  if (service == nullptr) co_return not_supported_resource(request);
  aws::CallContext context = context_of(request, ids);
  const std::string request_id = context.request_id;
  json::Value input = request.parameters.is_object() ? request.parameters : json::Value::object();
  if (service->lower_members) input = with_member_case(input, &std::tolower);
  ServiceCall call{.context = std::move(context),
                   .service = std::string(service->service),
                   .operation = capitalized(target.action),
                   .input = {},
                   .body = {}};
  if (service->service == "s3") call.body = take_body(input);
  call.input = std::move(input);
  auto called = co_await make(caller, std::move(call));
  if (called.error) {
    const std::string prefix(service->prefix);
    co_return failed(prefix + "." + sdk_exception_name(*called.error, prefix),
                     sdk_cause(*called.error, prefix, request_id));
  }
  const bool whole = co_await read_body(called.answer);
  if (!whole) co_return too_large(request);
  json::Value output = std::move(called.answer.output);
  if (service->lower_members) output = with_member_case(output, &std::toupper);
  co_return succeeded(std::move(output));
}

}  // namespace cloudling::stepfunctions
