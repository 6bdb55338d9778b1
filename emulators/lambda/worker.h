#pragma once

// A worker: one child process that runs one function, and the Lambda Runtime API that it talks to
// (AWS Lambda Developer Guide, "Using the Lambda runtime API"). It performs one invocation at a time, and is frozen
// between them: what it left running goes on with the next one.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "emulators/aws/http.h"
#include "emulators/aws/one_shot.h"
#include "emulators/lambda/function_log.h"
#include "emulators/lambda/host.h"
#include "emulators/lambda/response_stream.h"
#include "emulators/lambda/runtime.h"

namespace cloudling::lambda {

/// What the runtime is given with GET invocation/next.
struct RuntimeEvent {
  std::string request_id;
  std::string payload;  ///< JSON
  std::string function_arn;
  std::string trace_id;
  std::string client_context;  ///< JSON, or ""
  std::string start_line;      ///< logged when the runtime takes it, or at its end
  std::chrono::milliseconds timeout{3000};
  std::shared_ptr<ResponseStream> stream;  ///< takes a streamed answer as it comes; nullptr to keep it whole
};

/// How it went.
struct RuntimeOutcome {
  enum class Kind {
    kAnswer,    ///< payload is the result
    kError,     ///< payload is the error that the runtime posted
    kTooLarge,  ///< the result exceeds the limit; payload says how long it was
    kExit,      ///< the process ended
    kMemory,    ///< it was killed because it had more memory than the function has
    kTimeout    ///< it was killed because it took too long
  };
  Kind kind = Kind::kExit;
  bool during_init = false;  ///< before the handler was reached
  std::string payload;
  std::string content_type;
  std::string error_type;  ///< of kError, as the runtime names it
  ChildExit exit;

  std::chrono::nanoseconds duration{0};          ///< of the handler
  std::optional<std::chrono::nanoseconds> init;  ///< of the start, where this invocation caused it
  uint64_t max_memory = 0;                       ///< bytes
};

class Worker : public std::enable_shared_from_this<Worker> {
 public:
  static constexpr size_t kMaxResponse = 6'291'556;  ///< bytes

  /// `plan` without runtime_api. Starts the process; does not wait for its initialisation. Throws std::runtime_error
  /// where it can't be started.
  static boost::asio::awaitable<std::shared_ptr<Worker>> start(Host& host, LaunchPlan plan,
                                                               std::shared_ptr<FunctionLog> log);
  ~Worker();

  /// To be called for one invocation at a time. Nothing of the function's own doing is thrown.
  boost::asio::awaitable<RuntimeOutcome> run(RuntimeEvent event);

  bool alive() const;
  void end();  ///< kills the process; to be called before the last owner lets go, as the runtime's question holds it

  FunctionLog& log() { return *log_; }
  std::chrono::steady_clock::time_point idle_since;  ///< the pool's

 private:
  struct Invocation {
    RuntimeEvent event;
    std::chrono::steady_clock::time_point began;  ///< when the runtime took it
    bool taken = false;
    aws::OneShot<RuntimeOutcome> outcome;
  };
  using Next = aws::OneShot<std::shared_ptr<Invocation>>;

  Worker(Host& host, LaunchPlan plan, std::shared_ptr<FunctionLog> log);
  boost::asio::awaitable<void> begin();
  boost::asio::awaitable<aws::HttpResponse> handle(aws::HttpRequest request);
  boost::asio::awaitable<aws::HttpResponse> next();
  boost::asio::awaitable<aws::HttpResponse> finish(aws::HttpRequest request, std::string id, bool failed);
  static boost::asio::awaitable<void> forward(aws::HttpRequest& request, std::shared_ptr<ResponseStream> stream);
  boost::asio::awaitable<aws::HttpResponse> fail_init(aws::HttpRequest request);
  void take(Invocation& invocation);
  void freeze();
  void exited(ChildExit exit);
  static boost::asio::awaitable<void> watch(std::shared_ptr<Worker> self, std::shared_ptr<Invocation> invocation);
  std::optional<RuntimeOutcome> limit_exceeded(Invocation& invocation);

  Host& host_;
  LaunchPlan plan_;
  std::shared_ptr<FunctionLog> log_;
  std::unique_ptr<Listener> listener_;
  std::unique_ptr<Child> child_;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();

  mutable std::mutex mutex_;
  bool alive_ = true;
  std::optional<std::chrono::nanoseconds> init_;  ///< how long it took, until an invocation has told it
  bool initialized_ = false;
  bool frozen_ = false;                   ///< between invocations, from when the runtime asks for the next
  std::optional<RuntimeOutcome> failed_;  ///< the initialisation, or the process ended, before there was an invocation
  std::shared_ptr<Next> waiting_;         ///< the runtime asks for an event
  std::shared_ptr<Invocation> current_;
  uint64_t max_memory_ = 0;
  bool served_ = false;  ///< has had an invocation
};

}  // namespace cloudling::lambda
