#pragma once

// EventBridge with fake targets beside it, for tests.

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "emulators/events/events.h"
#include "tests/support/manual_clock.h"
#include "tests/support/service_host.h"

namespace cloudling::events {

extern const std::string kFunction, kMachine, kQueue, kLogGroup, kRole;

/// A call that a target got.
struct Delivered {
  std::string operation;  ///< "lambda.Invoke"
  aws::CallContext context;
  json::Value input;

  std::string text(const std::string& member) const { return input.at(member).get<std::string>(); }
};

/// Answers with what it is told to, and keeps what it was sent.
class FakeHttp : public HttpClient {
 public:
  boost::asio::awaitable<OutgoingResponse> send(OutgoingRequest request) override;

  /// The status and the body of the answers to come; those of before for a URL are replaced.
  void answer(const std::string& url, int status, const std::string& body = "");
  std::vector<OutgoingRequest> sent() const;

 private:
  mutable std::mutex mutex_;
  std::vector<OutgoingRequest> sent_;
  std::map<std::string, OutgoingResponse> answers_;
};

class World : public ::testing::Test {
 protected:
  /// `folder` is kept over restart().
  World();
  ~World() override;

  json::Value call(const std::string& operation, const std::string& input, aws::CallContext context = {});
  std::string error(const std::string& operation, const std::string& input);

  /// A rule with that pattern and one target, on the default bus; `more` is further JSON of the target.
  void rule(const std::string& name, const std::string& pattern, const std::string& target_arn,
            const std::string& more = "");

  /// Puts an event of source "shop", type "Order" with that detail.
  json::Value put(const std::string& detail, const std::string& bus = "default");

  /// What targets got so far, or once it is at least `count`.
  std::vector<Delivered> take();
  std::vector<Delivered> eventually(size_t count);

  /// Nothing is left to be done.
  void settle();

  void refuse(std::optional<aws::Error> error);

  /// As a kill and a new start on the same data.
  void kill_and_restart();

  support::ManualClock clock_;
  FakeHttp http_;
  std::unique_ptr<support::ServiceHost> host_;
  std::unique_ptr<Events> service_;

 private:
  void begin();
  void fake(const std::string& service, const std::string& operation);
  boost::asio::awaitable<aws::CallAnswer> deliver(std::string name, aws::CallContext context, json::Value input);

  std::string folder_;
  std::mutex mutex_;
  std::vector<Delivered> delivered_;
  std::optional<aws::Error> refused_;
};

json::Value parsed(const std::string& text);

}  // namespace cloudling::events
