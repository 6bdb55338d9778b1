#include <utility>

#include "asl/json/json.h"
#include "emulators/aws/dates.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/error.h"
#include "emulators/aws/json_codec.h"
#include "emulators/cloudwatch/alarm_evaluation.h"
#include "emulators/cloudwatch/cloudwatch.h"
#include "emulators/cloudwatch/jobs.h"
#include "emulators/cloudwatch/places.h"
#include "emulators/delivery.h"

namespace cloudling::cloudwatch {

using boost::asio::awaitable;
using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr aws::TimeMs kMinuteMs = 60'000;
constexpr int kMaxAttempts = 5;
constexpr const char* kAlarmsService = "lambda.alarms.cloudwatch.amazonaws.com";

/// What the alarm's statistic was in the periods that end at `now`.
Series measured(ReadTransaction& tx, const AlarmRow& alarm, const AlarmSettings& settings, aws::TimeMs now) {
  Series series;
  aws::CallContext context;
  context.account = alarm.account;
  context.region = alarm.region;
  const auto metric =
      find_metric(tx, place_of(context, settings.metric_namespace.value_or(""), settings.metric_name.value_or(""),
                               settings.dimensions.value_or(Dimensions())));
  if (!metric) return series;
  const auto points = points_of(tx, *metric, now - evaluation_range_ms(settings), now, settings.unit);
  const std::string statistic = settings.statistic.value_or(settings.extended_statistic.value_or("Average"));
  for (const auto& [time, values] : by_period(points, now, settings.period.value_or(60) * 1000)) {
    const auto value = values.statistic(statistic);
    if (value) series[time] = *value;
  }
  return series;
}

json::Value state_value(const std::string& value, const std::string& reason, const std::string& data,
                        aws::TimeMs time) {
  json::Value state = json::Value::object();
  state["value"] = value;
  state["reason"] = reason;
  if (!data.empty()) state["reasonData"] = data;
  state["timestamp"] = aws::format_iso8601(time);
  return state;
}

/// The event that a function gets of a change of state ("Alarm actions", CloudWatch User Guide).
std::string event_of(const AlarmRow& before, const AlarmRow& after) {
  json::Value event = json::Value::object();
  event["source"] = "aws.cloudwatch";
  event["alarmArn"] = alarm_arn(after);
  event["accountId"] = after.account;
  event["time"] = aws::format_iso8601(after.transitioned);
  event["region"] = after.region;
  json::Value& data = event["alarmData"] = json::Value::object();
  data["alarmName"] = after.name;
  data["state"] = state_value(after.state, after.reason, after.reason_data, after.updated);
  data["previousState"] = state_value(before.state, before.reason, before.reason_data, before.updated);
  data["configuration"] = json::parse(after.settings).value_or(json::Value::object());
  return json::write(event);
}

const std::optional<Resources>& actions_of(const AlarmSettings& settings, const std::string& state) {
  if (state == "OK") return settings.ok_actions;
  return state == "ALARM" ? settings.alarm_actions : settings.insufficient_data_actions;
}

HistoryRow history_of(const AlarmRow& alarm, std::string type, std::string summary, const json::Value& data) {
  return {.account = alarm.account,
          .region = alarm.region,
          .alarm = alarm.name,
          .time = alarm.updated,
          .type = std::move(type),
          .summary = std::move(summary),
          .data = json::write(data)};
}

json::Value change_data(const AlarmRow& before, const AlarmRow& after) {
  json::Value data = json::Value::object();
  data["version"] = "1.0";
  data["oldState"] = json::Value::object();
  data["oldState"]["stateValue"] = before.state;
  data["oldState"]["stateReason"] = before.reason;
  data["newState"] = json::Value::object();
  data["newState"]["stateValue"] = after.state;
  data["newState"]["stateReason"] = after.reason;
  return data;
}

}  // namespace

CloudWatch::CloudWatch(store::Store& store, aws::Caller& caller, aws::Clock& clock)
    : store_(store),
      caller_(caller),
      clock_(clock),
      writer_(store, clock, [this](WriteTransaction& tx) { keep_sweeping(tx); }) {
  store_.jobs().handle(kEvaluateJob, 2, [this](store::Job job) { return evaluate(std::move(job)); });
  store_.jobs().handle(kActJob, 4, [this](store::Job job) { return act(std::move(job)); });
  store_.jobs().handle(kSweepJob, 1, [this](store::Job job) { return sweep(std::move(job)); });
}

