#pragma once

// A call that a task makes in the name of its execution, and what comes of it.

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/error.h"
#include "emulators/aws/ids.h"
#include "emulators/stepfunctions/integrations.h"

namespace cloudling::stepfunctions {

struct ServiceCall {
  aws::CallContext context;
  std::string service;  ///< the registry's id
  std::string operation;
  json::Value input;
  aws::Body body;
};

/// The answer of a call, or the error it threw.
struct Called {
  aws::CallAnswer answer;
  std::optional<aws::Error> error;
};

boost::asio::awaitable<Called> make(aws::Caller& caller, ServiceCall call);

/// Account, region and role session of the execution, under a new request id.
aws::CallContext context_of(const TaskRequest& request, aws::IdSource& ids);

TaskResult failed(std::string error, std::string cause);
TaskResult succeeded(json::Value output);

/// What Date headers show, in milliseconds since the epoch.
aws::TimeMs real_time();

/// The text with its first letter in upper case.
std::string capitalized(std::string_view text);

/// Changes the case of the first letter of all member names, at any depth; keys of `Tags` are the user's own.
json::Value with_member_case(const json::Value& value, int (*to_case)(int));

}  // namespace cloudling::stepfunctions
