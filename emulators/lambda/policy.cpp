#include "emulators/lambda/policy.h"

#include <algorithm>
#include <array>

#include "emulators/lambda/errors.h"
#include "emulators/policy/decision.h"

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

/// Whether the function's policy lets the request in. What stands at a function is about it, whatever its Resource
/// says.
bool permits(const std::vector<StatementRow>& statements, const policy::Request& request) {
  policy::Document document;
  for (const StatementRow& row : statements) {
    auto parsed = policy::parse(R"({"Version":"2012-10-17","Statement":[)" + row.text + "]}");
    if (!parsed) continue;
    for (policy::Statement& statement : parsed->statements) {
      statement.resources.clear();
      document.statements.push_back(std::move(statement));
    }
  }
  return policy::look_up_resource(document, request).match == policy::Match::kAllow;
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
  policy::Request request{.action = "lambda:InvokeFunction", .resource = "*"};
  request.requester.service = caller.calling_service;
  request.context["aws:sourceaccount"] = {caller.account};
  if (!caller.source_arn.empty()) request.context["aws:sourcearn"] = {caller.source_arn};
  return permits(statements, request);
}

bool permits_public_url(const std::vector<StatementRow>& statements) {
  policy::Request request{.action = "lambda:InvokeFunctionUrl", .resource = "*"};
  request.context["lambda:functionurlauthtype"] = {"NONE"};
  request.context["lambda:invokedviafunctionurl"] = {"true"};
  return permits(statements, request);
}

}  // namespace cloudling::lambda
