#include "emulators/stepfunctions/reports.h"

#include <array>
#include <cstdio>
#include <string_view>
#include <utility>

#include "asl/json/json.h"
#include "emulators/aws/dates.h"
#include "emulators/stepfunctions/logging.h"
#include "emulators/stepfunctions/names.h"

namespace cloudling::stepfunctions {

namespace {

constexpr size_t kMaxLoggedData = 248u << 10;  // bytes; longer data is cut and says so

bool ends_badly(std::string_view type) {
  return type.ends_with("Failed") || type.ends_with("TimedOut") || type.ends_with("Aborted");
}

/// "arn:aws:logs:us-east-1:000000000000:log-group:NAME:*" → NAME
std::string group_name(const std::string& arn) {
  constexpr std::string_view kMark = ":log-group:";
  const size_t mark = arn.find(kMark);
  if (mark == std::string::npos) return arn;
  const std::string name = arn.substr(mark + kMark.size());
  return name.substr(0, name.find(':'));
}

/// "states/MACHINE/2026-11-28-08-30/1a2b3c4d": one stream for the executions that a machine begins in a minute.
std::string stream_name(const std::string& machine_arn, aws::TimeMs started) {
  uint32_t hash = 2'166'136'261;  // FNV-1a
  for (const char c : machine_arn) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619;
  std::string minute = aws::format_iso8601(started).substr(0, 16);
  for (char& c : minute) c = c == 'T' || c == ':' ? '-' : c;
  std::array<char, 9> hex{};
  std::snprintf(hex.data(), hex.size(), "%08x", hash);
  return "states/" + machine_arn.substr(machine_arn.rfind(':') + 1) + "/" + minute + "/" + hex.data();
}

void cut_data(json::Value& details) {
  for (const std::string name : {"input", "output", "parameters"}) {
    json::Value* data = details.contains(name) ? &details[name] : nullptr;
    if (!data || !data->is_string() || data->get_ref<const std::string&>().size() <= kMaxLoggedData) continue;
    std::string text = data->get<std::string>();
    size_t end = kMaxLoggedData;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // whole characters
    text.resize(end);
    *data = std::move(text);
    if (details.contains(name + "Details")) details[name + "Details"]["truncated"] = true;
  }
}

json::Value logged_details(const asl::HistoryEvent& event, bool with_data) {
  json::Value details = json::parse(event.details).value_or(json::Value::object());
  if (with_data) {
    cut_data(details);
  } else {
    for (const char* name : {"input", "inputDetails", "output", "outputDetails", "parameters"}) {
      if (details.contains(name)) details.erase(name);
    }
  }
  return details;
}

/// How the metrics of a kind of task are called.
struct TaskMetrics {
  std::string_view events;     ///< in front of event types
  std::string_view dimension;  ///< of the resource
  std::string_view one;        ///< in front of times
  std::string_view all;        ///< in front of counts
};
constexpr std::array kTaskMetrics = {
    TaskMetrics{"LambdaFunction", "LambdaFunctionArn", "LambdaFunction", "LambdaFunctions"},
    TaskMetrics{"Activity", "ActivityArn", "Activity", "Activities"},
    TaskMetrics{"Task", "ServiceIntegrationResourceArn", "ServiceIntegration", "ServiceIntegrations"}};

const TaskMetrics* metrics_of(std::string_view type) {
  for (const TaskMetrics& kind : kTaskMetrics) {
    if (type.starts_with(kind.events) && !type.starts_with("TaskState")) return &kind;
  }
  return nullptr;
}

std::string text_member(const json::Value& details, const char* name) {
  const json::Value* member = json::find(details, name);
  return member && member->is_string() ? member->get<std::string>() : std::string();
}

/// What a task's event names as its resource: an ARN, or the parts of "arn:aws:states:::lambda:invoke".
std::string resource_of(const json::Value& details) {
  const std::string type = text_member(details, "resourceType");
  const std::string resource = text_member(details, "resource");
  return type.empty() ? resource : "arn:aws:states:::" + type + ":" + resource;
}

Measurement value(std::string name, const std::string& dimension, const std::string& arn, double amount,
                  const char* unit) {
  return {.metric_namespace = "AWS/States",
          .name = std::move(name),
          .dimensions = {{dimension, arn}},
          .value = amount,
          .unit = unit};
}

}  // namespace

Reporter::Reporter(ReportPorts ports, ReportSubject subject) : ports_(ports), subject_(std::move(subject)) {
  const StatesArn machine = parse_arn(subject_.machine_arn, "stateMachine");
  account_ = machine.account;
  region_ = machine.region;
  static const std::string off = logging_text(std::nullopt);
  if (subject_.logging == off) return;
  const LoggingConfiguration logging = logging_of(subject_.logging);
  const std::string level = logging.level.value_or("OFF");
  if (!logging.destinations || logging.destinations->empty() || level == "OFF") return;
  level_ = level == "ALL" ? Level::kAll : level == "ERROR" ? Level::kError : Level::kFatal;
  with_data_ = logging.include_execution_data.value_or(false);
  group_ = group_name(log_group_of(logging.destinations->front()));
  stream_ = stream_name(subject_.machine_arn, subject_.started);
}

Report Reporter::read(const std::vector<asl::HistoryEvent>& events) {
  Report report;
  for (const asl::HistoryEvent& event : events) {
    const bool execution = event.type.starts_with("Execution");
    const bool bad = ends_badly(event.type);
    const Level needed = execution && bad                          ? Level::kFatal
                         : bad || event.type == "FailStateEntered" ? Level::kError
                                                                   : Level::kAll;
    if (level_ >= needed) report.lines.push_back({.time = event.time, .text = line_of(event)});
    if (execution)
      measure_execution(event, report);
    else
      measure_task(event, report);
  }
  return report;
}

Report Reporter::express_bill(int64_t billed_ms, int64_t billed_mb, int64_t bytes) const {
  const auto of_machine = [&](const char* name, int64_t amount, const char* unit) {
    return value(name, "StateMachineArn", subject_.machine_arn, static_cast<double>(amount), unit);
  };
  Report report;
  report.values.push_back(of_machine("ExpressExecutionBilledDuration", billed_ms, "Milliseconds"));
  report.values.push_back(of_machine("ExpressExecutionBilledMemory", billed_mb << 20, "Bytes"));
  report.values.push_back(of_machine("ExpressExecutionMemory", bytes, "Bytes"));
  return report;
}

void Reporter::send(Report report) const {
  if (!report.lines.empty()) ports_.logs.write(account_, region_, group_, stream_, std::move(report.lines));
  if (!report.values.empty()) ports_.metrics.record(account_, region_, std::move(report.values));
}

std::string Reporter::line_of(const asl::HistoryEvent& event) const {
  json::Value line = json::Value::object();
  line["id"] = std::to_string(event.id);
  line["type"] = event.type;
  line["details"] = logged_details(event, with_data_);
  line["previous_event_id"] = std::to_string(event.previous_id);
  line["event_timestamp"] = std::to_string(event.time);
  line["execution_arn"] = subject_.execution_arn;
  line["redrive_count"] = std::to_string(subject_.redrive_count);
  return json::write(line);
}

void Reporter::measure_execution(const asl::HistoryEvent& event, Report& report) const {
  const std::string how(event.type.substr(std::string_view("Execution").size()));
  const auto add = [&](const std::string& name, double amount, const char* unit) {
    const Measurement plain = value(name, "StateMachineArn", subject_.machine_arn, amount, unit);
    report.values.push_back(plain);
    for (const auto& [dimension, started_by] : {std::pair("Version", &subject_.version), {"Alias", &subject_.alias}}) {
      if (started_by->empty()) continue;
      report.values.push_back(plain);
      report.values.back().dimensions[dimension] = *started_by;
    }
  };
  add("Executions" + how, 1, "Count");
  if (how == "Succeeded" || ends_badly(event.type)) {
    add("ExecutionTime", static_cast<double>(event.time - subject_.started), "Milliseconds");
  }
}

void Reporter::measure_task(const asl::HistoryEvent& event, Report& report) {
  const TaskMetrics* kind = metrics_of(event.type);
  if (!kind) return;
  const std::string how(event.type.substr(kind->events.size()));
  const json::Value details = json::parse(event.details).value_or(json::Value());
  OpenTask task;
  if (how == "Scheduled") {
    task = {.resource = resource_of(details), .scheduled = event.time, .started = event.time};
  } else {
    const auto open = open_.extract(event.previous_id);
    if (open.empty()) return;  // begun before this process
    task = std::move(open.mapped());
  }
  const auto add = [&](std::string name, double amount, const char* unit) {
    report.values.push_back(value(std::move(name), std::string(kind->dimension), task.resource, amount, unit));
  };
  const auto time = [&](const char* which, aws::TimeMs from, aws::TimeMs to) {
    add(std::string(kind->one) + which, static_cast<double>(to - from), "Milliseconds");
  };
  if (how != "Submitted") {
    const bool silent = text_member(details, "error") == "States.HeartbeatTimeout";
    add(std::string(kind->all) + (silent ? "HeartbeatTimedOut" : how), 1, "Count");
  }
  if (how == "Started") {
    task.started = event.time;
    time("ScheduleTime", task.scheduled, task.started);
  }
  if (how == "Succeeded" || ends_badly(event.type)) {
    time("RunTime", task.started, event.time);
    time("Time", task.scheduled, event.time);
    return;
  }
  open_[event.id] = std::move(task);
}

}  // namespace cloudling::stepfunctions
