#include "emulators/lambda/policy.h"

#include <algorithm>
#include <array>

#include "emulators/lambda/errors.h"

namespace cloudling::lambda {

namespace {

/// Services that push by the function's policy; all others (Step Functions, destinations) bring a role.
constexpr std::array<std::string_view, 5> kPushers = {
    "s3.amazonaws.com", "events.amazonaws.com", "apigateway.amazonaws.com", "logs.amazonaws.com", "sns.amazonaws.com"};

bool is_service(const std::string& principal) {
  constexpr std::array kDomains = {".amazonaws.com", ".amazonaws.com.cn", ".amazon.com"};
  return std::ranges::any_of(kDomains, [&](const char* domain) { return principal.ends_with(domain); });
}

json::Value principal_of(const std::string& principal) {
  if (principal == "*") return principal;
  json::Value value = json::Value::object();
  const bool account = principal.size() == 12 && principal.find_first_not_of("0123456789") == std::string::npos;
  if (!account && !principal.starts_with("arn:") && !is_service(principal))
    throw invalid_parameter("The provided principal was invalid. Please check the principal and try again.");
  if (account)
    value["AWS"] = "arn:aws:iam::" + principal + ":root";
  else
    value[principal.starts_with("arn:") ? "AWS" : "Service"] = principal;
  return value;
}

void add_condition(json::Value& statement, const char* kind, const char* key, const std::optional<std::string>& value) {
  if (value) statement["Condition"][kind][key] = *value;
}

std::string text_of(const json::Value& statement, const char* name) {
  const json::Value* value = json::find(statement, name);
  return value && value->is_string() ? value->get<std::string>() : "";
}

bool names_principal(const json::Value& statement, const std::string& service) {
  const json::Value* principal = json::find(statement, "Principal");
  if (!principal) return false;
  return *principal == "*" || text_of(*principal, "Service") == service;
}

bool is_public(const json::Value& statement) {
  const json::Value* principal = json::find(statement, "Principal");
  return principal && (*principal == "*" || text_of(*principal, "AWS") == "*");
}

bool allows_invoke(const std::string& action) {
  return action == "*" || action == "lambda:*" || action == "lambda:InvokeFunction";
}

bool holds(const std::string& key, const std::string& wanted, const aws::CallContext& caller) {
  if (key == "AWS:SourceArn") return matches_wildcards(caller.source_arn, wanted);
  if (key == "AWS:SourceAccount") return wanted == caller.account;
  return false;
}

bool conditions_hold(const json::Value& statement, const aws::CallContext& caller) {
  const json::Value* condition = json::find(statement, "Condition");
  if (!condition) return true;
  for (const auto& [kind, keys] : condition->items()) {
    for (const auto& [key, wanted] : keys.items()) {
      if (!holds(key, wanted.get<std::string>(), caller)) return false;
    }
  }
  return true;
}

}  // namespace

json::Value statement_of(const AddPermissionInput& input, const std::string& resource) {
  json::Value statement = json::Value::object();
  statement["Sid"] = input.statement_id;
  statement["Effect"] = "Allow";
  statement["Principal"] = principal_of(input.principal);
  statement["Action"] = input.action;
  statement["Resource"] = resource;
  add_condition(statement, "StringEquals", "lambda:EventSourceToken", input.event_source_token);
  add_condition(statement, "StringEquals", "AWS:SourceAccount", input.source_account);
  add_condition(statement, "StringEquals", "lambda:FunctionUrlAuthType", input.function_url_auth_type);
  add_condition(statement, "StringEquals", "aws:PrincipalOrgID", input.principal_org_id);
  if (input.invoked_via_function_url)
    statement["Condition"]["Bool"]["lambda:InvokedViaFunctionUrl"] = *input.invoked_via_function_url ? "true" : "false";
  add_condition(statement, "ArnLike", "AWS:SourceArn", input.source_arn);
  return statement;
}

std::string policy_text(const std::vector<StatementRow>& statements) {
  json::Value policy = json::Value::object();
  policy["Version"] = "2012-10-17";
  policy["Id"] = "default";
  json::Value& all = policy["Statement"] = json::Value::array();
  for (const StatementRow& statement : statements) all.push_back(json::parse(statement.text).value());
  return json::write(policy);
}

bool needs_permission(const aws::CallContext& caller) {
  return std::ranges::find(kPushers, caller.calling_service) != kPushers.end();
}

bool permits_invoke(const std::vector<StatementRow>& statements, const aws::CallContext& caller) {
  return std::ranges::any_of(statements, [&](const StatementRow& row) {
    const auto statement = json::parse(row.text);
    return statement && names_principal(*statement, caller.calling_service) &&
           allows_invoke(text_of(*statement, "Action")) && conditions_hold(*statement, caller);
  });
}

bool permits_public_url(const std::vector<StatementRow>& statements) {
  return std::ranges::any_of(statements, [](const StatementRow& row) {
    const auto statement = json::parse(row.text);
    if (!statement || !is_public(*statement)) return false;
    const std::string action = text_of(*statement, "Action");
    if (action != "*" && action != "lambda:*" && action != "lambda:InvokeFunctionUrl") return false;
    const json::Value* condition = json::find(*statement, "Condition");
    if (!condition) return true;
    const json::Value* equals = json::find(*condition, "StringEquals");
    return condition->size() == 1 && equals && equals->size() == 1 &&
           text_of(*equals, "lambda:FunctionUrlAuthType") == "NONE";
  });
}

bool matches_wildcards(std::string_view text, std::string_view pattern) {
  size_t at = 0, in = 0, star = std::string_view::npos, retry = 0;
  while (at < text.size()) {
    if (in < pattern.size() && (pattern[in] == '?' || pattern[in] == text[at]) && pattern[in] != '*') {
      ++at, ++in;
    } else if (in < pattern.size() && pattern[in] == '*') {
      star = in++;
      retry = at;
    } else if (star != std::string_view::npos) {
      in = star + 1;
      at = ++retry;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', in) == std::string_view::npos;
}

}  // namespace cloudling::lambda
