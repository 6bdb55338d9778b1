#pragma once

// Amazon API Gateway's REST APIs, API version 2015-07-09: the operations that build them (one member function each;
// those that every kind of item has are templates), and the answers to requests to what was deployed.
// See emulators/apigateway/README.md for what is there and how it differs.

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "emulators/apigateway/endpoint.h"
#include "emulators/apigateway/rest/account_shapes.h"
#include "emulators/apigateway/rest/authorization.h"
#include "emulators/apigateway/rest/backends.h"
#include "emulators/apigateway/rest/errors.h"
#include "emulators/apigateway/rest/execution.h"
#include "emulators/apigateway/rest/import_shapes.h"
#include "emulators/apigateway/rest/items.h"
#include "emulators/apigateway/rest/metering.h"
#include "emulators/apigateway/rest/method_shapes.h"
#include "emulators/apigateway/rest/part_shapes.h"
#include "emulators/apigateway/rest/shapes.h"
#include "emulators/apigateway/rest/stage_shapes.h"
#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/judge.h"
#include "emulators/aws/operation.h"
#include "emulators/ports.h"
#include "emulators/store/store.h"

namespace cloudling::apigateway::rest {

/// What the service is made of; all outlive it.
struct RestParts {
  store::Store& store;
  aws::Caller& caller;
  aws::Gateway& gateway;
  HttpClient& http;
  aws::Clock& clock;
  aws::IdSource& ids;
  LogSink& logs;
  MetricSink& metrics;
  aws::Judge& judge;
  CustomDomains& domains;
};

/// As clients see it: AWS gives a policy back as the text of a JSON string, with its quotes escaped.
RestApi shown(RestApi api);

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
  RestApi get_rest_api(const aws::CallContext&, store::ReadTransaction&, const RestApiKey&);
  Page<RestApi> get_rest_apis(const aws::CallContext&, store::ReadTransaction&, const ListedInAccount<RestApi>&);
  RestApi update_rest_api(const aws::CallContext&, store::WriteTransaction&, const Patched<RestApiKey>&);

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

  // deployments.cpp, stages.cpp
  Deployment create_deployment(const aws::CallContext&, store::WriteTransaction&, const CreateDeploymentInput&);
  Deployment get_deployment(const aws::CallContext&, store::ReadTransaction&, const GetDeploymentInput&);
  aws::Nothing delete_deployment(const aws::CallContext&, store::WriteTransaction&, const DeploymentKey&);
  Stage create_stage(const aws::CallContext&, store::WriteTransaction&, const CreatedInApi<Stage>&);
  Stages get_stages(const aws::CallContext&, store::ReadTransaction&, const GetStagesInput&);
  Stage update_stage(const aws::CallContext&, store::WriteTransaction&, const Patched<StageKey>&);

  // api_parts.cpp
  Model create_model(const aws::CallContext&, store::WriteTransaction&, const CreatedInApi<Model>&);
  RequestValidator create_request_validator(const aws::CallContext&, store::WriteTransaction&,
                                            const CreatedInApi<RequestValidator>&);
  Authorizer create_authorizer(const aws::CallContext&, store::WriteTransaction&, const CreatedInApi<Authorizer>&);
  GatewayResponse get_gateway_response(const aws::CallContext&, store::ReadTransaction&, const GatewayResponseKey&);
  Page<GatewayResponse> get_gateway_responses(const aws::CallContext&, store::ReadTransaction&,
                                              const ListedInApi<GatewayResponse>&);
  GatewayResponse put_gateway_response(const aws::CallContext&, store::WriteTransaction&,
                                       const PutGatewayResponseInput&);
  GatewayResponse update_gateway_response(const aws::CallContext&, store::WriteTransaction&,
                                          const Patched<GatewayResponseKey>&);
  DocumentationPart create_documentation_part(const aws::CallContext&, store::WriteTransaction&,
                                              const CreatedInApi<DocumentationPart>&);
  DocumentationVersion create_documentation_version(const aws::CallContext&, store::WriteTransaction&,
                                                    const CreateDocumentationVersionInput&);

  ModelTemplate get_model_template(const aws::CallContext&, store::ReadTransaction&, const ModelKey&);

  // keys_and_plans.cpp
  ApiKey create_api_key(const aws::CallContext&, store::WriteTransaction&, const CreateApiKeyInput&);
  ImportedIds import_api_keys(const aws::CallContext&, store::WriteTransaction&, const ImportApiKeysInput&);
  ApiKey get_api_key(const aws::CallContext&, store::ReadTransaction&, const GetApiKeyInput&);
  Page<ApiKey> get_api_keys(const aws::CallContext&, store::ReadTransaction&, const GetApiKeysInput&);
  ApiKey update_api_key(const aws::CallContext&, store::WriteTransaction&, const Patched<ApiKeyKey>&);
  UsagePlan create_usage_plan(const aws::CallContext&, store::WriteTransaction&, const UsagePlan&);
  UsagePlan update_usage_plan(const aws::CallContext&, store::WriteTransaction&, const Patched<UsagePlanPlace>&);
  UsagePlanKey create_usage_plan_key(const aws::CallContext&, store::WriteTransaction&, const CreateUsagePlanKeyInput&);

