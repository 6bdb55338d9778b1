#pragma once

// Identifiers, from one seedable source of chance: the same seed gives the same ids, which tests and replays rely on.

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace cloudling::aws {

/// Thread-safe. Unseeded, it starts from the system's randomness. Ids are unique, not secret: keys and passwords come
/// from the system.
class IdSource {
 public:
  explicit IdSource(std::optional<uint64_t> seed = std::nullopt);

  uint64_t next();
  std::string bytes(size_t count);
  std::string uuid();                                      ///< version 4, lower case: AWS's request ids
  std::string letters(size_t count, std::string_view of);  ///< `count` characters, each of `of`

 private:
  uint64_t step();

  std::mutex mutex_;
  std::array<uint64_t, 4> state_;  ///< xoshiro256**
};

/// A request id in the form of S3's x-amz-request-id: 16 of 0-9 A-Z. The same for the same id.
std::string s3_request_id(std::string_view request_id);

/// What S3 calls x-amz-id-2 and HostId: 56 bytes in base64. The same for the same id.
std::string s3_host_id(std::string_view request_id);

}  // namespace cloudling::aws
