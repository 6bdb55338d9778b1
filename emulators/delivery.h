#pragma once

// Hands a payload to what an ARN names: the one mapping from "target ARN and payload" to the operation of AWS that
// delivers there. EventBridge targets, S3 notifications, Lambda destinations and log subscription filters use it.
//
//   function       lambda:Invoke, asynchronously
//   state machine  stepfunctions:StartExecution
//   queue          sqs:SendMessage
//   log group      logs:CreateLogStream and logs:PutLogEvents, a stream for each delivery
//   event bus      events:PutEvents, the payload being the event
//
// Delivery is at least once: the caller keeps the delivery in a durable job and repeats it under the same id. A state
// machine is started once for an id, and a FIFO queue drops the repetition; the others may see it twice.

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "asl/json/json.h"
#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/aws/error.h"

namespace cloudling {

enum class TargetKind { kFunction, kStateMachine, kQueue, kLogGroup, kEventBus };

/// What the ARN names; nothing where that is no target of any kind above.
std::optional<TargetKind> target_kind(std::string_view arn);

struct Delivery {
  std::string target_arn;
  std::string payload;           ///< JSON text; of a queue or a log group any text
  std::string id;                ///< the same in every attempt, another for every other delivery; any text
  aws::TimeMs time = 0;          ///< of what happened: the time of a log line
  std::string message_group_id;  ///< of a FIFO queue; "" for others
  std::vector<std::pair<std::string, std::string>> attributes;  ///< of a queue's message
};

/// One call of an operation, as aws::Caller takes it.
struct DeliveryCall {
  std::string service;
  std::string operation;
  json::Value input;
  std::string done_already;  ///< the error that says that an earlier attempt has done it; "" for none
};

/// The calls that deliver, in order. Throws ValidationException (400) where the ARN names no target.
std::vector<DeliveryCall> delivery_calls(const Delivery& delivery);

/// Makes the calls: `context` says in whose name (calling_service, source_arn, principal); account and region become
/// the target's, the request id one that follows from the delivery's id. Throws aws::Error as the target answers it.
boost::asio::awaitable<void> deliver(aws::Caller& caller, aws::CallContext context, Delivery delivery);

/// Whether the same delivery may succeed later: throttling and failures of the service, but nothing that the request or
/// the target's state or permissions are to blame for.
bool worth_retrying(const aws::Error& error);

/// An id in the form of a version 4 UUID that follows from `text`.
std::string uuid_of(std::string_view text);

}  // namespace cloudling
