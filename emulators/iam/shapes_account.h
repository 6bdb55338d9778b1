#pragma once

// Shapes of access keys, memberships, login profiles, the account, providers
// and the policy simulator.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulators/iam/shapes.h"

namespace cloudling::iam {

// ---- access keys
// ---------------------------------------------------------------------------------------------------

/// The user's name; the caller's own where it is left out.
struct UserNameInput {
  Text user;
  static const Structure& shape();
};
struct AccessKeyInput {
  Text user;
  std::string id;
  static const Structure& shape();
};
struct UpdateAccessKeyInput {
  Text user;
  std::string id, status;
  static const Structure& shape();
};
struct AccessKeyIdInput {
  std::string id;
  static const Structure& shape();
};
struct UserPageInput : PageInput {
  Text user;
  static const Structure& shape();
};
struct AccessKey {
  Text user;
  std::string id, status;
  Text secret;
  aws::Timestamp created;
  static const Structure& shape();
};
struct CreateAccessKeyOutput {
  AccessKey key;
  static const Structure& shape();
};
struct ListAccessKeysOutput : PageOutput {
  std::vector<AccessKey> keys;
  static const Structure& shape();
};
struct AccessKeyLastUsed {
  std::optional<aws::Timestamp> date;
  std::string service = "N/A", region = "N/A";
  static const Structure& shape();
};
struct AccessKeyLastUsedOutput {
  Text user;
  AccessKeyLastUsed last_used;
  static const Structure& shape();
};

// ---- groups' members, profiles' roles, service-linked roles
// ----------------------------------------------------------

struct MembershipInput {
  std::string group, user;
  static const Structure& shape();
};
struct GetGroupOutput : PageOutput {
  EntityView<Kind::kGroup> group;
  std::vector<EntityView<Kind::kUser>> users;
  static const Structure& shape();
};
struct ProfileRoleInput {
  std::string profile, role;
  static const Structure& shape();
};
struct ServiceLinkedRoleInput {
  std::string service;
  Text description, suffix;
  static const Structure& shape();
};
struct DeletionTask {
  std::string id;
  static const Structure& shape();
};
struct DeletionStatus {
  std::string status;
  static const Structure& shape();
};

// ---- the account
// -----------------------------------------------------------------------------------------------------

struct LoginProfileInput {
  Text user, password;
  std::optional<bool> reset_required;
  static const Structure& shape();
};
struct LoginProfile {
  std::string user;
  aws::Timestamp created;
  bool reset_required = false;
  static const Structure& shape();
};
struct LoginProfileOutput {
  LoginProfile profile;
  static const Structure& shape();
};
struct AccountAliasInput {
  std::string alias;
  static const Structure& shape();
};
struct PagedNothing : PageInput {
  static const Structure& shape();
};
struct AccountAliasesOutput : PageOutput {
  std::vector<std::string> aliases;
  static const Structure& shape();
};
struct SummaryOutput {
  std::map<std::string, int64_t> summary;
  static const Structure& shape();
};
struct PasswordPolicyInput {
  int64_t minimum_length = 6;
  bool symbols = false, numbers = false, upper_case = false, lower_case = false, may_change = false;
  std::optional<int64_t> max_age, reuse_prevention;
  std::optional<bool> hard_expiry;
  static const Structure& shape();
};
struct PasswordPolicy : PasswordPolicyInput {
  bool expires = false;
  static const Structure& shape();
};
struct PasswordPolicyOutput {
  PasswordPolicy policy;
  static const Structure& shape();
};

struct PolicyDetail {
  std::string name, document;
  static const Structure& shape();
};
/// UserDetail, GroupDetail and RoleDetail.
template <Kind K>
struct EntityDetail : EntityParts {
  std::vector<PolicyDetail> policies;
  std::vector<AttachedPolicy> attached;
  std::vector<std::string> groups;
  std::vector<EntityView<Kind::kInstanceProfile>> profiles;
  static const Structure& shape();
};
struct ManagedPolicyDetail : EntityParts {
  std::vector<PolicyVersion> versions;
  static const Structure& shape();
};
struct AuthorizationDetailsInput : PageInput {
  std::vector<std::string> filter;
  static const Structure& shape();
};
struct AuthorizationDetailsOutput : PageOutput {
  std::vector<EntityDetail<Kind::kUser>> users;
  std::vector<EntityDetail<Kind::kGroup>> groups;
  std::vector<EntityDetail<Kind::kRole>> roles;
  std::vector<ManagedPolicyDetail> policies;
  static const Structure& shape();
};

// ---- what nobody has here
// ----------------------------------------------------------------------------------------------

struct CertificatesNoneOutput : PageOutput {
  std::vector<std::string> items;
  static const Structure& shape();
};
struct KeysNoneOutput : PageOutput {
  std::vector<std::string> items;
  static const Structure& shape();
};
struct ServiceCredentialsInput {
  Text user, service;
  static const Structure& shape();
};
struct CredentialsNoneOutput {
  std::vector<std::string> items;
  static const Structure& shape();
};

// ---- OpenID Connect providers
// -------------------------------------------------------------------------------------------

struct CreateOidcInput {
  std::string url;
  std::vector<std::string> clients, thumbprints;
  std::vector<Tag> tags;
  static const Structure& shape();
};
struct ProviderArnOutput {
  std::string arn;
  std::vector<Tag> tags;
  static const Structure& shape();
};
struct OidcArnInput {
  std::string arn;
  static const Structure& shape();
};
struct OidcThumbprintsInput {
  std::string arn;
  std::vector<std::string> thumbprints;
  static const Structure& shape();
};
struct OidcOutput {
  std::string url;
  std::vector<std::string> clients, thumbprints;
  aws::Timestamp created;
  std::vector<Tag> tags;
  static const Structure& shape();
};
struct OidcEntry {
  std::string arn;
  static const Structure& shape();
};
struct ListOidcOutput {
  std::vector<OidcEntry> providers;
  static const Structure& shape();
};

// ---- the simulator
// ---------------------------------------------------------------------------------------------------

struct ContextEntry {
  Text key, type;
  std::vector<std::string> values;
  static const Structure& shape();
};
struct SimulateCustomInput : PageInput {
  std::vector<std::string> policies, boundaries, actions, resources;
  Text resource_policy, resource_owner, caller_arn;
  std::vector<ContextEntry> context;
  static const Structure& shape();
};
struct SimulatePrincipalInput : SimulateCustomInput {
  std::string principal_arn;
  static const Structure& shape();
};
struct MatchedStatement {
  Text policy_id, policy_type;
  static const Structure& shape();
};
struct EvaluationResult {
  std::string action;
  std::string resource;
  std::string decision;  ///< "allowed", "explicitDeny", "implicitDeny"
  std::vector<MatchedStatement> matched;
  std::vector<std::string> missing_keys;
  static const Structure& shape();
};
struct SimulateOutput : PageOutput {
  std::vector<EvaluationResult> results;
  static const Structure& shape();
};

}  // namespace cloudling::iam
