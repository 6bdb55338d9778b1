#include "emulators/events/target_input.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>

#include "asl/jsonpath/path.h"
#include "emulators/aws/dates.h"
#include "emulators/events/errors.h"
#include "emulators/events/names.h"

namespace cloudling::events {

namespace {

constexpr const char* kRuleArn = "aws.events.rule-arn";
constexpr const char* kRuleName = "aws.events.rule-name";
constexpr const char* kIngestionTime = "aws.events.event.ingestion-time";
constexpr const char* kEvent = "aws.events.event";
constexpr const char* kEventJson = "aws.events.event.json";

bool is_predefined(std::string_view name) {
  return name == kRuleArn || name == kRuleName || name == kIngestionTime || name == kEvent || name == kEventJson;
}

std::optional<json::Value> select(const json::Value& event, const std::string& path) {
  const auto parsed = jsonpath::Path::parse(path);
  if (!parsed || parsed->root() != jsonpath::Root::kInput) return std::nullopt;
  auto result = parsed->evaluate(event);
  if (!result.found()) return std::nullopt;
  return result.take();
}

json::Value without_detail(json::Value event) {
  event.erase("detail");
  return event;
}

/// The value of a variable; nothing where its path selects nothing.
std::optional<json::Value> value_of(const std::string& name, const InputTransformer& transformer,
                                    const Matched& matched) {
  if (name == kRuleArn) return json::Value(matched.rule_arn);
  if (name == kRuleName) return json::Value(rule_name_of(matched.rule_arn));
  if (name == kIngestionTime) return json::Value(aws::format_iso8601(matched.received));
  if (name == kEvent) return without_detail(matched.event);
  if (name == kEventJson) return matched.event;
  return select(matched.event, transformer.input_paths_map->at(name));
}

/// The text between the quotes of a JSON string.
std::string escaped(const std::string& text) {
  const std::string quoted = json::write(json::Value(text));
  return quoted.substr(1, quoted.size() - 2);
}

std::string inserted(const std::optional<json::Value>& value, bool in_quotes) {
  if (!in_quotes) return value ? json::write(*value) : "null";
  if (!value) return "";
  return escaped(value->is_string() ? value->get<std::string>() : json::write(*value));
}

/// Calls `variable` with each <name> of the template and `text` with what stands between; `in_quotes` says whether
/// that place is inside a JSON string.
void walk(const std::string& tmpl, const std::function<void(std::string_view)>& text,
          const std::function<void(const std::string& name, bool in_quotes)>& variable) {
  constexpr std::string_view kNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  bool in_quotes = false;
  size_t from = 0;
  for (size_t i = 0; i < tmpl.size(); ++i) {
    if (tmpl[i] == '\\' && in_quotes) {
      ++i;
    } else if (tmpl[i] == '"') {
      in_quotes = !in_quotes;
    } else if (tmpl[i] == '<') {
      const size_t end = std::min(tmpl.find_first_not_of(kNameCharacters, i + 1), tmpl.size());
      if (end == tmpl.size() || tmpl[end] != '>' || end == i + 1) continue;
      text(std::string_view(tmpl).substr(from, i - from));
      variable(tmpl.substr(i + 1, end - i - 1), in_quotes);
      i = end;
      from = end + 1;
    }
  }
  text(std::string_view(tmpl).substr(from));
}

std::string transformed(const InputTransformer& transformer, const Matched& matched) {
  std::string result;
  const auto& paths = transformer.input_paths_map;
  walk(
      transformer.input_template, [&](std::string_view text) { result += text; },
      [&](const std::string& name, bool in_quotes) {
        const bool known = is_predefined(name) || (paths && paths->contains(name));
        result += known ? inserted(value_of(name, transformer, matched), in_quotes) : "<" + name + ">";
      });
  return result;
}

void require_path(const std::string& path, const std::string& target) {
  const auto parsed = jsonpath::Path::parse(path);
  if (!parsed || parsed->root() != jsonpath::Root::kInput)
    throw validation("Invalid JSON path " + path + " in InputPath or InputPathsMap for target " + target + ".");
}

void require_transformer(const InputTransformer& transformer, const std::string& target) {
  static const std::map<std::string, std::string> kNone;
  const auto& paths = transformer.input_paths_map ? *transformer.input_paths_map : kNone;
  for (const auto& [name, path] : paths) {
    if (std::string_view(name).starts_with("aws.") || std::string_view(name).starts_with("AWS"))
      throw validation("InputPathsMap for target " + target + " uses the reserved name " + name + ".");
    require_path(path, target);
  }
  walk(
      transformer.input_template, [](std::string_view) {},
      [&](const std::string& name, bool) {
        const bool known = is_predefined(name) || paths.contains(name);
        if (!known)
          throw validation("InputTemplate for target " + target +
                           " contains invalid place"
                           "holder " +
                           name + ".");
      });
}

}  // namespace

std::string input_for(const Target& target, const Matched& matched) {
  if (target.input) return *target.input;
  if (target.input_transformer) return transformed(*target.input_transformer, matched);
  if (!target.input_path || *target.input_path == "$") return json::write(matched.event);
  const auto value = select(matched.event, *target.input_path);
  return value ? json::write(*value) : "null";
}

void require_valid_input(const Target& target) {
  const int given = target.input.has_value() + target.input_path.has_value() + target.input_transformer.has_value();
  if (given > 1)
    throw validation("Only one of Input, InputPath, or InputTransformer must be provided for target " + target.id +
                     ".");
  if (target.input && !json::parse(*target.input))
    throw validation("JSON syntax error in input for target " + target.id + ".");
  if (target.input_path) require_path(*target.input_path, target.id);
  if (target.input_transformer) require_transformer(*target.input_transformer, target.id);
}

}  // namespace cloudling::events
