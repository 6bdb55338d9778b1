#pragma once

// Lambda with a fake S3 and a fake image resizer beside it, for tests.

#include <gtest/gtest.h>

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
