#pragma once

// What a Task state can do: the resource ARN decides which integration performs it, through aws::Caller.
//
//   arn:aws:lambda:...:function:NAME         a Lambda function: the result is its payload
//   arn:aws:states:::lambda:invoke           the same with the whole answer of Invoke
//   arn:aws:states:::aws-sdk:SERVICE:ACTION  any operation of a service that is here
//
// Anything else fails the task with States.Runtime and a cause that names the resource.
// Errors are named and worded as AWS does (Step Functions Developer Guide, "Handling errors in Step Functions
// workflows").

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>

#include "asl/json/json.h"
#include "emulators/aws/caller.h"
#include "emulators/aws/ids.h"

namespace cloudling::stepfunctions {

/// A task to perform, with what its call needs to know of the execution.
struct TaskRequest {
  std::string execution_arn;
  std::string state_machine_arn;
  std::string role_arn;
  std::string state_name;
  std::string resource;
  json::Value parameters;

  std::string to_text() const;  ///< as durable jobs keep it
  static TaskRequest from_text(const std::string& text);
};

/// How it went: `output` where `ok`, else the error's name and cause.
struct TaskResult {
  bool ok = false;
  json::Value output;
  std::string error;
  std::string cause;
};

/// Performs the task, under a request id from `ids`. Never throws an aws::Error: that is a result.
boost::asio::awaitable<TaskResult> perform(aws::Caller& caller, aws::IdSource& ids, TaskRequest request);

}  // namespace cloudling::stepfunctions
