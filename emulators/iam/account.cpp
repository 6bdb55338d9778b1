// Login profiles, the account's alias, its password policy, its summary.

#include "asl/json/json.h"
#include "emulators/iam/errors.h"
#include "emulators/iam/iam.h"
#include "emulators/iam/items.h"
#include "emulators/iam/managed_policies.h"
#include "emulators/iam/views.h"

namespace cloudling::iam {

namespace {

constexpr const char* kAlias = "alias";
constexpr const char* kPasswordPolicy = "password-policy";

LoginProfile profile_of(const Entity& user) {
  const json::Value value = json::parse(user.login).value();
  return {.user = user.name,
          .created = {value.at("created").get<int64_t>()},
          .reset_required = value.at("reset").get<bool>()};
}

/// The password itself is not kept: nobody can log in here.
std::string login_text(const LoginProfile& profile) {
  json::Value value = json::Value::object();
  value["created"] = profile.created.ms;
  value["reset"] = profile.reset_required;
  return json::write(value);
}

aws::Error no_login(const std::string& user) {
  return no_such_entity("Login Profile for User " + user + " cannot be found.");
}

void check_password(const Text& password) {
  if (password && password->size() < 8)
    throw aws::Error(400, "PasswordPolicyViolation", "Password should have a minimum length of 8");
}

std::string policy_text(const PasswordPolicyInput& policy) {
  json::Value value = json::Value::object();
  value["length"] = policy.minimum_length;
  value["flags"] =
      json::Value::array({policy.symbols, policy.numbers, policy.upper_case, policy.lower_case, policy.may_change});
  if (policy.max_age) value["age"] = *policy.max_age;
  if (policy.reuse_prevention) value["reuse"] = *policy.reuse_prevention;
  if (policy.hard_expiry) value["hard"] = *policy.hard_expiry;
  return json::write(value);
}

PasswordPolicy policy_of(const std::string& text) {
  const json::Value value = json::parse(text).value();
  const json::Value& flags = value.at("flags");
  PasswordPolicy policy;
  policy.minimum_length = value.at("length").get<int64_t>();
  policy.symbols = flags[0].get<bool>();
  policy.numbers = flags[1].get<bool>();
  policy.upper_case = flags[2].get<bool>();
  policy.lower_case = flags[3].get<bool>();
  policy.may_change = flags[4].get<bool>();
  if (const json::Value* age = json::find(value, "age")) policy.max_age = age->get<int64_t>();
  if (const json::Value* reuse = json::find(value, "reuse")) policy.reuse_prevention = reuse->get<int64_t>();
  if (const json::Value* hard = json::find(value, "hard")) policy.hard_expiry = hard->get<bool>();
  policy.expires = policy.max_age.has_value();
  return policy;
}

aws::Error no_password_policy(const std::string& account) {
  return no_such_entity("The Password Policy with domain name " + account + " cannot be found.");
}

}  // namespace

LoginProfileOutput Iam::create_login_profile(const Context& context, Write& tx, const LoginProfileInput& input) {
  Entity user = require_user_or_caller(tx, context, input.user);
  if (!user.login.empty()) throw already_exists("Login Profile for user " + user.name + " already exists.");
  if (!input.password) throw validation("Password is required.");
  check_password(input.password);
  user.login = login_text(
      {.user = user.name, .created = {clock_.now()}, .reset_required = input.reset_required.value_or(false)});
  update_entity(tx, user);
  return {profile_of(user)};
}

LoginProfileOutput Iam::get_login_profile(const Context& context, Read& tx, const GetUserInput& input) {
  const Entity user = require_user_or_caller(tx, context, input.name);
  if (user.login.empty()) throw no_login(user.name);
  return {profile_of(user)};
}

Nothing Iam::update_login_profile(const Context& context, Write& tx, const LoginProfileInput& input) {
  Entity user = require_user_or_caller(tx, context, input.user);
  if (user.login.empty()) throw no_login(user.name);
  check_password(input.password);
  LoginProfile profile = profile_of(user);
  profile.reset_required = input.reset_required.value_or(profile.reset_required);
  user.login = login_text(profile);
  update_entity(tx, user);
  return {};
}

Nothing Iam::delete_login_profile(const Context& context, Write& tx, const GetUserInput& input) {
  Entity user = require_user_or_caller(tx, context, input.name);
  if (user.login.empty()) throw no_login(user.name);
  user.login.clear();
  update_entity(tx, user);
  return {};
}

Nothing Iam::create_account_alias(const Context& context, Write& tx, const AccountAliasInput& input) {
  put_setting(tx, context.account, kAlias, input.alias);
  return {};
}

Nothing Iam::delete_account_alias(const Context& context, Write& tx, const AccountAliasInput& input) {
  if (find_setting(tx, context.account, kAlias) != input.alias)
    throw no_such_entity("The account alias " + input.alias + " cannot be found.");
  put_setting(tx, context.account, kAlias, "");
  return {};
}

AccountAliasesOutput Iam::list_account_aliases(const Context& context, Read& tx, const PagedNothing&) {
  AccountAliasesOutput output;
  const std::string alias = find_setting(tx, context.account, kAlias);
  if (!alias.empty()) output.aliases.push_back(alias);
  return output;
}

SummaryOutput Iam::get_account_summary(const Context& context, Read& tx, const Nothing&) {
  const auto count = [&](Kind kind) {
    return static_cast<int64_t>(list_entities(tx, kind, context.account, "/").size());
  };
  const auto items = [&](Item item) { return static_cast<int64_t>(list_items(tx, context.account, item).size()); };
  int64_t devices_in_use = 0;
  for (const ItemRow& device : list_items(tx, context.account, Item::kMfaDevice))
    devices_in_use += device.body.contains("user") ? 1 : 0;
  int64_t versions = 0;
  for (const Entity& policy : list_entities(tx, Kind::kPolicy, context.account, "/"))
    versions += static_cast<int64_t>(list_versions(tx, policy.row).size());
  return {{{"Users", count(Kind::kUser)},
           {"UsersQuota", 5000},
           {"Groups", count(Kind::kGroup)},
           {"GroupsQuota", 300},
           {"GroupsPerUserQuota", 10},
           {"Roles", count(Kind::kRole)},
           {"RolesQuota", 1000},
           {"Policies", count(Kind::kPolicy)},
           {"PoliciesQuota", 1500},
           {"PolicySizeQuota", 6144},
           {"PolicyVersionsInUse", versions},
           {"PolicyVersionsInUseQuota", 10000},
           {"VersionsPerPolicyQuota", 5},
           {"InstanceProfiles", count(Kind::kInstanceProfile)},
           {"InstanceProfilesQuota", 1000},
           {"AccessKeysPerUserQuota", 2},
           {"AttachedPoliciesPerUserQuota", 10},
           {"AttachedPoliciesPerGroupQuota", 10},
           {"AttachedPoliciesPerRoleQuota", 10},
           {"UserPolicySizeQuota", 2048},
           {"GroupPolicySizeQuota", 5120},
           {"RolePolicySizeQuota", 10240},
           {"AssumeRolePolicySizeQuota", 2048},
           {"AccountAccessKeysPresent", static_cast<int64_t>(list_keys(tx, context.account, 0).size())},
           {"AccountMFAEnabled", 0},
           {"MFADevices", items(Item::kMfaDevice)},
           {"MFADevicesInUse", devices_in_use},
           {"ServerCertificates", items(Item::kServerCertificate)},
           {"ServerCertificatesQuota", 20},
           {"Providers", items(Item::kOidcProvider) + items(Item::kSamlProvider)}}};
}

Nothing Iam::update_password_policy(const Context& context, Write& tx, const PasswordPolicyInput& input) {
  put_setting(tx, context.account, kPasswordPolicy, policy_text(input));
  return {};
}

PasswordPolicyOutput Iam::get_password_policy(const Context& context, Read& tx, const Nothing&) {
  const std::string text = find_setting(tx, context.account, kPasswordPolicy);
  if (text.empty()) throw no_password_policy(context.account);
  return {policy_of(text)};
}

Nothing Iam::delete_password_policy(const Context& context, Write& tx, const Nothing&) {
  if (find_setting(tx, context.account, kPasswordPolicy).empty()) throw no_password_policy(context.account);
  put_setting(tx, context.account, kPasswordPolicy, "");
  return {};
}

CertificatesNoneOutput Iam::list_signing_certificates(const Context& context, Read& tx, const UserPageInput& input) {
  if (input.user) require(tx, Kind::kUser, context.account, *input.user);
  return {};
}

KeysNoneOutput Iam::list_ssh_public_keys(const Context& context, Read& tx, const UserPageInput& input) {
  if (input.user) require(tx, Kind::kUser, context.account, *input.user);
  return {};
}

CredentialsNoneOutput Iam::list_service_credentials(const Context& context, Read& tx,
                                                    const ServiceCredentialsInput& input) {
  if (input.user) require(tx, Kind::kUser, context.account, *input.user);
  return {};
}

}  // namespace cloudling::iam
