#include "emulators/s3/digests.h"

#include <openssl/evp.h>

#include <stdexcept>

namespace cloudling::s3 {
namespace {

/// Fetched once: a lookup by name costs more than digesting a small object.
const EVP_MD* algorithm(MessageDigest::Kind kind) {
  static const EVP_MD* const md5 = EVP_MD_fetch(nullptr, "MD5", nullptr);
  static const EVP_MD* const sha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  switch (kind) {
    case MessageDigest::Kind::kMd5:
      return md5;
    case MessageDigest::Kind::kSha1:
      return sha1;
    default:
      return sha256;
  }
}

EVP_MD_CTX* as_context(void* context) { return static_cast<EVP_MD_CTX*>(context); }

}  // namespace

void MessageDigest::Free::operator()(void* context) const { EVP_MD_CTX_free(as_context(context)); }

MessageDigest::MessageDigest(Kind kind) : context_(EVP_MD_CTX_new()) {
  if (!context_ || EVP_DigestInit_ex2(as_context(context_.get()), algorithm(kind), nullptr) != 1)
    throw std::runtime_error("OpenSSL offers no such digest");
}

void MessageDigest::update(std::string_view bytes) {
  EVP_DigestUpdate(as_context(context_.get()), bytes.data(), bytes.size());
}

std::string MessageDigest::finish() {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_DigestFinal_ex(as_context(context_.get()), out, &size);
  return std::string(reinterpret_cast<char*>(out), size);
}

std::string md5(std::string_view bytes) {
  MessageDigest digest(MessageDigest::Kind::kMd5);
  digest.update(bytes);
  return digest.finish();
}

}  // namespace cloudling::s3
