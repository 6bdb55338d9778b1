#include "asl/definition/query_template.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace cloudling::asl {
namespace {

using json::Value;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

QueryTemplate expression(const Value& value, const std::string& location, std::vector<QueryProblem>& problems) {
  QueryTemplate result;
  result.location = location;
  const std::string_view text = trimmed(value.get_ref<const std::string&>());
  auto parsed = jsonata::Expression::parse(trimmed(text.substr(2, text.size() - 4)));
  if (auto* found = std::get_if<jsonata::Expression>(&parsed)) {
    result.kind = QueryTemplate::Kind::kExpression;
    result.expression = std::move(*found);
  } else {
    const auto& error = std::get<jsonata::Error>(parsed);
    problems.push_back({location, "The JSONata expression is invalid. " + error.code + ": " + error.message});
  }
  return result;
}

bool constant(const QueryTemplate& part) { return part.kind == QueryTemplate::Kind::kConstant; }

}  // namespace

bool is_query(const Value& value) {
  if (!value.is_string()) return false;
  const std::string_view text = trimmed(value.get_ref<const std::string&>());
  return text.size() >= 4 && text.starts_with("{%") && text.ends_with("%}");
}

QueryTemplate parse_query(const Value& value, const std::string& field, std::vector<QueryProblem>& problems) {
  if (is_query(value)) return expression(value, field, problems);
  QueryTemplate result;
  result.location = field;
  if (value.is_object()) {
    for (const auto& [name, member] : value.get_ref<const Value::object_t&>()) {
      result.members.push_back({name, parse_query(member, field + "/" + name, problems)});
    }
    const bool plain = std::ranges::all_of(result.members, [](const auto& member) { return constant(member.value); });
    if (!plain) result.kind = QueryTemplate::Kind::kObject;
  } else if (value.is_array()) {
    for (size_t i = 0; i < value.size(); ++i) {
      result.items.push_back(parse_query(value[i], field + "[" + std::to_string(i) + "]", problems));
    }
    if (!std::ranges::all_of(result.items, constant)) result.kind = QueryTemplate::Kind::kArray;
  }
  if (constant(result)) {
    result.members.clear();
    result.items.clear();
    result.constant = value;
  }
  return result;
}

}  // namespace cloudling::asl
