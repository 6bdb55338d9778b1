#pragma once

// One request to an HTTP API on its way through a route, and what its steps know of it.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "asl/json/json.h"
#include "emulators/apigateway/http/router.h"
#include "emulators/apigateway/http/shapes.h"
#include "emulators/apigateway/rest/items.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/http.h"

namespace cloudling::apigateway::http {

/// What of an API is deployed: routes, and what they name.
struct Deployed {
  std::vector<Route> routes;
  std::map<std::string, Integration> integrations;  ///< by id
  std::map<std::string, Authorizer> authorizers;
  std::map<std::string, std::vector<IntegrationResponse>> integration_responses;  ///< by integration
  std::map<std::string, RouteResponse> route_responses;                           ///< by route
  std::map<std::string, json::Value> models;  ///< schemas by name, of WebSocket APIs

  static Deployed read(store::ReadTransaction& tx, const rest::Scope& scope, const std::string& api);
  static Deployed of(const json::Value& snapshot);
  json::Value snapshot() const;
};

/// A stage with what it serves. Immutable and shared by its requests.
struct ServedStage {
  rest::Scope scope;
  Api api;
  Stage stage;
  Deployed deployed;
};

struct Exchange {
  std::shared_ptr<const ServedStage> served;
  aws::HttpRequest http;  ///< its body has been read
  std::string body;
  std::string path;       ///< behind the stage, still percent-encoded
  std::string full_path;  ///< with the stage, unless that is $default
  std::string domain;
  std::optional<RouteMatch> route;
  const Integration* integration = nullptr;
  std::string request_id;  ///< apigw-requestid
  std::string trace_id;    ///< "Root=1-..."
  aws::TimeMs time = 0;
  json::Value authorizer;  ///< {"jwt": ...} or {"lambda": ...} as events have it; null without
  json::Value context = json::Value::object();

  const rest::Scope& scope() const { return served->scope; }
  const Api& api() const { return served->api; }
  const Stage& stage() const { return served->stage; }
  const Deployed& deployed() const { return served->deployed; }

  /// "arn:aws:execute-api:{region}:{account}:{api}/{stage}/{method}/{path}"
  std::string source_arn(const std::string& method_and_path) const;
};

/// In whose name the exchange's integration calls: of the role in its credentials, or of API Gateway itself. `region`
/// is "" for the API's own.
aws::CallContext integration_context(const Exchange& exchange, const std::string& region, std::string source_arn);

/// {"message": message}
aws::HttpResponse message_response(int status, const std::string& message);

}  // namespace cloudling::apigateway::http
