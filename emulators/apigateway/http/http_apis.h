#pragma once

// Amazon API Gateway's HTTP APIs (API version 2018-11-29): the operations that build them and WebSocket APIs, and the
// answers to requests to HTTP APIs. Their items lie in the table of REST APIs' items, under kinds of their own.
// See emulators/apigateway/README.md for what is there and how it differs.

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "emulators/apigateway/endpoint.h"
#include "emulators/apigateway/http/decisions.h"
#include "emulators/apigateway/http/exchange.h"
#include "emulators/apigateway/http/import_shapes.h"
#include "emulators/apigateway/http/openapi_import.h"
#include "emulators/apigateway/http/served.h"
#include "emulators/apigateway/http/shapes.h"
#include "emulators/apigateway/http/tokens.h"
#include "emulators/apigateway/rest/backends.h"
#include "emulators/apigateway/rest/items.h"
#include "emulators/apigateway/rest/rest.h"
#include "emulators/apigateway/throttle.h"
#include "emulators/aws/operation.h"

namespace cloudling::apigateway::http {

using rest::Scope;
using rest::scope_of;

/// Nothing but an index. Comes after the migrations of REST APIs.
std::vector<store::Migration> migrations();

/// Thread-safe.
class HttpApis : public ApiKind {
 public:
  explicit HttpApis(rest::RestParts parts)
      : parts_(parts),
        backends_(parts.caller, parts.gateway, parts.http),
        tokens_(parts.http, parts.clock),
        served_(parts.store) {}

  // Of every kind of item: items.cpp
  template <class Key>
  typename Key::Resource get(const aws::CallContext& context, store::ReadTransaction& tx, const Key& key);
  template <class Key>
  aws::Nothing remove(const aws::CallContext& context, store::WriteTransaction& tx, const Key& key);
  template <class Input>
  Page<typename Input::Resource> list(const aws::CallContext& context, store::ReadTransaction& tx, const Input& input);
  template <class Input>
  typename Input::Resource create(const aws::CallContext& context, store::WriteTransaction& tx, const Input& input);
  template <class Input>
  typename Input::Resource make(const aws::CallContext& context, store::WriteTransaction& tx, const Input& input);
  template <class Input>
  typename Input::Resource update(const aws::CallContext& context, store::WriteTransaction& tx, const Input& input);

  // apis.cpp
  Api create_api(const aws::CallContext&, store::WriteTransaction&, const CreatedTop<Api>&);
  Api get_api(const aws::CallContext&, store::ReadTransaction&, const ApiKey&);
  Page<Api> get_apis(const aws::CallContext&, store::ReadTransaction&, const ListedInAccount<Api>&);
  Api update_api(const aws::CallContext&, store::WriteTransaction&, const UpdatedTop<Api, "ApiId", "apiId">&);
  aws::Nothing delete_cors(const aws::CallContext&, store::WriteTransaction&, const ApiKey&);
  aws::Nothing delete_access_log_settings(const aws::CallContext&, store::WriteTransaction&, const StageKey&);
  aws::Nothing delete_route_parameter(const aws::CallContext&, store::WriteTransaction&, const RouteParameterKey&);
  aws::Nothing reset_authorizers_cache(const aws::CallContext&, store::ReadTransaction&, const StageKey&);
  aws::Nothing delete_route_settings(const aws::CallContext&, store::WriteTransaction&, const RouteSettingsKey&);
  Deployment create_deployment(const aws::CallContext&, store::WriteTransaction&, const CreatedInApi<Deployment>&);

  DomainName update_domain_name(const aws::CallContext&, store::WriteTransaction&,
                                const UpdatedTop<DomainName, "DomainName", "domainName">&);

  ModelTemplate get_model_template(const aws::CallContext&, store::ReadTransaction&, const ModelKey&);

