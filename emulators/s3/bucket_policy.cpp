#include "emulators/s3/bucket_policy.h"

#include <algorithm>
#include <array>

#include "emulators/aws/arn.h"
#include "emulators/aws/error.h"
#include "emulators/policy/document.h"
#include "emulators/policy/matching.h"
#include "emulators/policy/validation.h"
#include "emulators/s3/policy_actions.h"

namespace cloudling::s3 {
namespace {

constexpr size_t kMaxPolicy = 20480;

aws::Error malformed(const std::string& message) { return aws::Error(400, "MalformedPolicy", message); }

/// "*", an account, or the ARN of an identity. Whether there is one is not asked: most are another account's.
bool is_aws_principal(const std::string& text) {
  const auto is_account = [](std::string_view account) {
    return account.size() == 12 && account.find_first_not_of("0123456789") == std::string_view::npos;
  };
  constexpr std::string_view kOriginAccessIdentity = "arn:aws:iam::cloudfront:user/";
  if (text == "*" || is_account(text) || text.starts_with(kOriginAccessIdentity)) return true;
  const auto arn = aws::parse_arn(text);
  if (!arn || !is_account(arn->account) || text.find_first_of("*?") != std::string::npos) return false;
  const std::string_view name = arn->resource;
  if (arn->service == "iam") return name == "root" || name.starts_with("user/") || name.starts_with("role/");
  return arn->service == "sts" && (name.starts_with("assumed-role/") || name.starts_with("federated-user/"));
}

/// What a statement's resources are, of that bucket.
ActionReach reach_of_resources(const std::vector<std::string>& names, const std::string& bucket) {
  ActionReach reach;
  for (const auto& name : names) {
    reach.bucket |= policy::matches_wildcards(bucket, name);
    reach.object |= name.find_first_of("/*") != std::string::npos;
  }
  return reach;
}

/// Each action can be on one of the resources.
void require_applying_actions(const policy::Statement& statement, const std::vector<std::string>& names,
                              const std::string& bucket) {
  const ActionReach resources = reach_of_resources(names, bucket);
  for (const auto& action : statement.actions) {
    const ActionReach reach = reach_of(action);
    if (!reach.known) throw malformed("Policy has invalid action");
    if (statement.not_action || statement.not_resource) continue;
    if (!(reach.bucket && resources.bucket) && !(reach.object && resources.object))
      throw malformed("Action does not apply to any resource(s) in statement");
  }
}

/// Of a bucket's policy: it speaks of S3, and of that bucket and its objects.
void require_statement(const policy::Statement& statement, const std::string& bucket) {
  if (!statement.principals) throw malformed("Missing required field Principal");
  if (statement.allow && statement.not_principal) throw malformed("Allow with NotPrincipal is not allowed.");
  for (const auto& principal : statement.principals->aws)
    if (!is_aws_principal(principal)) throw malformed("Invalid principal in policy").with("Detail", principal);
  if (statement.actions.empty()) throw malformed("Missing required field Action");
  if (statement.resources.empty()) throw malformed("Missing required field Resource");
  std::vector<std::string> names;
  for (const auto& resource : statement.resources) {
    constexpr std::string_view kPrefix = "arn:aws:s3:::";
    if (!resource.starts_with(kPrefix)) throw malformed("Policy has invalid resource");
    const std::string name = resource.substr(kPrefix.size());
    if (!policy::matches_wildcards(bucket, name.substr(0, name.find('/'))))
      throw malformed("Policy has invalid resource");
    names.push_back(name);
  }
  require_applying_actions(statement, names, bucket);
}

/// Whether a condition lets in fixed, known callers only, so that "*" is not everybody.
bool fixes_caller(const policy::Condition& condition) {
  constexpr std::array kKeys = {"aws:sourceip",         "aws:principalorgid", "aws:principalorgpaths",
                                "aws:sourcearn",        "aws:sourcevpc",      "aws:sourcevpce",
                                "aws:sourceowner",      "aws:sourceaccount",  "aws:principalarn",
                                "aws:principalaccount", "aws:userid",         "s3:dataaccesspointarn",
                                "aws:sourceorgid",      "aws:sourceorgpaths", "s3:dataaccesspointaccount"};
  const std::string key = policy::lower_case(condition.key);
  if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) return false;
  if (condition.op.find("Not") != std::string::npos || condition.values.empty()) return false;
  return std::all_of(condition.values.begin(), condition.values.end(), [&](const std::string& value) {
    if (key == "aws:sourceip") return value != "0.0.0.0/0" && value != "::/0";
    return value.find_first_of("*?$") == std::string::npos || key == "aws:sourcearn";
  });
}

}  // namespace

policy::Match decide(const std::string& text, const policy::Request& request) {
  const auto document = policy::parse(std::string_view(text));
  return document ? policy::look_up_resource(*document, request).match : policy::Match::kNone;
}

void require_policy(const std::string& text, const std::string& bucket) {
  if (text.size() > kMaxPolicy) throw malformed("Policy exceeds the maximum allowed document size.");
  if (text.empty() || text.front() != '{')
    throw malformed("Policies must be valid JSON and the first byte must be '{'");
  if (const auto problem = policy::problem_of(text, policy::Use::kResource)) throw malformed(*problem);
  const auto document = policy::parse(std::string_view(text));
  for (const auto& statement : document->statements) require_statement(statement, bucket);
}

bool is_public_policy(const std::string& text) {
  const auto document = policy::parse(std::string_view(text));
  if (!document) return false;
  return std::ranges::any_of(document->statements, [](const policy::Statement& statement) {
    if (!statement.allow || !statement.principals) return false;
    const auto& aws = statement.principals->aws;
    const bool everybody =
        statement.not_principal || statement.principals->anybody || std::find(aws.begin(), aws.end(), "*") != aws.end();
    return everybody && std::none_of(statement.conditions.begin(), statement.conditions.end(), fixes_caller);
  });
}

}  // namespace cloudling::s3
