#pragma once

// CloudWatch with a fake Lambda beside it, for tests.

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "emulators/cloudwatch/cloudwatch.h"
#include "tests/support/manual_clock.h"
#include "tests/support/service_host.h"

namespace cloudling::cloudwatch {

class World {
 public:
  /// `folder` "" keeps nothing over a restart.
  explicit World(std::string folder = "");
  ~World();

  /// Begins anew on the same folder, after an orderly end.
  void restart();

  json::Value call(const std::string& operation, json::Value input, aws::CallContext context = {});
  std::string error(const std::string& operation, json::Value input, aws::CallContext context = {});

  /// Puts one value of metric "m" in namespace "n", `offset` milliseconds from now.
  void put(double value, int64_t offset = 0, json::Value more = json::Value::object());

  /// A time `offset` milliseconds from now, as documents have it.
  std::string at(int64_t offset) const;

  /// Events that functions were invoked with.
  std::vector<json::Value> invocations() const;

  MetricSink& sink() { return service_->sink(); }
  support::ServiceHost& host() { return *host_; }

  /// At the beginning of a minute.
  support::ManualClock clock{1'700'000'040'000};

 private:
  void begin();
  void end();

  std::string folder_;
  mutable std::mutex mutex_;
  std::vector<json::Value> invocations_;
  std::unique_ptr<support::ServiceHost> host_;
  std::unique_ptr<CloudWatch> service_;
};

json::Value parsed(const std::string& text);

/// True once `check` is; false where it does not come true. A bound against hanging.
bool eventually(const std::function<bool()>& check);

}  // namespace cloudling::cloudwatch
