#include <utility>

#include "emulators/aws/encoding.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lookup.h"

namespace cloudling::lambda {

using boost::asio::awaitable;

namespace {

constexpr size_t kMaxPayload = 6'291'456;  // bytes of a request
constexpr size_t kMaxEvent = 1'048'576;    // bytes of an asynchronous request

InvocationOutput shown(InvocationResult result, const std::string& version, bool with_log) {
  InvocationOutput output;
  output.function_error = std::move(result.function_error);
  output.payload.bytes = std::move(result.payload);
  output.executed_version = version;
  if (with_log) output.log_result = aws::base64_encode(result.log);
  return output;
}

}  // namespace

Lambda::Lambda(InvokerParts parts)
    : store_(parts.store),
      caller_(parts.caller),
      clock_(parts.clock),
      ids_(parts.ids),
      host_(parts.host),
      downloads_(parts.store, parts.clock),
      signing_(parts.clock, parts.ids),
      invoker_(parts),
      pollers_(parts.store, parts.caller, parts.clock, parts.host) {
  handle_jobs();
  pollers_.start_all();
  auto quiesce = [this] {
    pollers_.stop_all();
    invoker_.workers().retire_all();
  };
  store_.on_lifecycle({.quiesce = std::move(quiesce), .recover = [this] { pollers_.start_all(); }});
}

awaitable<InvocationOutput> Lambda::invoke(const aws::CallContext& context, InvocationInput input) {
  const std::string type = input.invocation_type.value_or("RequestResponse");
  std::string payload = input.payload ? std::move(input.payload->bytes) : std::string();
  const size_t limit = type == "Event" ? kMaxEvent : kMaxPayload;
  if (payload.size() > limit) throw request_too_large(limit, "InvokeFunction operation");
  const FunctionName name = parse_function_name(context, input.function_name, input.qualifier);
  auto find = [&](store::ReadTransaction& tx) { return resolve_callable(context, tx, name, chance()); };
  Resolved resolved = co_await store_.read(std::move(find));
  require_invocable(resolved.function, payload);
  if (type == "DryRun") co_return InvocationOutput{.status_code = 204};
  if (type == "Event") {
    const QueuedEvent event{.function_name = name.arn,
                            .qualifier = name.qualifier,
                            .account = context.account,
                            .region = context.region,
                            .request_id = context.request_id,
                            .payload = std::move(payload),
                            .queued = clock_.now()};
    auto queue = [&](store::WriteTransaction& tx) { enqueue(tx, event, 0); };
    co_await store_.write(std::move(queue));
    co_return InvocationOutput{.status_code = 202};
  }
  const std::string version = resolved.function.version;
  Invocation invocation{.function = std::move(resolved.function),
                        .invoked_arn = name.qualified_arn(),
                        .payload = std::move(payload),
                        .client_context = aws::base64_decode(input.client_context.value_or("")).value_or(""),
                        .context = context};
  auto performing = invoker_.perform(std::move(invocation));
  InvocationResult result = co_await std::move(performing);
  co_return shown(std::move(result), version, input.log_type == "Tail");
}

awaitable<InvokeAsyncOutput> Lambda::invoke_async(const aws::CallContext& context, InvokeAsyncInput input) {
  auto invoking = invoke(context, {.function_name = std::move(input.function_name),
                                   .invocation_type = "Event",
                                   .log_type = std::nullopt,
                                   .client_context = std::nullopt,
                                   .payload = std::move(input.invoke_args),
                                   .qualifier = std::nullopt});
  co_await std::move(invoking);
  co_return InvokeAsyncOutput{};
}

}  // namespace cloudling::lambda
