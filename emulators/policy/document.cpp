#include "emulators/policy/document.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cloudling::policy {

namespace {

constexpr const char* kSyntax = "Syntax errors in policy.";

/// Why reading ends; caught in parse().
struct Malformed {
  std::string problem = kSyntax;
};

std::string text_of(const json::Value& value) {
  if (!value.is_string()) throw Malformed();
  return value.get<std::string>();
}

/// One text, or a list of them.
std::vector<std::string> texts_of(const json::Value& value) {
  std::vector<std::string> texts;
  if (!value.is_array()) return {text_of(value)};
  for (const json::Value& item : value) texts.push_back(text_of(item));
  return texts;
}

/// Condition values may also be numbers and booleans.
std::string scalar_of(const json::Value& value) {
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  return value.is_number() ? json::write(value) : text_of(value);
}

Principals principals_of(const json::Value& value) {
  Principals principals;
  if (value.is_string()) {
    principals.anybody = value == "*";
    if (!principals.anybody) throw Malformed();
    return principals;
  }
  if (!value.is_object()) throw Malformed();
  for (const auto& [type, names] : value.items()) {
    std::vector<std::string> texts = texts_of(names);
    if (type == "AWS")
      principals.aws = std::move(texts);
    else if (type == "Service")
      principals.service = std::move(texts);
    else if (type == "Federated")
      principals.federated = std::move(texts);
    else if (type == "CanonicalUser")
      principals.canonical_user = std::move(texts);
    else
      throw Malformed();
  }
  return principals;
}

constexpr std::array<std::string_view, 27> kOperators = {"StringEquals",
                                                         "StringNotEquals",
                                                         "StringEqualsIgnoreCase",
                                                         "StringNotEqualsIgnoreCase",
                                                         "StringLike",
                                                         "StringNotLike",
                                                         "NumericEquals",
                                                         "NumericNotEquals",
                                                         "NumericLessThan",
                                                         "NumericLessThanEquals",
                                                         "NumericGreaterThan",
                                                         "NumericGreaterThanEquals",
                                                         "DateEquals",
                                                         "DateNotEquals",
                                                         "DateLessThan",
                                                         "DateLessThanEquals",
                                                         "DateGreaterThan",
                                                         "DateGreaterThanEquals",
                                                         "Bool",
                                                         "BinaryEquals",
                                                         "IpAddress",
                                                         "NotIpAddress",
                                                         "ArnEquals",
                                                         "ArnLike",
                                                         "ArnNotEquals",
                                                         "ArnNotLike",
                                                         "Null"};

bool equal_names(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

/// The operator without its prefix and suffix, in AWS's spelling.
Condition condition_of(std::string_view name) {
  Condition condition;
  if (name.starts_with("ForAllValues:")) {
    condition.quantifier = Condition::Quantifier::kForAllValues;
    name.remove_prefix(13);
  } else if (name.starts_with("ForAnyValue:")) {
    condition.quantifier = Condition::Quantifier::kForAnyValue;
    name.remove_prefix(12);
  }
  if (name.ends_with("IfExists")) {
    condition.if_exists = true;
    name.remove_suffix(8);
  }
  for (const std::string_view known : kOperators) {
    if (equal_names(known, name)) condition.op = std::string(known);
  }
  if (condition.op.empty() || (condition.op == "Null" && condition.if_exists)) throw Malformed();
  return condition;
}

std::vector<Condition> conditions_of(const json::Value& value) {
  if (!value.is_object()) throw Malformed();
  std::vector<Condition> conditions;
  for (const auto& [name, keys] : value.items()) {
    if (!keys.is_object()) throw Malformed();
    Condition condition = condition_of(name);
    for (const auto& [key, wanted] : keys.items()) {
      condition.key = key;
      condition.values.clear();
      if (wanted.is_array()) {
        for (const json::Value& item : wanted) condition.values.push_back(scalar_of(item));
      } else {
        condition.values.push_back(scalar_of(wanted));
      }
      conditions.push_back(condition);
    }
  }
  return conditions;
}

void take_member(Statement& statement, const std::string& name, const json::Value& value) {
  if (name == "Sid") {
    statement.sid = text_of(value);
  } else if (name == "Effect") {
    statement.allow = value == "Allow";
    if (!statement.allow && value != "Deny") throw Malformed();
  } else if (name == "Action" || name == "NotAction") {
    statement.actions = texts_of(value);
    statement.not_action = name == "NotAction";
  } else if (name == "Resource" || name == "NotResource") {
    statement.resources = texts_of(value);
    statement.not_resource = name == "NotResource";
  } else if (name == "Principal" || name == "NotPrincipal") {
    statement.principals = principals_of(value);
    statement.not_principal = name == "NotPrincipal";
  } else if (name == "Condition") {
    statement.conditions = conditions_of(value);
  } else {
    throw Malformed();
  }
}

Statement statement_of(const json::Value& value) {
  if (!value.is_object()) throw Malformed();
  const bool twice = (json::find(value, "Action") && json::find(value, "NotAction")) ||
                     (json::find(value, "Resource") && json::find(value, "NotResource")) ||
                     (json::find(value, "Principal") && json::find(value, "NotPrincipal"));
  if (twice || !json::find(value, "Effect")) throw Malformed();
  Statement statement;
  for (const auto& [name, member] : value.items()) take_member(statement, name, member);
  return statement;
}

Document document_of(const json::Value& value) {
  if (!value.is_object()) throw Malformed();
  Document document;
  for (const auto& [name, member] : value.items()) {
    if (name == "Version") {
      document.variables = member == "2012-10-17";
      if (!document.variables && member != "2008-10-17") throw Malformed();
    } else if (name == "Id") {
      document.id = text_of(member);
    } else if (name != "Statement") {
      throw Malformed();
    }
  }
  const json::Value* statements = json::find(value, "Statement");
  if (!statements) throw Malformed();
  if (statements->is_array()) {
    for (const json::Value& one : *statements) document.statements.push_back(statement_of(one));
  } else {
    document.statements.push_back(statement_of(*statements));
  }
  return document;
}

}  // namespace

std::optional<Document> parse_json(const json::Value& value, std::string* problem) {
  try {
    return document_of(value);
  } catch (const Malformed& malformed) {
    if (problem) *problem = malformed.problem;
    return std::nullopt;
  }
}

std::optional<Document> parse(std::string_view text, std::string* problem) {
  const auto value = json::parse(text, nullptr, {.max_depth = 32, .max_bytes = 1u << 20});
  if (value) return parse_json(*value, problem);
  if (problem) *problem = "This policy contains invalid Json";
  return std::nullopt;
}

}  // namespace cloudling::policy
