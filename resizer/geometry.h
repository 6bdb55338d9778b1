#pragma once

// The arithmetic of fitting one size into another. Pure numbers, no pixels.

#include <variant>

#include "resizer/resizer.h"

namespace cloudling::resizer {

struct Size {
  int width = 0;
  int height = 0;
  bool operator==(const Size&) const = default;
};

struct Rect {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;
  bool operator==(const Rect&) const = default;
};

/// What is done to an upright image: scale the whole of it to `scaled`, keep `crop` of that, lay it on a canvas of size
/// `canvas` with its top left corner at (left, top). Without padding the canvas is as large as the crop.
struct Plan {
  Size scaled;
  Rect crop;
  Size canvas;
  int left = 0;
  int top = 0;
};

/// Plans the fit of an upright image of `source` pixels. The rules, rounding included, are those of sharp:
/// the shrink factor of each axis by fit, not below 1 without enlargement, not above the side; a scaled side is rounded
/// half up; a centred crop rounds its offset up, a centred padding down. Fails (kBadOption) where the result is above
/// the options' limits.
std::variant<Plan, Failure> plan_fit(Size source, const Options& options);

}  // namespace cloudling::resizer
