#pragma once

// The workers of all functions: reused while they are warm, started when there is none, ended when they idle.

#include <boost/asio/awaitable.hpp>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/one_shot.h"
#include "emulators/lambda/host.h"
#include "emulators/lambda/worker.h"

namespace cloudling::lambda {

/// Whose worker: one version of a function as it is configured now.
struct WorkerKey {
  std::string function_arn;  ///< unqualified
  std::string version;
  std::string revision;  ///< changes with code and configuration
  auto operator<=>(const WorkerKey&) const = default;
};

struct PoolLimits {
  int workers = 100;  ///< processes at once; who needs one more waits
  std::chrono::seconds idle{300};
};

/// Thread-safe.
class WorkerPool {
 public:
  using Start = std::function<boost::asio::awaitable<std::shared_ptr<Worker>>()>;

  explicit WorkerPool(Host& host, PoolLimits limits = {}) : host_(host), limits_(limits) {}
  ~WorkerPool();

  /// An idle worker of that key, or a new one from `start`, which is called at once or when there is room. Throws what
  /// `start` throws, and TooManyRequestsException (429) where `reserved` invocations of the function run already.
  boost::asio::awaitable<std::shared_ptr<Worker>> acquire(WorkerKey key, std::optional<int64_t> reserved, Start start);

  /// Gives it back: kept while it lives and its key was not retired.
  void release(const WorkerKey& key, std::shared_ptr<Worker> worker);

  /// Ends the idle workers of the function, and the busy ones when they are done.
  void retire(const std::string& function_arn);
  void retire_all();

  /// The same of other revisions of this version.
  void retire_others(const WorkerKey& key);

  /// Invocations of the function that run or wait for room.
  int busy(const std::string& function_arn) const;

  /// Workers that run, idle or busy.
  int size() const;

 private:
  struct Fleet {
    std::vector<std::shared_ptr<Worker>> idle;  ///< the last one back is the first to go
    int busy = 0;
    bool retired = false;
  };
  using Room = aws::OneShot<bool>;

  std::shared_ptr<Worker> take_idle(const WorkerKey& key);
  bool make_room();
  void retire_where(const std::function<bool(const WorkerKey&)>& match);
  void sweep_later();
  static boost::asio::awaitable<void> sweep(WorkerPool* pool, std::weak_ptr<bool> alive);
  bool end_idle();

  Host& host_;
  const PoolLimits limits_;
  mutable std::mutex mutex_;
  std::map<WorkerKey, Fleet> fleets_;
  std::map<std::string, int> busy_;  ///< by function
  int workers_ = 0;
  std::deque<std::shared_ptr<Room>> waiting_;
  bool sweeping_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace cloudling::lambda
