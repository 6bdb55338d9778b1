#include "emulators/iam/shapes_account.h"

namespace cloudling::iam {

namespace {

template <auto Member>
Field user_field() {
  return name_field<Member>(Kind::kUser);
}
template <auto Member>
Field key_id_field() {
  return field<Member>("AccessKeyId").length(16, 128).matching("[\\w]+").required();
}
template <auto Member>
Field status_field() {
  return field<Member>("Status");
}

}  // namespace

const Structure& UserNameInput::shape() {
  static const Structure shape{"CreateAccessKeyRequest", {user_field<&UserNameInput::user>()}};
  return shape;
}

const Structure& AccessKeyInput::shape() {
  using T = AccessKeyInput;
  static const Structure shape{"DeleteAccessKeyRequest", {user_field<&T::user>(), key_id_field<&T::id>()}};
  return shape;
}

const Structure& UpdateAccessKeyInput::shape() {
  using T = UpdateAccessKeyInput;
  static const Structure shape{"UpdateAccessKeyRequest",
                               {user_field<&T::user>(), key_id_field<&T::id>(),
                                status_field<&T::status>().one_of({"Active", "Inactive", "Expired"}).required()}};
  return shape;
}

const Structure& AccessKeyIdInput::shape() {
  static const Structure shape{"GetAccessKeyLastUsedRequest", {key_id_field<&AccessKeyIdInput::id>()}};
  return shape;
}

const Structure& UserPageInput::shape() {
  static const Structure shape = paged<UserPageInput>("ListRequest", {user_field<&UserPageInput::user>()});
  return shape;
}

const Structure& AccessKey::shape() {
  using T = AccessKey;
  static const Structure shape{"AccessKey",
                               {field<&T::user>("UserName"), field<&T::id>("AccessKeyId"), status_field<&T::status>(),
                                field<&T::secret>("SecretAccessKey").sensitive(), field<&T::created>("CreateDate")}};
  return shape;
}

const Structure& CreateAccessKeyOutput::shape() {
  static const Structure shape{"CreateAccessKeyResponse", {field<&CreateAccessKeyOutput::key>("AccessKey")}};
  return shape;
}

const Structure& ListAccessKeysOutput::shape() {
  static const Structure shape =
      paged<ListAccessKeysOutput>("ListAccessKeysResponse", {field<&ListAccessKeysOutput::keys>("AccessKeyMetadata")});
  return shape;
}

const Structure& AccessKeyLastUsed::shape() {
  using T = AccessKeyLastUsed;
  static const Structure shape{
      "AccessKeyLastUsed",
      {field<&T::date>("LastUsedDate"), field<&T::service>("ServiceName"), field<&T::region>("Region")}};
  return shape;
}

const Structure& AccessKeyLastUsedOutput::shape() {
  using T = AccessKeyLastUsedOutput;
  static const Structure shape{"GetAccessKeyLastUsedResponse",
                               {field<&T::user>("UserName"), field<&T::last_used>("AccessKeyLastUsed")}};
  return shape;
}

const Structure& MembershipInput::shape() {
  using T = MembershipInput;
  static const Structure shape{
      "AddUserToGroupRequest",
      {name_field<&T::group>(Kind::kGroup).required(), name_field<&T::user>(Kind::kUser).required()}};
  return shape;
}

const Structure& GetGroupOutput::shape() {
  using T = GetGroupOutput;
  static const Structure shape = paged<T>("GetGroupResponse", {field<&T::group>("Group"), field<&T::users>("Users")});
  return shape;
}

const Structure& ProfileRoleInput::shape() {
  using T = ProfileRoleInput;
  static const Structure shape{
      "AddRoleToInstanceProfileRequest",
      {name_field<&T::profile>(Kind::kInstanceProfile).required(), name_field<&T::role>(Kind::kRole).required()}};
  return shape;
}

const Structure& ServiceLinkedRoleInput::shape() {
  using T = ServiceLinkedRoleInput;
  static const Structure shape{"CreateServiceLinkedRoleRequest",
                               {field<&T::service>("AWSServiceName").length(1, 128).matching(kName).required(),
                                field<&T::description>("Description").length(0, 1000),
                                field<&T::suffix>("CustomSuffix").length(1, 64).matching(kName)}};
  return shape;
}

const Structure& DeletionTask::shape() {
  static const Structure shape{"DeletionTask", {field<&DeletionTask::id>("DeletionTaskId").length(1, 1000).required()}};
  return shape;
}

const Structure& DeletionStatus::shape() {
  static const Structure shape{"GetServiceLinkedRoleDeletionStatusResponse", {status_field<&DeletionStatus::status>()}};
  return shape;
}

const Structure& LoginProfileInput::shape() {
  using T = LoginProfileInput;
  static const Structure shape{"CreateLoginProfileRequest",
                               {user_field<&T::user>(), field<&T::password>("Password").length(1, 128).sensitive(),
                                field<&T::reset_required>("PasswordResetRequired")}};
  return shape;
}

const Structure& LoginProfile::shape() {
  using T = LoginProfile;
  static const Structure shape{"LoginProfile",
                               {field<&T::user>("UserName"), field<&T::created>("CreateDate"),
                                field<&T::reset_required>("PasswordResetRequired")}};
  return shape;
}

const Structure& LoginProfileOutput::shape() {
  static const Structure shape{"LoginProfileResponse", {field<&LoginProfileOutput::profile>("LoginProfile")}};
  return shape;
}

const Structure& AccountAliasInput::shape() {
  static const Structure shape{"AccountAliasRequest",
                               {field<&AccountAliasInput::alias>("AccountAlias")
                                    .length(3, 63)
                                    .matching("[a-z0-9]([a-z0-9]|-[a-z0-9])*")
                                    .required()}};
  return shape;
}

const Structure& PagedNothing::shape() {
  static const Structure shape = paged<PagedNothing>("ListRequest", {});
  return shape;
}

const Structure& AccountAliasesOutput::shape() {
  static const Structure shape = paged<AccountAliasesOutput>("ListAccountAliasesResponse",
                                                             {field<&AccountAliasesOutput::aliases>("AccountAliases")});
  return shape;
}

const Structure& SummaryOutput::shape() {
  static const Structure shape{"GetAccountSummaryResponse", {field<&SummaryOutput::summary>("SummaryMap")}};
  return shape;
}

namespace {

template <class T>
std::vector<Field> password_fields() {
  return {field<&T::minimum_length>("MinimumPasswordLength").range(6, 128),
          field<&T::symbols>("RequireSymbols"),
          field<&T::numbers>("RequireNumbers"),
          field<&T::upper_case>("RequireUppercaseCharacters"),
          field<&T::lower_case>("RequireLowercaseCharacters"),
          field<&T::may_change>("AllowUsersToChangePassword"),
          field<&T::max_age>("MaxPasswordAge").range(1, 1095),
          field<&T::reuse_prevention>("PasswordReusePrevention").range(1, 24),
          field<&T::hard_expiry>("HardExpiry")};
}

}  // namespace

const Structure& PasswordPolicyInput::shape() {
  static const Structure shape{"UpdateAccountPasswordPolicyRequest", password_fields<PasswordPolicyInput>()};
  return shape;
}

const Structure& PasswordPolicy::shape() {
  static const Structure shape = [] {
    Structure made{"PasswordPolicy", password_fields<PasswordPolicy>()};
    made.fields.push_back(field<&PasswordPolicy::expires>("ExpirePasswords"));
    return made;
  }();
  return shape;
}

const Structure& PasswordPolicyOutput::shape() {
  static const Structure shape{"GetAccountPasswordPolicyResponse",
                               {field<&PasswordPolicyOutput::policy>("PasswordPolicy")}};
  return shape;
}

const Structure& PolicyDetail::shape() {
  using T = PolicyDetail;
  static const Structure shape{"PolicyDetail", {field<&T::name>("PolicyName"), field<&T::document>("PolicyDocument")}};
  return shape;
}

template <Kind K>
const Structure& EntityDetail<K>::shape() {
  using T = EntityDetail;
  static const Structure shape = [] {
    const std::string noun(names_of(K).shape);
    Structure made{noun + "Detail",
                   {field<&T::path>("Path"), field<&T::name>(noun + "Name"), field<&T::id>(noun + "Id"),
                    field<&T::arn>("Arn"), field<&T::created>("CreateDate"), field<&T::policies>(noun + "PolicyList"),
                    field<&T::attached>("AttachedManagedPolicies")}};
    if (K == Kind::kRole) {
      made.fields.push_back(field<&T::trust>("AssumeRolePolicyDocument"));
      made.fields.push_back(field<&T::profiles>("InstanceProfileList"));
      made.fields.push_back(field<&T::last_used>("RoleLastUsed"));
    }
    if (K == Kind::kUser) made.fields.push_back(field<&T::groups>("GroupList"));
    if (K != Kind::kGroup) {
      made.fields.push_back(field<&T::boundary>("PermissionsBoundary"));
      made.fields.push_back(field<&T::tags>("Tags"));
    }
    return made;
  }();
  return shape;
}
template struct EntityDetail<Kind::kUser>;
template struct EntityDetail<Kind::kGroup>;
template struct EntityDetail<Kind::kRole>;

const Structure& ManagedPolicyDetail::shape() {
  using T = ManagedPolicyDetail;
  static const Structure shape{
      "ManagedPolicyDetail",
      {field<&T::name>("PolicyName"), field<&T::id>("PolicyId"), field<&T::arn>("Arn"), field<&T::path>("Path"),
       field<&T::default_version>("DefaultVersionId"), field<&T::attachments>("AttachmentCount"),
       field<&T::boundaries>("PermissionsBoundaryUsageCount"), field<&T::attachable>("IsAttachable"),
       field<&T::description>("Description"), field<&T::created>("CreateDate"), field<&T::updated>("UpdateDate"),
       field<&T::versions>("PolicyVersionList")}};
  return shape;
}

const Structure& AuthorizationDetailsInput::shape() {
  using T = AuthorizationDetailsInput;
  static const Structure shape =
      paged<T>("GetAccountAuthorizationDetailsRequest",
               {field<&T::filter>("Filter").each(
                   {.values = {"User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"}})});
  return shape;
}

const Structure& AuthorizationDetailsOutput::shape() {
  using T = AuthorizationDetailsOutput;
  static const Structure shape = paged<T>("GetAccountAuthorizationDetailsResponse",
                                          {field<&T::users>("UserDetailList"), field<&T::groups>("GroupDetailList"),
                                           field<&T::roles>("RoleDetailList"), field<&T::policies>("Policies")});
  return shape;
}

const Structure& CertificatesNoneOutput::shape() {
  static const Structure shape = paged<CertificatesNoneOutput>("ListSigningCertificatesResponse",
                                                               {field<&CertificatesNoneOutput::items>("Certificates")});
  return shape;
}

const Structure& KeysNoneOutput::shape() {
  static const Structure shape =
      paged<KeysNoneOutput>("ListSSHPublicKeysResponse", {field<&KeysNoneOutput::items>("SSHPublicKeys")});
  return shape;
}

const Structure& ServiceCredentialsInput::shape() {
  using T = ServiceCredentialsInput;
  static const Structure shape{"ListServiceSpecificCredentialsRequest",
                               {user_field<&T::user>(), field<&T::service>("ServiceName")}};
  return shape;
}

const Structure& CredentialsNoneOutput::shape() {
  static const Structure shape{"ListServiceSpecificCredentialsResponse",
                               {field<&CredentialsNoneOutput::items>("ServiceSpecificCredentials")}};
  return shape;
}

const Structure& CreateOidcInput::shape() {
  using T = CreateOidcInput;
  static const Structure shape{"CreateOpenIDConnectProviderRequest",
                               {field<&T::url>("Url").length(1, 255).required(), field<&T::clients>("ClientIDList"),
                                field<&T::thumbprints>("ThumbprintList"), field<&T::tags>("Tags").length(0, 50)}};
  return shape;
}

const Structure& ProviderArnOutput::shape() {
  using T = ProviderArnOutput;
  static const Structure shape{"CreateOpenIDConnectProviderResponse",
                               {field<&T::arn>("OpenIDConnectProviderArn"), field<&T::tags>("Tags")}};
  return shape;
}

const Structure& OidcArnInput::shape() {
  static const Structure shape{"GetOpenIDConnectProviderRequest",
                               {arn_field<&OidcArnInput::arn>("OpenIDConnectProviderArn").required()}};
  return shape;
}

const Structure& OidcThumbprintsInput::shape() {
  using T = OidcThumbprintsInput;
  static const Structure shape{
      "UpdateOpenIDConnectProviderThumbprintRequest",
      {arn_field<&T::arn>("OpenIDConnectProviderArn").required(), field<&T::thumbprints>("ThumbprintList").required()}};
  return shape;
}

const Structure& OidcOutput::shape() {
  using T = OidcOutput;
  static const Structure shape{
      "GetOpenIDConnectProviderResponse",
      {field<&T::url>("Url"), field<&T::clients>("ClientIDList"), field<&T::thumbprints>("ThumbprintList"),
       field<&T::created>("CreateDate"), field<&T::tags>("Tags")}};
  return shape;
}

const Structure& OidcEntry::shape() {
  static const Structure shape{"OpenIDConnectProviderListEntry", {field<&OidcEntry::arn>("Arn")}};
  return shape;
}

const Structure& ListOidcOutput::shape() {
  static const Structure shape{"ListOpenIDConnectProvidersResponse",
                               {field<&ListOidcOutput::providers>("OpenIDConnectProviderList")}};
  return shape;
}

const Structure& ContextEntry::shape() {
  using T = ContextEntry;
  static const Structure shape{
      "ContextEntry",
      {field<&T::key>("ContextKeyName"), field<&T::values>("ContextKeyValues"), field<&T::type>("ContextKeyType")}};
  return shape;
}

namespace {

template <class T>
std::vector<Field> simulation_fields() {
  return {field<&T::policies>("PolicyInputList"),       field<&T::boundaries>("PermissionsBoundaryPolicyInputList"),
          field<&T::actions>("ActionNames").required(), field<&T::resources>("ResourceArns"),
          field<&T::resource_policy>("ResourcePolicy"), field<&T::resource_owner>("ResourceOwner"),
          field<&T::caller_arn>("CallerArn"),           field<&T::context>("ContextEntries")};
}

}  // namespace

const Structure& SimulateCustomInput::shape() {
  static const Structure shape =
      paged<SimulateCustomInput>("SimulateCustomPolicyRequest", simulation_fields<SimulateCustomInput>());
  return shape;
}

const Structure& SimulatePrincipalInput::shape() {
  static const Structure shape = [] {
    auto fields = simulation_fields<SimulatePrincipalInput>();
    fields.push_back(arn_field<&SimulatePrincipalInput::principal_arn>("PolicySourceArn").required());
    return paged<SimulatePrincipalInput>("SimulatePrincipalPolicyRequest", std::move(fields));
  }();
  return shape;
}

const Structure& MatchedStatement::shape() {
  using T = MatchedStatement;
  static const Structure shape{"Statement",
                               {field<&T::policy_id>("SourcePolicyId"), field<&T::policy_type>("SourcePolicyType")}};
  return shape;
}

const Structure& EvaluationResult::shape() {
  using T = EvaluationResult;
  static const Structure shape{"EvaluationResult",
                               {field<&T::action>("EvalActionName"), field<&T::resource>("EvalResourceName"),
                                field<&T::decision>("EvalDecision"), field<&T::matched>("MatchedStatements"),
                                field<&T::missing_keys>("MissingContextValues")}};
  return shape;
}

const Structure& SimulateOutput::shape() {
  static const Structure shape =
      paged<SimulateOutput>("SimulatePolicyResponse", {field<&SimulateOutput::results>("EvaluationResults")});
  return shape;
}

}  // namespace cloudling::iam
