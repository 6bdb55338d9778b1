#pragma once

// The additional checksums of S3 objects: which there are, how they are computed, claimed, verified and combined.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "emulators/aws/error.h"
#include "emulators/s3/digests.h"
#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

enum class ChecksumAlgorithm : uint8_t {
  kCrc32,
  kCrc32c,
  kCrc64Nvme,
  kSha1,
  kSha256,
  kSha512,
  kMd5,
  kXxHash64,
  kXxHash3,
  kXxHash128
};

inline constexpr ChecksumAlgorithm kAllChecksumAlgorithms[] = {
    ChecksumAlgorithm::kCrc32,    ChecksumAlgorithm::kCrc32c,   ChecksumAlgorithm::kCrc64Nvme,
    ChecksumAlgorithm::kSha1,     ChecksumAlgorithm::kSha256,   ChecksumAlgorithm::kSha512,
    ChecksumAlgorithm::kMd5,      ChecksumAlgorithm::kXxHash64, ChecksumAlgorithm::kXxHash3,
    ChecksumAlgorithm::kXxHash128};

/// As AWS writes it ("CRC64NVME"); the same in lower case as in headers.
std::string name_of(ChecksumAlgorithm algorithm);
std::string lower_name_of(ChecksumAlgorithm algorithm);

/// By name, whatever its case.
std::optional<ChecksumAlgorithm> checksum_algorithm(std::string_view name);

/// Raw bytes of a value.
size_t checksum_size(ChecksumAlgorithm algorithm);

/// The CRCs can be those of the whole of a multipart object; all but CRC64NVME can be composites.
bool allows_full_object(ChecksumAlgorithm algorithm);
bool allows_composite(ChecksumAlgorithm algorithm);

/// What is stored with an object or part. `value` is base64; a composite's has "-<parts>" behind it.
struct Checksum {
  ChecksumAlgorithm algorithm = ChecksumAlgorithm::kCrc64Nvme;
  bool composite = false;
  std::string value;
};

/// "FULL_OBJECT" or "COMPOSITE".
std::string type_of(const Checksum& checksum);

/// Computes one, piece by piece.
class ChecksumDigest {
 public:
  explicit ChecksumDigest(ChecksumAlgorithm algorithm);
  void update(std::string_view bytes);
  std::string finish();  ///< raw bytes, CRCs big-endian
  ChecksumAlgorithm algorithm() const { return algorithm_; }

 private:
  ChecksumAlgorithm algorithm_;
  std::variant<uint64_t, MessageDigest, XxHash> state_;
};

/// The member for that algorithm.
std::optional<std::string>& member(ChecksumValues& values, ChecksumAlgorithm algorithm);
const std::optional<std::string>& member(const ChecksumValues& values, ChecksumAlgorithm algorithm);

/// The values with that one set.
ChecksumValues values_of(const std::optional<Checksum>& checksum);

/// The one checksum that a request claims, its value checked for form. Nothing where it claims none.
/// Throws InvalidRequest for several, or for one that is no base64 of the right length (composites allowed on demand).
std::optional<Checksum> claimed(const ChecksumValues& values, bool composite_allowed = false);

/// "x-amz-checksum-crc32" -> CRC32; nothing for other headers.
std::optional<ChecksumAlgorithm> algorithm_of_header(std::string_view header);

/// A part as multipart completion sees it; `value` is base64.
struct PartChecksum {
  std::string value;
  uint64_t size = 0;
};

/// The check of all parts, as if computed over the whole (`composite` false, CRCs only) or over the parts' checks.
Checksum combine(ChecksumAlgorithm algorithm, bool composite, const std::vector<PartChecksum>& parts);

/// 400 InvalidRequest for the name of an algorithm that S3 does not know.
aws::Error unsupported_algorithm();

/// 400 BadDigest naming the algorithm.
aws::Error checksum_mismatch(ChecksumAlgorithm algorithm);

}  // namespace cloudling::s3
