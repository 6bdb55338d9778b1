#include "resizer/geometry.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

namespace cloudling::resizer {
namespace {

// How many source pixels make one output pixel, along each axis.
struct Shrink {
  double x = 1.0;
  double y = 1.0;
};

Shrink shrink_to_box(double x, double y, Fit fit) {
  switch (fit) {
    case Fit::kFill:
      return {x, y};
    case Fit::kCover:
    case Fit::kOutside:
      return {std::min(x, y), std::min(x, y)};
    case Fit::kContain:
    case Fit::kInside:
      break;
  }
  return {std::max(x, y), std::max(x, y)};
}

Shrink wanted_shrink(Size source, const Options& options) {
  const double x = options.width ? static_cast<double>(source.width) / *options.width : 1.0;
  const double y = options.height ? static_cast<double>(source.height) / *options.height : 1.0;
  if (options.width && options.height) return shrink_to_box(x, y, options.fit);
  if (options.fit == Fit::kFill) return {x, y};
  if (options.width) return {x, x};
  return {y, y};
}

Shrink resolve_shrink(Size source, const Options& options) {
  Shrink shrink = wanted_shrink(source, options);
  if (!options.allow_enlargement) shrink = {std::max(1.0, shrink.x), std::max(1.0, shrink.y)};
  // No side may vanish.
  return {std::min<double>(shrink.x, source.width), std::min<double>(shrink.y, source.height)};
}

int64_t scaled_side(int side, double shrink) { return std::max<int64_t>(1, std::llround(side / shrink)); }

int crop_offset(int spare, Align align) {
  if (align == Align::kStart) return 0;
  return align == Align::kEnd ? spare : (spare + 1) / 2;
}

int pad_offset(int spare, Align align) {
  if (align == Align::kStart) return 0;
  return align == Align::kEnd ? spare : spare / 2;
}

Plan whole(Size scaled) { return {scaled, {0, 0, scaled.width, scaled.height}, scaled, 0, 0}; }

Plan cover(Size scaled, const Options& options) {
  Plan plan = whole(scaled);
  plan.crop.width = std::min(options.width.value_or(scaled.width), scaled.width);
  plan.crop.height = std::min(options.height.value_or(scaled.height), scaled.height);
  plan.crop.left = crop_offset(scaled.width - plan.crop.width, options.position.x);
  plan.crop.top = crop_offset(scaled.height - plan.crop.height, options.position.y);
  plan.canvas = {plan.crop.width, plan.crop.height};
  return plan;
}

Plan contain(Size scaled, const Options& options) {
  Plan plan = whole(scaled);
  plan.canvas.width = std::max(options.width.value_or(scaled.width), scaled.width);
  plan.canvas.height = std::max(options.height.value_or(scaled.height), scaled.height);
  plan.left = pad_offset(plan.canvas.width - scaled.width, options.position.x);
  plan.top = pad_offset(plan.canvas.height - scaled.height, options.position.y);
  return plan;
}

Failure too_large(int64_t width, int64_t height, const Limits& limits) {
  return {Failure::Kind::kBadOption, "the output would have " + std::to_string(width) + " x " + std::to_string(height) +
                                         " pixels; at most " + std::to_string(limits.max_output_pixels) +
                                         " are made: ask for a smaller width or height"};
}

// By division: the product could be beyond 64 bits.
bool above(int64_t width, int64_t height, uint64_t max_pixels) {
  return static_cast<uint64_t>(width) > max_pixels / static_cast<uint64_t>(height);
}

}  // namespace

std::variant<Plan, Failure> plan_fit(Size source, const Options& options) {
  const Shrink shrink = resolve_shrink(source, options);
  const int64_t width = scaled_side(source.width, shrink.x);
  const int64_t height = scaled_side(source.height, shrink.y);
  // What cover cuts off is never computed, so its scaled size may be far above what the canvas may be.
  if (std::max(width, height) > INT32_MAX) return too_large(width, height, options.limits);
  const Size scaled{static_cast<int>(width), static_cast<int>(height)};
  Plan plan = options.fit == Fit::kCover     ? cover(scaled, options)
              : options.fit == Fit::kContain ? contain(scaled, options)
                                             : whole(scaled);
  if (above(plan.canvas.width, plan.canvas.height, options.limits.max_output_pixels)) {
    return too_large(plan.canvas.width, plan.canvas.height, options.limits);
  }
  return plan;
}

}  // namespace cloudling::resizer
