#include "emulators/lambda/streaming.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

#include "asl/json/json.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/event_stream.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lookup.h"
#include "emulators/lambda/shape_patterns.h"

namespace cloudling::lambda {

namespace asio = boost::asio;
using asio::awaitable;

namespace {

constexpr size_t kMaxPayload = 6'291'456;  // bytes of a request

class EventReader : public aws::BodyReader {
 public:
  EventReader(std::shared_ptr<ResponseStream> stream, bool with_log)
      : stream_(std::move(stream)), with_log_(with_log) {}

  awaitable<std::string> next() override {
    if (!stream_) co_return std::string();
    auto reading = stream_->next();
    std::string chunk = co_await std::move(reading);
    if (!chunk.empty()) co_return aws::encode_event("PayloadChunk", "application/octet-stream", std::move(chunk));
    const StreamEnding ending = stream_->ending().value_or(StreamEnding());
    stream_ = nullptr;
    co_return aws::encode_event("InvokeComplete", "application/json", json::write(complete(ending)));
  }

 private:
  json::Value complete(const StreamEnding& ending) const {
    json::Value event = json::Value::object();
    if (ending.function_error) event["ErrorCode"] = *ending.function_error;
    if (ending.function_error) event["ErrorDetails"] = ending.error_details;
    if (with_log_) event["LogResult"] = aws::base64_encode(ending.log);
    return event;
  }

  std::shared_ptr<ResponseStream> stream_;
  bool with_log_;
};

class PlainReader : public aws::BodyReader {
 public:
  PlainReader(std::string first, std::shared_ptr<ResponseStream> stream)
      : first_(std::move(first)), stream_(std::move(stream)) {}

  awaitable<std::string> next() override {
    if (!first_.empty()) co_return std::exchange(first_, std::string());
    auto reading = stream_->next();
    std::string chunk = co_await std::move(reading);
    if (!chunk.empty()) co_return chunk;
    const StreamEnding ending = stream_->ending().value_or(StreamEnding());
    if (ending.function_error) throw aws::Error(502, "FunctionError", "The function failed while it streamed");
    co_return chunk;
  }

 private:
  std::string first_;
  std::shared_ptr<ResponseStream> stream_;
};

/// The same stream, closed when the last owner of this pointer lets go.
std::shared_ptr<ResponseStream> for_reader(const std::shared_ptr<ResponseStream>& stream) {
  return {stream.get(), [stream](ResponseStream* read) { read->close(); }};
}

}  // namespace

aws::Body event_body(std::shared_ptr<ResponseStream> stream, bool with_log) {
  return {std::make_unique<EventReader>(std::move(stream), with_log), std::nullopt};
}

aws::Body plain_body(std::string first, std::shared_ptr<ResponseStream> stream) {
  return {std::make_unique<PlainReader>(std::move(first), std::move(stream)), std::nullopt};
}

const aws::Structure& StreamInvocationInput::shape() {
  using aws::field;
  using S = StreamInvocationInput;
  using B = InvocationInput;
  static const aws::Structure shape{
      "InvokeWithResponseStreamRequest",
      {of_base<S, B, &B::function_name>(field<&B::function_name>("FunctionName")
                                            .in_path()
                                            .length(1, 256)
                                            .matching(kNamespacedFunctionName)
                                            .required()),
       of_base<S, B, &B::invocation_type>(field<&B::invocation_type>("InvocationType")
                                              .in_header("X-Amz-Invocation-Type")
                                              .one_of({"RequestResponse", "DryRun"})),
       of_base<S, B, &B::log_type>(field<&B::log_type>("LogType").in_header("X-Amz-Log-Type").one_of({"None", "Tail"})),
       of_base<S, B, &B::client_context>(field<&B::client_context>("ClientContext").in_header("X-Amz-Client-Context")),
       of_base<S, B, &B::payload>(field<&B::payload>("Payload").as_payload().sensitive()),
       of_base<S, B, &B::qualifier>(
           field<&B::qualifier>("Qualifier").in_query("Qualifier").length(1, 128).matching(kQualifier)),
       field<&S::tenant_id>("TenantId").in_header("X-Amz-Tenant-Id").length(1, 256)}};
  return shape;
}

const aws::Structure& StreamInvocationOutput::shape() {
  using aws::field;
  using S = StreamInvocationOutput;
  static const aws::Structure shape{"InvokeWithResponseStreamResponse",
                                    {field<&S::status_code>("StatusCode").as_status(),
                                     field<&S::executed_version>("ExecutedVersion").in_header("X-Amz-Executed-Version"),
                                     field<&S::content_type>("ResponseStreamContentType").in_header("Content-Type"),
                                     field<&S::events>("EventStream").as_payload()}};
  return shape;
}

awaitable<StreamedInvocation> Lambda::open_stream(aws::CallContext context, InvocationInput input) {
  std::string payload = input.payload ? std::move(input.payload->bytes) : std::string();
  if (payload.size() > kMaxPayload) throw request_too_large(kMaxPayload, "InvokeFunction operation");
  const FunctionName name = parse_function_name(context, input.function_name, input.qualifier);
  auto find = [&](store::ReadTransaction& tx) { return resolve_callable(context, tx, name, chance()); };
  Resolved resolved = co_await store_.read(std::move(find));
  require_invocable(resolved.function, payload);
  StreamedInvocation streamed{.stream = nullptr, .version = resolved.function.version};
  if (input.invocation_type == "DryRun") co_return streamed;
  auto stream = std::make_shared<ResponseStream>();
  streamed.stream = for_reader(stream);
  Invocation invocation{.function = std::move(resolved.function),
                        .invoked_arn = name.qualified_arn(),
                        .payload = std::move(payload),
                        .client_context = aws::base64_decode(input.client_context.value_or("")).value_or(""),
                        .context = std::move(context),
                        .stream = stream};
  asio::co_spawn(host_.executor(), perform_streamed(std::move(invocation)), asio::detached);
  co_await stream->ready();
  const auto ending = stream->ending();
  if (ending && ending->failure) std::rethrow_exception(ending->failure);
  co_return streamed;
}

awaitable<void> Lambda::perform_streamed(Invocation invocation) {
  const std::shared_ptr<ResponseStream> stream = invocation.stream;
  StreamEnding ending;
  std::string rest;
  try {
    auto performing = invoker_.perform(std::move(invocation));
    InvocationResult result = co_await std::move(performing);
    ending.function_error = result.function_error;
    ending.log = std::move(result.log);
    (result.function_error ? ending.error_details : rest) = std::move(result.payload);
  } catch (...) {
    ending.failure = std::current_exception();
  }
  stream->finish(std::move(ending), std::move(rest));
}

awaitable<StreamInvocationOutput> Lambda::invoke_with_response_stream(const aws::CallContext& context,
                                                                      StreamInvocationInput input) {
  if (input.tenant_id) throw not_supported("InvokeWithResponseStream", "TenantId");
  const bool with_log = input.log_type == "Tail";
  auto opening = open_stream(context, std::move(input));
  StreamedInvocation streamed = co_await std::move(opening);
  StreamInvocationOutput output;
  output.executed_version = streamed.version;
  if (streamed.stream)
    output.events = event_body(std::move(streamed.stream), with_log);
  else
    output.status_code = 204;
  co_return output;
}

}  // namespace cloudling::lambda
