#pragma once

// Message digests, fed piece by piece. Thread-compatible.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cloudling::s3 {

/// MD5, SHA-1, SHA-256 or SHA-512.
class MessageDigest {
 public:
  enum class Kind : uint8_t { kMd5, kSha1, kSha256, kSha512 };
  explicit MessageDigest(Kind kind);
  void update(std::string_view bytes);
  std::string finish();  ///< the raw digest; nothing may be fed afterwards

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

/// XXH64, XXH3 of 64 or of 128 bits, with seed 0. Digests are big-endian, xxHash's canonical form.
class XxHash {
 public:
  enum class Kind : uint8_t { k64, k3, k128 };
  explicit XxHash(Kind kind);
  void update(std::string_view bytes);
  std::string finish();  ///< the raw digest

 private:
  struct Free {
    Kind kind;
    void operator()(void* state) const;
  };
  Kind kind_;
  std::unique_ptr<void, Free> state_;
};

std::string md5(std::string_view bytes);  ///< raw

}  // namespace cloudling::s3
