#pragma once

// Where a copy comes from: x-amz-copy-source read, its object found, its bytes digested where a copy needs that.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>

#include "emulators/aws/body.h"
#include "emulators/s3/checksums.h"
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

/// Whether a version is still the one that was seen before; row ids alone may be used again.
bool same_version(const VersionRow& a, const VersionRow& b);

struct ContentDigests {
  std::string md5;  ///< raw
  Checksum checksum;
};

/// Reads a body to its end. With `into`, writes it there, too, and finishes it.
boost::asio::awaitable<ContentDigests> digest_body(aws::Body body, ChecksumAlgorithm algorithm,
                                                   store::BlobWriter* into);

}  // namespace cloudling::s3
