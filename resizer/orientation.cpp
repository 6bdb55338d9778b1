#include "resizer/orientation.h"

#include <utility>

namespace cloudling::resizer {
namespace {

// Every orientation is two flips of the stored image and then, for 5 to 8, a transposition.
bool flips_x(int orientation) { return orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8; }

bool flips_y(int orientation) { return orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7; }

}  // namespace

bool swaps_sides(int orientation) { return orientation >= 5; }

Size turn(Size size, int orientation) { return swaps_sides(orientation) ? Size{size.height, size.width} : size; }

Rect to_stored(Rect rect, Size upright, int orientation) {
  const Size stored = turn(upright, orientation);
  if (swaps_sides(orientation)) rect = {rect.top, rect.left, rect.height, rect.width};
  if (flips_x(orientation)) rect.left = stored.width - rect.left - rect.width;
  if (flips_y(orientation)) rect.top = stored.height - rect.top - rect.height;
  return rect;
}

cv::Mat make_upright(cv::Mat stored, int orientation) {
  const bool x = flips_x(orientation);
  const bool y = flips_y(orientation);
  if (x || y) {
    cv::Mat flipped;
    cv::flip(stored, flipped, x && y ? -1 : (x ? 1 : 0));
    stored = std::move(flipped);
  }
  if (swaps_sides(orientation)) {
    cv::Mat transposed;
    cv::transpose(stored, transposed);
    stored = std::move(transposed);
  }
  return stored;
}

}  // namespace cloudling::resizer
