#pragma once

// AWS Lambda, API version 2015-03-31: its operations, one member function each.
//
// Functions of all runtimes are stored. Python, Node.js and provided runtimes run in child processes, the built-in
// function (Runtime `provided.al2023`, Handler `cloudling.resize`) in this one. See README.md for how it differs.

#include <boost/asio/awaitable.hpp>
#include <string>

#include "emulators/aws/caller.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/operation.h"
#include "emulators/lambda/asynchronous.h"
#include "emulators/lambda/code.h"
#include "emulators/lambda/code_downloads.h"
#include "emulators/lambda/code_signing.h"
#include "emulators/lambda/config_shapes.h"
#include "emulators/lambda/event_source_shapes.h"
#include "emulators/lambda/function_url_shapes.h"
#include "emulators/lambda/invocation.h"
#include "emulators/lambda/lambda_store.h"
#include "emulators/lambda/layer_shapes.h"
#include "emulators/lambda/queue_pollers.h"
#include "emulators/lambda/resource_shapes.h"
#include "emulators/lambda/shapes.h"
#include "emulators/lambda/streaming.h"
#include "emulators/ports.h"
#include "emulators/store/jobs.h"
#include "emulators/store/store.h"

namespace cloudling::lambda {

class Lambda {
 public:
  /// Construct it before the store's jobs start; it must outlive store.stop().
  explicit Lambda(InvokerParts parts);

  /// Serves the locations of code that answers name.
  CodeDownloads& downloads() { return downloads_; }

  CodeSigning& signing() { return signing_; }

  // functions.cpp
  boost::asio::awaitable<FunctionConfiguration> create_function(const aws::CallContext&, CreateFunctionInput);
  GetFunctionOutput get_function(const aws::CallContext&, store::ReadTransaction&, const GetFunctionInput&);
  FunctionConfiguration get_function_configuration(const aws::CallContext&, store::ReadTransaction&,
                                                   const GetFunctionConfigurationInput&);
  ListFunctionsOutput list_functions(const aws::CallContext&, store::ReadTransaction&, const ListFunctionsInput&);
  DeleteFunctionOutput delete_function(const aws::CallContext&, store::WriteTransaction&, const DeleteFunctionInput&);
  boost::asio::awaitable<FunctionConfiguration> update_function_code(const aws::CallContext&, UpdateFunctionCodeInput);
  FunctionConfiguration update_function_configuration(const aws::CallContext&, store::WriteTransaction&,
                                                      const UpdateFunctionConfigurationInput&);

  // versions.cpp
  FunctionConfiguration publish_version(const aws::CallContext&, store::WriteTransaction&, const PublishVersionInput&);
  ListVersionsOutput list_versions_by_function(const aws::CallContext&, store::ReadTransaction&,
                                               const ListVersionsInput&);

  // aliases.cpp
  AliasConfiguration create_alias(const aws::CallContext&, store::WriteTransaction&, const CreateAliasInput&);
  AliasConfiguration update_alias(const aws::CallContext&, store::WriteTransaction&, const UpdateAliasInput&);
  AliasConfiguration get_alias(const aws::CallContext&, store::ReadTransaction&, const NamedAliasInput&);
  aws::Nothing delete_alias(const aws::CallContext&, store::WriteTransaction&, const NamedAliasInput&);
  ListAliasesOutput list_aliases(const aws::CallContext&, store::ReadTransaction&, const ListAliasesInput&);

  // permissions.cpp
  AddPermissionOutput add_permission(const aws::CallContext&, store::WriteTransaction&, const AddPermissionInput&);
  aws::Nothing remove_permission(const aws::CallContext&, store::WriteTransaction&, const RemovePermissionInput&);
  GetPolicyOutput get_policy(const aws::CallContext&, store::ReadTransaction&, const GetPolicyInput&);

  // concurrency.cpp
  Concurrency put_function_concurrency(const aws::CallContext&, store::WriteTransaction&,
                                       const PutFunctionConcurrencyInput&);
  Concurrency get_function_concurrency(const aws::CallContext&, store::ReadTransaction&,
                                       const FunctionConcurrencyInput&);
  aws::Nothing delete_function_concurrency(const aws::CallContext&, store::WriteTransaction&,
                                           const FunctionConcurrencyInput&);

