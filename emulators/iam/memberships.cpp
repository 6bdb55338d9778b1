// Users in groups, roles in instance profiles, and the roles that services make
// for themselves.

#include <algorithm>
#include <array>

#include "emulators/iam/errors.h"
#include "emulators/iam/iam.h"
#include "emulators/iam/managed_policies.h"
#include "emulators/iam/views.h"

namespace cloudling::iam {

namespace {

/// "lambda.amazonaws.com" has AWSServiceRoleForLambda; names that do not follow
/// from the service's.
struct LinkedName {
  std::string_view service;
  std::string_view name;
};
constexpr std::array<LinkedName, 8> kLinkedNames = {
    {{"ops.apigateway.amazonaws.com", "APIGateway"},
     {"events.amazonaws.com", "CloudWatchEvents"},
     {"apidestinations.events.amazonaws.com", "AmazonEventBridgeApiDestinations"},
     {"replicator.lambda.amazonaws.com", "LambdaReplicator"},
     {"lambda.amazonaws.com", "Lambda"},
     {"lambda.application-autoscaling.amazonaws.com", "ApplicationAutoScaling_LambdaConcurrency"},
     {"elasticloadbalancing.amazonaws.com", "ElasticLoadBalancing"},
     {"autoscaling.amazonaws.com", "AutoScaling"}}};

std::string linked_role_name(const ServiceLinkedRoleInput& input) {
  const auto* known = std::ranges::find(kLinkedNames, input.service, &LinkedName::service);
  std::string name =
      known == kLinkedNames.end() ? input.service.substr(0, input.service.find('.')) : std::string(known->name);
  if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 32);
  return "AWSServiceRoleFor" + name + (input.suffix ? "_" + *input.suffix : "");
}

}  // namespace

Nothing Iam::add_user_to_group(const Context& context, Write& tx, const MembershipInput& input) {
  const Entity group = require(tx, Kind::kGroup, context.account, input.group);
  const Entity user = require(tx, Kind::kUser, context.account, input.user);
  add_member(tx, group.row, user.row);
  if (groups_of(tx, user.row).size() > 10) throw limit_exceeded("Cannot exceed quota for GroupsPerUser: 10");
  return {};
}

Nothing Iam::remove_user_from_group(const Context& context, Write& tx, const MembershipInput& input) {
  const Entity group = require(tx, Kind::kGroup, context.account, input.group);
  const Entity user = require(tx, Kind::kUser, context.account, input.user);
  if (!remove_member(tx, group.row, user.row))
    throw no_such_entity("User " + user.name + " is not a member of group " + group.name + ".");
  return {};
}

GetGroupOutput Iam::get_group(const Context& context, Read& tx, const OwnedInput<Kind::kGroup>& input) {
  const Entity group = require(tx, Kind::kGroup, context.account, input.owner);
  GetGroupOutput output;
  output.group = view_of<Kind::kGroup>(tx, group, Detail::kListed);
  auto users =
      page_of(members_of(tx, group.row), input, "GroupUsers", output, [](const Entity& user) { return user.name; });
  for (const Entity& user : users) output.users.push_back(view_of<Kind::kUser>(tx, user, Detail::kListed));
  return output;
}

ListOutput<Kind::kGroup> Iam::list_groups_for_user(const Context& context, Read& tx,
                                                   const OwnedInput<Kind::kUser>& input) {
  const Entity user = require(tx, Kind::kUser, context.account, input.owner);
  ListOutput<Kind::kGroup> output;
  auto groups =
      page_of(groups_of(tx, user.row), input, "UserGroups", output, [](const Entity& group) { return group.name; });
  for (const Entity& group : groups) output.entities.push_back(view_of<Kind::kGroup>(tx, group, Detail::kListed));
  return output;
}

Nothing Iam::add_role_to_profile(const Context& context, Write& tx, const ProfileRoleInput& input) {
  Entity profile = require(tx, Kind::kInstanceProfile, context.account, input.profile);
  const Entity role = require(tx, Kind::kRole, context.account, input.role);
  if (profile.role_row != 0) throw limit_exceeded("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
  profile.role_row = role.row;
  update_entity(tx, profile);
  return {};
}

Nothing Iam::remove_role_from_profile(const Context& context, Write& tx, const ProfileRoleInput& input) {
  Entity profile = require(tx, Kind::kInstanceProfile, context.account, input.profile);
  const Entity role = require(tx, Kind::kRole, context.account, input.role);
  if (profile.role_row != role.row)
    throw no_such_entity("The role with name " + role.name + " cannot be found in instance profile " + profile.name +
                         ".");
  profile.role_row = 0;
  update_entity(tx, profile);
  return {};
}

ListOutput<Kind::kInstanceProfile> Iam::list_profiles_for_role(const Context& context, Read& tx,
                                                               const OwnedInput<Kind::kRole>& input) {
  const Entity role = require(tx, Kind::kRole, context.account, input.owner);
  ListOutput<Kind::kInstanceProfile> output;
  auto profiles = page_of(profiles_of_role(tx, role.row), input, "RoleProfiles", output,
                          [](const Entity& profile) { return profile.name; });
  for (const Entity& profile : profiles)
    output.entities.push_back(view_of<Kind::kInstanceProfile>(tx, profile, Detail::kListed));
  return output;
}

EntityOutput<Kind::kRole> Iam::create_service_linked_role(const Context& context, Write& tx,
                                                          const ServiceLinkedRoleInput& input) {
  const std::string name = linked_role_name(input);
  if (find_entity(tx, Kind::kRole, context.account, name))
    throw invalid_input("Service role name " + name +
                        " has been taken in this account, please try a different suffix.");
  Entity role{.kind = Kind::kRole,
              .account = context.account,
              .name = name,
              .path = "/aws-service-role/" + input.service + "/",
              .description = input.description.value_or("")};
  role.trust = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":")" + input.service +
               R"("},"Action":"sts:AssumeRole"}]})";
  role = insert(tx, std::move(role), {});
  return {view_of<Kind::kRole>(tx, role, Detail::kWhole)};
}

DeletionTask Iam::delete_service_linked_role(const Context& context, Write& tx, const NameInput<Kind::kRole>& input) {
  const Entity role = require(tx, Kind::kRole, context.account, input.name);
  if (!role.path.starts_with("/aws-service-role/")) throw no_such_entity(Kind::kRole, input.name);
  delete_entity(tx, role);
  return {"task" + role.path + role.name + "/" + ids_.uuid()};
}

DeletionStatus Iam::get_deletion_status(const Context&, Read&, const DeletionTask& input) {
  if (!input.id.starts_with("task/aws-service-role/"))
    throw no_such_entity("Deletion Task Id: " + input.id + " cannot be found.");
  return {"SUCCEEDED"};
}

}  // namespace cloudling::iam