  // imports.cpp
  Api import_api(const aws::CallContext&, store::WriteTransaction&, const ImportApiInput&);
  Api reimport_api(const aws::CallContext&, store::WriteTransaction&, const ReimportApiInput&);
  ExportApiOutput export_api(const aws::CallContext&, store::ReadTransaction&, const ExportApiInput&);

  // tags.cpp
  TagsOutput get_tags(const aws::CallContext&, store::ReadTransaction&, const TagsInput&);
  aws::Nothing tag_resource(const aws::CallContext&, store::WriteTransaction&, const TagsInput&);
  aws::Nothing untag_resource(const aws::CallContext&, store::WriteTransaction&, const TagsInput&);

  /// APIs as they are served, WebSocket APIs too.
  ServedApis& served() { return served_; }

  // serving.cpp
  boost::asio::awaitable<std::optional<aws::HttpResponse>> answer(ApiRequest& request) override;

 private:
  /// To be called where an item was written: what is kept in memory of it is void, and stages that deploy by themselves
  /// are deployed anew.
  void changed(store::WriteTransaction& tx, const Scope& scope, const Place& place);
  void redeploy(store::WriteTransaction& tx, const Scope& scope, const std::string& api);
  void deploy_to(store::WriteTransaction& tx, const Scope& scope, const std::string& api, Stage& stage);
  std::string new_id(size_t length);
  aws::Timestamp now() const { return {parts_.clock.now() / 1000 * 1000}; }

  /// What an item becomes when it is made: its id and AWS's defaults. Throws where it is none.
  void prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string& parent,
               Integration& item);
  void prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string& parent, Route& item);
  void prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string& parent, Stage& item);
  void prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string& parent,
               Authorizer& item);
  void prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string& parent, Model& item);
  void prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string& parent,
               DomainName& item);
  void prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string& parent,
               ApiMapping& item);
  void prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string& parent, VpcLink& item);
  void prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string& parent,
               IntegrationResponse& item);
  void prepare(store::WriteTransaction& tx, const aws::CallContext& context, const std::string& parent,
               RouteResponse& item);

  void complete(const Scope& scope, DomainNameConfiguration& configuration);
  void put_parts(const aws::CallContext& context, store::WriteTransaction& tx, const std::string& api,
                 ImportedApi& imported);
  Deployment deploy(store::WriteTransaction& tx, const Scope& scope, const std::string& api, bool automatic,
                    const std::optional<std::string>& description);

  // serving.cpp, integrations.cpp, authorizers.cpp
  boost::asio::awaitable<aws::HttpResponse> serve(Exchange& exchange);
  boost::asio::awaitable<aws::HttpResponse> integrate(Exchange& exchange);
  boost::asio::awaitable<aws::HttpResponse> call_function(Exchange& exchange);
  boost::asio::awaitable<aws::HttpResponse> call_service(Exchange& exchange);
  boost::asio::awaitable<aws::HttpResponse> call_http(Exchange& exchange);
  boost::asio::awaitable<bool> authorize(Exchange& exchange, aws::HttpResponse& refusal);
  boost::asio::awaitable<bool> authorize_by_signature(Exchange& exchange, aws::HttpResponse& refusal);
  boost::asio::awaitable<bool> authorize_by_token(Exchange& exchange, const Authorizer& authorizer,
                                                  aws::HttpResponse& refusal);
  boost::asio::awaitable<bool> authorize_by_function(Exchange& exchange, const Authorizer& authorizer,
                                                     aws::HttpResponse& refusal);
  void begin(Exchange& exchange);
  void write_log(const Exchange& exchange, const aws::HttpResponse& response, int64_t length);

  rest::RestParts parts_;
  rest::Backends backends_;
  TokenIssuers tokens_;
  Decisions decisions_;
  ServedApis served_;
  TokenBuckets buckets_;
};

/// Adds the operations to the registry, under the service id "apigatewayv2".
void register_operations(aws::Registry& registry, store::Store& store, HttpApis& service);

}  // namespace cloudling::apigateway::http
