#pragma once

// One request to an API on its way through a method, and what its steps know of it.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "asl/json/json.h"
#include "emulators/apigateway/rest/router.h"
#include "emulators/apigateway/rest/snapshot.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/http.h"

namespace cloudling::apigateway::rest {

/// What a stage serves. Immutable and shared by its requests.
struct Deployed {
  Deployed(Scope owner, Stage deployed_stage, Snapshot frozen)
      : scope(std::move(owner)),
        stage(std::move(deployed_stage)),
        snapshot(std::move(frozen)),
        router(snapshot.resources) {}
  Deployed(const Deployed&) = delete;

  Scope scope;
  Stage stage;
  Snapshot snapshot;
  Router router;
  std::shared_ptr<const Deployed> canary;  ///< what a share of the requests gets instead
  double canary_percent = 0;
};

/// A request as the client sent it. Its body has been read.
struct ClientRequest {
  std::string method;
  std::string path;  ///< behind the stage, still percent-encoded
  aws::Query query;
  aws::Headers headers;
  std::string body;
  std::string peer;
  std::string full_path;  ///< with the stage, as $context.path shows it
  std::string base_path;  ///< of a custom domain name, which functions see in front of the path
};

/// Lines of TestInvokeMethod's log.
using ExecutionLog = std::vector<std::string>;

struct Exchange {
  std::shared_ptr<const Deployed> deployed;
  ClientRequest client;
  RouteMatch route;
  std::string request_id;
  std::string extended_id;  ///< x-amz-apigw-id
  std::string trace_id;     ///< "Root=1-..."
  aws::TimeMs time = 0;
  json::Value context = json::Value::object();  ///< $context
  json::Value stage_variables = json::Value::object();
  std::optional<aws::CallContext> caller;  ///< who has signed the request, where the method asks for it
  std::optional<std::string> usage_key;    ///< what the authorizer says the API key is
  bool test = false;                       ///< of TestInvokeMethod: nobody is asked who may
  int64_t integration_latency_ms = 0;
  ExecutionLog* log = nullptr;  ///< nullptr where nobody reads it

  const Method& method() const { return *route.method; }
  const Integration& integration() const { return *route.method->method_integration; }
  const RestApi& api() const { return deployed->snapshot.api; }

  /// "arn:aws:execute-api:{region}:{account}:{api}/{stage}/{method}/{path}"
  std::string method_arn() const;
  std::string content_type() const;  ///< of the client's body, without parameters; "application/json" without any
  void note(const std::string& line);
};

/// The media type alone, in lower case.
std::string media_type(std::string_view content_type);

/// Whether the API hands on bodies of that type as bytes.
bool is_binary(const RestApi& api, std::string_view type);

/// "$context." and a name: the value's text; nothing where there is none.
std::optional<std::string> context_text(const json::Value& context, std::string_view name);

}  // namespace cloudling::apigateway::rest
