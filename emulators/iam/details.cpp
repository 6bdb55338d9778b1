// GetAccountAuthorizationDetails: everything at once.

#include <algorithm>

#include "emulators/aws/http.h"
#include "emulators/iam/iam.h"
#include "emulators/iam/managed_policies.h"
#include "emulators/iam/views.h"

namespace cloudling::iam {

namespace {

std::string name_in(const std::string& arn) { return arn.substr(arn.rfind('/') + 1); }

template <Kind K>
EntityDetail<K> detail_of(Read& tx, const Entity& entity) {
  EntityDetail<K> detail;
  static_cast<EntityParts&>(detail) = parts_of(tx, entity, Detail::kWhole);
  for (const NamedText& one : list_inline(tx, entity.row))
    detail.policies.push_back({one.name, aws::percent_encode(one.text)});
  for (const std::string& arn : list_attached(tx, entity.row)) detail.attached.push_back({name_in(arn), arn});
  if (K == Kind::kUser) {
    for (const Entity& group : groups_of(tx, entity.row)) detail.groups.push_back(group.name);
  }
  if (K == Kind::kRole) {
    for (const Entity& profile : profiles_of_role(tx, entity.row))
      detail.profiles.push_back(view_of<Kind::kInstanceProfile>(tx, profile, Detail::kListed));
  }
  return detail;
}

ManagedPolicyDetail policy_detail(Read& tx, const Entity& policy) {
  ManagedPolicyDetail detail;
  static_cast<EntityParts&>(detail) = parts_of(tx, policy, Detail::kWhole);
  for (const PolicyVersionRow& row : list_versions(tx, policy.row)) {
    detail.versions.push_back({.document = aws::percent_encode(row.document),
                               .id = "v" + std::to_string(row.number),
                               .is_default = row.number == policy.default_version,
                               .created = {row.created}});
  }
  return detail;
}

ManagedPolicyDetail policy_detail(Read& tx, const Context& context, const ManagedPolicy& policy) {
  ManagedPolicyDetail detail;
  detail.path = policy.path;
  detail.name = policy.name;
  detail.id = policy.id;
  detail.arn = policy.arn;
  detail.created = {policy.created};
  detail.updated = aws::Timestamp{policy.updated};
  detail.default_version = policy.version;
  detail.attachments = static_cast<int64_t>(attached_to(tx, context.account, policy.arn).size());
  detail.boundaries = static_cast<int64_t>(bounded_by(tx, context.account, policy.arn).size());
  detail.attachable = true;
  detail.versions.push_back({.document = aws::percent_encode(policy.document),
                             .id = policy.version,
                             .is_default = true,
                             .created = {policy.updated}});
  return detail;
}

}  // namespace

AuthorizationDetailsOutput Iam::get_authorization_details(const Context& context, Read& tx,
                                                          const AuthorizationDetailsInput& input) {
  const auto wanted = [&](std::string_view kind) {
    return input.filter.empty() || std::ranges::find(input.filter, kind) != input.filter.end();
  };
  std::vector<Entity> all;
  for (const Kind kind : {Kind::kUser, Kind::kGroup, Kind::kRole, Kind::kPolicy}) {
    if (!wanted(kind == Kind::kPolicy ? "LocalManagedPolicy" : names_of(kind).shape)) continue;
    auto entities = list_entities(tx, kind, context.account, "/");
    std::ranges::move(entities, std::back_inserter(all));
  }
  AuthorizationDetailsOutput output;
  all = page_of(std::move(all), input, "Details", output, [](const Entity& entity) { return entity.id; });
  for (const Entity& entity : all) {
    if (entity.kind == Kind::kUser) output.users.push_back(detail_of<Kind::kUser>(tx, entity));
    if (entity.kind == Kind::kGroup) output.groups.push_back(detail_of<Kind::kGroup>(tx, entity));
    if (entity.kind == Kind::kRole) output.roles.push_back(detail_of<Kind::kRole>(tx, entity));
    if (entity.kind == Kind::kPolicy) output.policies.push_back(policy_detail(tx, entity));
  }
  if (output.truncated || !wanted("AWSManagedPolicy")) return output;
  for (const ManagedPolicy& policy : managed_policies()) {
    ManagedPolicyDetail detail = policy_detail(tx, context, policy);
    if (*detail.attachments + *detail.boundaries > 0) output.policies.push_back(std::move(detail));
  }
  return output;
}

}  // namespace cloudling::iam
