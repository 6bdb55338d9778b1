#pragma once

// Judges by policies what is no operation of AWS's: a method of somebody's API. Operations are judged by an
// Interceptor.

#include <boost/asio/awaitable.hpp>
#include <string>

#include "emulators/aws/context.h"

namespace cloudling::aws {

/// Thread-safe.
class Judge {
 public:
  virtual ~Judge() = default;

  /// Throws AccessDeniedException (403) where policies are enforced and don't allow the caller the action.
  /// `resource_policy` is the one at the resource; "" without.
  virtual boost::asio::awaitable<void> require(CallContext context, std::string action, std::string resource,
                                               std::string resource_policy) = 0;
};

}  // namespace cloudling::aws
