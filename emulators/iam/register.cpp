#include "emulators/iam/iam.h"
#include "emulators/service.h"

namespace cloudling::iam {

namespace {

using Operations = Registrar<Iam>;

/// What users, roles and groups have alike.
template <Kind K>
void add_owner(Operations& operations) {
  const std::string noun(names_of(K).shape);
  operations.write<&Iam::create<K>>("Create" + noun);
  operations.write<&Iam::remove<K>>("Delete" + noun);
  operations.read<&Iam::list<K>>("List" + noun + "s");
  operations.write<&Iam::put_inline_policy<K>>("Put" + noun + "Policy");
  operations.read<&Iam::get_inline_policy<K>>("Get" + noun + "Policy");
  operations.write<&Iam::delete_inline_policy<K>>("Delete" + noun + "Policy");
  operations.read<&Iam::list_inline_policies<K>>("List" + noun + "Policies");
  operations.write<&Iam::attach_policy<K>>("Attach" + noun + "Policy");
  operations.write<&Iam::detach_policy<K>>("Detach" + noun + "Policy");
  operations.read<&Iam::list_attached_policies<K>>("ListAttached" + noun + "Policies");
}

template <Kind K>
void add_tags(Operations& operations) {
  const std::string noun(names_of(K).shape);
  operations.write<&Iam::tag<K>>("Tag" + noun);
  operations.write<&Iam::untag<K>>("Untag" + noun);
  operations.read<&Iam::list_tags_of<K>>("List" + noun + "Tags");
}

template <Kind K>
void add_boundary(Operations& operations) {
  const std::string noun(names_of(K).shape);
  operations.write<&Iam::put_boundary<K>>("Put" + noun + "PermissionsBoundary");
  operations.write<&Iam::delete_boundary<K>>("Delete" + noun + "PermissionsBoundary");
}

void add_policies(Operations& operations) {
  operations.write<&Iam::create_policy>("CreatePolicy")
      .read<&Iam::get_policy>("GetPolicy")
      .write<&Iam::delete_policy>("DeletePolicy")
      .read<&Iam::list_policies>("ListPolicies")
      .write<&Iam::create_policy_version>("CreatePolicyVersion")
      .read<&Iam::get_policy_version>("GetPolicyVersion")
      .write<&Iam::delete_policy_version>("DeletePolicyVersion")
      .write<&Iam::set_default_policy_version>("SetDefaultPolicyVersion")
      .read<&Iam::list_policy_versions>("ListPolicyVersions")
      .read<&Iam::list_entities_for_policy>("ListEntitiesForPolicy")
      .read<&Iam::simulate_custom>("SimulateCustomPolicy")
      .read<&Iam::simulate_principal>("SimulatePrincipalPolicy")
      .read<&Iam::context_keys_of_custom>("GetContextKeysForCustomPolicy")
      .read<&Iam::context_keys_of_principal>("GetContextKeysForPrincipalPolicy");
}

void add_account(Operations& operations) {
  operations.write<&Iam::create_login_profile>("CreateLoginProfile")
      .read<&Iam::get_login_profile>("GetLoginProfile")
      .write<&Iam::update_login_profile>("UpdateLoginProfile")
      .write<&Iam::delete_login_profile>("DeleteLoginProfile")
      .write<&Iam::create_account_alias>("CreateAccountAlias")
      .write<&Iam::delete_account_alias>("DeleteAccountAlias")
      .read<&Iam::list_account_aliases>("ListAccountAliases")
      .read<&Iam::get_account_summary>("GetAccountSummary")
      .write<&Iam::update_password_policy>("UpdateAccountPasswordPolicy")
      .read<&Iam::get_password_policy>("GetAccountPasswordPolicy")
      .write<&Iam::delete_password_policy>("DeleteAccountPasswordPolicy")
      .read<&Iam::get_authorization_details>("GetAccountAuthorizationDetails")
      .write<&Iam::generate_credential_report>("GenerateCredentialReport")
      .read<&Iam::get_credential_report>("GetCredentialReport")
      .read<&Iam::list_signing_certificates>("ListSigningCertificates")
      .read<&Iam::list_ssh_public_keys>("ListSSHPublicKeys")
      .read<&Iam::list_service_credentials>("ListServiceSpecificCredentials");
}

void add_providers(Operations& operations) {
  operations.write<&Iam::create_oidc_provider>("CreateOpenIDConnectProvider")
      .read<&Iam::get_oidc_provider>("GetOpenIDConnectProvider")
      .write<&Iam::delete_oidc_provider>("DeleteOpenIDConnectProvider")
      .write<&Iam::update_oidc_thumbprints>("UpdateOpenIDConnectProviderThumbprint")
      .write<&Iam::add_oidc_client>("AddClientIDToOpenIDConnectProvider")
      .write<&Iam::remove_oidc_client>("RemoveClientIDFromOpenIDConnectProvider")
      .read<&Iam::list_oidc_providers>("ListOpenIDConnectProviders")
      .write<&Iam::create_saml_provider>("CreateSAMLProvider")
      .read<&Iam::get_saml_provider>("GetSAMLProvider")
      .write<&Iam::update_saml_provider>("UpdateSAMLProvider")
      .write<&Iam::delete_saml_provider>("DeleteSAMLProvider")
      .read<&Iam::list_saml_providers>("ListSAMLProviders");
}

void add_credentials(Operations& operations) {
  operations.write<&Iam::create_mfa_device>("CreateVirtualMFADevice")
      .write<&Iam::enable_mfa_device>("EnableMFADevice")
      .write<&Iam::resync_mfa_device>("ResyncMFADevice")
      .write<&Iam::deactivate_mfa_device>("DeactivateMFADevice")
      .write<&Iam::delete_mfa_device>("DeleteVirtualMFADevice")
      .read<&Iam::list_mfa_devices>("ListMFADevices")
      .read<&Iam::list_virtual_mfa_devices>("ListVirtualMFADevices")
      .read<&Iam::get_mfa_device>("GetMFADevice")
      .write<&Iam::upload_server_certificate>("UploadServerCertificate")
      .read<&Iam::get_server_certificate>("GetServerCertificate")
      .read<&Iam::list_server_certificates>("ListServerCertificates")
      .write<&Iam::update_server_certificate>("UpdateServerCertificate")
      .write<&Iam::delete_server_certificate>("DeleteServerCertificate");
}

template <Item I>
void add_item_tags(Operations& operations) {
  const std::string noun(names_of(I).operation);
  operations.write<&Iam::tag_item<I>>("Tag" + noun);
  operations.write<&Iam::untag_item<I>>("Untag" + noun);
  operations.read<&Iam::list_item_tags<I>>("List" + noun + "Tags");
}

}  // namespace

void register_operations(aws::Registry& registry, store::Store& store, Iam& service) {
  Operations operations(registry, store, "iam", service);
  add_owner<Kind::kUser>(operations);
  add_owner<Kind::kRole>(operations);
  add_owner<Kind::kGroup>(operations);
  add_tags<Kind::kUser>(operations);
  add_tags<Kind::kRole>(operations);
  add_tags<Kind::kPolicy>(operations);
  add_tags<Kind::kInstanceProfile>(operations);
  add_boundary<Kind::kUser>(operations);
  add_boundary<Kind::kRole>(operations);
  add_policies(operations);
  add_account(operations);
  add_providers(operations);
  add_credentials(operations);
  add_item_tags<Item::kOidcProvider>(operations);
  add_item_tags<Item::kSamlProvider>(operations);
  add_item_tags<Item::kMfaDevice>(operations);
  add_item_tags<Item::kServerCertificate>(operations);
  operations.read<&Iam::get_user>("GetUser")
      .read<&Iam::get<Kind::kRole>>("GetRole")
      .read<&Iam::get_group>("GetGroup")
      .write<&Iam::rename<Kind::kUser>>("UpdateUser")
      .write<&Iam::rename<Kind::kGroup>>("UpdateGroup")
      .write<&Iam::update_role>("UpdateRole")
      .write<&Iam::update_role_description>("UpdateRoleDescription")
      .write<&Iam::update_trust>("UpdateAssumeRolePolicy")
      .write<&Iam::create_access_key>("CreateAccessKey")
      .write<&Iam::delete_access_key>("DeleteAccessKey")
      .write<&Iam::update_access_key>("UpdateAccessKey")
      .read<&Iam::list_access_keys>("ListAccessKeys")
      .read<&Iam::get_access_key_last_used>("GetAccessKeyLastUsed")
      .write<&Iam::add_user_to_group>("AddUserToGroup")
      .write<&Iam::remove_user_from_group>("RemoveUserFromGroup")
      .read<&Iam::list_groups_for_user>("ListGroupsForUser")
      .write<&Iam::create<Kind::kInstanceProfile>>("CreateInstanceProfile")
      .read<&Iam::get<Kind::kInstanceProfile>>("GetInstanceProfile")
      .write<&Iam::remove<Kind::kInstanceProfile>>("DeleteInstanceProfile")
      .read<&Iam::list<Kind::kInstanceProfile>>("ListInstanceProfiles")
      .write<&Iam::add_role_to_profile>("AddRoleToInstanceProfile")
      .write<&Iam::remove_role_from_profile>("RemoveRoleFromInstanceProfile")
      .read<&Iam::list_profiles_for_role>("ListInstanceProfilesForRole")
      .write<&Iam::create_service_linked_role>("CreateServiceLinkedRole")
      .write<&Iam::delete_service_linked_role>("DeleteServiceLinkedRole")
      .read<&Iam::get_deletion_status>("GetServiceLinkedRoleDeletionStatus");
}

}  // namespace cloudling::iam
