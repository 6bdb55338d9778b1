#include "emulators/policy/validation.h"

#include <algorithm>
#include <array>
#include <set>

#include "emulators/aws/arn.h"
#include "emulators/policy/document.h"
#include "emulators/policy/matching.h"

namespace cloudling::policy {

namespace {

using Problem = std::optional<std::string>;

bool only_letters_and_digits(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

Problem problem_of_action(const std::string& action) {
  if (action == "*") return std::nullopt;
  const size_t colon = action.find(':');
  if (colon == std::string::npos) return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
  const std::string vendor = action.substr(0, colon);
  if (vendor.find(' ') != std::string::npos) return "Vendor " + vendor + " is not valid";
  const bool good = std::ranges::all_of(vendor, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '*' ||
           c == '?';
  });
  if (vendor.empty() || !good) return "Vendor " + vendor + " is not valid";
  if (action.find(':', colon + 1) != std::string::npos) return "Actions/Condition can contain only one colon.";
  return std::nullopt;
}

Problem problem_of_resource(const std::string& resource) {
  if (resource == "*") return std::nullopt;
  if (!resource.starts_with("arn:")) return "Resource " + resource + " must be in ARN format or \"*\".";
  const std::string partition = resource.substr(4, resource.find(':', 4) - 4);
  static constexpr std::array<std::string_view, 4> kPartitions = {"aws", "aws-cn", "aws-us-gov", "*"};
  if (std::ranges::find(kPartitions, partition) == kPartitions.end() &&
      partition.find_first_of("*?$") == std::string::npos)
    return "Partition \"" + partition + "\" is not valid for resource \"" + resource + "\".";
  return std::ranges::count(resource, ':') < 2 ? Problem("The policy failed legacy parsing") : std::nullopt;
}

Problem problem_of_sids(const Document& document) {
  std::set<std::string> seen;
  for (const Statement& statement : document.statements) {
    if (statement.sid.empty()) continue;
    if (!only_letters_and_digits(statement.sid))
      return "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression "
             "[0-9A-Za-z]*";
    if (!seen.insert(statement.sid).second) return "Statement IDs (SID) in a single policy must be unique.";
  }
  return std::nullopt;
}

Problem problem_of_identity(const Statement& statement) {
  if (statement.principals) return "Policy document should not specify a principal.";
  if (statement.resources.empty()) return "Policy statement must contain resources.";
  for (const std::string& resource : statement.resources) {
    if (auto problem = problem_of_resource(resource)) return problem;
  }
  return std::nullopt;
}

/// An ARN of IAM or STS, an account, "*".
Problem problem_of_principal(const std::string& name) {
  const bool digits = name.size() == 12 && name.find_first_not_of("0123456789") == std::string::npos;
  const auto arn = aws::parse_arn(name);
  const bool identity = arn && (arn->service == "iam" || arn->service == "sts");
  const bool unique_id = name.starts_with("AROA") || name.starts_with("AIDA");
  if (name == "*" || digits || identity || unique_id) return std::nullopt;
  return "Invalid principal in policy: \"AWS\":\"" + name + "\"";
}

Problem problem_of_trust(const Statement& statement) {
  if (!statement.principals) return "Missing required field Principal";
  if (!statement.resources.empty()) return "Has prohibited field Resource";
  for (const std::string& action : statement.actions) {
    const bool known = action == "*" || lower_case(action).starts_with("sts:");
    if (!known) return "AssumeRole policy may only specify STS AssumeRole actions.";
  }
  for (const std::string& name : statement.principals->aws) {
    if (auto problem = problem_of_principal(name)) return problem;
  }
  for (const std::string& service : statement.principals->service) {
    const bool good = service.ends_with(".amazonaws.com") || service.ends_with(".amazon.com") ||
                      service.ends_with(".amazonaws.com.cn") || service.ends_with(".aws.internal");
    if (!good) return "Invalid principal in policy: \"SERVICE\":\"" + service + "\"";
  }
  return std::nullopt;
}

Problem problem_of_statement(const Statement& statement, Use use) {
  if (statement.actions.empty())
    return use == Use::kTrust ? "Missing required field Action" : "Policy statement must contain actions.";
  for (const std::string& action : statement.actions) {
    if (auto problem = problem_of_action(action)) return problem;
  }
  if (use == Use::kIdentity) return problem_of_identity(statement);
  if (use == Use::kTrust) return problem_of_trust(statement);
  return statement.principals ? std::nullopt : Problem("Missing required field Principal");
}

}  // namespace

std::optional<std::string> problem_of(std::string_view text, Use use) {
  std::string problem;
  const auto document = parse(text, &problem);
  if (!document) return problem;
  if (document->statements.empty()) return "Syntax errors in policy.";
  if (use == Use::kIdentity && !document->variables) return "Policy document must be version 2012-10-17 or greater.";
  for (const Statement& statement : document->statements) {
    if (auto found = problem_of_statement(statement, use)) return found;
  }
  // What stands at resources is older than these rules: AWS's own examples for buckets have whole sentences there.
  return use == Use::kResource ? std::nullopt : problem_of_sids(*document);
}

}  // namespace cloudling::policy
