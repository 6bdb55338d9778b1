#include "emulators/sqs/digests.h"

#include <openssl/evp.h>

#include <stdexcept>

#include "emulators/aws/encoding.h"

namespace cloudling::sqs {

namespace {

constexpr char kText = 1;
constexpr char kBinary = 2;

std::string md5(std::string_view bytes) {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "MD5", nullptr);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest, &size, algorithm, nullptr) != 1)
    throw std::runtime_error("OpenSSL offers no MD5");
  return aws::hex_encode({reinterpret_cast<const char*>(digest), size});
}

/// The length in four bytes, the most significant first, and the bytes.
void append_sized(std::string& out, std::string_view bytes) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((bytes.size() >> shift) & 0xff);
  out += bytes;
}

}  // namespace

std::string md5_of_body(std::string_view body) { return md5(body); }

std::string md5_of_attributes(const MessageAttributes& attributes) {
  std::string encoded;
  for (const auto& [name, attribute] : attributes) {  // a map, so by name
    append_sized(encoded, name);
    append_sized(encoded, attribute.data_type.value_or(""));
    encoded += attribute.binary_value ? kBinary : kText;
    append_sized(encoded, attribute.binary_value ? attribute.binary_value->bytes : attribute.string_value.value_or(""));
  }
  return md5(encoded);
}

}  // namespace cloudling::sqs
