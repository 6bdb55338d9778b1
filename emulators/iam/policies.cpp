// Managed policies: the customer's, with their versions, and AWS's own, which
// can only be read and attached.

#include <algorithm>

#include "emulators/aws/arn.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/http.h"
#include "emulators/iam/errors.h"
#include "emulators/iam/iam.h"
#include "emulators/iam/managed_policies.h"
#include "emulators/iam/views.h"
#include "emulators/policy/validation.h"

namespace cloudling::iam {

namespace {

constexpr size_t kMaxBytes = 6144;
constexpr size_t kMaxVersions = 5;

void check_document(const std::string& document) {
  if (const auto problem = policy::problem_of(document, policy::Use::kIdentity)) throw malformed_policy(*problem);
  const auto bytes =
      std::ranges::count_if(document, [](char c) { return c != ' ' && c != '\t' && c != '\n' && c != '\r'; });
  if (static_cast<size_t>(bytes) > kMaxBytes) throw limit_exceeded("Cannot exceed quota for PolicySize: 6144");
}

/// "v2" is 2; 0 for what is no version's id.
int64_t number_of(const std::string& id) {
  return id.starts_with("v") ? aws::parse_integer(id.substr(1)).value_or(0) : 0;
}

PolicyVersion version_of(const Entity& policy, const PolicyVersionRow& row, bool with_document) {
  PolicyVersion version{.id = "v" + std::to_string(row.number),
                        .is_default = row.number == policy.default_version,
                        .created = {row.created}};
  if (with_document) version.document = aws::percent_encode(row.document);
  return version;
}

PolicyVersion version_of(const ManagedPolicy& policy) {
  return {.document = aws::percent_encode(policy.document),
          .id = policy.version,
          .is_default = true,
          .created = {policy.updated}};
}

EntityView<Kind::kPolicy> view_of_managed(Read& tx, const Context& context, const ManagedPolicy& policy) {
  EntityView<Kind::kPolicy> view;
  view.path = policy.path;
  view.name = policy.name;
  view.id = policy.id;
  view.arn = policy.arn;
  view.created = {policy.created};
  view.updated = aws::Timestamp{policy.updated};
  view.default_version = policy.version;
  view.attachments = static_cast<int64_t>(attached_to(tx, context.account, policy.arn).size());
  view.boundaries = static_cast<int64_t>(bounded_by(tx, context.account, policy.arn).size());
  view.attachable = true;
  return view;
}

aws::Error no_such_version(const std::string& arn, const std::string& id) {
  return no_such_entity("Policy " + arn + " version " + id + " does not exist or is not attachable.");
}

void require_own(const std::string& arn) {
  if (arn.starts_with("arn:aws:iam::aws:"))
    throw aws::Error(403, "AccessDenied", "Cannot perform the operation on the AWS managed policy " + arn);
}

}  // namespace

Entity Iam::require_policy(Read& tx, const Context& context, const std::string& arn) {
  const auto parsed = aws::parse_arn(arn);
  if (!parsed || parsed->service != "iam" || !parsed->resource.starts_with("policy/"))
    throw invalid_input("ARN " + arn + " is not valid.");
  auto policy = find_entity(tx, Kind::kPolicy, parsed->account, arn.substr(arn.rfind('/') + 1));
  const bool foreign = parsed->account != context.account;
  if (!policy || foreign || policy->arn() != arn) throw no_such_policy(arn);
  return std::move(*policy);
}

EntityOutput<Kind::kPolicy> Iam::create_policy(const Context& context, Write& tx,
                                               const CreateInput<Kind::kPolicy>& input) {
  check_document(*input.document);
  Entity policy{.kind = Kind::kPolicy,
                .account = context.account,
                .name = input.name,
                .path = input.path.value_or("/"),
                .description = input.description.value_or(""),
                .default_version = 1,
                .last_version = 1};
  policy = insert(tx, std::move(policy), input.tags);
  insert_version(tx, policy.row, {.number = 1, .document = *input.document, .created = policy.created});
  return {view_of<Kind::kPolicy>(tx, policy, Detail::kWhole)};
}

EntityOutput<Kind::kPolicy> Iam::get_policy(const Context& context, Read& tx, const PolicyArnInput& input) {
  if (const ManagedPolicy* managed = find_managed_policy(input.arn)) {
    auto view = view_of_managed(tx, context, *managed);
    view.tags.emplace();
    return {std::move(view)};
  }
  return {view_of<Kind::kPolicy>(tx, require_policy(tx, context, input.arn), Detail::kWhole)};
}

Nothing Iam::delete_policy(const Context& context, Write& tx, const PolicyArnInput& input) {
  require_own(input.arn);
  const Entity policy = require_policy(tx, context, input.arn);
  if (!attached_to(tx, context.account, input.arn).empty() || !bounded_by(tx, context.account, input.arn).empty())
    throw delete_conflict("Cannot delete a policy attached to entities.");
  if (list_versions(tx, policy.row).size() > 1)
    throw delete_conflict(
        "This policy has more than one version. Before you delete a policy, "
        "you must delete the policy's versions. The "
        "default version is deleted with the policy.");
  delete_entity(tx, policy);
  return {};
}

ListOutput<Kind::kPolicy> Iam::list_policies(const Context& context, Read& tx, const ListPoliciesInput& input) {
  const std::string scope = input.scope.value_or("All");
  const std::string prefix = input.prefix.value_or("/");
  std::vector<EntityView<Kind::kPolicy>> views;
  if (scope != "AWS") {
    for (const Entity& policy : list_entities(tx, Kind::kPolicy, context.account, prefix))
      views.push_back(view_of<Kind::kPolicy>(tx, policy, Detail::kListed));
  }
  if (scope != "Local") {
    for (const ManagedPolicy& policy : managed_policies()) {
      if (policy.path.starts_with(prefix)) views.push_back(view_of_managed(tx, context, policy));
    }
  }
  const bool as_boundary = input.usage == "PermissionsBoundary";
  if (input.only_attached || as_boundary) {
    std::erase_if(views, [&](const auto& view) { return (as_boundary ? *view.boundaries : *view.attachments) == 0; });
  }
  ListOutput<Kind::kPolicy> output;
  output.entities = page_of(std::move(views), input, "Policies", output,
                            [](const EntityView<Kind::kPolicy>& view) { return view.arn; });
  return output;
}

PolicyVersionOutput Iam::create_policy_version(const Context& context, Write& tx,
                                               const CreatePolicyVersionInput& input) {
  require_own(input.arn);
  Entity policy = require_policy(tx, context, input.arn);
  check_document(input.document);
  if (list_versions(tx, policy.row).size() >= kMaxVersions)
    throw limit_exceeded(
        "A managed policy can have up to 5 versions. Before you create a new "
        "version, you must delete an existing "
        "version.");
  const PolicyVersionRow row{.number = ++policy.last_version, .document = input.document, .created = clock_.now()};
  insert_version(tx, policy.row, row);
  if (input.set_default) policy.default_version = row.number;
  policy.updated = row.created;
  update_entity(tx, policy);
  return {version_of(policy, row, false)};
}

PolicyVersionOutput Iam::get_policy_version(const Context& context, Read& tx, const PolicyVersionInput& input) {
  if (const ManagedPolicy* managed = find_managed_policy(input.arn)) {
    if (managed->version != input.version) throw no_such_version(input.arn, input.version);
    return {version_of(*managed)};
  }
  const Entity policy = require_policy(tx, context, input.arn);
  const auto row = find_version(tx, policy.row, number_of(input.version));
  if (!row) throw no_such_version(input.arn, input.version);
  return {version_of(policy, *row, true)};
}

Nothing Iam::delete_policy_version(const Context& context, Write& tx, const PolicyVersionInput& input) {
  require_own(input.arn);
  const Entity policy = require_policy(tx, context, input.arn);
  const int64_t number = number_of(input.version);
  if (!find_version(tx, policy.row, number)) throw no_such_version(input.arn, input.version);
  if (number == policy.default_version) throw delete_conflict("Cannot delete the default version of a policy.");
  delete_version(tx, policy.row, number);
  return {};
}

Nothing Iam::set_default_policy_version(const Context& context, Write& tx, const PolicyVersionInput& input) {
  require_own(input.arn);
  Entity policy = require_policy(tx, context, input.arn);
  const int64_t number = number_of(input.version);
  if (!find_version(tx, policy.row, number)) throw no_such_version(input.arn, input.version);
  policy.default_version = number;
  policy.updated = clock_.now();
  update_entity(tx, policy);
  return {};
}

ListPolicyVersionsOutput Iam::list_policy_versions(const Context& context, Read& tx, const PolicyPageInput& input) {
  ListPolicyVersionsOutput output;
  std::vector<PolicyVersion> versions;
  if (const ManagedPolicy* managed = find_managed_policy(input.arn)) {
    versions.push_back(version_of(*managed));
    versions.back().document.reset();
  } else {
    const Entity policy = require_policy(tx, context, input.arn);
    for (const auto& row : list_versions(tx, policy.row)) versions.push_back(version_of(policy, row, false));
  }
  output.versions =
      page_of(std::move(versions), input, "Versions", output, [](const PolicyVersion& one) { return one.id; });
  return output;
}

EntitiesForPolicyOutput Iam::list_entities_for_policy(const Context& context, Read& tx,
                                                      const EntitiesForPolicyInput& input) {
  if (!find_managed_policy(input.arn)) require_policy(tx, context, input.arn);
  std::vector<Entity> found;
  if (input.usage != "PermissionsBoundary") found = attached_to(tx, context.account, input.arn);
  if (input.usage != "PermissionsPolicy") {
    for (Entity& entity : bounded_by(tx, context.account, input.arn)) {
      if (std::ranges::find(found, entity.row, &Entity::row) == found.end()) found.push_back(std::move(entity));
    }
  }
  std::erase_if(found, [&](const Entity& entity) {
    return !entity.path.starts_with(input.prefix.value_or("/")) ||
           (input.filter && *input.filter != names_of(entity.kind).shape);
  });
  EntitiesForPolicyOutput output;
  found = page_of(std::move(found), input, "Entities", output, [](const Entity& entity) { return entity.id; });
  for (const Entity& entity : found) {
    if (entity.kind == Kind::kGroup) output.groups.push_back({entity.name, entity.id});
    if (entity.kind == Kind::kUser) output.users.push_back({entity.name, entity.id});
    if (entity.kind == Kind::kRole) output.roles.push_back({entity.name, entity.id});
  }
  return output;
}

}  // namespace cloudling::iam
