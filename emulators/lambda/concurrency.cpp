#include "emulators/lambda/errors.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lookup.h"

namespace cloudling::lambda {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kMaxReserved = 900;  // of the account's 1000, 100 stay unreserved

}  // namespace

Concurrency Lambda::put_function_concurrency(const aws::CallContext& context, WriteTransaction& tx,
                                             const PutFunctionConcurrencyInput& input) {
  const FunctionRow function = require_unqualified(tx, parse_function_name(context, input.function_name));
  if (input.reserved_concurrent_executions > kMaxReserved) {
    throw invalid_parameter(
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below "
        "its minimum value of [100].");
  }
  set_reserved_concurrency(tx, function.arn, input.reserved_concurrent_executions);
  return {.reserved_concurrent_executions = input.reserved_concurrent_executions};
}

Concurrency Lambda::get_function_concurrency(const aws::CallContext& context, ReadTransaction& tx,
                                             const FunctionConcurrencyInput& input) {
  const FunctionRow function = require_unqualified(tx, parse_function_name(context, input.function_name));
  return {.reserved_concurrent_executions = function.reserved_concurrency};
}

aws::Nothing Lambda::delete_function_concurrency(const aws::CallContext& context, WriteTransaction& tx,
                                                 const FunctionConcurrencyInput& input) {
  const FunctionRow function = require_unqualified(tx, parse_function_name(context, input.function_name));
  set_reserved_concurrency(tx, function.arn, std::nullopt);
  return {};
}

}  // namespace cloudling::lambda
