#pragma once

// GZIP and BZIP2, in as in out piece by piece. Pure.

#include <memory>
#include <string>
#include <string_view>

namespace cloudling::s3::select {

enum class Compression : uint8_t { kNone, kGzip, kBzip2 };

class Decompressor {
 public:
  virtual ~Decompressor() = default;

  /// Takes bytes; those of before have to be used up (take() said "").
  virtual void feed(std::string bytes) = 0;

  /// At most 64 KiB of what they hold; "" where more are needed. Throws InvalidCompressionFormat where the object is in
  /// another format from its begin on, TruncatedInput where it is later.
  virtual std::string take() = 0;

  /// No more bytes come. Throws TruncatedInput where there had to be more.
  virtual void finish() = 0;
};

/// nullptr for kNone.
std::unique_ptr<Decompressor> make_decompressor(Compression compression);

}  // namespace cloudling::s3::select
