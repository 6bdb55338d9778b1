#pragma once

// Amazon API Gateway's REST APIs, API version 2015-07-09: the operations that build them (one member function each;
// those that every kind of item has are templates), and the answers to requests to what was deployed.
// See emulators/apigateway/README.md for what is there and how it differs.

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "emulators/apigateway/endpoint.h"
#include "emulators/apigateway/rest/errors.h"
#include "emulators/apigateway/rest/items.h"
#include "emulators/apigateway/rest/method_shapes.h"
#include "emulators/apigateway/rest/shapes.h"
#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/operation.h"
#include "emulators/ports.h"
#include "emulators/store/store.h"

namespace cloudling::apigateway::rest {

/// What the service is made of; all outlive it.
struct RestParts {
  store::Store& store;
  aws::Caller& caller;
  aws::Clock& clock;
  aws::IdSource& ids;
  LogSink& logs;
  MetricSink& metrics;
};

/// Thread-safe.
class Rest : public ApiKind {
 public:
  explicit Rest(RestParts parts);

  // Of every kind of item: items_operations.h
  template <class Key>
  typename Key::Resource get(const aws::CallContext& context, store::ReadTransaction& tx, const Key& key);
  template <class Key>
  aws::Nothing remove(const aws::CallContext& context, store::WriteTransaction& tx, const Key& key);
  template <class Input>
  Page<typename Input::Resource> list(const aws::CallContext& context, store::ReadTransaction& tx, const Input& input);

  template <class Input>
  typename Input::Resource update(const aws::CallContext& context, store::WriteTransaction& tx, const Input& input);

  // apis.cpp
  RestApi create_rest_api(const aws::CallContext&, store::WriteTransaction&, const RestApi&);

  // resources.cpp
  Resource create_resource(const aws::CallContext&, store::WriteTransaction&, const CreateResourceInput&);
  Resource get_resource(const aws::CallContext&, store::ReadTransaction&, const GetResourceInput&);
  Page<Resource> get_resources(const aws::CallContext&, store::ReadTransaction&, const GetResourcesInput&);
  Resource update_resource(const aws::CallContext&, store::WriteTransaction&, const Patched<ResourceKey>&);
  aws::Nothing delete_resource(const aws::CallContext&, store::WriteTransaction&, const ResourceKey&);

  // methods.cpp
  Method put_method(const aws::CallContext&, store::WriteTransaction&, const PutMethodInput&);
  Method get_method(const aws::CallContext&, store::ReadTransaction&, const MethodKey&);
  Method update_method(const aws::CallContext&, store::WriteTransaction&, const Patched<MethodKey>&);
  aws::Nothing delete_method(const aws::CallContext&, store::WriteTransaction&, const MethodKey&);
  MethodResponse put_method_response(const aws::CallContext&, store::WriteTransaction&,
                                     const PutResponseInput<MethodResponse>&);
  MethodResponse get_method_response(const aws::CallContext&, store::ReadTransaction&, const ResponseKey&);
  MethodResponse update_method_response(const aws::CallContext&, store::WriteTransaction&, const Patched<ResponseKey>&);
  aws::Nothing delete_method_response(const aws::CallContext&, store::WriteTransaction&, const ResponseKey&);

  // integrations.cpp
  Integration put_integration(const aws::CallContext&, store::WriteTransaction&, const PutIntegrationInput&);
  Integration get_integration(const aws::CallContext&, store::ReadTransaction&, const MethodKey&);
  Integration update_integration(const aws::CallContext&, store::WriteTransaction&, const Patched<MethodKey>&);
  aws::Nothing delete_integration(const aws::CallContext&, store::WriteTransaction&, const MethodKey&);
  IntegrationResponse put_integration_response(const aws::CallContext&, store::WriteTransaction&,
                                               const PutResponseInput<IntegrationResponse>&);
  IntegrationResponse get_integration_response(const aws::CallContext&, store::ReadTransaction&, const ResponseKey&);
  IntegrationResponse update_integration_response(const aws::CallContext&, store::WriteTransaction&,
                                                  const Patched<ResponseKey>&);
  aws::Nothing delete_integration_response(const aws::CallContext&, store::WriteTransaction&, const ResponseKey&);

  boost::asio::awaitable<std::optional<aws::HttpResponse>> answer(ApiRequest& request) override;

 private:
  std::string new_id();        ///< ten letters and digits, as APIs have them
  std::string new_short_id();  ///< six, of what is in an API

  RestParts parts_;
};

/// Adds the operations to the registry, under the service id "apigateway".
void register_operations(aws::Registry& registry, store::Store& store, Rest& service);

}  // namespace cloudling::apigateway::rest
