#include "emulators/sts/shapes.h"

namespace cloudling::sts {

using aws::Field;
using aws::field;
using aws::Structure;

namespace {

constexpr const char* kSessionName = "[\\w+=,.@-]*";
constexpr const char* kDocument = "[\\t\\n\\r -\\x{FF}]+";

template <auto Member>
Field role_arn_field() {
  return field<Member>("RoleArn").length(20, 2048).required();
}

template <auto Member>
Field session_name(const char* name, int64_t longest) {
  return field<Member>(name).length(2, longest).matching(kSessionName).required();
}

template <auto Member>
Field policy_field() {
  return field<Member>("Policy").length(1, 2048).matching(kDocument);
}

template <auto Member>
Field duration_field(int64_t longest) {
  return field<Member>("DurationSeconds").range(900, longest);
}

}  // namespace

const Structure& Credentials::shape() {
  using T = Credentials;
  static const Structure shape{
      "Credentials",
      {field<&T::access_key_id>("AccessKeyId"), field<&T::secret_access_key>("SecretAccessKey").sensitive(),
       field<&T::session_token>("SessionToken"), field<&T::expiration>("Expiration")}};
  return shape;
}

const Structure& AssumedRoleUser::shape() {
  using T = AssumedRoleUser;
  static const Structure shape{"AssumedRoleUser", {field<&T::id>("AssumedRoleId"), field<&T::arn>("Arn")}};
  return shape;
}

const Structure& FederatedUser::shape() {
  using T = FederatedUser;
  static const Structure shape{"FederatedUser", {field<&T::id>("FederatedUserId"), field<&T::arn>("Arn")}};
  return shape;
}

const Structure& PolicyDescriptor::shape() {
  static const Structure shape{"PolicyDescriptorType", {field<&PolicyDescriptor::arn>("arn").length(20, 2048)}};
  return shape;
}

const Structure& Tag::shape() {
  using T = Tag;
  static const Structure shape{
      "Tag",
      {field<&T::key>("Key").length(1, 128).matching("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+").required(),
       field<&T::value>("Value").length(0, 256).matching("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*").required()}};
  return shape;
}

const Structure& GetCallerIdentityOutput::shape() {
  using T = GetCallerIdentityOutput;
  static const Structure shape{"GetCallerIdentityResponse",
                               {field<&T::user_id>("UserId"), field<&T::account>("Account"), field<&T::arn>("Arn")}};
  return shape;
}

const Structure& AssumeRoleInput::shape() {
  using T = AssumeRoleInput;
  static const Structure shape{
      "AssumeRoleRequest",
      {role_arn_field<&T::role_arn>(), session_name<&T::role_session_name>("RoleSessionName", 64),
       field<&T::policy_arns>("PolicyArns"), policy_field<&T::policy>(), duration_field<&T::duration_seconds>(43200),
       field<&T::tags>("Tags").length(0, 50), field<&T::transitive_tag_keys>("TransitiveTagKeys").length(0, 50),
       field<&T::external_id>("ExternalId").length(2, 1224).matching("[\\w+=,.@:\\/-]*"),
       field<&T::serial_number>("SerialNumber").length(9, 256),
       field<&T::token_code>("TokenCode").length(6, 6).matching("[\\d]*"),
       field<&T::source_identity>("SourceIdentity").length(2, 64).matching(kSessionName)}};
  return shape;
}

const Structure& AssumeRoleOutput::shape() {
  using T = AssumeRoleOutput;
  static const Structure shape{
      "AssumeRoleResponse",
      {field<&T::credentials>("Credentials"), field<&T::assumed_role_user>("AssumedRoleUser"),
       field<&T::packed_policy_size>("PackedPolicySize"), field<&T::source_identity>("SourceIdentity")}};
  return shape;
}

const Structure& AssumeRoleWithWebIdentityInput::shape() {
  using T = AssumeRoleWithWebIdentityInput;
  static const Structure shape{
      "AssumeRoleWithWebIdentityRequest",
      {role_arn_field<&T::role_arn>(), session_name<&T::role_session_name>("RoleSessionName", 64),
       field<&T::web_identity_token>("WebIdentityToken").length(4, 20000).required().sensitive(),
       field<&T::provider_id>("ProviderId").length(4, 2048), field<&T::policy_arns>("PolicyArns"),
       policy_field<&T::policy>(), duration_field<&T::duration_seconds>(43200)}};
  return shape;
}

const Structure& AssumeRoleWithWebIdentityOutput::shape() {
  using T = AssumeRoleWithWebIdentityOutput;
  static const Structure shape{
      "AssumeRoleWithWebIdentityResponse",
      {field<&T::credentials>("Credentials"), field<&T::subject>("SubjectFromWebIdentityToken"),
       field<&T::assumed_role_user>("AssumedRoleUser"), field<&T::packed_policy_size>("PackedPolicySize"),
       field<&T::provider>("Provider"), field<&T::audience>("Audience")}};
  return shape;
}

const Structure& GetSessionTokenInput::shape() {
  using T = GetSessionTokenInput;
  static const Structure shape{"GetSessionTokenRequest",
                               {duration_field<&T::duration_seconds>(129600), field<&T::serial_number>("SerialNumber"),
                                field<&T::token_code>("TokenCode").length(6, 6).matching("[\\d]*")}};
  return shape;
}

const Structure& GetSessionTokenOutput::shape() {
  static const Structure shape{"GetSessionTokenResponse", {field<&GetSessionTokenOutput::credentials>("Credentials")}};
  return shape;
}

const Structure& GetFederationTokenInput::shape() {
  using T = GetFederationTokenInput;
  static const Structure shape{
      "GetFederationTokenRequest",
      {session_name<&T::name>("Name", 32), policy_field<&T::policy>(), field<&T::policy_arns>("PolicyArns"),
       duration_field<&T::duration_seconds>(129600), field<&T::tags>("Tags").length(0, 50)}};
  return shape;
}

const Structure& GetFederationTokenOutput::shape() {
  using T = GetFederationTokenOutput;
  static const Structure shape{"GetFederationTokenResponse",
                               {field<&T::credentials>("Credentials"), field<&T::federated_user>("FederatedUser"),
                                field<&T::packed_policy_size>("PackedPolicySize")}};
  return shape;
}

const Structure& GetAccessKeyInfoInput::shape() {
  static const Structure shape{
      "GetAccessKeyInfoRequest",
      {field<&GetAccessKeyInfoInput::access_key_id>("AccessKeyId").length(16, 128).matching("[\\w]*").required()}};
  return shape;
}

const Structure& GetAccessKeyInfoOutput::shape() {
  static const Structure shape{"GetAccessKeyInfoResponse", {field<&GetAccessKeyInfoOutput::account>("Account")}};
  return shape;
}

const Structure& DecodeAuthorizationMessageInput::shape() {
  static const Structure shape{
      "DecodeAuthorizationMessageRequest",
      {field<&DecodeAuthorizationMessageInput::encoded_message>("EncodedMessage").length(1, 10240).required()}};
  return shape;
}

const Structure& DecodeAuthorizationMessageOutput::shape() {
  static const Structure shape{"DecodeAuthorizationMessageResponse",
                               {field<&DecodeAuthorizationMessageOutput::decoded_message>("DecodedMessage")}};
  return shape;
}

}  // namespace cloudling::sts
