#pragma once

// --iam explain|enforce: judges every call by the policies of who calls, the
// resource's own, boundaries and sessions. Calls that a service makes as itself
// are judged by the service that is called.

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "asl/json/json.h"
#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/credentials.h"
#include "emulators/aws/dispatcher.h"
#include "emulators/aws/judge.h"
#include "emulators/iam/actions.h"
#include "emulators/policy/decision.h"
#include "emulators/store/store.h"

namespace cloudling::iam {

enum class IamMode : uint8_t {
  kOff,      ///< nothing is judged
  kExplain,  ///< denials are logged, calls recorded, nothing refused
  kEnforce
};

/// What roles and users did: the actions with their resources, by the
/// identity's ARN. Thread-safe; bounded.
class CallRecord {
 public:
  void add(const std::string& arn, const Permission& permission);

  /// {arn: policy}, each the smallest policy that permits what was recorded; of
  /// one identity, where `arn` is not "".
  json::Value policies(const std::string& arn) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::map<std::string, std::set<std::string>>> calls_;
};

struct EnforcerParts {
  store::Store& store;
  aws::Credentials& credentials;
  aws::Clock& clock;
  std::function<void(const std::string& line)> log;
};

/// Thread-safe once connected.
class Enforcer : public aws::Interceptor, public aws::Judge {
 public:
  Enforcer(IamMode mode, EnforcerParts parts) : mode_(mode), parts_(std::move(parts)) {}

  /// Before the first call: how the policies of other services' resources are
  /// asked for.
  void connect(aws::Caller& caller) { caller_ = &caller; }

  boost::asio::awaitable<void> before(const aws::CallContext& context, const aws::Operation& operation,
                                      const aws::AnyShape& input) override;
  boost::asio::awaitable<void> require(aws::CallContext context, std::string action, std::string resource,
                                       std::string resource_policy) override;
  void after(const aws::CallContext&, const aws::Operation&, const aws::Error*, std::chrono::nanoseconds) override {}

  const CallRecord& record() const { return record_; }

 private:
  /// Who calls, with his policies.
  struct Subject {
    policy::Requester who;
    policy::Policies policies;
    std::string identity_arn;  ///< of the user or role, for the record
    policy::Context keys;
  };
  Subject subject_of(const aws::CallContext& context);
  boost::asio::awaitable<void> judge(aws::CallContext context, std::string service, Subject& subject,
                                     Permission permission);
  void decide(const std::string& service, const Subject& subject, const Permission& permission,
              const policy::Policies& policies);
  boost::asio::awaitable<void> add_resource_policy(aws::CallContext context, const Permission& permission,
                                                   policy::Policies& policies);

  IamMode mode_;
  EnforcerParts parts_;
  aws::Caller* caller_ = nullptr;
  CallRecord record_;
};

}  // namespace cloudling::iam
