#include "emulators/lambda/asynchronous.h"

#include <algorithm>

#include "asl/json/json.h"
#include "emulators/aws/dates.h"
#include "emulators/delivery.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lookup.h"
#include "emulators/lambda/settings.h"
#include "emulators/lambda/shape_patterns.h"

namespace cloudling::lambda {

using boost::asio::awaitable;

namespace {

constexpr const char* kInvokeJob = "lambda.invoke";
constexpr const char* kDestinationJob = "lambda.destination";
constexpr int64_t kDefaultRetries = 2;
constexpr int64_t kDefaultAge = 21'600;             // seconds
constexpr aws::TimeMs kMaxThrottlePause = 300'000;  // ms

std::string condition_name(EventFate fate) {
  switch (fate) {
    case EventFate::kSucceeded:
      return "Success";
    case EventFate::kExpired:
      return "EventAgeExceeded";
    case EventFate::kRetried:
    case EventFate::kExhausted:
      return "RetriesExhausted";
  }
  return "";
}

json::Value parsed_or_text(const std::string& text) { return json::parse(text).value_or(json::Value(text)); }

/// Where the end of an event is told, and whether as the event itself (dead letters) or as a record of what happened.
struct EventEnd {
  std::string target;
  bool as_event = false;
};

std::vector<EventEnd> event_ends(const EventInvokeSettings& settings, const FunctionSettings& function,
                                 EventFate fate) {
  std::vector<EventEnd> ends;
  const bool success = fate == EventFate::kSucceeded;
  if (settings.destination_config) {
    const auto& chosen = success ? settings.destination_config->on_success : settings.destination_config->on_failure;
    if (chosen) ends.push_back({.target = chosen->destination.value_or("")});
  }
  if (!success && function.dead_letter_config)
    ends.push_back({.target = function.dead_letter_config->target_arn.value_or(""), .as_event = true});
  std::erase_if(ends, [](const EventEnd& end) { return end.target.empty(); });
  return ends;
}

struct DestinationJob {
  std::string target;
  std::string payload;
  std::string source;
  std::string account;
  std::string region;
  std::string id;

  std::string to_text() const {
    json::Value text = json::Value::object();
    text["target"] = target;
    text["payload"] = payload;
    text["source"] = source;
    text["account"] = account;
    text["region"] = region;
    text["id"] = id;
    return json::write(text);
  }

