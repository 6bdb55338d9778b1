#pragma once

// Byte ranges (RFC 9110 section 14, as far as S3 goes: one range). Pure functions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cloudling::s3 {

struct ByteRange {
  uint64_t offset = 0;
  uint64_t length = 0;
};

/// What "Range: bytes=..." asks of `size` bytes. Nothing where the header has another unit, several ranges or no sense:
/// S3 then answers with everything. Throws InvalidRange (416) for a range that begins behind the end.
std::optional<ByteRange> requested_range(const std::string& header, uint64_t size);

/// x-amz-copy-source-range, which has to be "bytes=first-last" inside the source. Throws InvalidArgument (400) or
/// InvalidRange (416).
ByteRange required_copy_range(const std::string& header, uint64_t size);

/// "bytes first-last/size".
std::string content_range(const ByteRange& range, uint64_t size);

}  // namespace cloudling::s3
