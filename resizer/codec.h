#pragma once

// What the pipeline asks of an image format: a decoder that gives rows from top to bottom, and an encoder. The formats
// stand in codec_jpeg.cpp, codec_png.cpp and codec_webp.cpp; nobody else includes their libraries.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "resizer/geometry.h"
#include "resizer/image.h"
#include "resizer/resizer.h"

namespace cloudling::resizer {

/// What the header of an image says, before any pixel is decoded.
struct Header {
  Format format = Format::kAuto;
  Size stored;       ///< as in the file, before the EXIF orientation
  int channels = 3;  ///< of the rows that the decoder gives: 1, 3 or 4 (with alpha)
  int orientation = 1;
  std::string icc;  ///< empty where there is none
};

/// Decodes one image: reduce (optional), start, read_row for each row, finish. The input outlives the decoder. After a
/// failure the decoder is only good for destruction. Not for several threads at once.
class Decoder {
 public:
  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  virtual ~Decoder() = default;

  virtual const Header& header() const = 0;

  /// Lets the decoder give a smaller image where it can do so cheaply, with both sides at least `least`. Returns the
  /// divisor: rows are then stored.width / divisor long, rounded up, and as many in proportion.
  virtual int reduce(Size least);

  /// Allocates for the pixels and begins. Nothing of the image's size is allocated before.
  virtual std::optional<Failure> start() = 0;

  /// The next row, width x channels bytes. Called once for each row.
  virtual std::optional<Failure> read_row(uint8_t* row) = 0;

  /// Reads what follows the last row, so that a file that is cut off or damaged there is told from a whole one.
  virtual std::optional<Failure> finish() = 0;
};

using OpenedDecoder = std::variant<std::unique_ptr<Decoder>, Failure>;
using Encoded = std::variant<std::string, Failure>;

/// Each reads the header of an image in its format and refuses what is above the limits.
OpenedDecoder open_jpeg(std::string_view input, const Limits& limits);
OpenedDecoder open_png(std::string_view input, const Limits& limits);
OpenedDecoder open_webp(std::string_view input, const Limits& limits);

/// Finds the format by the first bytes, never by a name, and opens it.
OpenedDecoder open_decoder(std::string_view input, const Limits& limits);

/// Each takes an image with the channels its format holds: JPEG 1 or 3, PNG 1, 3 or 4, WebP 3 or 4.
Encoded encode_jpeg(const Image& image, const Options& options);
Encoded encode_png(const Image& image, const Options& options);
Encoded encode_webp(const Image& image, const Options& options);

/// The failure for a header whose size is zero or above the limits; none where it may be decoded.
std::optional<Failure> check_size(int64_t width, int64_t height, const Limits& limits);

/// Above this a profile is not passed on: real ones are below 1 MB.
inline constexpr size_t kMaxProfileBytes = size_t{2} << 20;

}  // namespace cloudling::resizer
