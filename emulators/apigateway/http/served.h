#pragma once

// APIs as they are served: read and parsed once, and kept until something of them is written.

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "emulators/apigateway/http/exchange.h"
#include "emulators/apigateway/throttle.h"
#include "emulators/store/store.h"

namespace cloudling::apigateway::http {

/// What a stage shows: its deployment, or all that there is where it deploys by itself.
Deployed deployed_of(store::ReadTransaction& tx, const rest::Scope& scope, const std::string& api, const Stage& stage);

struct ServedApi {
  Api api;
  std::map<std::string, std::shared_ptr<const ServedStage>> stages;

  /// nullptr where there is no such stage.
  std::shared_ptr<const ServedStage> stage(const std::string& name) const;
};

/// Whether the route's limits, its own or those of the stage, let one more request pass. An account's own limits are
/// not kept.
bool admits(TokenBuckets& buckets, const Exchange& exchange, const std::string& route_key);

/// Whether the route is measured by itself: its own word on detailed metrics, else the stage's.
bool is_detailed(const Stage& stage, const std::string& route_key);

/// Thread-safe.
class ServedApis {
 public:
  explicit ServedApis(store::Store& store) : store_(store) {}

  /// nullptr where there is no such API.
  boost::asio::awaitable<std::shared_ptr<const ServedApi>> find(std::string api_id);

  /// To be called by whatever writes.
  void forget_after(store::WriteTransaction& tx);

 private:
  store::Store& store_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const ServedApi>> known_;
  uint64_t generation_ = 0;  ///< counts the changes that make what is read before them void
  uint64_t epoch_ = 0;       ///< of the store, as known_ was filled
};

}  // namespace cloudling::apigateway::http
