#pragma once

// An operation of a service, ready to be called, and the registry that knows them all.
// Services register theirs through emulators/service.h, one line each.

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "emulators/aws/context.h"
#include "emulators/aws/shape.h"

namespace cloudling::aws {

/// The input and output of one operation and how it runs. Immutable once registered.
struct Operation {
  std::string service;  ///< the catalogue's service id: "s3", "lambda", "stepfunctions", ...
  std::string name;     ///< AWS's operation name
  std::function<AnyShape()> make_input;
  const Structure* output = nullptr;

  /// Runs it. `context` outlives the coroutine. Throws aws::Error.
  std::function<boost::asio::awaitable<AnyShape>(const CallContext& context, AnyShape input)> run;
};

/// All operations that are built. Filled at start, read-only afterwards, so any thread may read it.
class Registry {
 public:
  void add(Operation operation);

  /// nullptr where it is not built.
  const Operation* find(std::string_view service, std::string_view operation) const;

  /// "service.operation" in order.
  const std::map<std::string, Operation, std::less<>>& all() const { return operations_; }

 private:
  std::map<std::string, Operation, std::less<>> operations_;
};

}  // namespace cloudling::aws
