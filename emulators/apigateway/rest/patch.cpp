#include "emulators/apigateway/rest/patch.h"

#include <algorithm>
#include <optional>

#include "emulators/apigateway/rest/errors.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/http.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr size_t kMaxSegments = 16;

bool allows(const PatchRule& rule, std::string_view operation) {
  const size_t at = rule.operations.find(operation);
  return at != std::string_view::npos;
}

std::vector<std::string> pattern_segments(std::string_view path) { return pointer_segments(path); }

bool matches(const std::vector<std::string>& segments, const PatchRule& rule) {
  const auto pattern = pattern_segments(rule.path);
  return std::ranges::equal(segments, pattern,
                            [](const auto& given, const auto& wanted) { return wanted == "*" || given == wanted; });
}

[[noreturn]] void refuse_path(const PatchOperation& operation, const PatchRules& rules) {
  std::vector<std::string> allowed;
  for (const PatchRule& rule : rules) {
    if (allows(rule, operation.op)) allowed.emplace_back(rule.path);
  }
  std::ranges::sort(allowed);
  std::string message = "Invalid patch path  '" + operation.path + "' specified for op '" + operation.op + "'. ";
  if (allowed.empty()) throw bad_request(message + "Please choose supported operations");
  message += "Must be one of: [";
  for (size_t i = 0; i < allowed.size(); ++i) message += (i > 0 ? ", " : "") + allowed[i];
  throw bad_request(message + "]");
}

const PatchRule& rule_of(const PatchOperation& operation, const std::vector<std::string>& segments,
                         const PatchRules& rules) {
  for (const PatchRule& rule : rules) {
    if (allows(rule, operation.op) && matches(segments, rule)) return rule;
  }
  refuse_path(operation, rules);
}

/// Where the rule's field is in the document, with the path's own segments for its stars.
std::vector<std::string> field_segments(const PatchRule& rule, const std::vector<std::string>& segments) {
  if (rule.field.empty()) return segments;
  std::vector<std::string> starred;
  const auto pattern = pattern_segments(rule.path);
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == "*") starred.push_back(segments[i]);
  }
  auto field = pattern_segments(rule.field);
  size_t next = 0;
  for (std::string& segment : field) {
    if (segment == "*" && next < starred.size()) segment = starred[next++];
  }
  return field;
}

json::Value value_for(const PatchOperation& operation, PatchTarget target) {
  const std::string text = operation.value.value_or("");
  const auto invalid = [&]() -> aws::Error {
    return bad_request("Invalid patch value  '" + text + "' specified for path '" + operation.path + "'");
  };
  if (target == PatchTarget::kBoolean || target == PatchTarget::kMapBoolean) {
    const bool truth = aws::equals_ignoring_case(text, "true");
    if (!truth && !aws::equals_ignoring_case(text, "false")) throw invalid();
    return truth;
  }
  if (target == PatchTarget::kInteger) {
    const auto number = aws::parse_integer(text);
    if (!number) throw invalid();
    return *number;
  }
  if (target == PatchTarget::kNumber) {
    const auto number = aws::parse_number(text);
    if (!number) throw invalid();
    return *number;
  }
  return text;
}

/// The object that holds the last of `segments`; made where it is missing, nullptr where something else is there.
json::Value* owner_of(json::Value& document, const std::vector<std::string>& segments) {
  json::Value* at = &document;
  for (size_t i = 0; i + 1 < segments.size(); ++i) {
    json::Value& next = (*at)[segments[i]];
    if (next.is_null()) next = json::Value::object();
    if (!next.is_object()) return nullptr;
    at = &next;
  }
  return at;
}

void erase_member(json::Value& document, const std::vector<std::string>& segments) {
  json::Value* at = &document;
  for (size_t i = 0; i + 1 < segments.size(); ++i) {
    if (!at->is_object() || !at->contains(segments[i])) return;
    at = &(*at)[segments[i]];
  }
  if (at->is_object()) at->erase(segments.back());
}

json::Value& list_at(json::Value& document, const std::vector<std::string>& segments) {
  json::Value* owner = owner_of(document, segments);
  if (!owner) throw bad_request("Invalid patch path");
  json::Value& list = (*owner)[segments.back()];
  if (!list.is_array()) list = json::Value::array();
  return list;
}

void patch_list(json::Value& document, const PatchOperation& operation, std::vector<std::string> segments,
                const PatchRule& rule) {
  std::string item = operation.value.value_or("");
  const auto pattern = pattern_segments(rule.path);
  if (pattern.back() == "*") {
    if (operation.op != "replace" || item.empty()) item = segments.back();
    segments.pop_back();
  }
  json::Value& list = list_at(document, segments);
  const auto found = std::ranges::find(list, json::Value(item));
  if (operation.op == "remove") {
    if (found != list.end()) list.erase(found);
    return;
  }
  if (operation.op == "replace" && pattern.back() == "*") {
    const auto old = std::ranges::find(list, json::Value(pointer_segments(operation.path).back()));
    if (old != list.end()) list.erase(old);
  } else if (operation.op == "replace") {
    list = json::Value::array();
    for (size_t begin = 0; begin <= item.size();) {
      const size_t end = std::min(item.find(',', begin), item.size());
      if (end > begin) list.push_back(item.substr(begin, end - begin));
      begin = end + 1;
    }
    return;
  }
  if (std::ranges::find(list, json::Value(item)) == list.end()) list.push_back(item);
}

void patch_slot(json::Value& document, const PatchOperation& operation, std::vector<std::string> segments) {
  const std::string slot = segments.back();
  segments.pop_back();
  json::Value& list = list_at(document, segments);
  const auto index = aws::parse_integer(slot);
  for (size_t i = 0; i < list.size(); ++i) {
    if (list[i] != json::Value(slot) && index != static_cast<int64_t>(i)) continue;
    list[i] = operation.value.value_or("");
    return;
  }
  throw bad_request("Invalid patch path  '" + operation.path + "' specified for op '" + operation.op + "'");
}

void apply(json::Value& document, const PatchOperation& operation, const PatchRules& rules) {
  const auto segments = pointer_segments(operation.path);
  const PatchRule& rule = rule_of(operation, segments, rules);
  auto field = field_segments(rule, segments);
  if (rule.target == PatchTarget::kListItem) return patch_list(document, operation, std::move(field), rule);
  if (rule.target == PatchTarget::kListSlot) return patch_slot(document, operation, std::move(field));
  if (operation.op == "remove") return erase_member(document, field);
  json::Value* owner = owner_of(document, field);
  if (!owner) refuse_path(operation, rules);
  (*owner)[field.back()] = value_for(operation, rule.target);
}

}  // namespace

std::vector<std::string> pointer_segments(std::string_view path) {
  std::vector<std::string> segments;
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.empty()) return segments;
  segments.emplace_back();
  for (size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '/') {
      if (segments.size() == kMaxSegments) break;
      segments.emplace_back();
    } else if (path[i] == '~' && i + 1 < path.size() && (path[i + 1] == '0' || path[i + 1] == '1')) {
      segments.back() += path[++i] == '1' ? '/' : '~';
    } else {
      segments.back() += path[i];
    }
  }
  return segments;
}

void apply_patch(json::Value& document, const std::vector<PatchOperation>& operations, const PatchRules& rules) {
  for (const PatchOperation& operation : operations) apply(document, operation, rules);
}

}  // namespace cloudling::apigateway::rest
