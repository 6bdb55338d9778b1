#pragma once

// Services without a server: a store, a registry, the dispatcher, threads and a clock that tests move. Operations are
// called as callers in the process call them; those of services that are not under test can be faked one by one.

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "emulators/aws/dispatcher.h"
#include "emulators/aws/ids.h"
#include "emulators/store/store.h"
#include "tests/support/manual_clock.h"

namespace cloudling::support {

/// Performs an operation in place of a service: gets the input, answers the output or throws aws::Error. It may wait.
using FakeOperation =
    std::function<boost::asio::awaitable<aws::CallAnswer>(aws::CallContext context, json::Value input, aws::Body body)>;

/// A fake that answers at once.
FakeOperation answering(std::function<json::Value(const json::Value& input)> answer);

/// Hands calls to fakes where there is one for the operation, to the dispatcher otherwise. Thread-safe.
class FakeableCaller : public aws::Caller {
 public:
  explicit FakeableCaller(aws::Caller& real) : real_(real) {}

  void fake(const std::string& service, const std::string& operation, FakeOperation performed_by);

  /// Calls that a fake took so far, as "service.operation".
  int calls(const std::string& operation) const;

  boost::asio::awaitable<aws::CallAnswer> call(aws::CallContext context, std::string service, std::string operation,
                                               json::Value input, aws::Body body) override;

 private:
  aws::Caller& real_;
  mutable std::mutex mutex_;
  std::map<std::string, FakeOperation> fakes_;
  std::map<std::string, int> calls_;
};

/// Threads, store, registry and dispatcher of one process' life. The services are made by the test between construction
/// and start(), and destroyed by it after stop().
class ServiceHost {
 public:
  /// `folder` "" keeps nothing.
  ServiceHost(const std::string& folder, std::vector<store::Migration> migrations, ManualClock& clock, uint64_t seed);
  ~ServiceHost();

  void start();  ///< the jobs; all services are registered by now
  void stop();   ///< in order: what runs may end

  /// Leaves everything where it is, as a killed process does: jobs in flight never end.
  void kill();

  /// Calls an operation and waits for its answer. Throws aws::Error.
  json::Value call(const std::string& service, const std::string& operation, json::Value input,
                   aws::CallContext context = {});
  aws::CallAnswer call_with_body(const std::string& service, const std::string& operation, json::Value input,
                                 aws::Body body);

  /// Runs a coroutine on the host's threads and waits for it.
  template <class T>
  T run(boost::asio::awaitable<T> work) {
    return boost::asio::co_spawn(io_, std::move(work), boost::asio::use_future).get();
  }

  store::Store& store() { return *store_; }
  aws::Registry& registry() { return registry_; }
  FakeableCaller& caller() { return caller_; }
  aws::IdSource& ids() { return ids_; }
  boost::asio::io_context& io() { return io_; }

 private:
  void join();

  std::unique_ptr<store::Store> store_;
  aws::IdSource ids_;
  aws::Registry registry_;
  aws::Dispatcher dispatcher_{registry_, ids_};
  FakeableCaller caller_{dispatcher_};
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor()};
  std::vector<std::thread> threads_;
};

/// "Code: message" of the error that `call` throws; "" where it throws none.
std::string error_of(const std::function<void()>& call);

}  // namespace cloudling::support
