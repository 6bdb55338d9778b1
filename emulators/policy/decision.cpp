#include "emulators/policy/decision.h"

#include <algorithm>
#include <utility>

#include "emulators/policy/conditions.h"

namespace cloudling::policy {

namespace {

bool any_action(const Statement& statement, const std::string& action) {
  return std::ranges::any_of(statement.actions, [&](const std::string& one) { return matches_action(action, one); });
}

bool any_resource(const Statement& statement, const Request& request, bool variables) {
  if (statement.resources.empty()) return !statement.not_resource;
  const bool any = std::ranges::any_of(statement.resources, [&](const std::string& one) {
    const auto pattern = Pattern::of(one, request.context, variables);
    return pattern && pattern->matches(request.resource);
  });
  return any != statement.not_resource;
}

bool applies(const Statement& statement, const Request& request, bool variables) {
  return any_action(statement, request.action) != statement.not_action && any_resource(statement, request, variables) &&
         all_hold(statement.conditions, request.context, variables);
}

bool is_account(std::string_view name, const std::string& account) {
  return !account.empty() && (name == account || name == "arn:aws:iam::" + account + ":root");
}

Named names_as_aws(std::string_view name, const Requester& who) {
  if (name == "*") return Named::kHimself;
  if (who.arn.empty()) return Named::kNot;
  if (name == who.arn) return Named::kHimself;
  if (!who.role_arn.empty() && name == who.role_arn) return Named::kAsRole;
  return is_account(name, who.account) ? Named::kByAccount : Named::kNot;
}

/// NotPrincipal leaves out those whom it names, and nobody whose account alone it names is spared by less.
bool left_out(const Principals& principals, const Requester& who) { return names(principals, who) != Named::kNot; }

template <class Look>
Finding first_of(const Document& document, const Look& look) {
  Finding best;
  for (const Statement& statement : document.statements) {
    const Named named = look(statement);
    if (named == Named::kNot) continue;
    if (!statement.allow) return {Match::kDeny, &statement, named};
    if (best.match == Match::kNone || named > best.named) best = {Match::kAllow, &statement, named};
  }
  return best;
}

/// What several documents of a kind say together.
Finding look_up_all(const std::vector<NamedDocument>& documents, const Request& request) {
  Finding best;
  for (const NamedDocument& one : documents) {
    const Finding found = look_up(one.document, request);
    if (found.match == Match::kDeny) return found;
    if (found.match == Match::kAllow) best = found;
  }
  return best;
}

Decision denied_by(const char* source, const Finding& finding) {
  return {.allowed = false, .explicit_deny = true, .source = source, .statement = finding.statement->sid};
}

Decision allowed() { return {.allowed = true, .explicit_deny = false, .source = "", .statement = ""}; }

Decision not_allowed(const char* source) {
  return {.allowed = false, .explicit_deny = false, .source = source, .statement = ""};
}

constexpr const char* kIdentity = "identity-based policy";
constexpr const char* kResource = "resource-based policy";
constexpr const char* kBoundary = "permissions boundary";
constexpr const char* kSession = "session policy";

}  // namespace

Named names(const Principals& principals, const Requester& who) {
  if (principals.anybody) return Named::kHimself;
  Named best = Named::kNot;
  for (const std::string& name : principals.aws) best = std::max(best, names_as_aws(name, who));
  const auto has = [](const std::vector<std::string>& list, const std::string& one) {
    return !one.empty() && std::ranges::find(list, one) != list.end();
  };
  const bool himself = has(principals.service, who.service) || has(principals.federated, who.federated) ||
                       has(principals.canonical_user, who.canonical_user);
  return himself ? Named::kHimself : best;
}

Finding look_up(const Document& document, const Request& request) {
  return first_of(document, [&](const Statement& statement) {
    return applies(statement, request, document.variables) ? Named::kHimself : Named::kNot;
  });
}

Finding look_up_resource(const Document& document, const Request& request) {
  return first_of(document, [&](const Statement& statement) {
    if (!statement.principals || !applies(statement, request, document.variables)) return Named::kNot;
    if (statement.not_principal)
      return left_out(*statement.principals, request.requester) ? Named::kNot : Named::kHimself;
    return names(*statement.principals, request.requester);
  });
}

Decision decide(const Policies& policies, const Request& request) {
  const Finding identity = look_up_all(policies.identity, request);
  if (identity.match == Match::kDeny) return denied_by(kIdentity, identity);
  Finding resource;
  if (policies.resource) resource = look_up_resource(*policies.resource, request);
  if (resource.match == Match::kDeny) return denied_by(kResource, resource);
  Finding boundary{Match::kAllow};
  if (policies.boundary) boundary = look_up_all(*policies.boundary, request);
  if (boundary.match == Match::kDeny) return denied_by(kBoundary, boundary);
  bool session_allows = true;
  for (const auto& documents : policies.session) {
    const Finding session = look_up_all(documents, request);
    if (session.match == Match::kDeny) return denied_by(kSession, session);
    session_allows = session_allows && session.match == Match::kAllow;
  }
  const Requester& who = request.requester;
  const bool resource_allows = resource.match == Match::kAllow;
  if (who.account.empty()) {
    if (resource_allows && resource.named == Named::kHimself) return allowed();
    return not_allowed(kResource);
  }
  const bool foreign = !policies.resource_account.empty() && policies.resource_account != who.account;
  const bool must = foreign || policies.resource_must_allow;
  if (must && !resource_allows) return not_allowed(kResource);
  const bool direct = resource_allows && !foreign && resource.named != Named::kByAccount;
  // A policy at the resource that names the session or the user himself is not bounded by what bounds him.
  if (direct && resource.named == Named::kHimself) return allowed();
  if (!direct && !who.root() && identity.match != Match::kAllow) return not_allowed(kIdentity);
  if (boundary.match != Match::kAllow) return not_allowed(kBoundary);
  if (!session_allows) return not_allowed(kSession);
  return allowed();
}

}  // namespace cloudling::policy
