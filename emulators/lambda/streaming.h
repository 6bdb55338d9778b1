#pragma once

// Invocations whose answer is read while the function still runs: InvokeWithResponseStream, and function URLs of invoke
// mode RESPONSE_STREAM (AWS Lambda Developer Guide, "Response streaming for Lambda functions").

#include <memory>
#include <optional>
#include <string>

#include "emulators/aws/body.h"
#include "emulators/lambda/response_stream.h"
#include "emulators/lambda/shapes.h"

namespace cloudling::lambda {

struct StreamInvocationInput : InvocationInput {
  std::optional<std::string> tenant_id;  ///< refused where given
  static const aws::Structure& shape();
};

struct StreamInvocationOutput {
  int64_t status_code = 200;
  std::optional<std::string> executed_version;
  std::string content_type = "application/vnd.amazon.eventstream";
  aws::Body events;  ///< PayloadChunk as often as it takes, InvokeComplete
  static const aws::Structure& shape();
};

/// An invocation under way. With its last owner's end nobody reads the stream any more.
struct StreamedInvocation {
  std::shared_ptr<ResponseStream> stream;
  std::string version;
};

/// What is left of the stream as events. `with_log`: the last one has the log's tail.
aws::Body event_body(std::shared_ptr<ResponseStream> stream, bool with_log);

/// `first`, then what is left of the stream as it is. Reading throws where the function fails on the way.
aws::Body plain_body(std::string first, std::shared_ptr<ResponseStream> stream);

}  // namespace cloudling::lambda
