#pragma once

// Certificates made on this machine: an authority, and a certificate signed by it for any name asked for.
// EC keys on P-256; X.509 v3 as RFC 5280 has it, with the lifetimes that clients accept of private authorities.

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace cloudling::server {

struct OpensslDelete {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, OpensslDelete>;
using CertificatePtr = std::unique_ptr<X509, OpensslDelete>;

struct Identity {
  KeyPtr key;
  CertificatePtr certificate;
};

/// A self-signed authority named "Cloudling local CA", valid for ten years. Throws std::runtime_error on OpenSSL's
/// failure.
Identity make_authority();

/// The authority in `folder` (ca.pem, ca-key.pem); made there, the key readable by its owner alone, where it is missing
/// or expired. Throws std::runtime_error, naming the file, where one cannot be read, parsed or written.
Identity load_or_make_authority(const std::filesystem::path& folder);

/// A server certificate for DNS names and IP addresses (texts; which is which is seen), valid for a year, with `key`.
CertificatePtr issue_certificate(const Identity& authority, EVP_PKEY* key, const std::vector<std::string>& names);

KeyPtr make_key();
std::string to_pem(const X509& certificate);

/// Letters, digits, '-' and '.', labels of 1 to 63 characters, 253 in all: what a certificate is made for.
bool is_dns_name(std::string_view name);

}  // namespace cloudling::server
