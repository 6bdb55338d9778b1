#pragma once

// The one value that is read from EXIF metadata.

#include <string_view>

namespace cloudling::resizer {

/// The orientation (1 to 8) in an EXIF block: a TIFF header and its first directory (Exif 2.32, 4.5 and 4.6), with or
/// without "Exif\0\0" before it. 1 where there is none or the block is damaged: bad metadata does not make a bad image.
int exif_orientation(std::string_view exif);

}  // namespace cloudling::resizer
