#include "emulators/delivery.h"

#include <algorithm>
#include <array>

#include "emulators/aws/arn.h"
#include "emulators/aws/encoding.h"

namespace cloudling {

using boost::asio::awaitable;

namespace {

constexpr std::string_view kLogGroup = "log-group:";

aws::Arn require_arn(const std::string& text) {
  auto arn = aws::parse_arn(text);
  if (!arn) throw aws::Error(400, "ValidationException", "Provided Arn is not in correct format.");
  return *std::move(arn);
}

DeliveryCall invoke(const Delivery& delivery) {
  json::Value input = json::Value::object();
  input["FunctionName"] = delivery.target_arn;
  input["InvocationType"] = "Event";
  input["Payload"] = delivery.payload;
  return {"lambda", "Invoke", std::move(input), ""};
}

DeliveryCall start_execution(const Delivery& delivery) {
  json::Value input = json::Value::object();
  input["stateMachineArn"] = delivery.target_arn;
  input["name"] = uuid_of(delivery.id + "\n" + delivery.target_arn);
  input["input"] = delivery.payload;
  return {"stepfunctions", "StartExecution", std::move(input), "ExecutionAlreadyExists"};
}

json::Value message_attributes(const Delivery& delivery) {
  json::Value attributes = json::Value::object();
  for (const auto& [name, value] : delivery.attributes) {
    json::Value attribute = json::Value::object();
    attribute["DataType"] = "String";
    attribute["StringValue"] = value;
    attributes[name] = std::move(attribute);
  }
  return attributes;
}

DeliveryCall send_message(const Delivery& delivery, const aws::Arn& queue) {
  json::Value input = json::Value::object();
  input["QueueUrl"] = "https://sqs." + queue.region + ".amazonaws.com/" + queue.account + "/" + queue.resource;
  input["MessageBody"] = delivery.payload;
  if (!delivery.attributes.empty()) input["MessageAttributes"] = message_attributes(delivery);
  if (!delivery.message_group_id.empty()) input["MessageGroupId"] = delivery.message_group_id;
  if (queue.resource.ends_with(".fifo"))
    input["MessageDeduplicationId"] = uuid_of(delivery.id + "\n" + delivery.target_arn);
  return {"sqs", "SendMessage", std::move(input), ""};
}

std::vector<DeliveryCall> put_log_events(const Delivery& delivery, const aws::Arn& target) {
  std::string group = target.resource.substr(kLogGroup.size());
  if (group.ends_with(":*")) group.resize(group.size() - 2);
  json::Value stream = json::Value::object();
  stream["logGroupName"] = group;
  stream["logStreamName"] = uuid_of(delivery.id + "\n" + delivery.target_arn);
  json::Value events = stream;
  json::Value line = json::Value::object();
  line["timestamp"] = delivery.time;
  line["message"] = delivery.payload;
  events["logEvents"] = json::Value::array({std::move(line)});
  return {{"logs", "CreateLogStream", std::move(stream), "ResourceAlreadyExistsException"},
          {"logs", "PutLogEvents", std::move(events), ""}};
}

/// The payload is the event in the form in which targets get it.
DeliveryCall put_events(const Delivery& delivery) {
  const json::Value event = json::parse(delivery.payload).value_or(json::Value::object());
  json::Value entry = json::Value::object();
  const auto copy = [&](const char* member, const char* as) {
    if (const json::Value* value = json::find(event, member)) entry[as] = *value;
  };
  copy("time", "Time");
  copy("source", "Source");
  copy("resources", "Resources");
  copy("detail-type", "DetailType");
  if (const json::Value* detail = json::find(event, "detail")) entry["Detail"] = json::write(*detail);
  entry["EventBusName"] = delivery.target_arn;
  json::Value input = json::Value::object();
  input["Entries"] = json::Value::array({std::move(entry)});
  return {"events", "PutEvents", std::move(input), ""};
}

/// PutEvents tells of a refused entry in its answer.
void require_entries_put(const json::Value& output) {
  const json::Value* entries = json::find(output, "Entries");
  if (!entries || !entries->is_array()) return;
  for (const json::Value& entry : *entries) {
    const json::Value* code = json::find(entry, "ErrorCode");
    if (!code || !code->is_string()) continue;
    const json::Value* message = json::find(entry, "ErrorMessage");
    const bool ours = code->get<std::string>() == "InternalFailure";
    throw aws::Error(ours ? 500 : 400, code->get<std::string>(),
                     message && message->is_string() ? message->get<std::string>() : "");
  }
}

awaitable<void> make_call(aws::Caller& caller, aws::CallContext context, DeliveryCall call) {
  const std::string done_already = call.done_already;
  const bool puts_events = call.operation == "PutEvents";
  try {
    aws::Body no_body;
    auto answer = co_await caller.call(std::move(context), std::move(call.service), std::move(call.operation),
                                       std::move(call.input), std::move(no_body));
    if (puts_events) require_entries_put(answer.output);
  } catch (const aws::Error& error) {
    if (done_already.empty() || error.code != done_already) throw;
  }
}

}  // namespace

std::optional<TargetKind> target_kind(std::string_view text) {
  const auto arn = aws::parse_arn(text);
  if (!arn || arn->account.empty() || arn->region.empty()) return std::nullopt;
  const std::string_view resource = arn->resource;
  if (arn->service == "lambda" && resource.starts_with("function:")) return TargetKind::kFunction;
  if (arn->service == "states" && resource.starts_with("stateMachine:")) return TargetKind::kStateMachine;
  if (arn->service == "sqs") return TargetKind::kQueue;
  if (arn->service == "logs" && resource.starts_with(kLogGroup)) return TargetKind::kLogGroup;
  if (arn->service == "events" && resource.starts_with("event-bus/")) return TargetKind::kEventBus;
  return std::nullopt;
}

std::vector<DeliveryCall> delivery_calls(const Delivery& delivery) {
  const aws::Arn target = require_arn(delivery.target_arn);
  const auto kind = target_kind(delivery.target_arn);
  if (!kind) throw aws::Error(400, "ValidationException", delivery.target_arn + " is not a supported target.");
  switch (*kind) {
    case TargetKind::kFunction:
      return {invoke(delivery)};
    case TargetKind::kStateMachine:
      return {start_execution(delivery)};
    case TargetKind::kQueue:
      return {send_message(delivery, target)};
    case TargetKind::kLogGroup:
      return put_log_events(delivery, target);
    case TargetKind::kEventBus:
      return {put_events(delivery)};
  }
  return {};
}

awaitable<void> deliver(aws::Caller& caller, aws::CallContext context, Delivery delivery) {
  std::vector<DeliveryCall> calls = delivery_calls(delivery);
  const aws::Arn target = require_arn(delivery.target_arn);
  context.account = target.account;
  context.region = target.region;
  context.request_id = uuid_of(delivery.id);
  for (DeliveryCall& call : calls) {
    aws::CallContext own = context;
    DeliveryCall next = std::move(call);
    co_await make_call(caller, std::move(own), std::move(next));
  }
}

bool worth_retrying(const aws::Error& error) {
  constexpr std::array kTransient = {"Throttl", "TooManyRequests", "LimitExceeded", "ConcurrentModification"};
  if (error.status == 429 || (error.status >= 500 && error.status != 501)) return true;
  const auto named = [&](const char* word) { return error.code.find(word) != std::string::npos; };
  return std::any_of(kTransient.begin(), kTransient.end(), named);
}

std::string uuid_of(std::string_view text) {
  std::string digits = aws::hex_encode(aws::sha256(text).substr(0, 16));
  digits[12] = '4';
  digits[16] = "89ab"[static_cast<unsigned char>(digits[16]) % 4];
  for (const size_t dash : {8u, 13u, 18u, 23u}) digits.insert(dash, "-");
  return digits;
}

}  // namespace cloudling
