// Any bytes as an image, with options taken from the last few of them: the answer is a result or a failure, never a
// crash, and a result can be probed and has the size that it says. Limits are small so that each run is quick.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "resizer/resizer.h"

namespace {

using namespace cloudling::resizer;

constexpr size_t kOptionBytes = 6;

Options options_from(std::string_view bytes) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(bytes[i]); };
  Options options;
  options.limits.max_input_pixels = 1 << 18;
  options.limits.max_output_pixels = 1 << 16;
  options.limits.max_jpeg_scans = 12;
  if (byte(0) != 0) options.width = 1 + byte(0);
  if (byte(1) != 0) options.height = 1 + byte(1);
  options.fit = static_cast<Fit>(byte(2) % 5);
  options.position = {static_cast<Align>(byte(2) / 5 % 3), static_cast<Align>(byte(2) / 15 % 3)};
  options.format = static_cast<Format>(byte(3) % 4);
  options.allow_enlargement = (byte(3) & 4) != 0;
  options.progressive = (byte(3) & 8) != 0;
  options.lossless = (byte(3) & 16) != 0;
  options.quality = 1 + byte(4) % 100;
  options.background = {byte(5), byte(4), byte(3), byte(5)};
  return options;
}

void check_result(const Result& result) {
  const auto probed = probe(result.bytes);
  const auto* info = std::get_if<ImageInfo>(&probed);
  if (info == nullptr || info->format != result.format) std::abort();
  if (info->width != result.width || info->height != result.height) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < kOptionBytes) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string_view image = bytes.substr(0, size - kOptionBytes);
  const auto resized = resize(image, options_from(bytes.substr(image.size())));
  if (const auto* result = std::get_if<Result>(&resized)) check_result(*result);
  return 0;
}
