#pragma once

// Shapes of what an account keeps under an ARN of its own beside its entities: identity providers, MFA devices, server
// certificates. And of credential reports and context keys.

#include <optional>
#include <string>
#include <vector>

#include "emulators/iam/shapes.h"

namespace cloudling::iam {

enum class Item : uint8_t { kOidcProvider, kSamlProvider, kMfaDevice, kServerCertificate };

struct ItemNames {
  const char* operation;  ///< "SAMLProvider", as in TagSAMLProvider
  const char* member;     ///< which names one: "SAMLProviderArn"
  const char* arn_part;   ///< "saml-provider"
};
constexpr ItemNames kItemNames[] = {{"OpenIDConnectProvider", "OpenIDConnectProviderArn", "oidc-provider"},
                                    {"SAMLProvider", "SAMLProviderArn", "saml-provider"},
                                    {"MFADevice", "SerialNumber", "mfa"},
                                    {"ServerCertificate", "ServerCertificateName", "server-certificate"}};
constexpr const ItemNames& names_of(Item item) { return kItemNames[static_cast<int>(item)]; }

/// Names one: its ARN, or a server certificate's name.
template <Item I>
struct ItemInput {
  std::string id;
  static std::vector<Field> fields() { return {field<&ItemInput::id>(names_of(I).member).length(1, 2048).required()}; }
  static const Structure& shape() {
    static const Structure shape{"Request", fields()};
    return shape;
  }
};
template <Item I>
struct TagItemInput : ItemInput<I> {
  std::vector<Tag> tags;
  static const Structure& shape() {
    static const Structure shape = [] {
      auto fields = ItemInput<I>::fields();
      fields.push_back(field<&TagItemInput::tags>("Tags").length(0, 50).required());
      return Structure{"Request", std::move(fields)};
    }();
    return shape;
  }
};
template <Item I>
struct UntagItemInput : ItemInput<I> {
  std::vector<std::string> keys;
  static const Structure& shape() {
    static const Structure shape = [] {
      auto fields = ItemInput<I>::fields();
      fields.push_back(field<&UntagItemInput::keys>("TagKeys").length(0, 50).required());
      return Structure{"Request", std::move(fields)};
    }();
    return shape;
  }
};
template <Item I>
struct ListItemTagsInput : PageInput {
  std::string id;
  static const Structure& shape() {
    static const Structure shape = paged<ListItemTagsInput>(
        "Request", {field<&ListItemTagsInput::id>(names_of(I).member).length(1, 2048).required()});
    return shape;
  }
};

// ---- identity providers

struct OidcClientInput {
  std::string arn, client;
  static const Structure& shape();
};
struct CreateSamlInput {
  std::string metadata, name;
  std::vector<Tag> tags;
  static const Structure& shape();
};
struct UpdateSamlInput {
  std::string arn;
  Text metadata;
  static const Structure& shape();
};
struct SamlArnOutput {
  std::string arn;
  std::vector<Tag> tags;
  static const Structure& shape();
};
struct SamlOutput {
  std::string metadata;
  aws::Timestamp created, valid_until;
  std::vector<Tag> tags;
  static const Structure& shape();
};
struct SamlEntry {
  std::string arn;
  aws::Timestamp valid_until, created;
  static const Structure& shape();
};
struct ListSamlOutput {
  std::vector<SamlEntry> providers;
  static const Structure& shape();
};

// ---- MFA devices

struct CreateMfaInput {
  std::string name;
  Text path;
  std::vector<Tag> tags;
  static const Structure& shape();
};
struct VirtualMfaDevice {
  std::string serial;
  std::optional<aws::Blob> seed;  ///< Base32; shown once
  std::optional<EntityView<Kind::kUser>> user;
  std::optional<aws::Timestamp> enabled;
  std::vector<Tag> tags;
  static const Structure& shape();
};
struct CreateMfaOutput {
  VirtualMfaDevice device;
  static const Structure& shape();
};
struct EnableMfaInput {
  std::string user, serial, code1, code2;
  static const Structure& shape();
};
struct MfaOfUserInput {
  Text user;
  std::string serial;
  static const Structure& shape();
};
struct MfaDevice {
  std::string user, serial;
  aws::Timestamp enabled;
  static const Structure& shape();
};
struct ListMfaOutput : PageOutput {
  std::vector<MfaDevice> devices;
  static const Structure& shape();
};
struct ListVirtualMfaInput : PageInput {
  Text assignment;
  static const Structure& shape();
};
struct ListVirtualMfaOutput : PageOutput {
  std::vector<VirtualMfaDevice> devices;
  static const Structure& shape();
};
struct MfaOutput {
  Text user;
  std::string serial;
  std::optional<aws::Timestamp> enabled;
  static const Structure& shape();
};

// ---- server certificates

struct UploadCertificateInput {
  Text path, chain;
  std::string name, body, key;
  std::vector<Tag> tags;
  static const Structure& shape();
};
struct CertificateMetadata {
  std::string path, name, id, arn;
  aws::Timestamp uploaded, expires;
  static const Structure& shape();
};
struct UploadCertificateOutput {
  CertificateMetadata metadata;
  std::vector<Tag> tags;
  static const Structure& shape();
};
struct ServerCertificate {
  CertificateMetadata metadata;
  std::string body;
  Text chain;
  std::vector<Tag> tags;
  static const Structure& shape();
};
struct CertificateOutput {
  ServerCertificate certificate;
  static const Structure& shape();
};
struct ListCertificatesInput : PageInput {
  Text prefix;
  static const Structure& shape();
};
struct ListCertificatesOutput : PageOutput {
  std::vector<CertificateMetadata> certificates;
  static const Structure& shape();
};
struct UpdateCertificateInput {
  std::string name;
  Text new_path, new_name;
  static const Structure& shape();
};

// ---- reports

struct GenerateReportOutput {
  std::string state;
  Text description;
  static const Structure& shape();
};
struct ReportOutput {
  aws::Blob content;
  std::string format;
  aws::Timestamp generated;
  static const Structure& shape();
};
struct ContextKeysOfCustomInput {
  std::vector<std::string> policies;
  static const Structure& shape();
};
struct ContextKeysOfPrincipalInput {
  std::string arn;
  std::vector<std::string> policies;
  static const Structure& shape();
};
struct ContextKeysOutput {
  std::vector<std::string> keys;
  static const Structure& shape();
};

}  // namespace cloudling::iam
