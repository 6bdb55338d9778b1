#include <utility>

#include "asl/json/json.h"
#include "emulators/aws/encoding.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/function_names.h"
#include "emulators/lambda/lambda.h"

namespace cloudling::lambda {

using boost::asio::awaitable;

namespace {

constexpr size_t kMaxPayload = 6'291'456;  // bytes, of a request or an answer
constexpr size_t kMaxEvent = 1'048'576;    // bytes, of an asynchronous request
constexpr const char* kInvokeJob = "lambda.invoke";
constexpr int kParallelInvocations = 100;

/// An asynchronous invocation, as a durable job keeps it.
struct Queued {
  std::string function_arn;
  std::string account;
  std::string region;
  std::string request_id;
  std::string payload;

  std::string to_text() const {
    json::Value text = json::Value::object();
    text["function"] = function_arn;
    text["account"] = account;
    text["region"] = region;
    text["request"] = request_id;
    text["payload"] = payload;
    return json::write(text);
  }

  static Queued from_text(const std::string& text) {
    const json::Value value = json::parse(text).value_or(json::Value::object());
    const auto member = [&](const char* name) { return value.at(name).get<std::string>(); };
    return {.function_arn = member("function"),
            .account = member("account"),
            .region = member("region"),
            .request_id = member("request"),
            .payload = member("payload")};
  }
};

InvocationOutput shown(InvocationResult result, bool with_log) {
  InvocationOutput output;
  output.function_error = std::move(result.function_error);
  output.payload.bytes = std::move(result.payload);
  output.executed_version = "$LATEST";
  if (with_log) output.log_result = aws::base64_encode(result.log);
  return output;
}

}  // namespace

Lambda::Lambda(InvokerParts parts)
    : store_(parts.store), caller_(parts.caller), clock_(parts.clock), ids_(parts.ids), invoker_(parts) {
  auto run = [this](store::Job job) { return run_queued(std::move(job)); };
  store_.jobs().handle(kInvokeJob, kParallelInvocations, std::move(run));
  store_.on_lifecycle({.quiesce = [this] { invoker_.workers().retire_all(); }, .recover = [] {}});
}

awaitable<InvocationOutput> Lambda::invoke(const aws::CallContext& context, InvocationInput input) {
  const std::string type = input.invocation_type.value_or("RequestResponse");
  std::string payload = input.payload ? std::move(input.payload->bytes) : std::string();
  const size_t limit = type == "Event" ? kMaxEvent : kMaxPayload;
  if (payload.size() > limit) throw request_too_large(limit, "InvokeFunction operation");
  const FunctionName name = parse_function_name(context, input.function_name, input.qualifier);
  auto find = [&name](store::ReadTransaction& tx) { return find_function(tx, name.arn); };
  auto function = co_await store_.read(std::move(find));
  const bool latest = name.qualifier.empty() || name.qualifier == "$LATEST";
  if (!function || !latest) throw function_not_found(name.qualified_arn());
  require_invocable(*function, payload);
  if (type == "DryRun") co_return InvocationOutput{.status_code = 204};
  if (type == "Event") {
    const Queued queued{.function_arn = function->arn,
                        .account = context.account,
                        .region = context.region,
                        .request_id = context.request_id,
                        .payload = std::move(payload)};
    auto enqueue = [&](store::WriteTransaction& tx) {
      store_.jobs().enqueue(tx, kInvokeJob, queued.function_arn, queued.to_text());
    };
    co_await store_.write(std::move(enqueue));
    co_return InvocationOutput{.status_code = 202};
  }
  Invocation invocation{.function = std::move(*function),
                        .invoked_arn = name.qualified_arn(),
                        .payload = std::move(payload),
                        .client_context = aws::base64_decode(input.client_context.value_or("")).value_or(""),
                        .context = context};
  auto performing = invoker_.perform(std::move(invocation));
  InvocationResult result = co_await std::move(performing);
  co_return shown(std::move(result), input.log_type == "Tail");
}

/// Performs an asynchronous invocation. Its answer goes nowhere; a function that is gone by now is not an error.
awaitable<void> Lambda::run_queued(store::Job job) {
  Queued queued = Queued::from_text(job.payload);
  auto find = [&queued](store::ReadTransaction& tx) { return find_function(tx, queued.function_arn); };
  auto function = co_await store_.read(std::move(find));
  if (!function) co_return;
  aws::CallContext context;
  context.account = queued.account;
  context.region = queued.region;
  context.request_id = queued.request_id;
  context.calling_service = "lambda.amazonaws.com";
  Invocation invocation{.function = std::move(*function),
                        .invoked_arn = queued.function_arn,
                        .payload = std::move(queued.payload),
                        .client_context = "",
                        .context = std::move(context)};
  auto performing = invoker_.perform(std::move(invocation));
  co_await std::move(performing);
}

}  // namespace cloudling::lambda
