// Users, roles, groups and instance profiles: made, shown, changed, deleted.
// Policies share what is the same.

#include <utility>

#include "emulators/aws/credentials.h"
#include "emulators/aws/http.h"
#include "emulators/iam/errors.h"
#include "emulators/iam/iam.h"
#include "emulators/iam/items.h"
#include "emulators/iam/managed_policies.h"
#include "emulators/iam/views.h"
#include "emulators/policy/validation.h"

namespace cloudling::iam {

namespace {

constexpr size_t kMaxTrust = 2048;

/// White space does not count.
size_t size_of_document(const std::string& document) {
  return static_cast<size_t>(
      std::ranges::count_if(document, [](char c) { return c != ' ' && c != '\t' && c != '\n' && c != '\r'; }));
}

void check_trust(const std::string& document) {
  if (const auto problem = policy::problem_of(document, policy::Use::kTrust)) throw malformed_policy(*problem);
  if (size_of_document(document) > kMaxTrust)
    throw limit_exceeded("Cannot exceed quota for ACLSizePerRole: " + std::to_string(kMaxTrust));
}

void check_tags(const std::vector<Tag>& tags) {
  for (size_t i = 0; i < tags.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (aws::equals_ignoring_case(tags[i].key, tags[j].key))
        throw invalid_input(
            "Duplicate tag keys found. Please note that Tag "
            "keys are case insensitive.");
    }
  }
}

/// "arn:aws:sts::...:assumed-role/..." has no user.
std::string user_of(const Context& context) {
  const size_t at = context.principal.arn.find(":user/");
  if (at == std::string::npos) return "";
  return context.principal.arn.substr(context.principal.arn.rfind('/') + 1);
}

void require_deletable(Read& tx, const Entity& entity) {
  if (!list_attached(tx, entity.row).empty())
    throw delete_conflict("Cannot delete entity, must detach all policies first.");
  if (!list_inline(tx, entity.row).empty()) throw delete_conflict("Cannot delete entity, must delete policies first.");
  if (entity.kind == Kind::kUser) {
    if (!groups_of(tx, entity.row).empty())
      throw delete_conflict("Cannot delete entity, must remove users from group first.");
    if (!list_keys(tx, entity.account, entity.row).empty())
      throw delete_conflict("Cannot delete entity, must delete access keys first.");
    if (!mfa_devices_of(tx, entity).empty())
      throw delete_conflict("Cannot delete entity, must deactivate MFA device first.");
    if (!entity.login.empty()) throw delete_conflict("Cannot delete entity, must delete login profile first.");
  }
  if (entity.kind == Kind::kGroup && !members_of(tx, entity.row).empty())
    throw delete_conflict("Cannot delete entity, must remove users from group first.");
  const bool in_profile = entity.kind == Kind::kRole && !profiles_of_role(tx, entity.row).empty();
  if (in_profile || (entity.kind == Kind::kInstanceProfile && entity.role_row != 0))
    throw delete_conflict("Cannot delete entity, must remove roles from instance profile first.");
}

}  // namespace

Entity Iam::require(Read& tx, Kind kind, const std::string& account, const std::string& name) {
  auto entity = find_entity(tx, kind, account, name);
  if (!entity) throw no_such_entity(kind, name);
  return std::move(*entity);
}

Entity Iam::require_user_or_caller(Read& tx, const Context& context, const Text& name) {
  const std::string found = name.value_or(user_of(context));
  if (found.empty()) throw validation("Must specify userName when calling with non-User credentials");
  return require(tx, Kind::kUser, context.account, found);
}

