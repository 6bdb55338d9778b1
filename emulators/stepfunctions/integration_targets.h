#pragma once

// The integrations by name, each a coroutine that performs one task. Inner to integrations.cpp.

#include <boost/asio/awaitable.hpp>
#include <string>

#include "emulators/stepfunctions/integrations.h"
#include "emulators/stepfunctions/service_call.h"

namespace cloudling::stepfunctions {

/// What a resource ARN names, without what the task waits for.
struct TaskTarget {
  enum class Waits { kForAnswer, kForEnd, kForEndAsJson, kForToken };
  bool sdk = false;
  std::string service;
  std::string action;
  Waits waits = Waits::kForAnswer;
};

TaskResult not_supported_resource(const TaskRequest& request);

boost::asio::awaitable<TaskResult> perform_lambda_function(aws::Caller& caller, aws::IdSource& ids,
                                                           TaskRequest request);
boost::asio::awaitable<TaskResult> perform_lambda_invoke(aws::Caller& caller, aws::IdSource& ids, TaskRequest request);
boost::asio::awaitable<TaskResult> perform_sdk(aws::Caller& caller, aws::IdSource& ids, TaskTarget target,
                                               TaskRequest request);
boost::asio::awaitable<TaskResult> perform_send_message(aws::Caller& caller, aws::IdSource& ids, TaskRequest request);
boost::asio::awaitable<TaskResult> perform_put_events(aws::Caller& caller, aws::IdSource& ids, TaskRequest request);
boost::asio::awaitable<TaskResult> perform_http_invoke(TaskPorts ports, TaskRequest request);
boost::asio::awaitable<TaskResult> perform_api_invoke(TaskPorts ports, TaskRequest request);
boost::asio::awaitable<TaskResult> perform_start_execution(aws::Caller& caller, aws::IdSource& ids,
                                                           TaskRequest request);

}  // namespace cloudling::stepfunctions