/// At the next whole minute.
void CloudWatch::schedule_evaluation(WriteTransaction& tx, const AlarmRow& alarm) {
  const std::string key = std::to_string(alarm.id);
  store_.jobs().cancel(tx, kEvaluateJob, key);
  store_.jobs().enqueue(tx, kEvaluateJob, key, key, (clock_.now() / kMinuteMs + 1) * kMinuteMs);
}

awaitable<void> CloudWatch::evaluate(store::Job job) {
  const int64_t id = aws::parse_integer(job.payload).value_or(0);
  const aws::TimeMs now = clock_.now() / kMinuteMs * kMinuteMs;
  auto compute = [&](WriteTransaction& tx) {
    auto alarm = find_alarm(tx, id);
    if (!alarm || !store_.jobs().complete(tx, job.id)) return;
    const AlarmSettings settings = settings_of(*alarm);
    const AlarmState current{.value = alarm->state, .reason = alarm->reason, .reason_data = alarm->reason_data};
    const AlarmState state = evaluate_alarm(settings, measured(tx, *alarm, settings, now), now, current);
    if (state.value != alarm->state) change_state(tx, *alarm, state.value, state.reason, state.reason_data);
    schedule_evaluation(tx, *alarm);
  };
  co_await writer_.stored();
  co_await store_.write(std::move(compute));
}

void CloudWatch::change_state(WriteTransaction& tx, AlarmRow& alarm, const std::string& state,
                              const std::string& reason, const std::string& reason_data) {
  const AlarmRow before = alarm;
  alarm.state = state;
  alarm.reason = reason;
  alarm.reason_data = reason_data;
  alarm.updated = clock_.now();
  if (before.state != state) alarm.transitioned = alarm.updated;
  update_alarm(tx, alarm);
  if (before.state == state) return;
  insert_history(tx,
                 history_of(alarm, "StateUpdate", "Alarm updated from " + before.state + " to " + state,
                            change_data(before, alarm)),
                 kKeptHistory);
  const AlarmSettings settings = settings_of(alarm);
  const auto& actions = actions_of(settings, state);
  if (!alarm.actions_enabled || !actions) return;
  for (const std::string& action : *actions) {
    json::Value payload = json::Value::object();
    payload["action"] = action;
    payload["alarm"] = alarm.id;
    payload["event"] = event_of(before, alarm);
    store_.jobs().enqueue(tx, kActJob, std::to_string(alarm.id), json::write(payload));
  }
}

/// Invokes a function. What it refuses is tried again some times; the history says how it ended.
awaitable<void> CloudWatch::act(store::Job job) {
  const json::Value payload = json::parse(job.payload).value_or(json::Value::object());
  const std::string action = payload.value("action", "");
  Delivery delivery;
  delivery.target_arn = action;
  delivery.payload = payload.value("event", "");
  delivery.id = std::to_string(payload.value("alarm", int64_t{0})) + "/" + delivery.payload;
  aws::CallContext context;
  context.calling_service = kAlarmsService;
  std::string failure;
  try {
    co_await deliver(caller_, std::move(context), std::move(delivery));
  } catch (const aws::Error& error) {
    if (worth_retrying(error) && job.attempts < kMaxAttempts) throw;
    failure = error.message;
  }
  auto tell = [&](WriteTransaction& tx) {
    auto alarm = find_alarm(tx, payload.value("alarm", int64_t{0}));
    if (!alarm || !store_.jobs().complete(tx, job.id)) return;
    json::Value data = json::Value::object();
    data["actionState"] = failure.empty() ? "Succeeded" : "Failed";
    data["notificationResource"] = action;
    if (!failure.empty()) data["error"] = failure;
    alarm->updated = clock_.now();
    const std::string done = failure.empty() ? "Successfully executed action " : "Failed to execute action ";
    insert_history(tx, history_of(*alarm, "Action", done + action, data), kKeptHistory);
  };
  co_await store_.write(std::move(tell));
}

}  // namespace cloudling::cloudwatch
