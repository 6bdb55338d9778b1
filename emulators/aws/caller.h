#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "asl/json/json.h"
#include "emulators/aws/body.h"
#include "emulators/aws/context.h"

namespace cloudling::aws {

/// What an operation called in process answers: the output's members as JSON under AWS's names (blobs as raw text,
/// timestamps as ISO 8601), and apart from it the payload where that is a stream (GetObject's Body).
struct CallAnswer {
  json::Value output;
  Body body;
};

/// The one `call`, as callers in the process use it: Step Functions tasks, API Gateway, EventBridge targets, the
/// built-in function, the command line. It runs exactly what a request over the wire runs after decoding.
class Caller {
 public:
  virtual ~Caller() = default;

  /// `input` has the members under AWS's names (those of the AWS API); `body` is the streaming payload where there is
  /// one. Throws aws::Error as the wire would show it.
  virtual boost::asio::awaitable<CallAnswer> call(CallContext context, std::string service, std::string operation,
                                                  json::Value input, Body body) = 0;
};

}  // namespace cloudling::aws
