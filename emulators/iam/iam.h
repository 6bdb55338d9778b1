#pragma once

// AWS Identity and Access Management, API version 2010-05-08: its operations,
// one member function each; what the kinds of entities have in common is one
// template. See README.md for what is there and how it differs.

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/aws/credentials.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/operation.h"
#include "emulators/iam/iam_store.h"
#include "emulators/iam/shapes.h"
#include "emulators/iam/shapes_account.h"
#include "emulators/iam/shapes_items.h"
#include "emulators/store/store.h"

namespace cloudling::iam {

using Context = aws::CallContext;
using aws::Nothing;

/// The operations, and what verifies the access keys that they make.
class Iam : public aws::Credentials {
 public:
  Iam(store::Store& store, aws::Clock& clock, aws::IdSource& ids) : store_(store), clock_(clock), ids_(ids) {}

  // entities.cpp
  template <Kind K>
  EntityOutput<K> create(const Context&, Write&, const CreateInput<K>&);
  template <Kind K>
  EntityOutput<K> get(const Context&, Read&, const NameInput<K>&);
  EntityOutput<Kind::kUser> get_user(const Context&, Read&, const GetUserInput&);
  template <Kind K>
  ListOutput<K> list(const Context&, Read&, const ListInput<K>&);
  template <Kind K>
  Nothing rename(const Context&, Write&, const RenameInput<K>&);
  template <Kind K>
  Nothing remove(const Context&, Write&, const NameInput<K>&);
  UpdateRoleOutput update_role(const Context&, Write&, const UpdateRoleInput&);
  EntityOutput<Kind::kRole> update_role_description(const Context&, Write&, const UpdateRoleDescriptionInput&);
  Nothing update_trust(const Context&, Write&, const UpdateTrustInput&);

  // tags.cpp
  template <Kind K>
  Nothing tag(const Context&, Write&, const TagInput<K>&);
  template <Kind K>
  Nothing untag(const Context&, Write&, const UntagInput<K>&);
  template <Kind K>
  ListTagsOutput list_tags_of(const Context&, Read&, const ListTagsInput<K>&);

  // owned_policies.cpp
  template <Kind K>
  Nothing put_inline_policy(const Context&, Write&, const PutInlineInput<K>&);
  template <Kind K>
  InlineOutput<K> get_inline_policy(const Context&, Read&, const InlineInput<K>&);
  template <Kind K>
  Nothing delete_inline_policy(const Context&, Write&, const InlineInput<K>&);
  template <Kind K>
  InlineNamesOutput list_inline_policies(const Context&, Read&, const OwnedInput<K>&);
  template <Kind K>
  Nothing attach_policy(const Context&, Write&, const AttachInput<K>&);
  template <Kind K>
  Nothing detach_policy(const Context&, Write&, const AttachInput<K>&);
  template <Kind K>
  AttachedOutput list_attached_policies(const Context&, Read&, const OwnedInput<K>&);
  template <Kind K>
  Nothing put_boundary(const Context&, Write&, const BoundaryInput<K>&);
  template <Kind K>
  Nothing delete_boundary(const Context&, Write&, const NameInput<K>&);

  // policies.cpp
  EntityOutput<Kind::kPolicy> create_policy(const Context&, Write&, const CreateInput<Kind::kPolicy>&);
  EntityOutput<Kind::kPolicy> get_policy(const Context&, Read&, const PolicyArnInput&);
  Nothing delete_policy(const Context&, Write&, const PolicyArnInput&);
  ListOutput<Kind::kPolicy> list_policies(const Context&, Read&, const ListPoliciesInput&);
  PolicyVersionOutput create_policy_version(const Context&, Write&, const CreatePolicyVersionInput&);
  PolicyVersionOutput get_policy_version(const Context&, Read&, const PolicyVersionInput&);
  Nothing delete_policy_version(const Context&, Write&, const PolicyVersionInput&);
  Nothing set_default_policy_version(const Context&, Write&, const PolicyVersionInput&);
  ListPolicyVersionsOutput list_policy_versions(const Context&, Read&, const PolicyPageInput&);
  EntitiesForPolicyOutput list_entities_for_policy(const Context&, Read&, const EntitiesForPolicyInput&);

  // access_keys.cpp
  CreateAccessKeyOutput create_access_key(const Context&, Write&, const UserNameInput&);
  Nothing delete_access_key(const Context&, Write&, const AccessKeyInput&);
  Nothing update_access_key(const Context&, Write&, const UpdateAccessKeyInput&);
  ListAccessKeysOutput list_access_keys(const Context&, Read&, const UserPageInput&);
  AccessKeyLastUsedOutput get_access_key_last_used(const Context&, Read&, const AccessKeyIdInput&);
  std::optional<aws::Credential> find(const std::string& access_key, const std::string& session_token) override;
  boost::asio::awaitable<void> used(aws::Credential credential, std::string service, std::string region) override;

  // memberships.cpp
  Nothing add_user_to_group(const Context&, Write&, const MembershipInput&);
  Nothing remove_user_from_group(const Context&, Write&, const MembershipInput&);
  GetGroupOutput get_group(const Context&, Read&, const OwnedInput<Kind::kGroup>&);
  ListOutput<Kind::kGroup> list_groups_for_user(const Context&, Read&, const OwnedInput<Kind::kUser>&);
  Nothing add_role_to_profile(const Context&, Write&, const ProfileRoleInput&);
  Nothing remove_role_from_profile(const Context&, Write&, const ProfileRoleInput&);
  ListOutput<Kind::kInstanceProfile> list_profiles_for_role(const Context&, Read&, const OwnedInput<Kind::kRole>&);
  EntityOutput<Kind::kRole> create_service_linked_role(const Context&, Write&, const ServiceLinkedRoleInput&);
  DeletionTask delete_service_linked_role(const Context&, Write&, const NameInput<Kind::kRole>&);
  DeletionStatus get_deletion_status(const Context&, Read&, const DeletionTask&);

