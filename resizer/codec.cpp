#include "resizer/codec.h"

namespace cloudling::resizer {
namespace {

std::string pixels_text(int64_t width, int64_t height) {
  return std::to_string(width) + " x " + std::to_string(height) + " pixels";
}

}  // namespace

int Decoder::reduce(Size /*least*/) { return 1; }

std::optional<Failure> check_size(int64_t width, int64_t height, const Limits& limits) {
  if (width <= 0 || height <= 0) {
    return Failure{Failure::Kind::kCorrupt, "the image says that it has " + pixels_text(width, height)};
  }
  if (width > limits.max_input_dimension || height > limits.max_input_dimension) {
    return Failure{Failure::Kind::kTooLarge, "the image has " + pixels_text(width, height) + "; no side may be above " +
                                                 std::to_string(limits.max_input_dimension)};
  }
  if (static_cast<uint64_t>(width) * static_cast<uint64_t>(height) > limits.max_input_pixels) {
    return Failure{Failure::Kind::kTooLarge, "the image has " + pixels_text(width, height) + "; at most " +
                                                 std::to_string(limits.max_input_pixels) + " in all are decoded"};
  }
  return std::nullopt;
}

}  // namespace cloudling::resizer
