#pragma once

// The one `call`: validate, interceptors (authorization, faults, metrics), the operation. Requests over the wire enter
// as decoded inputs, calls in process as JSON under AWS's names; nobody goes round it.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "emulators/aws/caller.h"
#include "emulators/aws/context.h"
#include "emulators/aws/error.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/operation.h"

namespace cloudling::aws {

/// Stands between validation and the operation of every call. Thread-safe; must not block.
class Interceptor {
 public:
  virtual ~Interceptor() = default;

  /// Throws Error to refuse the call.
  virtual boost::asio::awaitable<void> before(const CallContext& context, const Operation& operation,
                                              const AnyShape& input) = 0;

  /// `error` is nullptr where it succeeded.
  virtual void after(const CallContext& context, const Operation& operation, const Error* error,
                     std::chrono::nanoseconds duration) = 0;
};

struct DispatcherOptions {
  std::vector<std::shared_ptr<Interceptor>> interceptors;  ///< in order

  /// Told what escaped an operation and is no aws::Error: a programming error, or the store failing. Any thread.
  /// Without it the line goes to standard error.
  std::function<void(const std::string& line)> log_failure;
};

/// Thread-safe once made. The registry must be filled before the first call and outlive this.
class Dispatcher : public Caller {
 public:
  static constexpr int kMaxDepth = 16;

  Dispatcher(const Registry& registry, IdSource& ids, DispatcherOptions options = {});

  /// Runs an operation on its decoded input. Throws Error, and nothing else: what escapes otherwise is logged and
  /// becomes InternalFailure (S3: InternalError), 500.
  boost::asio::awaitable<AnyShape> call(CallContext context, const Operation& operation, AnyShape input);

  /// The same from JSON; `context` is the caller's, one level deeper than its own. An operation that is unknown or not
  /// built is refused as over the wire, depth 16 with TooManyNestedCalls (400). A request id is made where it has none.
  boost::asio::awaitable<CallAnswer> call(CallContext context, std::string service, std::string operation,
                                          json::Value input, Body body) override;

  /// The operation, or Error: unknown to AWS, or not built.
  const Operation& find(std::string_view service, std::string_view operation) const;

  /// Logs what escaped, and what to answer to it.
  Error internal_failure(std::string_view service, std::string_view operation, std::string_view request_id,
                         std::string_view what) const;

 private:
  boost::asio::awaitable<AnyShape> run(const CallContext& context, const Operation& operation, AnyShape input);
  void tell(const CallContext& context, const Operation& operation, const Error* error,
            std::chrono::steady_clock::time_point started) const;

  const Registry& registry_;
  IdSource& ids_;
  DispatcherOptions options_;
};

}  // namespace cloudling::aws
