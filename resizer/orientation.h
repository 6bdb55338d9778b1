#pragma once

// The eight EXIF orientations (Exif 2.32, tag 0x0112): 1 as stored, 2 mirrored, 3 turned by 180 degrees, 4 upside down
// mirrored, 5 transposed, 6 to be turned right by 90 degrees, 7 transposed across the other diagonal, 8 to be turned
// left by 90 degrees. Turning is done after the resampling, when there are few pixels left to turn.

#include <opencv2/core.hpp>

#include "resizer/geometry.h"

namespace cloudling::resizer {

/// True where width and height change places between the stored and the upright image.
bool swaps_sides(int orientation);

/// The upright size of a stored size, and the reverse (both are the same exchange).
Size turn(Size size, int orientation);

/// Where a rectangle of the upright image lies in the stored image. `upright` is the size of the whole upright image.
Rect to_stored(Rect rect, Size upright, int orientation);

/// Turns stored pixels upright.
cv::Mat make_upright(cv::Mat stored, int orientation);

}  // namespace cloudling::resizer
