#pragma once

// Where a copy comes from: x-amz-copy-source read, its object found, its bytes digested where a copy needs that.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>

#include "emulators/aws/body.h"
#include "emulators/s3/access.h"
#include "emulators/s3/checksums.h"
#include "emulators/s3/encryption.h"
#include "emulators/s3/s3_store.h"

namespace cloudling::s3 {

/// The largest object that one copy takes.
inline constexpr int64_t kMaxCopySize = int64_t{5} << 30;

struct CopySource {
  std::string bucket;
  std::string key;
  std::optional<std::string> version_id;
};

/// "[/]bucket/key[?versionId=id]", percent-encoded (arn:aws:s3... access points are not built).
/// Throws InvalidArgument (400) for anything else.
CopySource parse_copy_source(const std::string& header);

/// The action that reading it takes.
Action reading(const CopySource& source);

/// Whether a version is still the one that was seen before; row ids alone may be used again.
bool same_version(const VersionRow& a, const VersionRow& b);

/// 409 OperationAborted: the source did not hold still.
aws::Error changed_meanwhile();

struct ContentDigests {
  std::string md5;  ///< raw
  Checksum checksum;
};

/// Reads a body to its end. With `into`, writes it there, too (encrypted, with `cipher`), and finishes it.
boost::asio::awaitable<ContentDigests> digest_body(aws::Body body, ChecksumAlgorithm algorithm, store::BlobWriter* into,
                                                   BlobCipher* cipher);

/// The key to read a copy's source by; see required_key().
std::optional<CustomerKey> key_of_source(const SourceKey& brought, const VersionRow& source);

}  // namespace cloudling::s3
