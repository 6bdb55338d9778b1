#pragma once

// IAM's tables and all of its SQL. Users, roles, groups, policies and instance
// profiles are rows of one table; what hangs on them is kept by the row's
// number. Names are unique without regard to case.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/iam/kinds.h"
#include "emulators/store/store.h"

namespace cloudling::iam {

using aws::TimeMs;
using Tags = std::map<std::string, std::string>;
using Read = store::ReadTransaction;
using Write = store::WriteTransaction;

std::vector<store::Migration> migrations();

struct Entity {
  int64_t row = 0;
  Kind kind = Kind::kUser;
  std::string account;
  std::string name;
  std::string path = "/";
  std::string id;  ///< "AIDA..."
  TimeMs created = 0;
  TimeMs updated = 0;  ///< policies: of the default version
  std::string description;
  std::string trust;             ///< roles: the trust policy
  int64_t max_session_s = 3600;  ///< roles
  std::string boundary;          ///< users, roles: ARN of the permissions boundary; "" without
  int64_t default_version = 0;   ///< policies
  int64_t last_version = 0;      ///< policies
  std::string login;             ///< users: JSON of the login profile; "" without
  int64_t role_row = 0;          ///< instance profiles: their role; 0 without

  std::string arn() const;
};

std::optional<Entity> find_entity(Read& tx, Kind kind, const std::string& account, const std::string& name);
std::optional<Entity> find_entity(Read& tx, int64_t row);
/// In the order of their names, those whose path begins with `prefix`.
std::vector<Entity> list_entities(Read& tx, Kind kind, const std::string& account, const std::string& prefix);
int64_t insert_entity(Write& tx, const Entity& entity);
void update_entity(Write& tx, const Entity& entity);
/// And all that hangs on it.
void delete_entity(Write& tx, const Entity& entity);
std::vector<Entity> profiles_of_role(Read& tx, int64_t role);

// ---- what hangs on entities
// --------------------------------------------------------------------------------------

struct NamedText {
  std::string name;
  std::string text;
};
std::vector<NamedText> list_inline(Read& tx, int64_t owner);
std::optional<std::string> find_inline(Read& tx, int64_t owner, const std::string& name);
void put_inline(Write& tx, int64_t owner, const std::string& name, const std::string& document);
bool delete_inline(Write& tx, int64_t owner, const std::string& name);

std::vector<std::string> list_attached(Read& tx,
                                       int64_t owner);  ///< ARNs, in the order of their attachment
void attach(Write& tx, int64_t owner, const std::string& arn);
bool detach(Write& tx, int64_t owner, const std::string& arn);
/// Who has it attached, or as a boundary, in the account.
std::vector<Entity> attached_to(Read& tx, const std::string& account, const std::string& arn);
std::vector<Entity> bounded_by(Read& tx, const std::string& account, const std::string& arn);

Tags list_tags(Read& tx, int64_t owner);
void put_tag(Write& tx, int64_t owner, const std::string& key, const std::string& value);
void delete_tag(Write& tx, int64_t owner, const std::string& key);

std::vector<Entity> groups_of(Read& tx, int64_t user);
std::vector<Entity> members_of(Read& tx, int64_t group);
void add_member(Write& tx, int64_t group, int64_t user);
bool remove_member(Write& tx, int64_t group, int64_t user);

struct PolicyVersionRow {
  int64_t number = 0;
  std::string document;
  TimeMs created = 0;
};
std::vector<PolicyVersionRow> list_versions(Read& tx,
                                            int64_t policy);  ///< newest first
std::optional<PolicyVersionRow> find_version(Read& tx, int64_t policy, int64_t number);
void insert_version(Write& tx, int64_t policy, const PolicyVersionRow& version);
void delete_version(Write& tx, int64_t policy, int64_t number);

// ---- access keys
// -------------------------------------------------------------------------------------------------

struct AccessKeyRow {
  std::string id;
  std::string account;
  int64_t user = 0;  ///< 0 of the account's root
  std::string secret;
  std::string status = "Active";  ///< "Inactive", "Deleted": it is remembered,
                                  ///< so that nobody signs with it again
  TimeMs created = 0;
  TimeMs last_used = 0;  ///< 0 never
  std::string last_service;
  std::string last_region;
};
std::optional<AccessKeyRow> find_key(Read& tx, const std::string& id);
std::vector<AccessKeyRow> list_keys(Read& tx, const std::string& account, int64_t user);
void put_key(Write& tx, const AccessKeyRow& key);

// ---- the account
// -------------------------------------------------------------------------------------------------

std::string find_setting(Read& tx, const std::string& account,
                         const std::string& name);  ///< "" where it is not set
void put_setting(Write& tx, const std::string& account, const std::string& name, const std::string& value);

struct ProviderRow {
  std::string arn;
  TimeMs created = 0;
  std::string text;  ///< JSON
};
std::optional<ProviderRow> find_provider(Read& tx, const std::string& arn);
std::vector<ProviderRow> list_providers(Read& tx, const std::string& prefix);
void put_provider(Write& tx, const ProviderRow& provider);
void delete_provider(Write& tx, const std::string& arn);

}  // namespace cloudling::iam
