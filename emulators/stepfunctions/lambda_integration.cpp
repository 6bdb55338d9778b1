// A Lambda function by its ARN, and arn:aws:states:::lambda:invoke.

#include <utility>

#include "emulators/stepfunctions/integration_results.h"
#include "emulators/stepfunctions/integration_targets.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;

namespace {

ServiceCall invoke_call(aws::CallContext context, json::Value input) {
  return {
      .context = std::move(context), .service = "lambda", .operation = "Invoke", .input = std::move(input), .body = {}};
}

/// The error's name in the workflow. What IAM refuses is none of the exceptions that Lambda's API has.
std::string lambda_error(const aws::Error& error) {
  return "Lambda." + (error.code == "AccessDeniedException" ? "AWSLambdaException" : exception_name(error));
}

}  // namespace

awaitable<TaskResult> perform_lambda_function(aws::Caller& caller, aws::IdSource& ids, TaskRequest request) {
  aws::CallContext context = context_of(request, ids);
  const std::string request_id = context.request_id;
  json::Value input = json::Value::object();
  input["FunctionName"] = request.resource;
  input["InvocationType"] = "RequestResponse";
  input["Payload"] = json::write(request.parameters);
  ServiceCall call = invoke_call(std::move(context), std::move(input));
  auto called = co_await make(caller, std::move(call));
  if (called.error) {
    co_return failed(lambda_error(*called.error), client_cause(*called.error, "AWSLambdaInternal", request_id));
  }
  if (auto failure = function_failure(called.answer.output)) co_return failed(failure->error, failure->cause);
  co_return succeeded(payload_of(called.answer.output));
}

awaitable<TaskResult> perform_lambda_invoke(aws::Caller& caller, aws::IdSource& ids, TaskRequest request) {
  aws::CallContext context = context_of(request, ids);
  const std::string request_id = context.request_id;
  json::Value input = request.parameters;
  if (!input.is_object() || !json::find(input, "FunctionName")) {
    co_return failed("States.Runtime", "The field 'FunctionName' is required but was missing");
  }
  const json::Value* payload = json::find(input, "Payload");
  if (payload) input["Payload"] = json::write(*payload);
  ServiceCall call = invoke_call(std::move(context), std::move(input));
  auto called = co_await make(caller, std::move(call));
  if (called.error) {
    co_return failed(lambda_error(*called.error), sdk_cause(*called.error, "Lambda", request_id));
  }
  if (auto failure = function_failure(called.answer.output)) co_return failed(failure->error, failure->cause);
  co_return succeeded(invoke_output(called.answer.output, request_id, real_time()));
}

}  // namespace cloudling::stepfunctions
