#pragma once

// SQS alone, with a clock that tests move.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "emulators/sqs/sqs.h"
#include "tests/support/manual_clock.h"
#include "tests/support/service_host.h"

namespace cloudling::sqs {

class World {
 public:
  /// `folder` "" keeps nothing.
  explicit World(const std::string& folder = "");
  ~World();

  json::Value call(const std::string& operation, json::Value input, aws::CallContext context = {});
  std::string error(const std::string& operation, json::Value input, aws::CallContext context = {});

  /// Creates a queue and gives its URL.
  std::string create(const std::string& name, const std::map<std::string, std::string>& attributes = {});
  std::string attribute(const std::string& url, const std::string& name);

  /// Sends a message and gives the output.
  json::Value send(const std::string& url, const std::string& body, json::Value more = json::Value::object());

  /// The messages received, none as an empty array.
  json::Value receive(const std::string& url, int max = 10, json::Value more = json::Value::object());
  std::vector<std::string> bodies(const std::string& url, int max = 10);
  void remove(const std::string& url, const json::Value& message);

  support::ManualClock clock;
  support::ServiceHost& host() { return *host_; }

 private:
  std::unique_ptr<support::ServiceHost> host_;
  std::unique_ptr<Sqs> service_;
};

json::Value parsed(const std::string& text);
std::string arn_of(const std::string& name);
std::string redrive_to(const std::string& name, int max_receives);

}  // namespace cloudling::sqs