  // function_configs.cpp
  ProvisionedConcurrency put_provisioned_concurrency_config(const aws::CallContext&, store::WriteTransaction&,
                                                            const PutProvisionedConcurrencyInput&);
  ProvisionedConcurrency get_provisioned_concurrency_config(const aws::CallContext&, store::ReadTransaction&,
                                                            const ProvisionedConcurrencyInput&);
  aws::Nothing delete_provisioned_concurrency_config(const aws::CallContext&, store::WriteTransaction&,
                                                     const ProvisionedConcurrencyInput&);
  ListProvisionedConcurrencyOutput list_provisioned_concurrency_configs(const aws::CallContext&,
                                                                        store::ReadTransaction&,
                                                                        const ListProvisionedConcurrencyInput&);
  RecursionOutput put_function_recursion_config(const aws::CallContext&, store::WriteTransaction&,
                                                const PutRecursionInput&);
  RecursionOutput get_function_recursion_config(const aws::CallContext&, store::ReadTransaction&,
                                                const RecursionInput&);
  RuntimeManagementOutput put_runtime_management_config(const aws::CallContext&, store::WriteTransaction&,
                                                        const PutRuntimeManagementInput&);
  RuntimeManagementOutput get_runtime_management_config(const aws::CallContext&, store::ReadTransaction&,
                                                        const RuntimeManagementInput&);
  AccountSettings get_account_settings(const aws::CallContext&, store::ReadTransaction&, const aws::Nothing&);

  // event_configs.cpp
  EventInvokeConfig put_function_event_invoke_config(const aws::CallContext&, store::WriteTransaction&,
                                                     const EventInvokeConfigInput&);
  EventInvokeConfig update_function_event_invoke_config(const aws::CallContext&, store::WriteTransaction&,
                                                        const EventInvokeConfigInput&);
  EventInvokeConfig get_function_event_invoke_config(const aws::CallContext&, store::ReadTransaction&,
                                                     const NamedEventInvokeConfigInput&);
  aws::Nothing delete_function_event_invoke_config(const aws::CallContext&, store::WriteTransaction&,
                                                   const NamedEventInvokeConfigInput&);
  ListEventInvokeConfigsOutput list_function_event_invoke_configs(const aws::CallContext&, store::ReadTransaction&,
                                                                  const ListEventInvokeConfigsInput&);

  // layers.cpp
  boost::asio::awaitable<LayerVersion> publish_layer_version(const aws::CallContext&, PublishLayerVersionInput);
  LayerVersion get_layer_version(const aws::CallContext&, store::ReadTransaction&, const NamedLayerVersionInput&);
  LayerVersion get_layer_version_by_arn(const aws::CallContext&, store::ReadTransaction&,
                                        const LayerVersionByArnInput&);
  aws::Nothing delete_layer_version(const aws::CallContext&, store::WriteTransaction&, const NamedLayerVersionInput&);
  ListLayersOutput list_layers(const aws::CallContext&, store::ReadTransaction&, const ListLayersInput&);
  ListLayerVersionsOutput list_layer_versions(const aws::CallContext&, store::ReadTransaction&,
                                              const ListLayerVersionsInput&);

  // layer_permissions.cpp
  AddLayerPermissionOutput add_layer_version_permission(const aws::CallContext&, store::WriteTransaction&,
                                                        const AddLayerPermissionInput&);
  aws::Nothing remove_layer_version_permission(const aws::CallContext&, store::WriteTransaction&,
                                               const RemoveLayerPermissionInput&);
  LayerPolicyOutput get_layer_version_policy(const aws::CallContext&, store::ReadTransaction&, const LayerPolicyInput&);

