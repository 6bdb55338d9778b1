#include "emulators/apigateway/access_log.h"

#include <algorithm>
#include <ctime>

#include "emulators/aws/arn.h"

namespace cloudling::apigateway {

namespace {

const json::Value* value_of(const json::Value& context, std::string_view name) {
  const json::Value* at = &context;
  while (!name.empty()) {
    const size_t dot = std::min(name.find('.'), name.size());
    at = json::find(*at, name.substr(0, dot));
    if (!at) return nullptr;
    name.remove_prefix(std::min(dot + 1, name.size()));
  }
  return at->is_null() ? nullptr : at;
}

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

std::string text_of(const json::Value& value, bool escape) {
  if (!value.is_string()) return json::write(value);
  if (!escape) return value.get<std::string>();
  const std::string quoted = json::write(value);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

std::string access_log_line(std::string_view format, const json::Value& context) {
  constexpr std::string_view kFront = "$context.";
  const bool escape = format.starts_with('{');
  std::string line;
  for (size_t at = 0; at < format.size();) {
    if (!format.substr(at).starts_with(kFront)) {
      line += format[at++];
      continue;
    }
    size_t end = at + kFront.size();
    while (end < format.size() && is_name(format[end])) ++end;
    while (end > at && format[end - 1] == '.') --end;
    const std::string_view name = format.substr(at + kFront.size(), end - at - kFront.size());
    const json::Value* value = value_of(context, name);
    // The quotes of "error.messageString" are its own.
    const bool quoted = name == "error.messageString";
    line += value ? text_of(*value, escape && !quoted) : "-";
    at = end;
  }
  return line;
}

std::string log_group_of(std::string_view arn) {
  const auto parsed = aws::parse_arn(arn);
  if (!parsed || parsed->service != "logs" || !parsed->resource.starts_with("log-group:")) return "";
  std::string group = parsed->resource.substr(10);
  if (group.ends_with(":*")) group.resize(group.size() - 2);
  return group;
}

std::string request_time(aws::TimeMs time) {
  const std::time_t seconds = time / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  const size_t size = std::strftime(text, sizeof text, "%d/%b/%Y:%H:%M:%S +0000", &parts);
  return {text, size};
}

void write_access_log(LogSink& logs, const std::string& destination_arn, const std::string& stream, aws::TimeMs time,
                      std::string line) {
  const std::string group = log_group_of(destination_arn);
  if (group.empty()) return;
  const auto arn = aws::parse_arn(destination_arn);
  logs.write(arn->account, arn->region, group, stream, {{.time = time, .text = std::move(line)}});
}

}  // namespace cloudling::apigateway