Entity Iam::insert(Write& tx, Entity entity, const std::vector<Tag>& tags) {
  check_tags(tags);
  if (find_entity(tx, entity.kind, entity.account, entity.name)) throw already_exists(entity.kind, entity.name);
  entity.created = clock_.now();
  entity.updated = entity.created;
  entity.id = std::string(names_of(entity.kind).id_prefix) + ids_.letters(17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
  entity.row = insert_entity(tx, entity);
  for (const Tag& one : tags) put_tag(tx, entity.row, one.key, one.value);
  return entity;
}

template <Kind K>
EntityOutput<K> Iam::create(const Context& context, Write& tx, const CreateInput<K>& input) {
  Entity entity{.kind = K,
                .account = context.account,
                .name = input.name,
                .path = input.path.value_or("/"),
                .description = input.description.value_or(""),
                .trust = input.document.value_or(""),
                .max_session_s = input.max_session.value_or(3600),
                .boundary = input.boundary.value_or("")};
  if constexpr (K == Kind::kRole) check_trust(entity.trust);
  if (!entity.boundary.empty() && !find_managed_policy(entity.boundary)) require_policy(tx, context, entity.boundary);
  entity = insert(tx, std::move(entity), input.tags);
  return {view_of<K>(tx, entity, Detail::kWhole)};
}

template <Kind K>
EntityOutput<K> Iam::get(const Context& context, Read& tx, const NameInput<K>& input) {
  return {view_of<K>(tx, require(tx, K, context.account, input.name), Detail::kWhole)};
}

EntityOutput<Kind::kUser> Iam::get_user(const Context& context, Read& tx, const GetUserInput& input) {
  if (!input.name && context.principal.arn.ends_with(":root")) {
    EntityOutput<Kind::kUser> root;
    root.entity.path = "/";
    root.entity.name = "root";
    root.entity.id = context.account;
    root.entity.arn = context.principal.arn;
    return root;
  }
  return {view_of<Kind::kUser>(tx, require_user_or_caller(tx, context, input.name), Detail::kWhole)};
}

template <Kind K>
ListOutput<K> Iam::list(const Context& context, Read& tx, const ListInput<K>& input) {
  ListOutput<K> output;
  auto rows = list_entities(tx, K, context.account, input.prefix.value_or("/"));
  rows = page_of(std::move(rows), input, std::string(names_of(K).list_member), output,
                 [](const Entity& entity) { return entity.name; });
  for (const Entity& entity : rows) output.entities.push_back(view_of<K>(tx, entity, Detail::kListed));
  return output;
}

template <Kind K>
Nothing Iam::rename(const Context& context, Write& tx, const RenameInput<K>& input) {
  Entity entity = require(tx, K, context.account, input.name);
  if (input.new_name) {
    const auto taken = find_entity(tx, K, context.account, *input.new_name);
    if (taken && taken->row != entity.row) throw already_exists(K, *input.new_name);
    entity.name = *input.new_name;
  }
  entity.path = input.new_path.value_or(entity.path);
  update_entity(tx, entity);
  return {};
}

template <Kind K>
Nothing Iam::remove(const Context& context, Write& tx, const NameInput<K>& input) {
  const Entity entity = require(tx, K, context.account, input.name);
  if (K == Kind::kRole && entity.path.starts_with("/aws-service-role/"))
    throw aws::Error(400, "UnmodifiableEntity",
                     "Cannot perform the operation on the protected role '" + entity.name +
                         "' - this role is only modifiable by AWS");
  require_deletable(tx, entity);
  delete_entity(tx, entity);
  return {};
}

UpdateRoleOutput Iam::update_role(const Context& context, Write& tx, const UpdateRoleInput& input) {
  Entity role = require(tx, Kind::kRole, context.account, input.name);
  role.description = input.description.value_or(role.description);
  role.max_session_s = input.max_session.value_or(role.max_session_s);
  update_entity(tx, role);
  return {};
}

EntityOutput<Kind::kRole> Iam::update_role_description(const Context& context, Write& tx,
                                                       const UpdateRoleDescriptionInput& input) {
  Entity role = require(tx, Kind::kRole, context.account, input.name);
  role.description = input.description;
  update_entity(tx, role);
  return {view_of<Kind::kRole>(tx, role, Detail::kWhole)};
}

Nothing Iam::update_trust(const Context& context, Write& tx, const UpdateTrustInput& input) {
  Entity role = require(tx, Kind::kRole, context.account, input.name);
  check_trust(input.document);
  role.trust = input.document;
  update_entity(tx, role);
  return {};
}

template EntityOutput<Kind::kUser> Iam::create(const Context&, Write&, const CreateInput<Kind::kUser>&);
template EntityOutput<Kind::kRole> Iam::create(const Context&, Write&, const CreateInput<Kind::kRole>&);
template EntityOutput<Kind::kGroup> Iam::create(const Context&, Write&, const CreateInput<Kind::kGroup>&);
template EntityOutput<Kind::kInstanceProfile> Iam::create(const Context&, Write&,
                                                          const CreateInput<Kind::kInstanceProfile>&);
template EntityOutput<Kind::kRole> Iam::get(const Context&, Read&, const NameInput<Kind::kRole>&);
template EntityOutput<Kind::kInstanceProfile> Iam::get(const Context&, Read&, const NameInput<Kind::kInstanceProfile>&);
template ListOutput<Kind::kUser> Iam::list(const Context&, Read&, const ListInput<Kind::kUser>&);
template ListOutput<Kind::kRole> Iam::list(const Context&, Read&, const ListInput<Kind::kRole>&);
template ListOutput<Kind::kGroup> Iam::list(const Context&, Read&, const ListInput<Kind::kGroup>&);
template ListOutput<Kind::kInstanceProfile> Iam::list(const Context&, Read&, const ListInput<Kind::kInstanceProfile>&);
template Nothing Iam::rename(const Context&, Write&, const RenameInput<Kind::kUser>&);
template Nothing Iam::rename(const Context&, Write&, const RenameInput<Kind::kGroup>&);
template Nothing Iam::remove(const Context&, Write&, const NameInput<Kind::kUser>&);
template Nothing Iam::remove(const Context&, Write&, const NameInput<Kind::kRole>&);
template Nothing Iam::remove(const Context&, Write&, const NameInput<Kind::kGroup>&);
template Nothing Iam::remove(const Context&, Write&, const NameInput<Kind::kInstanceProfile>&);

}  // namespace cloudling::iam
