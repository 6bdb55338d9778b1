#pragma once

// What functions that authorize have decided, kept as long as their authorizer says.

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "asl/json/json.h"
#include "emulators/aws/clock.h"

namespace cloudling::apigateway::http {

struct Decision {
  bool allowed = false;
  json::Value context;  ///< what the function says of the caller; an object
};

/// What a function's result decides about a route; nothing where it is none: {"isAuthorized": true, "context": {}}, or
/// a policy with statements about execute-api:Invoke.
std::optional<Decision> decision_of(const std::string& result, bool simple, const std::string& route_arn);

/// Thread-safe. Keeps a bounded number.
class Decisions {
 public:
  std::optional<Decision> find(const std::string& key, aws::TimeMs now);
  void keep(const std::string& key, Decision decision, aws::TimeMs until);

  /// Those whose key begins so.
  void forget(const std::string& prefix);

 private:
  struct Kept {
    Decision decision;
    aws::TimeMs until = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Kept> kept_;
};

}  // namespace cloudling::apigateway::http
