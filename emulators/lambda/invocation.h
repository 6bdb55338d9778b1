#pragma once

// One run of a function: who performs it, what comes back, what it logs.

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/aws/ids.h"
#include "emulators/lambda/code_folders.h"
#include "emulators/lambda/isolation.h"
#include "emulators/lambda/lambda_store.h"
#include "emulators/lambda/response_stream.h"
#include "emulators/lambda/worker_pool.h"
#include "emulators/ports.h"

namespace cloudling::lambda {

struct Invocation {
  FunctionRow function;                    ///< the version that runs
  std::string invoked_arn;                 ///< as it was asked for: with its alias or version
  std::string payload;                     ///< JSON text; "" is an event of {}
  std::string client_context;              ///< JSON text, or ""
  aws::CallContext context;                ///< of who invokes; the function itself calls as its role
  std::shared_ptr<ResponseStream> stream;  ///< takes the answer of a function that streams; nullptr to keep it whole
};

struct InvocationResult {
  std::string payload;                        ///< JSON text: the result, or the error's description
  std::optional<std::string> function_error;  ///< "Unhandled" where the function failed
  std::string log;                            ///< the last 4 KB of what it logged, from START to REPORT
};

/// What invocations need of their surroundings; all outlive the invoker.
struct InvokerParts {
  store::Store& store;
  aws::Caller& caller;
  aws::Clock& clock;
  aws::IdSource& ids;
  ImageResizer& resizer;
  Host& host;
  LogSink& logs;
  MetricSink& metrics;
};

/// Throws NotImplemented (501) where no runtime here can perform the function, InvalidRequestContentException where the
/// payload is no JSON.
void require_invocable(const FunctionRow& function, const std::string& payload);

/// Runs functions: the built-in one in this process, others by workers. Thread-safe.
class Invoker {
 public:
  explicit Invoker(InvokerParts parts) : parts_(parts), folders_(parts.store, parts.host), pool_(parts.host) {}

  /// Performs it. Failures of the function are results. Throws what ends the request: TooManyRequestsException, or
  /// ServiceException where the machine cannot run it.
  boost::asio::awaitable<InvocationResult> perform(Invocation invocation);

  WorkerPool& workers() { return pool_; }

 private:
  boost::asio::awaitable<InvocationResult> perform_builtin(Invocation invocation, FunctionLog& log);
  boost::asio::awaitable<InvocationResult> perform_by_worker(Invocation invocation);
  boost::asio::awaitable<std::shared_ptr<Worker>> start_worker(const Invocation& invocation);
  boost::asio::awaitable<LaunchPlan> plan(const Invocation& invocation);
  LogPlace log_place(const Invocation& invocation);
  struct Value {
    const char* metric;
    double value;
    const char* unit;
  };
  void measure(const Invocation& invocation, const std::vector<Value>& values);
  void measure_end(const Invocation& invocation, const InvocationResult& result, std::chrono::nanoseconds duration);

  InvokerParts parts_;
  CodeFolders folders_;
  Isolation isolation_;
  WorkerPool pool_;
};

}  // namespace cloudling::lambda
