#pragma once

// Server-side encryption (S3 user guide, "Protecting data with encryption"). SSE-S3 and SSE-KMS are recorded; the key
// that they would be encrypted with stands on the same disk. With SSE-C the bytes are encrypted for real, by AES-256 in
// counter mode, with the key that only the client keeps: what is stored can't be read without it.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/body.h"
#include "emulators/aws/ids.h"
#include "emulators/s3/s3_store.h"
#include "emulators/s3/shapes_common.h"
#include "emulators/store/blobs.h"

namespace cloudling::s3 {

/// A client's key of 32 bytes, checked against the MD5 that came with it.
struct CustomerKey {
  std::string bytes;
  std::string md5;  ///< base64, as the client sent it
};

/// The key that a request brings; nothing where it brings none. Throws InvalidArgument, InvalidEncryptionAlgorithmError
/// (400) where algorithm, key and MD5 are not all there or do not fit.
std::optional<CustomerKey> customer_key_of(const std::optional<std::string>& algorithm,
                                           const std::optional<std::string>& key,
                                           const std::optional<std::string>& md5);
std::optional<CustomerKey> customer_key_of(const EncryptionRequest& request);

/// How a version, or the parts of an upload, are encrypted. Stands in a column of their rows.
struct ObjectEncryption {
  std::string algorithm = "AES256";  ///< "AES256", "aws:kms", "aws:kms:dsse"; "" with a customer's key
  std::string kms_key;               ///< ARN
  bool bucket_key = false;
  std::string key_md5;  ///< of a customer's key, base64
  std::string salt;     ///< of a customer's key, raw: makes streams of the same key differ
  std::string check;    ///< of a customer's key, hex: tells the right key from others

  bool by_customer() const { return algorithm.empty(); }

  std::string to_text() const;  ///< "" for SSE-S3
  static ObjectEncryption from_text(std::string_view text);
};

/// What a write asks for, else what the bucket has as its default. Throws AWS's errors (400) for what does not go
/// together.
ObjectEncryption requested_encryption(const EncryptionRequest& request, const BucketRow& bucket, aws::IdSource& ids);

/// The key to read something by: nothing where none is needed. Throws InvalidRequest (400) where a key is missing or
/// brought for nothing, AccessDenied (403) where it is another.
std::optional<CustomerKey> required_key(const std::optional<CustomerKey>& brought, const ObjectEncryption& encryption);

/// The same for a part of an upload, whose words are others.
std::optional<CustomerKey> key_of_part(const EncryptionRequest& request, const ObjectEncryption& encryption);

/// What answers tell of it.
EncryptionAnswer answer_of(const ObjectEncryption& encryption);

/// The ETag of what AWS does not give the MD5 of: as long, and another for the same bytes.
std::string opaque_etag(const std::string& md5, aws::IdSource& ids);

/// Encrypts and decrypts (which is the same) bytes of one blob in any order. Thread-compatible.
class BlobCipher {
 public:
  BlobCipher(const CustomerKey& key, const ObjectEncryption& encryption, store::BlobId blob);
  ~BlobCipher();
  BlobCipher(const BlobCipher&) = delete;

  /// `bytes` stand at `offset` in the blob.
  void apply(std::string& bytes, uint64_t offset);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A reader of decrypted bytes around one that reads `extents`.
std::unique_ptr<aws::BodyReader> decrypting(std::unique_ptr<aws::BodyReader> reader, std::vector<store::Extent> extents,
                                            const CustomerKey& key, const ObjectEncryption& encryption);

/// Opens a version's bytes, decrypted where `key` is set.
std::unique_ptr<aws::BodyReader> open_content(store::Blobs& blobs, store::ReadTransaction& tx,
                                              const VersionRow& version, uint64_t offset, uint64_t length,
                                              const std::optional<CustomerKey>& key);

}  // namespace cloudling::s3
