#include <openssl/evp.h>

#include <stdexcept>

#include "emulators/aws/encoding.h"
#include "emulators/s3/encryption.h"

namespace cloudling::s3 {
namespace {

constexpr uint64_t kBlock = 16;

/// Reads extents of blobs one after another and decrypts each by its own stream.
class DecryptingReader : public aws::BodyReader {
 public:
  DecryptingReader(std::unique_ptr<aws::BodyReader> reader, std::vector<store::Extent> extents, CustomerKey key,
                   ObjectEncryption encryption)
      : reader_(std::move(reader)),
        extents_(std::move(extents)),
        key_(std::move(key)),
        encryption_(std::move(encryption)) {}

  boost::asio::awaitable<std::string> next() override {
    std::string piece = co_await reader_->next();
    for (size_t done = 0; done < piece.size();) done += decrypt(piece, done);
    co_return piece;
  }

 private:
  /// As much of `piece` from `from` on as belongs to the current extent.
  size_t decrypt(std::string& piece, size_t from) {
    while (extents_.at(at_).length == within_) {
      ++at_;
      within_ = 0;
      cipher_.reset();
    }
    const store::Extent& extent = extents_[at_];
    if (!cipher_) cipher_.emplace(key_, encryption_, extent.blob);
    const size_t size = std::min<uint64_t>(piece.size() - from, extent.length - within_);
    std::string bytes = piece.substr(from, size);
    cipher_->apply(bytes, extent.offset + within_);
    piece.replace(from, size, bytes);
    within_ += size;
    return size;
  }

  std::unique_ptr<aws::BodyReader> reader_;
  std::vector<store::Extent> extents_;
  CustomerKey key_;
  ObjectEncryption encryption_;
  std::optional<BlobCipher> cipher_;
  size_t at_ = 0;        ///< in extents_
  uint64_t within_ = 0;  ///< bytes of that extent that were read
};

}  // namespace

struct BlobCipher::State {
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  std::string key, nonce;
  ~State() { EVP_CIPHER_CTX_free(context); }
};

/// A stream a blob: the nonce follows from the salt and the blob, the counter from the place in it.
BlobCipher::BlobCipher(const CustomerKey& key, const ObjectEncryption& encryption, store::BlobId blob)
    : state_(std::make_unique<State>()) {
  state_->key = key.bytes;
  state_->nonce = aws::sha256(encryption.salt + std::to_string(blob)).substr(0, kBlock / 2);
}

BlobCipher::~BlobCipher() = default;

void BlobCipher::apply(std::string& bytes, uint64_t offset) {
  std::string iv = state_->nonce;
  const uint64_t block = offset / kBlock;
  for (int shift = 56; shift >= 0; shift -= 8) iv += static_cast<char>(block >> shift);
  const auto data = [](std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); };
  if (EVP_EncryptInit_ex(state_->context, EVP_aes_256_ctr(), nullptr, data(state_->key), data(iv)) != 1)
    throw std::runtime_error("OpenSSL offers no AES-256");
  int size = 0;
  std::string skipped(offset % kBlock, '\0');
  EVP_EncryptUpdate(state_->context, data(skipped), &size, data(skipped), static_cast<int>(skipped.size()));
  EVP_EncryptUpdate(state_->context, data(bytes), &size, data(bytes), static_cast<int>(bytes.size()));
}

std::unique_ptr<aws::BodyReader> decrypting(std::unique_ptr<aws::BodyReader> reader, std::vector<store::Extent> extents,
                                            const CustomerKey& key, const ObjectEncryption& encryption) {
  return std::make_unique<DecryptingReader>(std::move(reader), std::move(extents), key, encryption);
}

}  // namespace cloudling::s3
