#pragma once

// Pixels between decoding and encoding, and what is done to them besides resampling.

#include <opencv2/core.hpp>
#include <string>

#include "resizer/geometry.h"
#include "resizer/resizer.h"

namespace cloudling::resizer {

/// 8-bit pixels with 1 (grey), 3 (RGB) or 4 (RGBA, straight alpha) interleaved channels, in the space of `icc` where
/// that is not empty, otherwise sRGB.
struct Image {
  cv::Mat pixels;
  std::string icc;

  bool has_alpha() const { return pixels.channels() == 4; }
  bool is_grey() const { return pixels.channels() == 1; }
};

/// Lays the image on the plan's canvas, the rest filled with `background`. The image gains the channels that the
/// background needs: colour for a grey image, alpha (where `alpha_allowed`) for an opaque one.
Image pad(Image image, const Plan& plan, Color background, bool alpha_allowed);

/// Puts an opaque `background` under the image and drops the alpha channel. Images without alpha are returned as is.
Image flatten(Image image, Color background);

/// RGB from grey; others are returned as they are.
Image to_rgb(Image image);

/// Drops a profile that is not for the image's colour space (ICC.1:2010, 7.2.6: bytes 16 to 19 of the header) or is no
/// profile at all.
void drop_foreign_profile(Image& image);

}  // namespace cloudling::resizer
