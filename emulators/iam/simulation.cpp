// The policy simulator: the decision that enforcement would take, for policies
// that are given or an identity's own.

#include <set>
#include <utility>

#include "emulators/aws/arn.h"
#include "emulators/iam/errors.h"
#include "emulators/iam/iam.h"
#include "emulators/iam/identity_policies.h"
#include "emulators/iam/views.h"
#include "emulators/policy/requester.h"

namespace cloudling::iam {

namespace {

policy::Document require_document(const std::string& text) {
  std::string problem;
  auto document = policy::parse(text, &problem);
  if (!document) throw invalid_input(problem);
  return std::move(*document);
}

/// Keys that conditions ask for and nobody gave.
std::vector<std::string> missing_keys(const policy::Policies& policies, const policy::Context& context) {
  std::set<std::string> keys;
  for (const auto& named : policies.identity) {
    for (const auto& statement : named.document.statements) {
      for (const auto& condition : statement.conditions) {
        if (!context.contains(policy::lower_case(condition.key))) keys.insert(condition.key);
      }
    }
  }
  return {keys.begin(), keys.end()};
}

EvaluationResult evaluate(const policy::Policies& policies, const policy::Request& request) {
  const policy::Decision decision = policy::decide(policies, request);
  EvaluationResult result{.action = request.action, .resource = request.resource};
  result.decision = decision.allowed ? "allowed" : decision.explicit_deny ? "explicitDeny" : "implicitDeny";
  result.missing_keys = missing_keys(policies, request.context);
  for (const auto& named : policies.identity) {
    const auto wanted = decision.allowed ? policy::Match::kAllow : policy::Match::kDeny;
    if (policy::look_up(named.document, request).match != wanted) continue;
    result.matched.push_back({.policy_id = named.name, .policy_type = "IAM Policy"});
  }
  return result;
}

SimulateOutput simulate(policy::Policies policies, const SimulateCustomInput& input, policy::Requester who) {
  policy::Request request{.action = "", .resource = "", .requester = std::move(who), .context = {}};
  for (const ContextEntry& entry : input.context)
    request.context[policy::lower_case(entry.key.value_or(""))] = entry.values;
  for (const std::string& text : input.boundaries) {
    if (!policies.boundary) policies.boundary.emplace();
    policies.boundary->push_back({"PermissionsBoundary", require_document(text)});
  }
  if (input.resource_policy) policies.resource = require_document(*input.resource_policy);
  if (const auto owner = aws::parse_arn(input.resource_owner.value_or(""))) policies.resource_account = owner->account;
  std::vector<std::string> resources = input.resources;
  if (resources.empty()) resources.emplace_back("*");
  std::vector<EvaluationResult> results;
  for (const std::string& action : input.actions) {
    for (const std::string& resource : resources) {
      request.action = action;
      request.resource = resource;
      results.push_back(evaluate(policies, request));
    }
  }
  SimulateOutput output;
  output.results = page_of(std::move(results), input, "Simulation", output,
                           [](const EvaluationResult& one) { return one.action + " " + one.resource; });
  return output;
}

policy::Policies given_policies(const std::vector<std::string>& texts) {
  policy::Policies policies;
  int number = 0;
  for (const std::string& text : texts)
    policies.identity.push_back({"PolicyInputList." + std::to_string(++number), require_document(text)});
  return policies;
}

/// "${aws:username}" and the like, without defaults.
void add_variables(const std::vector<std::string>& texts, std::set<std::string>& keys) {
  for (const std::string& text : texts) {
    for (size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at + 2)) {
      const std::string name = text.substr(at + 2, text.find_first_of(",}", at) - at - 2);
      if (name.find(':') != std::string::npos) keys.insert(name);
    }
  }
}

/// All that conditions and policy variables ask for.
ContextKeysOutput context_keys(const policy::Policies& policies) {
  std::set<std::string> keys;
  for (const auto& named : policies.identity) {
    for (const auto& statement : named.document.statements) {
      add_variables(statement.resources, keys);
      for (const auto& condition : statement.conditions) {
        keys.insert(condition.key);
        add_variables(condition.values, keys);
      }
    }
  }
  return {{keys.begin(), keys.end()}};
}

}  // namespace

ContextKeysOutput Iam::context_keys_of_custom(const Context&, Read&, const ContextKeysOfCustomInput& input) {
  return context_keys(given_policies(input.policies));
}

ContextKeysOutput Iam::context_keys_of_principal(const Context& context, Read& tx,
                                                 const ContextKeysOfPrincipalInput& input) {
  const auto identity = identity_of(tx, input.arn);
  if (!identity || identity->account != context.account)
    throw no_such_entity("The entity with ARN " + input.arn + " cannot be found.");
  policy::Policies policies = policies_of(tx, *identity);
  for (auto& given : given_policies(input.policies).identity) policies.identity.push_back(std::move(given));
  return context_keys(policies);
}

SimulateOutput Iam::simulate_custom(const Context& context, Read&, const SimulateCustomInput& input) {
  if (input.policies.empty()) throw validation("Must specify at least one policy in PolicyInputList.");
  policy::Requester who = policy::requester_of(input.caller_arn.value_or(""));
  if (who.account.empty()) who.account = context.account;
  return simulate(given_policies(input.policies), input, std::move(who));
}

SimulateOutput Iam::simulate_principal(const Context& context, Read& tx, const SimulatePrincipalInput& input) {
  const auto identity = identity_of(tx, input.principal_arn);
  if (!identity || identity->account != context.account)
    throw no_such_entity("The entity with ARN " + input.principal_arn + " cannot be found.");
  policy::Policies policies = policies_of(tx, *identity);
  for (auto& given : given_policies(input.policies).identity) policies.identity.push_back(std::move(given));
  policy::Requester who = policy::requester_of(input.caller_arn.value_or(input.principal_arn));
  if (identity->kind == Kind::kRole) who.role_arn = identity->arn();
  return simulate(std::move(policies), input, std::move(who));
}

}  // namespace cloudling::iam