  static DestinationJob from_text(const std::string& text) {
    const json::Value value = json::parse(text).value_or(json::Value::object());
    const auto member = [&](const char* name) { return value.at(name).get<std::string>(); };
    return {.target = member("target"),
            .payload = member("payload"),
            .source = member("source"),
            .account = member("account"),
            .region = member("region"),
            .id = member("id")};
  }
};

}  // namespace

std::string QueuedEvent::to_text() const {
  json::Value text = json::Value::object();
  text["function"] = function_name;
  text["qualifier"] = qualifier;
  text["account"] = account;
  text["region"] = region;
  text["request"] = request_id;
  text["payload"] = payload;
  text["queued"] = queued;
  text["attempts"] = attempts;
  return json::write(text);
}

QueuedEvent QueuedEvent::from_text(const std::string& text) {
  const json::Value value = json::parse(text).value_or(json::Value::object());
  const auto member = [&](const char* name) { return value.value(name, std::string()); };
  return {.function_name = member("function"),
          .qualifier = member("qualifier"),
          .account = member("account"),
          .region = member("region"),
          .request_id = member("request"),
          .payload = member("payload"),
          .queued = value.value("queued", aws::TimeMs{0}),
          .attempts = value.value("attempts", 0)};
}

EventVerdict verdict_of(const QueuedEvent& event, const EventInvokeSettings& settings, bool failed, bool attempted,
                        int throttled, aws::TimeMs now) {
  if (!failed) return {.fate = EventFate::kSucceeded};
  const aws::TimeMs expires = event.queued + settings.maximum_event_age_in_seconds.value_or(kDefaultAge) * 1000;
  const bool exhausted = attempted && event.attempts > settings.maximum_retry_attempts.value_or(kDefaultRetries);
  if (exhausted) return {.fate = EventFate::kExhausted};
  const aws::TimeMs pause =
      attempted ? event.attempts * 60'000 : std::min(kMaxThrottlePause, aws::TimeMs{1000} << std::min(throttled, 12));
  if (now + pause > expires) return {.fate = EventFate::kExpired};
  return {.fate = EventFate::kRetried, .due = now + pause};
}

std::string destination_record(const QueuedEvent& event, const EventVerdict& verdict,
                               const std::string& executed_version, const InvocationResult& result, aws::TimeMs now) {
  json::Value record = json::Value::object();
  record["version"] = "1.0";
  record["timestamp"] = aws::format_iso8601(now);
  json::Value& request = record["requestContext"] = json::Value::object();
  request["requestId"] = event.request_id;
  request["functionArn"] = event.function_name + ":" + (event.qualifier.empty() ? "$LATEST" : event.qualifier);
  request["condition"] = condition_name(verdict.fate);
  request["approximateInvokeCount"] = event.attempts + (verdict.fate == EventFate::kSucceeded ? 1 : 0);
  record["requestPayload"] = parsed_or_text(event.payload);
  if (event.attempts == 0 && verdict.fate != EventFate::kSucceeded) return json::write(record);
  json::Value& response = record["responseContext"] = json::Value::object();
  response["statusCode"] = 200;
  response["executedVersion"] = executed_version;
  if (result.function_error) response["functionError"] = *result.function_error;
  record["responsePayload"] = parsed_or_text(result.payload);
  return json::write(record);
}

void Lambda::handle_jobs() {
  constexpr int kParallel = 100;
  auto run = [this](store::Job job) { return run_queued(std::move(job)); };
  store_.jobs().handle(kInvokeJob, kParallel, std::move(run));
  auto tell = [this](store::Job job) { return tell_destination(std::move(job)); };
  store_.jobs().handle(kDestinationJob, 8, std::move(tell));
}

void Lambda::enqueue(store::WriteTransaction& tx, const QueuedEvent& event, aws::TimeMs due) {
  store_.jobs().enqueue(tx, kInvokeJob, event.function_name, event.to_text(), due);
}

/// One attempt. The job's end and what follows from it are one transaction. A function that is gone is no error.
awaitable<void> Lambda::run_queued(store::Job job) {
  QueuedEvent event = QueuedEvent::from_text(job.payload);
  const FunctionName name{.name = "", .arn = event.function_name, .qualifier = event.qualifier};
  EventInvokeSettings settings;
  std::optional<Resolved> resolved;
  auto find = [&](store::ReadTransaction& tx) {
    try {
      resolved = resolve(tx, name, chance());
    } catch (const aws::Error&) {
      return;
    }
    const std::string qualifier = name.qualifier.empty() ? "$LATEST" : name.qualifier;
    if (auto row = find_event_config(tx, name.arn, qualifier)) settings = event_settings_of(row->settings);
  };
  co_await store_.read(std::move(find));
  if (!resolved) co_return;
  aws::CallContext context;
  context.account = event.account;
  context.region = event.region;
  context.request_id = event.request_id;
  context.calling_service = "lambda.amazonaws.com";
  Invocation invocation{.function = resolved->function,
                        .invoked_arn = name.qualified_arn(),
                        .payload = event.payload,
                        .client_context = "",
                        .context = context};
  InvocationResult result;
  bool attempted = true;
  try {
    auto performing = invoker_.perform(std::move(invocation));
    result = co_await std::move(performing);
  } catch (const aws::Error& error) {
    attempted = error.status != 429;
    result.function_error = error.code;
  }
  if (attempted && result.function_error) ++event.attempts;
  const EventVerdict verdict =
      verdict_of(event, settings, result.function_error.has_value(), attempted, job.attempts, clock_.now());
  auto end = [&](store::WriteTransaction& tx) {
    if (!store_.jobs().complete(tx, job.id)) return;
    if (verdict.fate == EventFate::kRetried) return enqueue(tx, event, verdict.due);
    const std::string record = destination_record(event, verdict, resolved->function.version, result, clock_.now());
    for (const EventEnd& told_to : event_ends(settings, settings_of(resolved->function.settings), verdict.fate)) {
      const DestinationJob told{.target = told_to.target,
                                .payload = told_to.as_event ? event.payload : record,
                                .source = event.function_name,
                                .account = event.account,
                                .region = event.region,
                                .id = event.request_id + told_to.target};
      store_.jobs().enqueue(tx, kDestinationJob, event.function_name, told.to_text());
    }
  };
  co_await store_.write(std::move(end));
}

/// To a bus as an event of its own kind, to others as it is. What can't be delivered is dropped, as by AWS.
awaitable<void> Lambda::tell_destination(store::Job job) {
  const DestinationJob told = DestinationJob::from_text(job.payload);
  Delivery delivery{.target_arn = told.target, .payload = told.payload, .id = told.id, .time = clock_.now()};
  if (target_kind(told.target) == TargetKind::kEventBus) {
    const auto record = json::parse(told.payload).value_or(json::Value::object());
    const bool success = record.contains("responseContext") && !record["responseContext"].contains("functionError");
    json::Value event = json::Value::object();
    event["source"] = "lambda";
    event["detail-type"] = std::string("Lambda Function Invocation Result - ") + (success ? "Success" : "Failure");
    event["resources"] = json::Value::array({told.target, told.source + ":$LATEST"});
    event["detail"] = record;
    delivery.payload = json::write(event);
  }
  aws::CallContext context;
  context.account = told.account;
  context.region = told.region;
  context.calling_service = "lambda.amazonaws.com";
  context.source_arn = told.source;
  bool again = false;
  try {
    auto delivering = deliver(caller_, std::move(context), std::move(delivery));
    co_await std::move(delivering);
  } catch (const aws::Error& error) {
    again = worth_retrying(error);
  }
  if (again) throw std::runtime_error("The destination could not be reached: " + told.target);
}

const aws::Structure& InvokeAsyncInput::shape() {
  using S = InvokeAsyncInput;
  static const aws::Structure shape{"InvokeAsyncRequest",
                                    {aws::field<&S::function_name>("FunctionName")
                                         .in_path()
                                         .length(1, 140)
                                         .matching(kNamespacedFunctionName)
                                         .required(),
                                     aws::field<&S::invoke_args>("InvokeArgs").as_payload().required()}};
  return shape;
}

const aws::Structure& InvokeAsyncOutput::shape() {
  using S = InvokeAsyncOutput;
  static const aws::Structure shape{"InvokeAsyncResponse", {aws::field<&S::status>("Status").as_status()}};
  return shape;
}

}  // namespace cloudling::lambda