  // account.cpp
  LoginProfileOutput create_login_profile(const Context&, Write&, const LoginProfileInput&);
  LoginProfileOutput get_login_profile(const Context&, Read&, const GetUserInput&);
  Nothing update_login_profile(const Context&, Write&, const LoginProfileInput&);
  Nothing delete_login_profile(const Context&, Write&, const GetUserInput&);
  Nothing create_account_alias(const Context&, Write&, const AccountAliasInput&);
  Nothing delete_account_alias(const Context&, Write&, const AccountAliasInput&);
  AccountAliasesOutput list_account_aliases(const Context&, Read&, const PagedNothing&);
  SummaryOutput get_account_summary(const Context&, Read&, const Nothing&);
  Nothing update_password_policy(const Context&, Write&, const PasswordPolicyInput&);
  PasswordPolicyOutput get_password_policy(const Context&, Read&, const Nothing&);
  Nothing delete_password_policy(const Context&, Write&, const Nothing&);
  AuthorizationDetailsOutput get_authorization_details(const Context&, Read&, const AuthorizationDetailsInput&);

  // account.cpp, too: what nobody can have here is listed as empty
  CertificatesNoneOutput list_signing_certificates(const Context&, Read&, const UserPageInput&);
  KeysNoneOutput list_ssh_public_keys(const Context&, Read&, const UserPageInput&);
  CredentialsNoneOutput list_service_credentials(const Context&, Read&, const ServiceCredentialsInput&);

  // providers.cpp
  ProviderArnOutput create_oidc_provider(const Context&, Write&, const CreateOidcInput&);
  OidcOutput get_oidc_provider(const Context&, Read&, const OidcArnInput&);
  Nothing delete_oidc_provider(const Context&, Write&, const OidcArnInput&);
  Nothing update_oidc_thumbprints(const Context&, Write&, const OidcThumbprintsInput&);
  ListOidcOutput list_oidc_providers(const Context&, Read&, const Nothing&);

  Nothing add_oidc_client(const Context&, Write&, const OidcClientInput&);
  Nothing remove_oidc_client(const Context&, Write&, const OidcClientInput&);
  SamlArnOutput create_saml_provider(const Context&, Write&, const CreateSamlInput&);
  SamlOutput get_saml_provider(const Context&, Read&, const ItemInput<Item::kSamlProvider>&);
  SamlArnOutput update_saml_provider(const Context&, Write&, const UpdateSamlInput&);
  Nothing delete_saml_provider(const Context&, Write&, const ItemInput<Item::kSamlProvider>&);
  ListSamlOutput list_saml_providers(const Context&, Read&, const Nothing&);

  // items.cpp
  template <Item I>
  Nothing tag_item(const Context&, Write&, const TagItemInput<I>&);
  template <Item I>
  Nothing untag_item(const Context&, Write&, const UntagItemInput<I>&);
  template <Item I>
  ListTagsOutput list_item_tags(const Context&, Read&, const ListItemTagsInput<I>&);

  // mfa_devices.cpp
  CreateMfaOutput create_mfa_device(const Context&, Write&, const CreateMfaInput&);
  Nothing enable_mfa_device(const Context&, Write&, const EnableMfaInput&);
  Nothing resync_mfa_device(const Context&, Write&, const EnableMfaInput&);
  Nothing deactivate_mfa_device(const Context&, Write&, const MfaOfUserInput&);
  Nothing delete_mfa_device(const Context&, Write&, const ItemInput<Item::kMfaDevice>&);
  ListMfaOutput list_mfa_devices(const Context&, Read&, const UserPageInput&);
  ListVirtualMfaOutput list_virtual_mfa_devices(const Context&, Read&, const ListVirtualMfaInput&);
  MfaOutput get_mfa_device(const Context&, Read&, const MfaOfUserInput&);

  // server_certificates.cpp
  UploadCertificateOutput upload_server_certificate(const Context&, Write&, const UploadCertificateInput&);
  CertificateOutput get_server_certificate(const Context&, Read&, const ItemInput<Item::kServerCertificate>&);
  ListCertificatesOutput list_server_certificates(const Context&, Read&, const ListCertificatesInput&);
  Nothing update_server_certificate(const Context&, Write&, const UpdateCertificateInput&);
  Nothing delete_server_certificate(const Context&, Write&, const ItemInput<Item::kServerCertificate>&);

  // credential_report.cpp
  GenerateReportOutput generate_credential_report(const Context&, Write&, const Nothing&);
  ReportOutput get_credential_report(const Context&, Read&, const Nothing&);

  // simulation.cpp
  ContextKeysOutput context_keys_of_custom(const Context&, Read&, const ContextKeysOfCustomInput&);
  ContextKeysOutput context_keys_of_principal(const Context&, Read&, const ContextKeysOfPrincipalInput&);
  SimulateOutput simulate_custom(const Context&, Read&, const SimulateCustomInput&);
  SimulateOutput simulate_principal(const Context&, Read&, const SimulatePrincipalInput&);

 private:
  Entity require(Read& tx, Kind kind, const std::string& account, const std::string& name);
  Entity require_policy(Read& tx, const Context& context, const std::string& arn);
  Entity require_user_or_caller(Read& tx, const Context& context, const Text& name);
  Entity insert(Write& tx, Entity entity, const std::vector<Tag>& tags);

  store::Store& store_;
  aws::Clock& clock_;
  aws::IdSource& ids_;
};

/// Adds the operations to the registry, under the service id "iam".
void register_operations(aws::Registry& registry, store::Store& store, Iam& service);

}  // namespace cloudling::iam