  // event_sources.cpp
  boost::asio::awaitable<EventSourceMapping> create_event_source_mapping(const aws::CallContext&,
                                                                         CreateEventSourceMappingInput);
  EventSourceMapping get_event_source_mapping(const aws::CallContext&, store::ReadTransaction&,
                                              const NamedEventSourceInput&);
  ListEventSourceMappingsOutput list_event_source_mappings(const aws::CallContext&, store::ReadTransaction&,
                                                           const ListEventSourceMappingsInput&);
  boost::asio::awaitable<EventSourceMapping> update_event_source_mapping(const aws::CallContext&,
                                                                         UpdateEventSourceMappingInput);
  EventSourceMapping delete_event_source_mapping(const aws::CallContext&, store::WriteTransaction&,
                                                 const NamedEventSourceInput&);

  // function_urls.cpp
  FunctionUrlConfig create_function_url_config(const aws::CallContext&, store::WriteTransaction&,
                                               const CreateFunctionUrlConfigInput&);
  FunctionUrlConfig get_function_url_config(const aws::CallContext&, store::ReadTransaction&,
                                            const NamedFunctionUrlInput&);
  FunctionUrlConfig update_function_url_config(const aws::CallContext&, store::WriteTransaction&,
                                               const UpdateFunctionUrlConfigInput&);
  aws::Nothing delete_function_url_config(const aws::CallContext&, store::WriteTransaction&,
                                          const NamedFunctionUrlInput&);
  ListFunctionUrlConfigsOutput list_function_url_configs(const aws::CallContext&, store::ReadTransaction&,
                                                         const ListFunctionUrlConfigsInput&);

  // tags.cpp
  aws::Nothing tag_resource(const aws::CallContext&, store::WriteTransaction&, const TagResourceInput&);
  aws::Nothing untag_resource(const aws::CallContext&, store::WriteTransaction&, const UntagResourceInput&);
  ListTagsOutput list_tags(const aws::CallContext&, store::ReadTransaction&, const ListTagsInput&);

  // invoke.cpp
  boost::asio::awaitable<InvocationOutput> invoke(const aws::CallContext&, InvocationInput);
  boost::asio::awaitable<InvokeAsyncOutput> invoke_async(const aws::CallContext&, InvokeAsyncInput);

  // streaming.cpp
  boost::asio::awaitable<StreamInvocationOutput> invoke_with_response_stream(const aws::CallContext&,
                                                                             StreamInvocationInput);

  /// Answers when the function has begun to answer, or ended. Throws as invoke() does. No stream of a DryRun.
  boost::asio::awaitable<StreamedInvocation> open_stream(aws::CallContext context, InvocationInput input);

 private:
  boost::asio::awaitable<StoredCode> receive_code(aws::CallContext context, CodeSource source, bool may_be_empty,
                                                  std::unique_ptr<store::BlobWriter>& writer);
  boost::asio::awaitable<StoredCode> store_code(std::string archive, std::unique_ptr<store::BlobWriter>& writer);
  FunctionRow publish(store::WriteTransaction& tx, const FunctionRow& latest,
                      const std::optional<std::string>& description);
  void delete_version(store::WriteTransaction& tx, const FunctionRow& version);
  double chance() { return static_cast<double>(ids_.next() >> 11) * 0x1p-53; }

  boost::asio::awaitable<void> perform_streamed(Invocation invocation);

  // asynchronous.cpp
  void handle_jobs();
  void enqueue(store::WriteTransaction& tx, const QueuedEvent& event, aws::TimeMs due);
  boost::asio::awaitable<void> run_queued(store::Job job);
  boost::asio::awaitable<void> tell_destination(store::Job job);

  /// Polls for the mapping, or ends that, once the change is committed.
  void poll_after(store::WriteTransaction& tx, const EventSourceRow& row);

  /// Ends the workers of a function that has changed, once the change is committed.
  void retire_workers(store::WriteTransaction& tx, const std::string& function_arn);

  store::Store& store_;
  aws::Caller& caller_;
  aws::Clock& clock_;
  aws::IdSource& ids_;
  Host& host_;
  CodeDownloads downloads_;
  CodeSigning signing_;
  Invoker invoker_;
  QueuePollers pollers_;
};

/// Adds the operations to the registry, under the service id "lambda".
void register_operations(aws::Registry& registry, store::Store& store, Lambda& service);

}  // namespace cloudling::lambda
