#pragma once

// What a Task state can do: the resource ARN decides which integration performs it, through aws::Caller.
//
//   arn:aws:lambda:...:function:NAME         a Lambda function: the result is its payload
//   arn:aws:states:::lambda:invoke           the same with the whole answer of Invoke
//   arn:aws:states:::sqs:sendMessage, events:putEvents, states:startExecution, http:invoke, apigateway:invoke
//   arn:aws:states:::aws-sdk:SERVICE:ACTION  any operation of a service that is here
//
// Behind any of the last three lines may stand `.waitForTaskToken`, behind startExecution `.sync` and `.sync:2`.
// Anything else fails the task with States.Runtime and a cause that names the resource.
// Errors are named and worded as AWS does (Step Functions Developer Guide, "Handling errors in Step Functions
// workflows").

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "asl/execution/event.h"
#include "asl/json/json.h"
#include "emulators/aws/caller.h"
#include "emulators/aws/ids.h"
#include "emulators/ports.h"

namespace cloudling::stepfunctions {

/// What an HTTP task sent and got, for who wants to see it.
struct HttpTrace {
  bool with_secrets = false;  ///< also what the connection adds
  OutgoingRequest request;
  std::optional<OutgoingResponse> response;
};

/// As RFC 9110 and 6585 have it; "" for a status that they don't know.
const char* reason_phrase(int status);

/// A task to perform, with what its call needs to know of the execution.
struct TaskRequest {
  std::string execution_arn;
  std::string state_machine_arn;
  std::string role_arn;
  std::string state_name;
  asl::TaskId task = 0;
  std::string resource;
  json::Value parameters;
  json::Value mock;                            ///< stands in for the result, see mocked_tasks.h; null for none
  std::shared_ptr<HttpTrace> trace = nullptr;  ///< is filled; not stored

  std::string to_text() const;  ///< as durable jobs keep it
  static TaskRequest from_text(const std::string& text);
};

/// How it went: `output` where `ok`, else the error's name and cause.
struct TaskResult {
  enum class Stage {
    kEnded,
    kSubmitted,    ///< was taken on: the result comes later, with a token or the end of what was started
    kNotScheduled  ///< what should do it is not there
  };
  bool ok = false;
  json::Value output;
  std::string error;
  std::string cause;
  Stage stage = Stage::kEnded;
  std::string child;           ///< ARN of the execution whose end the task waits for
  bool child_as_json = false;  ///< `.sync:2`
};

bool is_activity(std::string_view resource);

/// What tasks are performed with; all outlive them.
struct TaskPorts {
  aws::Caller& caller;
  aws::IdSource& ids;  ///< makes request ids
  HttpClient& http;
  HttpConnections& connections;
};

/// Performs the task. Never throws an aws::Error: that is a result.
boost::asio::awaitable<TaskResult> perform(TaskPorts ports, TaskRequest request);

}  // namespace cloudling::stepfunctions
