#include "emulators/aws/sha256_stream.h"

#include <openssl/evp.h>

#include <new>

namespace cloudling::aws {

namespace {

EVP_MD_CTX* of(void* context) { return static_cast<EVP_MD_CTX*>(context); }

}  // namespace

Sha256Stream::Sha256Stream() : context_(EVP_MD_CTX_new()) {
  if (!context_ || EVP_DigestInit_ex(of(context_.get()), EVP_sha256(), nullptr) != 1) throw std::bad_alloc();
}

void Sha256Stream::update(std::string_view bytes) { EVP_DigestUpdate(of(context_.get()), bytes.data(), bytes.size()); }

std::string Sha256Stream::finish() {
  std::string digest(32, '\0');
  EVP_DigestFinal_ex(of(context_.get()), reinterpret_cast<unsigned char*>(digest.data()), nullptr);
  EVP_DigestInit_ex(of(context_.get()), EVP_sha256(), nullptr);
  return digest;
}

void Sha256Stream::Free::operator()(void* context) const { EVP_MD_CTX_free(of(context)); }

}  // namespace cloudling::aws
