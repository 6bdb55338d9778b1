#include "emulators/s3/digests.h"

#include <openssl/evp.h>
#include <xxhash.h>

#include <new>
#include <stdexcept>

namespace cloudling::s3 {
namespace {

/// Fetched once: a lookup by name costs more than digesting a small object.
const EVP_MD* algorithm(MessageDigest::Kind kind) {
  static const EVP_MD* const md5 = EVP_MD_fetch(nullptr, "MD5", nullptr);
  static const EVP_MD* const sha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  static const EVP_MD* const sha512 = EVP_MD_fetch(nullptr, "SHA512", nullptr);
  switch (kind) {
    case MessageDigest::Kind::kMd5:
      return md5;
    case MessageDigest::Kind::kSha1:
      return sha1;
    case MessageDigest::Kind::kSha512:
      return sha512;
    default:
      return sha256;
  }
}

EVP_MD_CTX* as_context(void* context) { return static_cast<EVP_MD_CTX*>(context); }

XXH64_state_t* as_xxh64(void* state) { return static_cast<XXH64_state_t*>(state); }
XXH3_state_t* as_xxh3(void* state) { return static_cast<XXH3_state_t*>(state); }

template <class Canonical>
std::string bytes_of(const Canonical& canonical) {
  return std::string(reinterpret_cast<const char*>(canonical.digest), sizeof canonical.digest);
}

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

void XxHash::Free::operator()(void* state) const {
  if (kind == Kind::k64)
    XXH64_freeState(as_xxh64(state));
  else
    XXH3_freeState(as_xxh3(state));
}

XxHash::XxHash(Kind kind)
    : kind_(kind), state_(kind == Kind::k64 ? static_cast<void*>(XXH64_createState()) : XXH3_createState(), {kind}) {
  if (!state_) throw std::bad_alloc();
  if (kind == Kind::k64) XXH64_reset(as_xxh64(state_.get()), 0);
  if (kind == Kind::k3) XXH3_64bits_reset(as_xxh3(state_.get()));
  if (kind == Kind::k128) XXH3_128bits_reset(as_xxh3(state_.get()));
}

void XxHash::update(std::string_view bytes) {
  if (kind_ == Kind::k64) XXH64_update(as_xxh64(state_.get()), bytes.data(), bytes.size());
  if (kind_ == Kind::k3) XXH3_64bits_update(as_xxh3(state_.get()), bytes.data(), bytes.size());
  if (kind_ == Kind::k128) XXH3_128bits_update(as_xxh3(state_.get()), bytes.data(), bytes.size());
}

std::string XxHash::finish() {
  if (kind_ == Kind::k128) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(as_xxh3(state_.get())));
    return bytes_of(canonical);
  }
  const XXH64_hash_t hash =
      kind_ == Kind::k64 ? XXH64_digest(as_xxh64(state_.get())) : XXH3_64bits_digest(as_xxh3(state_.get()));
  XXH64_canonical_t canonical;
  XXH64_canonicalFromHash(&canonical, hash);
  return bytes_of(canonical);
}

std::string md5(std::string_view bytes) {
  MessageDigest digest(MessageDigest::Kind::kMd5);
  digest.update(bytes);
  return digest.finish();
}

}  // namespace cloudling::s3
