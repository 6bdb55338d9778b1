#pragma once

// Lambda with a fake S3 and a fake image resizer beside it, for tests.

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "emulators/lambda/lambda.h"
#include "tests/support/manual_clock.h"
#include "tests/support/service_host.h"

namespace cloudling::lambda {

/// "Resizes" an image by naming the options; refuses what does not begin with "image".
class FakeResizer : public ImageResizer {
 public:
  boost::asio::awaitable<ResizedImage> resize(std::string image, std::map<std::string, std::string> options) override;

  std::map<std::string, std::string> last_options() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> options_;
};

/// A machine that runs nothing: only the built-in function can be invoked.
class FakeHost : public Host {
 public:
  boost::asio::awaitable<std::unique_ptr<Child>> start(ChildSpec spec, ChildEvents events) override;
  std::unique_ptr<Listener> listen(RequestHandler handler) override;
  std::filesystem::path folder() const override { return folder_.path; }
  std::string endpoint() const override { return "http://127.0.0.1:4566"; }
  boost::asio::any_io_executor executor() const override { return io_.get_executor(); }
  void log(const std::string&) override {}

 private:
  struct Folder {
    Folder();
    ~Folder();
    std::string path;
  };
  Folder folder_;
  mutable boost::asio::io_context io_;
};

/// Keeps log lines, each with its group before it.
class FakeLogs : public LogSink {
 public:
  void write(const std::string& account, const std::string& region, const std::string& group, const std::string& stream,
             std::vector<LogLine> lines) override;
  std::vector<std::string> lines() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

class FakeMetrics : public MetricSink {
 public:
  void record(const std::string& account, const std::string& region, std::vector<Measurement> values) override;
  double sum(const std::string& name) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, double> sums_;
};

struct FakeObject {
  std::string bytes;
  std::string content_type;
};

class World {
 public:
  World();
  ~World();

  json::Value call(const std::string& operation, json::Value input, aws::CallContext context = {});
  std::string error(const std::string& operation, json::Value input, aws::CallContext context = {});

  /// Creates the built-in function with these environment variables.
  json::Value create_builtin(const std::string& name, const std::map<std::string, std::string>& variables = {});

  /// Invokes and answers Invoke's output.
  json::Value invoke(const std::string& name, const std::string& payload, json::Value more = json::Value::object());

  void put_object(const std::string& bucket, const std::string& key, const std::string& bytes);
  std::optional<FakeObject> object(const std::string& bucket, const std::string& key) const;

  support::ManualClock clock;
  FakeResizer resizer;
  FakeHost machine;
  FakeLogs logs;
  FakeMetrics metrics;
  support::ServiceHost& host() { return *host_; }

 private:
  void fake_s3();

  mutable std::mutex mutex_;
  std::map<std::string, FakeObject> objects_;  ///< by "bucket/key"
  std::unique_ptr<support::ServiceHost> host_;
  std::unique_ptr<Lambda> service_;
};

json::Value parsed(const std::string& text);

/// A zip archive of files by name.
std::string zip_of(const std::map<std::string, std::string>& files);

/// A valid CreateFunction request of a Python function.
json::Value python_function(const std::string& name);

}  // namespace cloudling::lambda
