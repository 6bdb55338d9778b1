// The integrations that Step Functions shapes itself: sqs:sendMessage, events:putEvents, states:startExecution.
// Texts of JSON may be given as JSON, and the answer has the metadata of the HTTP exchange (Developer Guide,
// "Integrating optimized services").

#include <cctype>
#include <utility>

#include "emulators/aws/dates.h"
#include "emulators/delivery.h"
#include "emulators/stepfunctions/integration_results.h"
#include "emulators/stepfunctions/integration_targets.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;

namespace {

/// Makes a text of the member where it is other JSON.
void write_member(json::Value& object, const char* name) {
  const json::Value* member = json::find(object, name);
  if (member && !member->is_string()) object[name] = json::write(*member);
}

TaskResult missing(const char* field) {
  return failed("States.Runtime", std::string("The field '") + field + "' is required but was missing");
}

struct Exchange {
  const char* service;     ///< the registry's id
  const char* prefix;      ///< of error names
  const char* sdk_client;  ///< as causes name the service
  const char* content_type;
};
constexpr Exchange kSqs{"sqs", "SQS", "AmazonSQS", "application/x-amz-json-1.0"};
constexpr Exchange kEvents{"events", "EventBridge", "AmazonEventBridge", "application/x-amz-json-1.1"};
constexpr Exchange kStates{"stepfunctions", "StepFunctions", "AWSStepFunctions", "application/x-amz-json-1.0"};

/// One call; its output gets the metadata.
awaitable<TaskResult> exchange(aws::Caller& caller, const Exchange with, const char* operation,
                               aws::CallContext context, json::Value input) {
  const std::string request_id = context.request_id;
  ServiceCall call{.context = std::move(context),
                   .service = with.service,
                   .operation = operation,
                   .input = std::move(input),
                   .body = {}};
  auto called = co_await make(caller, std::move(call));
  if (called.error) {
    co_return failed(std::string(with.prefix) + "." + exception_name(*called.error),
                     client_cause(*called.error, with.sdk_client, request_id));
  }
  co_return succeeded(with_metadata(std::move(called.answer.output), request_id, with.content_type, real_time()));
}

}  // namespace

awaitable<TaskResult> perform_send_message(aws::Caller& caller, aws::IdSource& ids, TaskRequest request) {
  json::Value input = request.parameters;
  if (!input.is_object() || !json::find(input, "QueueUrl")) co_return missing("QueueUrl");
  if (!json::find(input, "MessageBody")) co_return missing("MessageBody");
  write_member(input, "MessageBody");
  auto result = co_await exchange(caller, kSqs, "SendMessage", context_of(request, ids), std::move(input));
  co_return result;
}

awaitable<TaskResult> perform_put_events(aws::Caller& caller, aws::IdSource& ids, TaskRequest request) {
  json::Value input = request.parameters;
  const json::Value* entries = input.is_object() ? json::find(input, "Entries") : nullptr;
  if (!entries || !entries->is_array()) co_return missing("Entries");
  for (json::Value& entry : input["Entries"]) {
    if (!entry.is_object()) continue;
    write_member(entry, "Detail");
    json::Value& resources = entry["Resources"];
    if (!resources.is_array()) resources = json::Value::array();
    resources.push_back(request.execution_arn);
    resources.push_back(request.state_machine_arn);
  }
  auto result = co_await exchange(caller, kEvents, "PutEvents", context_of(request, ids), std::move(input));
  const json::Value* refused = result.ok ? json::find(result.output, "FailedEntryCount") : nullptr;
  if (refused && *refused != 0) {
    result = failed("EventBridge.FailedEntry", json::write(result.output));
  }
  co_return result;
}

awaitable<TaskResult> perform_start_execution(aws::Caller& caller, aws::IdSource& ids, TaskRequest request) {
  json::Value input = request.parameters;
  if (!input.is_object() || !json::find(input, "StateMachineArn")) co_return missing("StateMachineArn");
  write_member(input, "Input");
  // The same when the task is issued again, so that the execution is started once.
  if (!json::find(input, "Name")) {
    input["Name"] = uuid_of(request.execution_arn + "/" + std::to_string(request.task));
  }
  input = with_member_case(input, &std::tolower);
  auto result = co_await exchange(caller, kStates, "StartExecution", context_of(request, ids), std::move(input));
  if (!result.ok) co_return result;
  result.output = with_member_case(result.output, &std::toupper);
  json::Value& started = result.output["StartDate"];
  if (started.is_string()) started = aws::parse_iso8601(started.get<std::string>()).value_or(0);
  co_return result;
}

}  // namespace cloudling::stepfunctions
