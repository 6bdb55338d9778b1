#pragma once

// CloudWatch Logs with a fake Lambda and a metric sink beside it, for tests.

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "emulators/logs/logs.h"
#include "tests/support/manual_clock.h"
#include "tests/support/service_host.h"

namespace cloudling::logs {

/// Keeps what it is told.
class FakeMetrics : public MetricSink {
 public:
  void record(const std::string& account, const std::string& region, std::vector<Measurement> values) override;
  std::vector<Measurement> values() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Measurement> values_;
};

class World {
 public:
  /// `folder` "" keeps nothing over a restart.
  explicit World(std::string folder = "", IngestionLimits limits = {});
  ~World();

  /// Begins anew on the same folder, after an orderly end.
  void restart();

  json::Value call(const std::string& operation, json::Value input, aws::CallContext context = {});
  std::string error(const std::string& operation, json::Value input, aws::CallContext context = {});

  /// A group with a stream "stream".
  void make_group(const std::string& group);
  void make_stream(const std::string& group, const std::string& stream);

  /// Puts events {time offset from now, message}.
  json::Value put(const std::string& group, const std::string& stream,
                  const std::vector<std::pair<int64_t, std::string>>& events);

  /// Messages of FilterLogEvents over all pages.
  std::vector<std::string> filter(const std::string& group, json::Value more = json::Value::object());

  aws::TimeMs now() const { return clock.now(); }
  LogSink& sink() { return service_->sink(); }
  support::ServiceHost& host() { return *host_; }

  support::ManualClock clock;
  FakeMetrics metrics;

 private:
  void begin();
  void end();

  std::string folder_;
  IngestionLimits limits_;
  std::unique_ptr<support::ServiceHost> host_;
  std::unique_ptr<Logs> service_;
};

json::Value parsed(const std::string& text);

/// The messages in the member "events" of an answer.
std::vector<std::string> messages(const json::Value& answer);

/// True once `check` is; false where it does not come true. A bound against hanging.
bool eventually(const std::function<bool()>& check);

}  // namespace cloudling::logs
