#pragma once

// One run of a function: which runtime performs it, what comes back, what it logs.

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "emulators/aws/caller.h"
#include "emulators/aws/context.h"
#include "emulators/lambda/lambda_store.h"
#include "emulators/ports.h"

namespace cloudling::lambda {

struct Invocation {
  FunctionRow function;
  std::string payload;       ///< JSON text; "" is an event of {}
  aws::CallContext context;  ///< of who invokes; the function itself calls as its role
};

struct InvocationResult {
  std::string payload;                        ///< JSON text: the result, or the error's description
  std::optional<std::string> function_error;  ///< "Unhandled" where the function failed
  std::string log;                            ///< START, END and REPORT lines, as Lambda writes them
};

/// Throws NotImplemented (501) where no runtime here can perform the function, InvalidRequestContentException where the
/// payload is no JSON.
void require_invocable(const FunctionRow& function, const std::string& payload);

/// Performs it. Failures of the function are results; nothing is thrown for them.
boost::asio::awaitable<InvocationResult> perform(aws::Caller& caller, ImageResizer& resizer, Invocation invocation);

}  // namespace cloudling::lambda
