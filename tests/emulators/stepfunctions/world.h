#pragma once

// Step Functions with a fake Lambda beside it, for tests. A world can be left as a killed process leaves it and entered
// again on the same folder.

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "emulators/stepfunctions/stepfunctions.h"
#include "tests/support/manual_clock.h"
#include "tests/support/service_host.h"

namespace cloudling::stepfunctions {

inline constexpr const char* kRole = "arn:aws:iam::000000000000:role/machine";
inline constexpr const char* kFunction = "arn:aws:lambda:us-east-1:000000000000:function:resize";

/// Keeps what was logged: "group stream", then the lines.
class FakeLogs : public LogSink {
 public:
  void write(const std::string& account, const std::string& region, const std::string& group, const std::string& stream,
             std::vector<LogLine> lines) override;
  std::vector<std::string> lines() const;
  std::string place() const;  ///< of the last line

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
  std::string place_;
};

/// Keeps sums by "name dimension=value".
class FakeMetrics : public MetricSink {
 public:
  void record(const std::string& account, const std::string& region, std::vector<Measurement> values) override;
  std::map<std::string, double> sums() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, double> sums_;
};

/// Nobody answers there.
class NoHttp : public HttpClient, public HttpConnections {
 public:
  boost::asio::awaitable<OutgoingResponse> send(OutgoingRequest request) override;
  boost::asio::awaitable<ConnectionParameters> parameters(std::string connection_arn) override;
  void refused(const std::string&) override {}
};

class World {
 public:
  /// `folder` "" keeps nothing over a restart.
  explicit World(std::string folder = "");
  ~World();

  /// As after a kill: what is in flight is lost. Begins anew on the same folder.
  void restart();

  json::Value call(const std::string& operation, json::Value input, aws::CallContext context = {});
  std::string error(const std::string& operation, json::Value input, aws::CallContext context = {});

  /// Invocations of every Lambda function answer so: with the payload, or the failure, that `function` returns.
  void lambda_answers(std::function<json::Value(const json::Value& event)> function);
  void lambda_never_answers();
  void lambda_throws(aws::Error error);
  int invocations() const { return host_->caller().calls("lambda.Invoke"); }

  std::string create(const std::string& name, const std::string& definition);  ///< the machine's ARN
  std::string start(const std::string& machine_arn, const std::string& input = "{}", const std::string& name = "");

  json::Value describe(const std::string& execution_arn);
  json::Value wait(const std::string& execution_arn);     ///< until it ended, then described
  json::Value history(const std::string& execution_arn);  ///< its events, without timestamps
  std::vector<std::string> types(const std::string& execution_arn);

  /// Waits until the execution has an event of that type; fails the test after a while.
  void await_event(const std::string& execution_arn, const std::string& type);

  support::ManualClock clock;
  FakeLogs logs;
  FakeMetrics metrics;
  NoHttp http;
  support::ServiceHost& host() { return *host_; }
  StepFunctions& service() { return *service_; }

 private:
  void open();

  std::string folder_;
  support::FakeOperation lambda_;
  uint64_t seed_ = 1;
  std::unique_ptr<support::ServiceHost> host_;
  std::unique_ptr<StepFunctions> service_;
};

/// {"a": 1} from R"({"a": 1})"; fails the test where it is no JSON.
json::Value parsed(const std::string& text);

/// A folder that goes with the test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A machine of one state that passes its input on.
extern const char* const kPass;

/// The pipelines' workflow: ResizeImage, CheckResult, SuccessState or FailState.
extern const char* const kResizePipeline;

}  // namespace cloudling::stepfunctions
