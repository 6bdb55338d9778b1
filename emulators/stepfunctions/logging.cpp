#include "emulators/stepfunctions/logging.h"

#include <utility>

#include "asl/json/json.h"
#include "emulators/stepfunctions/errors.h"

namespace cloudling::stepfunctions {

std::string log_group_of(const LogDestination& destination) {
  if (!destination.cloud_watch_logs_log_group) return "";
  return destination.cloud_watch_logs_log_group->log_group_arn.value_or("");
}

void require_valid_logging(const std::optional<LoggingConfiguration>& logging) {
  if (!logging || logging->level.value_or("OFF") == "OFF") return;
  if (!logging->destinations || logging->destinations->size() != 1) {
    throw invalid_logging("Must specify exactly one Log Destination.");
  }
  if (log_group_of(logging->destinations->front()).empty()) {
    throw invalid_logging("Must specify a CloudWatch Logs log group for the Log Destination.");
  }
}

std::string logging_text(const std::optional<LoggingConfiguration>& logging) {
  const LoggingConfiguration given = logging.value_or(LoggingConfiguration());
  json::Value text = json::Value::object();
  text["level"] = given.level.value_or("OFF");
  text["includeExecutionData"] = given.include_execution_data.value_or(false);
  if (given.destinations) {
    json::Value groups = json::Value::array();
    for (const LogDestination& destination : *given.destinations) groups.push_back(log_group_of(destination));
    text["groups"] = std::move(groups);
  }
  return json::write(text);
}

LoggingConfiguration logging_of(const std::string& text) {
  const json::Value value = json::parse(text).value_or(json::Value::object());
  LoggingConfiguration logging;
  logging.level = value.value("level", "OFF");
  logging.include_execution_data = value.value("includeExecutionData", false);
  if (const json::Value* groups = json::find(value, "groups")) {
    logging.destinations.emplace();
    for (const json::Value& group : *groups) {
      LogDestination& destination = logging.destinations->emplace_back();
      if (!group.empty()) destination.cloud_watch_logs_log_group.emplace().log_group_arn = group.get<std::string>();
    }
  }
  return logging;
}

}  // namespace cloudling::stepfunctions
