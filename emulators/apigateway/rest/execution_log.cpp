// Execution logs: what stages with a logging level write to CloudWatch Logs of each request.

#include "emulators/apigateway/rest/method_settings.h"
#include "emulators/apigateway/rest/rest.h"

namespace cloudling::apigateway::rest {

const MethodSetting* method_setting(const Exchange& exchange) {
  const auto& all = exchange.deployed->stage.method_settings;
  if (!all) return nullptr;
  const std::string path = exchange.route.resource ? exchange.route.resource->path.substr(1) : "";
  for (const std::string& key : {path + "/" + exchange.client.method, path + "/*", std::string("*/*")}) {
    const auto found = all->find(key);
    if (found != all->end()) return &found->second;
  }
  return nullptr;
}

Rest::LoggingLevel Rest::logging_level(const Exchange& exchange) {
  const MethodSetting* setting = method_setting(exchange);
  const std::string level = setting ? setting->logging_level.value_or("OFF") : "OFF";
  if (level == "INFO") return LoggingLevel::kInfo;
  return level == "ERROR" ? LoggingLevel::kError : LoggingLevel::kOff;
}

void Rest::write_execution_log(const Exchange& exchange, const aws::HttpResponse& response, const ExecutionLog& log,
                               LoggingLevel level) {
  if (level == LoggingLevel::kError && response.status < 500) return;
  const std::string front = "(" + exchange.request_id + ") ";
  std::vector<LogLine> lines;
  const auto add = [&](const std::string& text) { lines.push_back({.time = exchange.time, .text = front + text}); };
  add("Extended Request Id: " + exchange.extended_id);
  add("Starting execution for request: " + exchange.request_id);
  add("HTTP Method: " + exchange.client.method + ", Resource Path: " + exchange.client.path);
  for (const std::string& each : log) add(each);
  add("Method completed with status: " + std::to_string(response.status));
  parts_.logs.write(exchange.deployed->scope.account, exchange.deployed->scope.region,
                    "API-Gateway-Execution-Logs_" + exchange.api().id + "/" + exchange.deployed->stage.stage_name,
                    exchange.api().id, std::move(lines));
}

}  // namespace cloudling::apigateway::rest
