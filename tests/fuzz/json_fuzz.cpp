// Any bytes: parse() answers or refuses, and what it answers is written and read back as the same value.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "asl/json/json.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace cloudling::json;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ParseError error;
  const auto value = parse(text, &error, {.max_depth = 64, .max_bytes = 1 << 16});
  if (!value) {
    if (error.message.empty() || error.offset > (1 << 16)) std::abort();
    return 0;
  }
  if (!valid_utf8(text)) std::abort();
  const std::string written = write(*value);
  const auto again = parse(written);
  if (!again || *again != *value || write(*again) != written) std::abort();
  return 0;
}
