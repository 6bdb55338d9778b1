#include "emulators/iam/shapes.h"

namespace cloudling::iam {

const Structure& Tag::shape() {
  static const Structure shape{
      "Tag",
      {field<&Tag::key>("Key").length(1, 128).matching("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+").required(),
       field<&Tag::value>("Value").length(0, 256).matching("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*").required()}};
  return shape;
}

const Structure& AttachedBoundary::shape() {
  using T = AttachedBoundary;
  static const Structure shape{"AttachedPermissionsBoundary",
                               {field<&T::type>("PermissionsBoundaryType"), field<&T::arn>("PermissionsBoundaryArn")}};
  return shape;
}

const Structure& AttachedPolicy::shape() {
  using T = AttachedPolicy;
  static const Structure shape{"AttachedPolicy", {field<&T::name>("PolicyName"), field<&T::arn>("PolicyArn")}};
  return shape;
}

const Structure& RoleLastUsed::shape() {
  using T = RoleLastUsed;
  static const Structure shape{"RoleLastUsed", {field<&T::date>("LastUsedDate"), field<&T::region>("Region")}};
  return shape;
}

const Structure& GetUserInput::shape() {
  static const Structure shape{"GetUserRequest", {name_field<&GetUserInput::name>(Kind::kUser)}};
  return shape;
}

const Structure& PolicyArnInput::shape() {
  static const Structure shape{"PolicyArnRequest", {arn_field<&PolicyArnInput::arn>("PolicyArn").required()}};
  return shape;
}

const Structure& PolicyVersionInput::shape() {
  using T = PolicyVersionInput;
  static const Structure shape{
      "PolicyVersionRequest",
      {arn_field<&T::arn>("PolicyArn").required(),
       field<&T::version>("VersionId").matching("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?").required()}};
  return shape;
}

const Structure& UpdateRoleInput::shape() {
  using T = UpdateRoleInput;
  static const Structure shape{
      "UpdateRoleRequest",
      {name_field<&T::name>(Kind::kRole).required(), field<&T::description>("Description").length(0, 1000),
       field<&T::max_session>("MaxSessionDuration").range(3600, 43200)}};
  return shape;
}

const Structure& UpdateRoleDescriptionInput::shape() {
  using T = UpdateRoleDescriptionInput;
  static const Structure shape{
      "UpdateRoleDescriptionRequest",
      {name_field<&T::name>(Kind::kRole).required(), field<&T::description>("Description").length(0, 1000).required()}};
  return shape;
}

const Structure& UpdateTrustInput::shape() {
  using T = UpdateTrustInput;
  static const Structure shape{
      "UpdateAssumeRolePolicyRequest",
      {name_field<&T::name>(Kind::kRole).required(), document_field<&T::document>("PolicyDocument").required()}};
  return shape;
}

const Structure& ListPoliciesInput::shape() {
  using T = ListPoliciesInput;
  static const Structure shape =
      paged<T>("ListPoliciesRequest",
               {field<&T::scope>("Scope").one_of({"All", "AWS", "Local"}), field<&T::only_attached>("OnlyAttached"),
                field<&T::prefix>("PathPrefix").length(1, 512).matching("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/"),
                field<&T::usage>("PolicyUsageFilter").one_of({"PermissionsPolicy", "PermissionsBoundary"})});
  return shape;
}

const Structure& ListTagsOutput::shape() {
  static const Structure shape = paged<ListTagsOutput>("ListTagsResponse", {field<&ListTagsOutput::tags>("Tags")});
  return shape;
}

const Structure& InlineNamesOutput::shape() {
  static const Structure shape =
      paged<InlineNamesOutput>("ListPoliciesResponse", {field<&InlineNamesOutput::names>("PolicyNames")});
  return shape;
}

const Structure& AttachedOutput::shape() {
  static const Structure shape =
      paged<AttachedOutput>("ListAttachedPoliciesResponse", {field<&AttachedOutput::policies>("AttachedPolicies")});
  return shape;
}

const Structure& PolicyVersion::shape() {
  using T = PolicyVersion;
  static const Structure shape{"PolicyVersion",
                               {field<&T::document>("Document"), field<&T::id>("VersionId"),
                                field<&T::is_default>("IsDefaultVersion"), field<&T::created>("CreateDate")}};
  return shape;
}

const Structure& CreatePolicyVersionInput::shape() {
  using T = CreatePolicyVersionInput;
  static const Structure shape{
      "CreatePolicyVersionRequest",
      {arn_field<&T::arn>("PolicyArn").required(), document_field<&T::document>("PolicyDocument").required(),
       field<&T::set_default>("SetAsDefault")}};
  return shape;
}

const Structure& PolicyVersionOutput::shape() {
  static const Structure shape{"PolicyVersionResponse", {field<&PolicyVersionOutput::version>("PolicyVersion")}};
  return shape;
}

const Structure& PolicyPageInput::shape() {
  static const Structure shape =
      paged<PolicyPageInput>("ListPolicyVersionsRequest", {arn_field<&PolicyPageInput::arn>("PolicyArn").required()});
  return shape;
}

const Structure& ListPolicyVersionsOutput::shape() {
  static const Structure shape = paged<ListPolicyVersionsOutput>(
      "ListPolicyVersionsResponse", {field<&ListPolicyVersionsOutput::versions>("Versions")});
  return shape;
}

const Structure& EntitiesForPolicyInput::shape() {
  using T = EntitiesForPolicyInput;
  static const Structure shape = paged<T>(
      "ListEntitiesForPolicyRequest",
      {arn_field<&T::arn>("PolicyArn").required(),
       field<&T::filter>("EntityFilter").one_of({"User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"}),
       field<&T::prefix>("PathPrefix").matching(kPathPrefix),
       field<&T::usage>("PolicyUsageFilter").one_of({"PermissionsPolicy", "PermissionsBoundary"})});
  return shape;
}

const Structure& EntitiesForPolicyOutput::shape() {
  using T = EntitiesForPolicyOutput;
  static const Structure shape =
      paged<T>("ListEntitiesForPolicyResponse",
               {field<&T::groups>("PolicyGroups"), field<&T::users>("PolicyUsers"), field<&T::roles>("PolicyRoles")});
  return shape;
}

const Structure& UpdateRoleOutput::shape() {
  static const Structure shape{"UpdateRoleResponse", {}};
  return shape;
}

}  // namespace cloudling::iam
