#include "server/certificates.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <arpa/inet.h>

namespace cloudling::server {

namespace fs = std::filesystem;

namespace {

constexpr long kDaySeconds = 24L * 3600;
constexpr long kAuthorityDays = 3650;
constexpr long kCertificateDays = 365;
constexpr long kBackdatedSeconds = kDaySeconds;  // clients whose clock is behind

using BioPtr = std::unique_ptr<BIO, decltype(&BIO_free_all)>;

[[noreturn]] void fail(const std::string& what) {
  std::array<char, 256> reason{};
  ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
  throw std::runtime_error(what + ": " + reason.data());
}

void require(bool done, const char* what) {
  if (!done) fail(std::string("TLS certificate: ") + what);
}

void add_extension(X509& certificate, X509& issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  require(extension != nullptr, value.c_str());
  bool added = X509_add_ext(&certificate, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  require(added, value.c_str());
}

void set_random_serial(X509& certificate) {
  std::array<unsigned char, 16> bytes{};
  require(RAND_bytes(bytes.data(), bytes.size()) == 1, "serial number");
  bytes[0] &= 0x7f;
  BIGNUM* number = BN_bin2bn(bytes.data(), bytes.size(), nullptr);
  bool set = number != nullptr && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(&certificate)) != nullptr;
  BN_free(number);
  require(set, "serial number");
}

void set_subject(X509& certificate, const std::string& common_name) {
  X509_NAME* name = X509_get_subject_name(&certificate);
  auto add = [&](const char* field, const std::string& text) {
    auto bytes = reinterpret_cast<const unsigned char*>(text.data());
    require(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, bytes, static_cast<int>(text.size()), -1, 0) == 1,
            field);
  };
  add("O", "Cloudling");
  add("CN", common_name);
}

CertificatePtr begin_certificate(EVP_PKEY* key, const std::string& common_name, long days) {
  CertificatePtr certificate(X509_new());
  require(certificate != nullptr, "allocation");
  X509_set_version(certificate.get(), X509_VERSION_3);
  set_random_serial(*certificate);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kBackdatedSeconds);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), days * kDaySeconds);
  X509_set_pubkey(certificate.get(), key);
  set_subject(*certificate, common_name);
  return certificate;
}

bool is_address(const std::string& name) {
  std::array<unsigned char, sizeof(in6_addr)> parsed{};
  return inet_pton(AF_INET, name.c_str(), parsed.data()) == 1 || inet_pton(AF_INET6, name.c_str(), parsed.data()) == 1;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

// Written beside and renamed, so that a crash leaves no half file.
void write_file(const fs::path& path, const std::string& text, mode_t mode) {
  fs::path temporary = path;
  temporary += ".new";
  fs::remove(temporary);
  mode_t old_mask = umask(0777 & ~mode);
  std::ofstream out(temporary, std::ios::binary);
  umask(old_mask);
  out << text;
  out.close();
  if (!out) throw std::runtime_error("cannot write " + temporary.string());
  fs::rename(temporary, path);
}

std::string bio_text(BIO* bio) {
  char* data = nullptr;
  long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<size_t>(size)};
}

std::string key_to_pem(EVP_PKEY* key) {
  BioPtr bio(BIO_new(BIO_s_mem()), &BIO_free_all);
  require(PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1, "key");
  return bio_text(bio.get());
}

Identity load_authority(const fs::path& certificate_path, const fs::path& key_path) {
  std::string certificate_text = read_file(certificate_path);
  std::string key_text = read_file(key_path);
  BioPtr certificate_bio(BIO_new_mem_buf(certificate_text.data(), static_cast<int>(certificate_text.size())),
                         &BIO_free_all);
  BioPtr key_bio(BIO_new_mem_buf(key_text.data(), static_cast<int>(key_text.size())), &BIO_free_all);
  Identity authority;
  authority.certificate.reset(PEM_read_bio_X509(certificate_bio.get(), nullptr, nullptr, nullptr));
  if (!authority.certificate) fail(certificate_path.string() + " is no certificate");
  authority.key.reset(PEM_read_bio_PrivateKey(key_bio.get(), nullptr, nullptr, nullptr));
  if (!authority.key) fail(key_path.string() + " is no private key");
  if (X509_check_private_key(authority.certificate.get(), authority.key.get()) != 1) {
    fail(certificate_path.string() + " and " + key_path.string() + " do not belong together");
  }
  return authority;
}

bool expired(const X509& certificate) { return X509_cmp_current_time(X509_get0_notAfter(&certificate)) < 0; }

}  // namespace

Identity make_authority() {
  Identity authority;
  authority.key = make_key();
  authority.certificate = begin_certificate(authority.key.get(), "Cloudling local CA", kAuthorityDays);
  X509& certificate = *authority.certificate;
  X509_set_issuer_name(&certificate, X509_get_subject_name(&certificate));
  add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(certificate, certificate, NID_subject_key_identifier, "hash");
  require(X509_sign(&certificate, authority.key.get(), EVP_sha256()) > 0, "signature");
  return authority;
}

Identity load_or_make_authority(const fs::path& folder) {
  fs::path certificate_path = folder / "ca.pem";
  fs::path key_path = folder / "ca-key.pem";
  if (fs::exists(certificate_path) && fs::exists(key_path)) {
    Identity authority = load_authority(certificate_path, key_path);
    if (!expired(*authority.certificate)) return authority;
  }
  Identity authority = make_authority();
  fs::create_directories(folder);
  write_file(key_path, key_to_pem(authority.key.get()), 0600);
  write_file(certificate_path, to_pem(*authority.certificate), 0644);
  return authority;
}

CertificatePtr issue_certificate(const Identity& authority, EVP_PKEY* key, const std::vector<std::string>& names) {
  // A common name holds 64 characters at most; clients read the alternative names.
  std::string common_name = names.front().size() <= 64 ? names.front() : "Cloudling";
  CertificatePtr certificate = begin_certificate(key, common_name, kCertificateDays);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(authority.certificate.get()));
  std::string alternatives;
  for (const std::string& name : names) {
    alternatives += alternatives.empty() ? "" : ",";
    alternatives += (is_address(name) ? "IP:" : "DNS:") + name;
  }
  X509& issuer = *authority.certificate;
  add_extension(*certificate, issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(*certificate, issuer, NID_key_usage, "critical,digitalSignature");
  add_extension(*certificate, issuer, NID_ext_key_usage, "serverAuth");
  add_extension(*certificate, issuer, NID_subject_key_identifier, "hash");
  add_extension(*certificate, issuer, NID_authority_key_identifier, "keyid");
  add_extension(*certificate, issuer, NID_subject_alt_name, alternatives);
  require(X509_sign(certificate.get(), authority.key.get(), EVP_sha256()) > 0, "signature");
  return certificate;
}

KeyPtr make_key() {
  KeyPtr key(EVP_EC_gen("P-256"));
  require(key != nullptr, "key");
  return key;
}

std::string to_pem(const X509& certificate) {
  BioPtr bio(BIO_new(BIO_s_mem()), &BIO_free_all);
  require(PEM_write_bio_X509(bio.get(), &certificate) == 1, "encoding");
  return bio_text(bio.get());
}

bool is_dns_name(std::string_view name) {
  if (name.empty() || name.size() > 253) return false;
  size_t label = 0;
  for (char c : name) {
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (c == '.' && label > 0) {
      label = 0;
    } else if (letter && label < 63) {
      ++label;
    } else {
      return false;
    }
  }
  return label > 0;
}

}  // namespace cloudling::server
