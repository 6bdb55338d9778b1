#include "emulators/iam/shapes_items.h"

namespace cloudling::iam {

namespace {

template <auto Member>
Field user_field() {
  return name_field<Member>(Kind::kUser);
}
template <auto Member>
Field serial_field() {
  return field<Member>("SerialNumber").length(9, 256);
}
template <auto Member>
Field certificate_name_field(std::string name) {
  return field<Member>(std::move(name)).length(1, 128).matching(kName);
}
template <auto Member>
Field path_field(std::string name) {
  return field<Member>(std::move(name)).length(1, 512).matching(kPath);
}
template <auto Member>
Field code_field(std::string name) {
  return field<Member>(std::move(name)).length(6, 6).matching("[\\d]+").required();
}

}  // namespace

const Structure& OidcClientInput::shape() {
  using T = OidcClientInput;
  static const Structure shape{"AddClientIDToOpenIDConnectProviderRequest",
                               {arn_field<&T::arn>("OpenIDConnectProviderArn").required(),
                                field<&T::client>("ClientID").length(1, 255).required()}};
  return shape;
}

const Structure& CreateSamlInput::shape() {
  using T = CreateSamlInput;
  static const Structure shape{
      "CreateSAMLProviderRequest",
      {field<&T::metadata>("SAMLMetadataDocument").length(1000, 10000000).required(),
       field<&T::name>("Name").length(1, 128).matching("[\\w._-]+").required(), field<&T::tags>("Tags")}};
  return shape;
}

const Structure& UpdateSamlInput::shape() {
  using T = UpdateSamlInput;
  static const Structure shape{"UpdateSAMLProviderRequest",
                               {arn_field<&T::arn>("SAMLProviderArn").required(),
                                field<&T::metadata>("SAMLMetadataDocument").length(1000, 10000000)}};
  return shape;
}

const Structure& SamlArnOutput::shape() {
  using T = SamlArnOutput;
  static const Structure shape{"SAMLProviderResponse", {field<&T::arn>("SAMLProviderArn"), field<&T::tags>("Tags")}};
  return shape;
}

const Structure& SamlOutput::shape() {
  using T = SamlOutput;
  static const Structure shape{"GetSAMLProviderResponse",
                               {field<&T::metadata>("SAMLMetadataDocument"), field<&T::created>("CreateDate"),
                                field<&T::valid_until>("ValidUntil"), field<&T::tags>("Tags")}};
  return shape;
}

const Structure& SamlEntry::shape() {
  using T = SamlEntry;
  static const Structure shape{
      "SAMLProviderListEntry",
      {field<&T::arn>("Arn"), field<&T::valid_until>("ValidUntil"), field<&T::created>("CreateDate")}};
  return shape;
}

const Structure& ListSamlOutput::shape() {
  static const Structure shape{"ListSAMLProvidersResponse", {field<&ListSamlOutput::providers>("SAMLProviderList")}};
  return shape;
}

const Structure& CreateMfaInput::shape() {
  using T = CreateMfaInput;
  static const Structure shape{"CreateVirtualMFADeviceRequest",
                               {field<&T::name>("VirtualMFADeviceName").length(1, 226).matching(kName).required(),
                                path_field<&T::path>("Path"), field<&T::tags>("Tags")}};
  return shape;
}

const Structure& VirtualMfaDevice::shape() {
  using T = VirtualMfaDevice;
  static const Structure shape{"VirtualMFADevice",
                               {field<&T::serial>("SerialNumber"), field<&T::seed>("Base32StringSeed").sensitive(),
                                field<&T::user>("User"), field<&T::enabled>("EnableDate"), field<&T::tags>("Tags")}};
  return shape;
}

const Structure& CreateMfaOutput::shape() {
  static const Structure shape{"CreateVirtualMFADeviceResponse", {field<&CreateMfaOutput::device>("VirtualMFADevice")}};
  return shape;
}

const Structure& EnableMfaInput::shape() {
  using T = EnableMfaInput;
  static const Structure shape{
      "EnableMFADeviceRequest",
      {user_field<&T::user>().required(), serial_field<&T::serial>().required(),
       code_field<&T::code1>("AuthenticationCode1"), code_field<&T::code2>("AuthenticationCode2")}};
  return shape;
}

const Structure& MfaOfUserInput::shape() {
  using T = MfaOfUserInput;
  static const Structure shape{"DeactivateMFADeviceRequest",
                               {user_field<&T::user>(), serial_field<&T::serial>().required()}};
  return shape;
}

const Structure& MfaDevice::shape() {
  using T = MfaDevice;
  static const Structure shape{
      "MFADevice", {field<&T::user>("UserName"), field<&T::serial>("SerialNumber"), field<&T::enabled>("EnableDate")}};
  return shape;
}

const Structure& ListMfaOutput::shape() {
  static const Structure shape =
      paged<ListMfaOutput>("ListMFADevicesResponse", {field<&ListMfaOutput::devices>("MFADevices")});
  return shape;
}

const Structure& ListVirtualMfaInput::shape() {
  static const Structure shape = paged<ListVirtualMfaInput>(
      "ListVirtualMFADevicesRequest",
      {field<&ListVirtualMfaInput::assignment>("AssignmentStatus").one_of({"Assigned", "Unassigned", "Any"})});
  return shape;
}

const Structure& ListVirtualMfaOutput::shape() {
  static const Structure shape = paged<ListVirtualMfaOutput>(
      "ListVirtualMFADevicesResponse", {field<&ListVirtualMfaOutput::devices>("VirtualMFADevices")});
  return shape;
}

const Structure& MfaOutput::shape() {
  using T = MfaOutput;
  static const Structure shape{
      "GetMFADeviceResponse",
      {field<&T::user>("UserName"), field<&T::serial>("SerialNumber"), field<&T::enabled>("EnableDate")}};
  return shape;
}

const Structure& UploadCertificateInput::shape() {
  using T = UploadCertificateInput;
  static const Structure shape{
      "UploadServerCertificateRequest",
      {path_field<&T::path>("Path"), certificate_name_field<&T::name>("ServerCertificateName").required(),
       field<&T::body>("CertificateBody").length(1, 16384).required(),
       field<&T::key>("PrivateKey").length(1, 16384).required().sensitive(),
       field<&T::chain>("CertificateChain").length(1, 2097152), field<&T::tags>("Tags")}};
  return shape;
}

const Structure& CertificateMetadata::shape() {
  using T = CertificateMetadata;
  static const Structure shape{
      "ServerCertificateMetadata",
      {field<&T::path>("Path"), field<&T::name>("ServerCertificateName"), field<&T::id>("ServerCertificateId"),
       field<&T::arn>("Arn"), field<&T::uploaded>("UploadDate"), field<&T::expires>("Expiration")}};
  return shape;
}

const Structure& UploadCertificateOutput::shape() {
  using T = UploadCertificateOutput;
  static const Structure shape{"UploadServerCertificateResponse",
                               {field<&T::metadata>("ServerCertificateMetadata"), field<&T::tags>("Tags")}};
  return shape;
}

const Structure& ServerCertificate::shape() {
  using T = ServerCertificate;
  static const Structure shape{"ServerCertificate",
                               {field<&T::metadata>("ServerCertificateMetadata"), field<&T::body>("CertificateBody"),
                                field<&T::chain>("CertificateChain"), field<&T::tags>("Tags")}};
  return shape;
}

const Structure& CertificateOutput::shape() {
  static const Structure shape{"GetServerCertificateResponse",
                               {field<&CertificateOutput::certificate>("ServerCertificate")}};
  return shape;
}

const Structure& ListCertificatesInput::shape() {
  static const Structure shape = paged<ListCertificatesInput>(
      "ListServerCertificatesRequest",
      {field<&ListCertificatesInput::prefix>("PathPrefix").length(1, 512).matching(kPathPrefix)});
  return shape;
}

const Structure& ListCertificatesOutput::shape() {
  static const Structure shape =
      paged<ListCertificatesOutput>("ListServerCertificatesResponse",
                                    {field<&ListCertificatesOutput::certificates>("ServerCertificateMetadataList")});
  return shape;
}

const Structure& UpdateCertificateInput::shape() {
  using T = UpdateCertificateInput;
  static const Structure shape{
      "UpdateServerCertificateRequest",
      {certificate_name_field<&T::name>("ServerCertificateName").required(), path_field<&T::new_path>("NewPath"),
       certificate_name_field<&T::new_name>("NewServerCertificateName")}};
  return shape;
}

const Structure& GenerateReportOutput::shape() {
  using T = GenerateReportOutput;
  static const Structure shape{"GenerateCredentialReportResponse",
                               {field<&T::state>("State"), field<&T::description>("Description")}};
  return shape;
}

const Structure& ReportOutput::shape() {
  using T = ReportOutput;
  static const Structure shape{
      "GetCredentialReportResponse",
      {field<&T::content>("Content"), field<&T::format>("ReportFormat"), field<&T::generated>("GeneratedTime")}};
  return shape;
}

const Structure& ContextKeysOfCustomInput::shape() {
  static const Structure shape{"GetContextKeysForCustomPolicyRequest",
                               {field<&ContextKeysOfCustomInput::policies>("PolicyInputList").required()}};
  return shape;
}

const Structure& ContextKeysOfPrincipalInput::shape() {
  using T = ContextKeysOfPrincipalInput;
  static const Structure shape{
      "GetContextKeysForPrincipalPolicyRequest",
      {arn_field<&T::arn>("PolicySourceArn").required(), field<&T::policies>("PolicyInputList")}};
  return shape;
}

const Structure& ContextKeysOutput::shape() {
  static const Structure shape{"GetContextKeysForPolicyResponse", {field<&ContextKeysOutput::keys>("ContextKeyNames")}};
  return shape;
}

}  // namespace cloudling::iam
