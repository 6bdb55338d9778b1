#pragma once

// REST APIs alone: functions are fakes, time is moved by tests, services behind integrations are this process' own.

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "emulators/apigateway/endpoint.h"
#include "emulators/apigateway/rest/rest.h"
#include "emulators/aws/gateway.h"
#include "tests/support/manual_clock.h"
#include "tests/support/service_host.h"

namespace cloudling::apigateway::rest {

/// An answer with its body read.
struct Reply {
  int status = 0;
  aws::Headers headers;
  std::string body;
};

class World {
 public:
  explicit World(const std::string& folder = "");
  ~World();

  json::Value call(const std::string& operation, json::Value input);
  json::Value call(const std::string& operation, const char* json);  ///< the same, from its text

  /// The input with the API's id, and the resource's.
  json::Value at(const std::string& resource, json::Value more = json::Value::object()) const;

  /// Creates the API "api" with a resource at "/here", and gives its id.
  std::string create_api();

  /// A method at /here with a MOCK integration that answers 200 with the template's text.
  void add_mock(const std::string& method, const std::string& response_template);
  void deploy() { call("CreateDeployment", at("", json::Value::object({{"stageName", "prod"}}))); }

  Reply get(const std::string& path, aws::Headers headers = {}) { return request("GET", path, "", std::move(headers)); }
  Reply request(const std::string& method, const std::string& path, const std::string& body, aws::Headers headers = {});

  support::ManualClock clock;
  support::ServiceHost& host() { return *host_; }
  std::string api;
  std::string resource;

 private:
  struct Parts;
  std::unique_ptr<support::ServiceHost> host_;
  std::unique_ptr<Parts> parts_;
};

json::Value parsed(const std::string& text);

}  // namespace cloudling::apigateway::rest
