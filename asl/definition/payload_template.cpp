#include "asl/definition/payload_template.h"

#include <algorithm>
#include <cstdint>
#include <map>

namespace cloudling::asl {
namespace {

using json::Value;

bool dynamic_name(std::string_view name) { return name.ends_with(".$"); }

/// String.hashCode() of Java, over UTF-16 units.
uint32_t java_hash(std::string_view text) {
  uint32_t hash = 0;
  for (size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    uint32_t point = length == 1 ? lead : lead & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length && at + i < text.size(); ++i) {
      point = point << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
    }
    at += length;
    if (point >= 0x10000) {
      hash = hash * 31 + (0xD800 + ((point - 0x10000) >> 10));
      point = 0xDC00 + ((point - 0x10000) & 0x3FF);
    }
    hash = hash * 31 + point;
  }
  return hash;
}

/// Orders members as iterating over a java.util.HashMap of them does.
void hash_order(std::vector<PayloadMember>& members) {
  size_t capacity = 16;
  while (members.size() * 4 > capacity * 3) capacity *= 2;
  std::multimap<size_t, PayloadMember> buckets;  // in each, the order in which they came
  for (PayloadMember& member : members) {
    const uint32_t hash = java_hash(member.name);
    buckets.emplace((hash ^ (hash >> 16)) & (capacity - 1), std::move(member));
  }
  members.clear();
  for (auto& [bucket, member] : buckets) members.push_back(std::move(member));
}

PayloadTemplate expression(const std::string& name, const Value& value, const std::string& location,
                           std::vector<TemplateProblem>& problems) {
  PayloadTemplate result;
  result.kind = PayloadTemplate::Kind::kExpression;
  result.field = name;
  if (!value.is_string()) {
    problems.push_back({location, "The value for the field '" + name +
                                      "' must be a STRING that contains a JSONPath or an intrinsic function call"});
    return result;
  }
  result.text = value.get<std::string>();
  if (looks_intrinsic(result.text)) {
    if (auto call = parse_intrinsic(result.text)) {
      result.expression = std::move(*call);
      return result;
    }
  } else if (auto path = jsonpath::Path::parse(result.text)) {
    result.expression.what = std::move(*path);
    return result;
  }
  problems.push_back(
      {location, "The value for the field '" + name + "' must be a valid JSONPath or a valid intrinsic function call"});
  return result;
}

PayloadTemplate parse_at(const Value& value, const std::string& location, std::vector<TemplateProblem>& problems);

PayloadTemplate object(const Value& value, const std::string& location, std::vector<TemplateProblem>& problems) {
  PayloadTemplate result;
  result.kind = PayloadTemplate::Kind::kObject;
  std::vector<PayloadMember> dynamic;
  bool constant = true;
  for (const auto& [name, member] : value.get_ref<const Value::object_t&>()) {
    if (dynamic_name(name)) {
      dynamic.push_back({name.substr(0, name.size() - 2), expression(name, member, location, problems)});
      continue;
    }
    result.members.push_back({name, parse_at(member, location + "/" + name, problems)});
    constant = constant && result.members.back().value.kind == PayloadTemplate::Kind::kConstant;
  }
  if (constant && dynamic.empty()) {
    PayloadTemplate whole;
    whole.constant = value;
    return whole;
  }
  hash_order(dynamic);
  std::ranges::move(dynamic, std::back_inserter(result.members));
  return result;
}

PayloadTemplate parse_at(const Value& value, const std::string& location, std::vector<TemplateProblem>& problems) {
  if (value.is_object()) return object(value, location, problems);
  PayloadTemplate result;
  if (value.is_array()) {
    bool constant = true;
    for (size_t i = 0; i < value.size(); ++i) {
      result.items.push_back(parse_at(value[i], location + "[" + std::to_string(i) + "]", problems));
      constant = constant && result.items.back().kind == PayloadTemplate::Kind::kConstant;
    }
    if (!constant) {
      result.kind = PayloadTemplate::Kind::kArray;
      return result;
    }
    result.items.clear();
  }
  result.constant = value;
  return result;
}

}  // namespace

PayloadTemplate parse_template(const Value& value, std::vector<TemplateProblem>& problems) {
  return parse_at(value, "", problems);
}

}  // namespace cloudling::asl
