#pragma once

// Checks that a stream is UTF-8.

#include <cstdint>
#include <string>
#include <string_view>

namespace cloudling::s3::select {

class Utf8Check {
 public:
  /// Throws InvalidTextEncoding (400), naming the place.
  void feed(std::string_view bytes);
  void finish();

 private:
  std::string open_;  ///< the begin of a character
  uint64_t checked_ = 0;
};

}  // namespace cloudling::s3::select
