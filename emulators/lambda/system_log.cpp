#include "emulators/lambda/system_log.h"

#include <cmath>
#include <utility>

#include "asl/json/json.h"
#include "emulators/aws/dates.h"

namespace cloudling::lambda {

namespace {

using Kind = RuntimeOutcome::Kind;

double three_digits(double number) { return std::round(number * 1000) / 1000; }

/// As the Telemetry API names what became of an invocation.
const char* status_of(const RuntimeOutcome& outcome) {
  switch (outcome.kind) {
    case Kind::kAnswer:
      return "success";
    case Kind::kError:
    case Kind::kTooLarge:
      return "error";
    case Kind::kExit:
    case Kind::kMemory:
      return "failure";
    case Kind::kTimeout:
      return "timeout";
  }
  return "";
}

std::string error_type_of(const RuntimeOutcome& outcome) {
  const bool ended = outcome.kind == Kind::kExit || outcome.kind == Kind::kMemory;
  return ended ? "Runtime.ExitError" : outcome.error_type;
}

}  // namespace

SystemLog::SystemLog(const FunctionSettings& settings, ReportedFunction function, const aws::Clock& clock)
    : function_(std::move(function)), clock_(clock) {
  const LoggingConfig logging = settings.logging_config.value_or(LoggingConfig());
  json_ = logging.log_format == "JSON";
  only_warnings_ = json_ && logging.system_log_level == "WARN";
}

std::string SystemLog::event(const char* type, json::Value record) const {
  json::Value event = json::Value::object();
  event["time"] = aws::format_iso8601(clock_.now());
  event["type"] = type;
  event["record"] = std::move(record);
  return json::write(event);
}

std::string SystemLog::init_start(const std::string& runtime, const std::string& version_arn) const {
  if (only_warnings_) return "";
  if (!json_) return "INIT_START Runtime Version: " + runtime + "\tRuntime Version ARN: " + version_arn;
  json::Value record = json::Value::object();
  record["initializationType"] = "on-demand";
  record["phase"] = "init";
  record["runtimeVersion"] = runtime;
  record["runtimeVersionArn"] = version_arn;
  return event("platform.initStart", std::move(record));
}

std::string SystemLog::start() const {
  if (only_warnings_) return "";
  if (!json_) return start_line(function_);
  json::Value record = json::Value::object();
  record["requestId"] = function_.request_id;
  record["version"] = function_.version;
  return event("platform.start", std::move(record));
}

std::string SystemLog::failure(const RuntimeOutcome& outcome) const {
  return json_ ? "" : failure_line(function_, outcome, aws::format_iso8601(clock_.now()));
}

std::string SystemLog::end() const { return json_ ? "" : end_line(function_); }

std::string SystemLog::report(const RuntimeOutcome& outcome) const {
  if (!json_) return report_line(function_, outcome);
  if (only_warnings_ && outcome.kind == Kind::kAnswer) return "";
  const ReportFigures figures = figures_of(function_, outcome);
  json::Value metrics = json::Value::object();
  metrics["durationMs"] = three_digits(figures.duration_ms);
  metrics["billedDurationMs"] = figures.billed_ms;
  metrics["memorySizeMB"] = function_.memory_mb;
  if (figures.used_mb > 0) metrics["maxMemoryUsedMB"] = figures.used_mb;
  if (outcome.init) metrics["initDurationMs"] = three_digits(figures.init_ms);
  json::Value record = json::Value::object();
  record["requestId"] = function_.request_id;
  record["metrics"] = std::move(metrics);
  record["status"] = status_of(outcome);
  if (!error_type_of(outcome).empty()) record["errorType"] = error_type_of(outcome);
  return event("platform.report", std::move(record));
}

}  // namespace cloudling::lambda
