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
#include "emulators/lambda/invocation.h"
#include "emulators/lambda/lambda_store.h"
#include "emulators/lambda/shapes.h"
#include "emulators/ports.h"
#include "emulators/store/jobs.h"
#include "emulators/store/store.h"

namespace cloudling::lambda {

class Lambda {
 public:
  /// Construct it before the store's jobs start; it must outlive store.stop().
  explicit Lambda(InvokerParts parts);

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

  // tags.cpp
  aws::Nothing tag_resource(const aws::CallContext&, store::WriteTransaction&, const TagResourceInput&);
  aws::Nothing untag_resource(const aws::CallContext&, store::WriteTransaction&, const UntagResourceInput&);
  ListTagsOutput list_tags(const aws::CallContext&, store::ReadTransaction&, const ListTagsInput&);

  // invoke.cpp
  boost::asio::awaitable<InvocationOutput> invoke(const aws::CallContext&, InvocationInput);

 private:
  boost::asio::awaitable<StoredCode> store_code(std::string archive, std::unique_ptr<store::BlobWriter>& writer);
  boost::asio::awaitable<void> run_queued(store::Job job);

  /// Ends the workers of a function that has changed, once the change is committed.
  void retire_workers(store::WriteTransaction& tx, const std::string& function_arn);

  store::Store& store_;
  aws::Caller& caller_;
  aws::Clock& clock_;
  aws::IdSource& ids_;
  Invoker invoker_;
};

/// Adds the operations to the registry, under the service id "lambda".
void register_operations(aws::Registry& registry, store::Store& store, Lambda& service);

}  // namespace cloudling::lambda
