#pragma once

// The few interfaces through which services reach each other and the resizer. Operations of other services are called
// through aws::Caller; what is here has no AWS operation.

#include <boost/asio/awaitable.hpp>
#include <map>
#include <string>

#include "emulators/aws/caller.h"

namespace cloudling {

/// A resized image and what it is.
struct ResizedImage {
  std::string bytes;
  std::string content_type;
  std::string extension;  ///< without dot
  int width = 0;          ///< pixels
  int height = 0;
  int source_width = 0;   ///< after EXIF orientation
  int source_height = 0;
};

/// The image core, run on the CPU pool. Options are by name, as `POST /resize` takes them (width, height, fit, format,
/// quality, ...). Throws aws::Error with status 400 (BadOption), 413 (TooLarge), 415 (UnsupportedFormat) or
/// 422 (CorruptImage).
class ImageResizer {
 public:
  virtual ~ImageResizer() = default;
  virtual boost::asio::awaitable<ResizedImage> resize(std::string image, std::map<std::string, std::string> options) = 0;
};

}  // namespace cloudling