  // usage.cpp
  Usage get_usage(const aws::CallContext&, store::ReadTransaction&, const GetUsageInput&);
  Usage update_usage(const aws::CallContext&, store::WriteTransaction&, const UsageKey&);

  // client_certificates.cpp
  boost::asio::awaitable<ClientCertificate> generate_client_certificate(const aws::CallContext&, ClientCertificate);

  // account_items.cpp
  Account get_account(const aws::CallContext&, store::ReadTransaction&, const AccountKey&);
  Account update_account(const aws::CallContext&, store::WriteTransaction&, const Patched<AccountKey>&);
  DomainName create_domain_name(const aws::CallContext&, store::WriteTransaction&, const DomainName&);
  BasePathMapping create_base_path_mapping(const aws::CallContext&, store::WriteTransaction&,
                                           const Created<BasePathMapping, "domainName", "domain_name">&);
  BasePathMapping update_base_path_mapping(const aws::CallContext&, store::WriteTransaction&,
                                           const Patched<BasePathMappingKey>&);
  VpcLink create_vpc_link(const aws::CallContext&, store::WriteTransaction&, const VpcLink&);
  aws::Nothing tag_resource(const aws::CallContext&, store::WriteTransaction&, const TagsInput&);
  aws::Nothing untag_resource(const aws::CallContext&, store::WriteTransaction&, const UntagInput&);
  Tags get_tags(const aws::CallContext&, store::ReadTransaction&, const GetTagsInput&);

  // imports.cpp
  RestApi import_rest_api(const aws::CallContext&, store::WriteTransaction&, const ImportRestApiInput&);
  RestApi put_rest_api(const aws::CallContext&, store::WriteTransaction&, const PutRestApiInput&);
  ImportedIds import_documentation_parts(const aws::CallContext&, store::WriteTransaction&,
                                         const ImportDocumentationPartsInput&);
  ExportResponse get_export(const aws::CallContext&, store::ReadTransaction&, const GetExportInput&);

  // test_invoke.cpp
  boost::asio::awaitable<TestInvokeMethodOutput> test_invoke_method(const aws::CallContext&, TestInvokeMethodInput);
  boost::asio::awaitable<TestInvokeAuthorizerOutput> test_invoke_authorizer(const aws::CallContext&,
                                                                            TestInvokeAuthorizerInput);

  // serving.cpp
  aws::Nothing flush_authorizers(const aws::CallContext&, store::ReadTransaction&, const StageKey&);
  boost::asio::awaitable<std::optional<aws::HttpResponse>> answer(ApiRequest& request) override;

 private:
  enum class LoggingLevel { kOff, kError, kInfo };

  RestApi make_rest_api(const aws::CallContext& context, store::WriteTransaction& tx, const RestApi& input);
  Resource ensure_resource(store::WriteTransaction& tx, const Scope& scope, const RestApi& api,
                           const std::string& path);
  ApiKey put_api_key(store::WriteTransaction& tx, const Scope& scope, ApiKey key, std::set<std::string>& taken);
  void put_documentation(store::WriteTransaction& tx, const Scope& scope, const std::string& api,
                         std::vector<DocumentationPart> parts, ImportedIds& made);
  void put_parts(store::WriteTransaction& tx, const Scope& scope, const RestApi& api, Snapshot parts);
  void deploy_to_stage(store::WriteTransaction& tx, const Scope& scope, const CreateDeploymentInput& input,
                       const std::string& deployment_id);

  boost::asio::awaitable<std::shared_ptr<const Deployed>> find_deployed(const Scope& scope, std::string api_id,
                                                                        std::string stage_name);
  void forget_deployed_after(store::WriteTransaction& tx);
  boost::asio::awaitable<aws::HttpResponse> serve(std::shared_ptr<const Deployed> deployed, ApiRequest& request);
  void begin(Exchange& exchange, const std::string& domain);
  void finish(Exchange& exchange, aws::HttpResponse& response, std::chrono::steady_clock::time_point began);
  void measure(const Exchange& exchange, int status, int64_t latency);
  json::Value context_of(const Exchange& exchange, const std::string& domain) const;
  static std::string domain_of(const ApiRequest& request, const Deployed& deployed);

  // execution_log.cpp
  static LoggingLevel logging_level(const Exchange& exchange);
  void write_execution_log(const Exchange& exchange, const aws::HttpResponse& response, const ExecutionLog& log,
                           LoggingLevel level);

  aws::Timestamp now() const { return {parts_.clock.now() / 1000 * 1000}; }
  std::string new_id();        ///< ten letters and digits, as APIs have them
  std::string new_short_id();  ///< six, of what is in an API

  RestParts parts_;
  Backends backends_;
  Authorization authorization_;
  Metering metering_;
  Execution execution_;

  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Deployed>> deployed_;  ///< by "{api}/{stage}"
  uint64_t generation_ = 0;  ///< counts the changes that make what is read before them void
  uint64_t epoch_ = 0;       ///< of the store, as deployed_ was filled
};

/// Adds the operations to the registry, under the service id "apigateway".
void register_operations(aws::Registry& registry, store::Store& store, Rest& service);

}  // namespace cloudling::apigateway::rest
