#pragma once

// Takes a request's body in: digests it while it streams by, keeps little ones and stages the others in a blob,
// then holds what came against what was claimed.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "emulators/aws/body.h"
#include "emulators/s3/checksums.h"
#include "emulators/s3/encryption.h"
#include "emulators/s3/shapes_common.h"
#include "emulators/store/blobs.h"

namespace cloudling::s3 {

/// Bodies up to here stand in the object's row.
inline constexpr uint64_t kInlineLimit = uint64_t{16} << 10;

/// Of one PutObject or UploadPart.
inline constexpr uint64_t kMaxPutSize = uint64_t{5} << 30;

/// What a body turned out to be: `bytes`, or (`blob` set) a finished blob that is yet to be published.
struct Received {
  std::string bytes;
  std::unique_ptr<store::BlobWriter> blob;
  uint64_t size = 0;
  std::string md5;    ///< raw
  Checksum checksum;  ///< as claimed and verified, or the one that was wanted
  bool checksum_claimed = false;
  std::optional<Checksum> also;  ///< the wanted one, where the client claimed another
};

struct ReceiveDemand {
  const ChecksumValues& checksums;
  const BodyClaims& claims;
  ChecksumAlgorithm wanted = ChecksumAlgorithm::kCrc64Nvme;  ///< computed where the client claims none
  bool always_wanted = false;                                ///< computed also where it claims another (`also`)
  uint64_t inline_limit = kInlineLimit;
  const CustomerKey* key = nullptr;  ///< encrypts what is staged by it; needs an inline_limit of 0
  const ObjectEncryption* encryption = nullptr;
  bool in_process = false;  ///< then no length need be announced, and an algorithm alone asks for its computation
};

/// Refuses what can be refused before a byte is read: NotImplemented (501) for a length that is not announced,
/// EntityTooLarge, InvalidDigest and InvalidRequest (400) for malformed claims. Called by receive(), too.
void check_claims(const aws::Body& body, const ReceiveDemand& demand);

/// Reads the body to its end. Throws IncompleteBody, BadDigest, EntityTooLarge (400).
/// `demand`'s references must outlive the coroutine.
boost::asio::awaitable<Received> receive(store::Blobs& blobs, aws::Body body, ReceiveDemand demand);

/// Holds the document of a request against its Content-MD5 and its checksum, the latter not where an object's checksum
/// stands in its place (CompleteMultipartUpload). Throws InvalidDigest, InvalidRequest, BadDigest (400).
void require_digests(std::string_view operation, const aws::Headers& headers, std::string_view document);

}  // namespace cloudling::s3
