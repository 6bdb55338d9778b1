#pragma once

// Message digests, fed piece by piece. Thread-compatible.

#include <memory>
#include <string>
#include <string_view>

namespace cloudling::s3 {

/// MD5, SHA-1 or SHA-256.
class MessageDigest {
 public:
  enum class Kind { kMd5, kSha1, kSha256 };
  explicit MessageDigest(Kind kind);
  void update(std::string_view bytes);
  std::string finish();  ///< the raw digest; nothing may be fed afterwards

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

std::string md5(std::string_view bytes);  ///< raw

}  // namespace cloudling::s3
