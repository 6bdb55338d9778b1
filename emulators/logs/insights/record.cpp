#include "emulators/logs/insights/record.h"

#include <algorithm>

#include "emulators/aws/encoding.h"

namespace cloudling::logs::insights {

namespace {

constexpr double kMegabyte = 1e6;  // as Insights shows Lambda's memory figures

/// What stands behind `label` in a line of a Lambda function, up to white space.
std::string_view word_behind(std::string_view line, std::string_view label) {
  const size_t found = line.find(label);
  if (found == std::string_view::npos) return {};
  line.remove_prefix(found + label.size());
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  return line.substr(0, line.find_first_of(" \t\r\n"));
}

Value number_behind(std::string_view line, std::string_view label, double factor) {
  const auto number = aws::parse_number(word_behind(line, label));
  return number ? Value(*number * factor) : Value();
}

/// The fields that Insights discovers in the logs of Lambda functions.
Value lambda_field(std::string_view line, std::string_view name) {
  const std::string_view type = line.substr(0, line.find(' '));
  const bool known = type == "START" || type == "END" || type == "REPORT";
  if (!known || line.find("RequestId: ") == std::string_view::npos) return {};
  if (name == "@type") return std::string(type);
  if (name == "@requestId") return std::string(word_behind(line, "RequestId:"));
  if (type != "REPORT") return {};
  if (name == "@duration") return number_behind(line, "\tDuration:", 1);
  if (name == "@billedDuration") return number_behind(line, "Billed Duration:", 1);
  if (name == "@initDuration") return number_behind(line, "Init Duration:", 1);
  if (name == "@memorySize") return number_behind(line, "Memory Size:", kMegabyte);
  if (name == "@maxMemoryUsed") return number_behind(line, "Max Memory Used:", kMegabyte);
  return {};
}

const json::Value* child(const json::Value& parent, std::string_view name) {
  if (parent.is_object()) return json::find(parent, name);
  const auto index = parent.is_array() ? aws::parse_integer(name) : std::nullopt;
  if (!index || *index < 0 || static_cast<size_t>(*index) >= parent.size()) return nullptr;
  return &parent[static_cast<size_t>(*index)];
}

Value value_of(const json::Value& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number()) return value.get<double>();
  if (value.is_null()) return {};
  return json::write(value);
}

}  // namespace

void Record::set(const std::string& name, Value value) {
  const auto found = std::ranges::find(made, name, &std::pair<std::string, Value>::first);
  if (found != made.end())
    found->second = std::move(value);
  else
    made.emplace_back(name, std::move(value));
}

Value Record::field(std::string_view name) const {
  for (const auto& [made_name, value] : made) {
    if (made_name == name) return value;
  }
  if (!is_event) return {};
  if (name == "@timestamp") return static_cast<double>(time);
  if (name == "@message") return message;
  if (name == "@logStream") return stream;
  if (name == "@log") return log;
  if (name == "@ingestionTime") return static_cast<double>(ingested);
  if (name == "@ptr") return pointer;
  if (name.starts_with('@')) return lambda_field(message, name);
  const json::Value* at = document();
  if (!at) return {};
  if (const json::Value* whole = child(*at, name)) return value_of(*whole);
  while (at && !name.empty()) {
    const size_t dot = name.find('.');
    at = child(*at, name.substr(0, dot));
    name = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
  }
  return at ? value_of(*at) : Value();
}

const json::Value* Record::document() const {
  if (!parsed_) {
    parsed_ = true;
    const size_t start = message.find('{');
    if (start != std::string::npos) document_ = json::parse(std::string_view(message).substr(start));
  }
  return document_ ? &*document_ : nullptr;
}

size_t Record::bytes() const {
  size_t bytes = sizeof(Record) + message.size() + stream.size() + log.size() + pointer.size();
  for (const auto& [name, value] : made) bytes += name.size() + value.text().size() + 64;
  return bytes;
}

}  // namespace cloudling::logs::insights
