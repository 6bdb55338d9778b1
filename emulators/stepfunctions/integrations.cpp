#include "emulators/stepfunctions/integrations.h"

#include <utility>

#include "emulators/stepfunctions/integration_targets.h"

namespace cloudling::stepfunctions {

using boost::asio::awaitable;

namespace {

/// All behind the fifth colon of an ARN; empty where the text is none.
std::string_view resource_of(std::string_view arn) {
  for (int i = 0; i < 5; ++i) {
    const size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return "";
    arn.remove_prefix(colon + 1);
  }
  return arn;
}

bool is_lambda_function(std::string_view resource) {
  return resource.starts_with("arn:") && resource.find(":lambda:") == resource.find(':', 4) &&
         resource_of(resource).starts_with("function:");
}

bool take_suffix(std::string& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.resize(text.size() - suffix.size());
  return true;
}

TaskTarget target_of(std::string_view arn) {
  std::string_view rest = resource_of(arn);
  TaskTarget target;
  target.sdk = rest.starts_with("aws-sdk:");
  if (target.sdk) rest.remove_prefix(std::string_view("aws-sdk:").size());
  const size_t colon = rest.find(':');
  if (colon == std::string_view::npos) return target;
  target.service = rest.substr(0, colon);
  target.action = rest.substr(colon + 1);
  if (take_suffix(target.action, ".waitForTaskToken")) {
    target.waits = TaskTarget::Waits::kForToken;
  } else if (take_suffix(target.action, ".sync:2")) {
    target.waits = TaskTarget::Waits::kForEndAsJson;
  } else if (take_suffix(target.action, ".sync")) {
    target.waits = TaskTarget::Waits::kForEnd;
  }
  return target;
}

bool waits_for_end(const TaskTarget& target) {
  return target.waits == TaskTarget::Waits::kForEnd || target.waits == TaskTarget::Waits::kForEndAsJson;
}

awaitable<TaskResult> call_target(TaskPorts ports, TaskTarget target, TaskRequest request) {
  auto& [caller, ids, http, connections] = ports;
  const std::string name = target.service + ":" + target.action;
  const bool starts = !target.sdk && name == "states:startExecution";
  if (waits_for_end(target) && !starts) co_return not_supported_resource(request);
  TaskResult result;
  if (target.sdk) {
    result = co_await perform_sdk(caller, ids, std::move(target), std::move(request));
  } else if (name == "lambda:invoke") {
    result = co_await perform_lambda_invoke(caller, ids, std::move(request));
  } else if (name == "sqs:sendMessage") {
    result = co_await perform_send_message(caller, ids, std::move(request));
  } else if (name == "events:putEvents") {
    result = co_await perform_put_events(caller, ids, std::move(request));
  } else if (name == "http:invoke" && target.waits == TaskTarget::Waits::kForAnswer) {
    result = co_await perform_http_invoke(ports, std::move(request));
  } else if (name == "apigateway:invoke") {
    result = co_await perform_api_invoke(ports, std::move(request));
  } else if (starts) {
    result = co_await perform_start_execution(caller, ids, std::move(request));
  } else {
    result = not_supported_resource(request);
  }
  co_return result;
}

/// The mocked result or error.
TaskResult mocked_result(const json::Value& mock) {
  const json::Value* error = json::find(mock, "Throw");
  if (!error) return succeeded(mock.at("Return"));
  return failed(error->at("Error").get<std::string>(), error->at("Cause").get<std::string>());
}

}  // namespace

bool is_activity(std::string_view resource) {
  return resource.starts_with("arn:") && resource_of(resource).starts_with("activity:");
}

TaskResult not_supported_resource(const TaskRequest& request) {
  return failed("States.Runtime", "An error occurred while executing the state '" + request.state_name +
                                      "'. The resource '" + request.resource + "' is not supported by Cloudling");
}

awaitable<TaskResult> perform(TaskPorts ports, TaskRequest request) {
  if (!request.mock.is_null()) co_return mocked_result(request.mock);
  if (is_activity(request.resource)) {
    TaskResult result = failed("States.Runtime", "The activity " + request.resource + " does not exist.");
    result.stage = TaskResult::Stage::kNotScheduled;
    co_return result;
  }
  if (is_lambda_function(request.resource)) {
    auto result = co_await perform_lambda_function(ports.caller, ports.ids, std::move(request));
    co_return result;
  }
  const TaskTarget target = target_of(request.resource);
  auto result = co_await call_target(ports, target, std::move(request));
  if (!result.ok || target.waits == TaskTarget::Waits::kForAnswer) co_return result;
  result.stage = TaskResult::Stage::kSubmitted;
  if (waits_for_end(target)) {
    result.child = result.output.at("ExecutionArn").get<std::string>();
    result.child_as_json = target.waits == TaskTarget::Waits::kForEndAsJson;
  }
  co_return result;
}

std::string TaskRequest::to_text() const {
  json::Value text = json::Value::object();
  text["execution"] = execution_arn;
  text["stateMachine"] = state_machine_arn;
  text["role"] = role_arn;
  text["state"] = state_name;
  text["task"] = task;
  text["resource"] = resource;
  text["parameters"] = parameters;
  if (!mock.is_null()) text["mock"] = mock;
  return json::write(text);
}

TaskRequest TaskRequest::from_text(const std::string& text) {
  const json::Value value = json::parse(text).value_or(json::Value::object());
  const auto member = [&](const char* name) { return value.at(name).get<std::string>(); };
  const json::Value* task = json::find(value, "task");
  const json::Value* mock = json::find(value, "mock");
  return {.execution_arn = member("execution"),
          .state_machine_arn = member("stateMachine"),
          .role_arn = member("role"),
          .state_name = member("state"),
          .task = task ? task->get<asl::TaskId>() : 0,
          .resource = member("resource"),
          .parameters = value.at("parameters"),
          .mock = mock ? *mock : json::Value()};
}

}  // namespace cloudling::stepfunctions
