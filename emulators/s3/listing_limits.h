#pragma once

// Parameters that all listings share.

#include <cstdint>
#include <optional>
#include <string>

namespace cloudling::s3 {

/// max-keys, max-uploads, max-parts: 1000 where unset and at most. Throws InvalidArgument (400) below 0; `argument` is
/// AWS's name for it in the message.
int64_t page_limit(std::optional<int64_t> asked, const std::string& argument);

/// part-number-marker: 0 where unset. Throws InvalidArgument (400) below 0.
int64_t page_marker(std::optional<int64_t> asked, const std::string& argument);

/// encoding-type=url: names percent-encoded but for '/', so that any byte fits into XML.
class UrlEncoding {
 public:
  /// Throws InvalidArgument (400) for a type other than "url".
  explicit UrlEncoding(const std::optional<std::string>& type);

  std::string operator()(const std::string& name) const;
  std::optional<std::string> operator()(const std::optional<std::string>& name) const;

 private:
  bool on_;
};

}  // namespace cloudling::s3
