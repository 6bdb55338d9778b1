#include "emulators/stepfunctions/integrations.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include "emulators/stepfunctions/integration_results.h"
#include "emulators/stepfunctions/names.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;

namespace {

constexpr std::string_view kOptimized = "arn:aws:states:::";
constexpr std::string_view kSdk = "arn:aws:states:::aws-sdk:";
constexpr size_t kMaxData = 262'144;  // bytes, of a task's result

/// A service as `aws-sdk:` resources call it, and as the registry does.
struct SdkService {
  std::string_view name;     ///< in the resource ARN
  std::string_view service;  ///< in the registry
  std::string_view prefix;   ///< of error names
  bool lower_members;        ///< the API spells members "likeThis"; aws-sdk tasks always spell them "LikeThis"
};
constexpr std::array kSdkServices = {
    SdkService{"cloudwatch", "cloudwatch", "CloudWatch", false},
    SdkService{"cloudwatchlogs", "logs", "CloudWatchLogs", true},
    SdkService{"eventbridge", "events", "EventBridge", false},
    SdkService{"lambda", "lambda", "Lambda", false},
    SdkService{"s3", "s3", "S3", false},
    SdkService{"sfn", "stepfunctions", "Sfn", true},
    SdkService{"sqs", "sqs", "Sqs", false},
};

TaskResult failed(std::string error, std::string cause) {
  return {.ok = false, .output = nullptr, .error = std::move(error), .cause = std::move(cause)};
}

TaskResult succeeded(json::Value output) { return {.ok = true, .output = std::move(output), .error = "", .cause = ""}; }

/// What the Date header of an answer shows.
aws::TimeMs real_time() {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

/// The name of the role's session that the call is made as.
std::string session_arn(const TaskRequest& request, const StatesArn& execution) {
  const size_t slash = request.role_arn.rfind('/');
  const std::string role = slash == std::string::npos ? request.role_arn : request.role_arn.substr(slash + 1);
  std::string name = execution.name.substr(execution.name.find(':') + 1);
  name.resize(std::min(name.find(':'), name.size()));  // an Express execution's has an id behind it
  return "arn:aws:sts::" + execution.account + ":assumed-role/" + role + "/" + name;
}

aws::CallContext context_of(const TaskRequest& request, aws::IdSource& ids) {
  const StatesArn execution = parse_arn(request.execution_arn, "execution", "express");
  aws::CallContext context;
  context.account = execution.account;
  context.region = execution.region;
  context.principal = {
      .kind = aws::Principal::Kind::kAssumedRole, .arn = session_arn(request, execution), .access_key = ""};
  context.calling_service = "states.amazonaws.com";
  context.source_arn = request.state_machine_arn;
  context.request_id = ids.uuid();
  return context;
}

struct Call {
  aws::CallContext context;
  std::string service;
  std::string operation;
  json::Value input;
  aws::Body body;
};

/// The answer of a call, or the error it threw.
struct Called {
  aws::CallAnswer answer;
  std::optional<aws::Error> error;
};

awaitable<Called> make(aws::Caller& caller, Call call) {
  Called called;
  try {
    called.answer = co_await caller.call(std::move(call.context), std::move(call.service), std::move(call.operation),
                                         std::move(call.input), std::move(call.body));
  } catch (const aws::Error& error) {
    called.error = error;
  }
  co_return called;
}

Call invoke_call(aws::CallContext context, json::Value input) {
  return {
      .context = std::move(context), .service = "lambda", .operation = "Invoke", .input = std::move(input), .body = {}};
}

// ---- Lambda ------------------------------------------------------------------------------------------------------

awaitable<TaskResult> perform_lambda_function(aws::Caller& caller, aws::IdSource& ids, TaskRequest request) {
  aws::CallContext context = context_of(request, ids);
  const std::string request_id = context.request_id;
  json::Value input = json::Value::object();
  input["FunctionName"] = request.resource;
  input["InvocationType"] = "RequestResponse";
  input["Payload"] = json::write(request.parameters);
  Call call = invoke_call(std::move(context), std::move(input));
  auto called = co_await make(caller, std::move(call));
  if (called.error) {
    co_return failed("Lambda." + exception_name(*called.error), lambda_internal_cause(*called.error, request_id));
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
  Call call = invoke_call(std::move(context), std::move(input));
  auto called = co_await make(caller, std::move(call));
  if (called.error) {
    co_return failed("Lambda." + exception_name(*called.error), sdk_cause(*called.error, "Lambda", request_id));
  }
  if (auto failure = function_failure(called.answer.output)) co_return failed(failure->error, failure->cause);
  co_return succeeded(invoke_output(called.answer.output, request_id, real_time()));
}

// ---- aws-sdk -----------------------------------------------------------------------------------------------------

/// Changes the case of the first letter of all member names, at any depth.
json::Value with_member_case(const json::Value& value, int (*to_case)(int)) {
  if (value.is_array()) {
    json::Value list = json::Value::array();
    for (const json::Value& item : value) list.push_back(with_member_case(item, to_case));
    return list;
  }
  if (!value.is_object()) return value;
  json::Value object = json::Value::object();
  for (const auto& [key, member] : value.items()) {
    std::string name = key;
    if (!name.empty()) name[0] = static_cast<char>(to_case(static_cast<unsigned char>(name[0])));
    object[name] = with_member_case(member, to_case);
  }
  return object;
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
  if (answer.body.size().value_or(0) > kMaxData) co_return false;
  try {
    std::string text = co_await answer.body.read_all(kMaxData);
    answer.output["Body"] = std::move(text);
  } catch (const aws::Error&) {
    co_return false;
  }
  co_return true;
}

awaitable<TaskResult> perform_sdk(aws::Caller& caller, aws::IdSource& ids, const SdkService service, std::string action,
                                  TaskRequest request) {
  aws::CallContext context = context_of(request, ids);
  const std::string request_id = context.request_id;
  std::string operation = std::move(action);
  operation[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(operation[0])));
  json::Value input = request.parameters.is_object() ? request.parameters : json::Value::object();
  if (service.lower_members) input = with_member_case(input, &std::tolower);
  Call call{.context = std::move(context),
            .service = std::string(service.service),
            .operation = std::move(operation),
            .input = {},
            .body = {}};
  if (service.service == "s3") call.body = take_body(input);
  call.input = std::move(input);
  auto called = co_await make(caller, std::move(call));
  if (called.error) {
    const std::string prefix(service.prefix);
    co_return failed(prefix + "." + sdk_exception_name(*called.error, prefix),
                     sdk_cause(*called.error, prefix, request_id));
  }
  const bool whole = co_await read_body(called.answer);
  if (!whole) co_return too_large(request);
  json::Value output = std::move(called.answer.output);
  if (service.lower_members) output = with_member_case(output, &std::toupper);
  co_return succeeded(std::move(output));
}

const SdkService* find_service(std::string_view name) {
  const auto* found = std::ranges::find(kSdkServices, name, &SdkService::name);
  return found == kSdkServices.end() ? nullptr : found;
}

TaskResult not_supported_resource(const TaskRequest& request) {
  return failed("States.Runtime", "An error occurred while executing the state '" + request.state_name +
                                      "'. The resource '" + request.resource + "' is not supported by Cloudling");
}

bool is_lambda_function(std::string_view resource) {
  return resource.starts_with("arn:aws") && resource.find(":lambda:") != std::string_view::npos &&
         resource.find(":function:") != std::string_view::npos && !resource.starts_with(kOptimized);
}

}  // namespace

awaitable<TaskResult> perform(aws::Caller& caller, aws::IdSource& ids, TaskRequest request) {
  const std::string resource = request.resource;
  if (is_lambda_function(resource)) {
    auto result = co_await perform_lambda_function(caller, ids, std::move(request));
    co_return result;
  }
  if (resource == std::string(kOptimized) + "lambda:invoke") {
    auto result = co_await perform_lambda_invoke(caller, ids, std::move(request));
    co_return result;
  }
  if (resource.starts_with(kSdk)) {
    const std::string call_name = resource.substr(kSdk.size());
    const size_t colon = call_name.find(':');
    const SdkService* service = find_service(call_name.substr(0, colon));
    std::string action = colon == std::string::npos ? "" : call_name.substr(colon + 1);
    const bool plain = !action.empty() && action.find_first_of(":.") == std::string::npos;
    if (service && plain) {
      auto result = co_await perform_sdk(caller, ids, *service, std::move(action), std::move(request));
      co_return result;
    }
  }
  co_return not_supported_resource(request);
}

std::string TaskRequest::to_text() const {
  json::Value text = json::Value::object();
  text["execution"] = execution_arn;
  text["stateMachine"] = state_machine_arn;
  text["role"] = role_arn;
  text["state"] = state_name;
  text["resource"] = resource;
  text["parameters"] = parameters;
  return json::write(text);
}

TaskRequest TaskRequest::from_text(const std::string& text) {
  const json::Value value = json::parse(text).value_or(json::Value::object());
  const auto member = [&](const char* name) { return value.at(name).get<std::string>(); };
  return {.execution_arn = member("execution"),
          .state_machine_arn = member("stateMachine"),
          .role_arn = member("role"),
          .state_name = member("state"),
          .resource = member("resource"),
          .parameters = value.at("parameters")};
}

}  // namespace cloudling::stepfunctions
