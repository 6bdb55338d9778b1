#include "emulators/aws/pagination.h"

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

#include "emulators/aws/encoding.h"

namespace cloudling::aws {

namespace {

constexpr size_t kNonceSize = 12;
constexpr size_t kTagSize = 16;
constexpr size_t kMaxToken = 64 * 1024;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void require(int result) {
  if (result != 1) throw std::runtime_error("AES-GCM failed");
}

std::string encrypt(std::string_view key, std::string_view nonce, std::string_view binding, std::string_view plain) {
  const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  std::string out(plain.size() + kTagSize, '\0');
  int size = 0;
  require(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(nonce)));
  require(EVP_EncryptUpdate(cipher.get(), nullptr, &size, bytes(binding), static_cast<int>(binding.size())));
  require(EVP_EncryptUpdate(cipher.get(), bytes(out), &size, bytes(plain), static_cast<int>(plain.size())));
  require(EVP_EncryptFinal_ex(cipher.get(), bytes(out) + size, &size));
  require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagSize, bytes(out) + plain.size()));
  return out;
}

std::optional<std::string> decrypt(std::string_view key, std::string_view nonce, std::string_view binding,
                                   std::string sealed) {
  const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  const size_t length = sealed.size() - kTagSize;
  std::string out(length, '\0');
  int size = 0;
  require(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(nonce)));
  require(EVP_DecryptUpdate(cipher.get(), nullptr, &size, bytes(binding), static_cast<int>(binding.size())));
  require(EVP_DecryptUpdate(cipher.get(), bytes(out), &size, bytes(sealed), static_cast<int>(length)));
  require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagSize, bytes(sealed) + length));
  if (EVP_DecryptFinal_ex(cipher.get(), bytes(out) + size, &size) != 1) return std::nullopt;
  return out;
}

}  // namespace

PageTokens::PageTokens(std::string_view key)
    : encryption_key_(hmac_sha256(key, "page token encryption")), nonce_key_(hmac_sha256(key, "page token nonce")) {}

/// Derived from what is sealed, so it repeats only where the token would.
std::string PageTokens::nonce(std::string_view binding, std::string_view position) const {
  std::string text = std::to_string(binding.size()) + ":";
  text.append(binding).append(position);
  return hmac_sha256(nonce_key_, text).substr(0, kNonceSize);
}

std::string PageTokens::seal(std::string_view binding, std::string_view position) const {
  const std::string unique = nonce(binding, position);
  return base64url_encode(unique + encrypt(encryption_key_, unique, binding, position));
}

std::optional<std::string> PageTokens::open(std::string_view binding, std::string_view token) const {
  if (token.size() > kMaxToken) return std::nullopt;
  const auto sealed = base64url_decode(token);
  if (!sealed || sealed->size() < kNonceSize + kTagSize) return std::nullopt;
  return decrypt(encryption_key_, std::string_view(*sealed).substr(0, kNonceSize), binding, sealed->substr(kNonceSize));
}

std::string page_binding(const CallContext& context, std::string_view operation,
                         std::initializer_list<std::string_view> parameters) {
  std::string binding;
  const auto add = [&binding](std::string_view part) {
    binding.append(std::to_string(part.size())).append(":").append(part);
  };
  add(context.account);
  add(context.region);
  add(operation);
  for (const std::string_view parameter : parameters) add(parameter);
  return binding;
}

}  // namespace cloudling::aws
