#pragma once

// The image core: bytes in, bytes out. Decodes JPEG, PNG and WebP, turns the image upright by its EXIF orientation,
// resamples it with an antialiased Lanczos3 filter and encodes it again. Whoever resizes here (POST /resize, a
// function, a state machine, the command line) resizes through these functions.
//
// Pure: no files, sockets, threads, clock or randomness. The same input and options give the same bytes. Every function
// is reentrant and may be called from any thread; a call works on the calling thread alone. No exception leaves the
// library: whatever a client can cause is a Failure. Sizes are checked against Limits from the header of the image,
// before any pixel is allocated.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace cloudling::resizer {

/// An image format. As an output, kAuto means the format of the input; as the format of an image it never occurs.
enum class Format { kAuto, kJpeg, kPng, kWebp };

/// How an image is fitted into width x height when both are given (names, meaning and rounding as in sharp):
///   cover    keeps the proportions, fills the box and cuts off what stands out
///   contain  keeps the proportions, fits into the box and pads it with the background
///   fill     stretches to the box, proportions are lost
///   inside   keeps the proportions, as large as possible with both sides at most the box; no padding
///   outside  keeps the proportions, as small as possible with both sides at least the box; no cutting
/// With one of the two given, the other follows the proportions (fill: stays as it is). With neither, the size stays.
enum class Fit { kCover, kContain, kFill, kInside, kOutside };

enum class Align { kStart, kCentre, kEnd };

/// Which part `cover` keeps, and where `contain` puts the image on its canvas.
struct Position {
  Align x = Align::kCentre;
  Align y = Align::kCentre;
};

/// Straight (not premultiplied) sRGB.
struct Color {
  uint8_t r = 255;
  uint8_t g = 255;
  uint8_t b = 255;
  uint8_t a = 255;
  bool operator==(const Color&) const = default;
};

/// What one call may cost. An input above a limit is refused with kTooLarge, an option above it with kBadOption.
struct Limits {
  size_t max_input_bytes = size_t{50} << 20;
  uint64_t max_input_pixels = 100'000'000;
  int max_input_dimension = 65'535;
  uint64_t max_output_pixels = 100'000'000;
  int max_output_dimension = 16'383;  ///< The largest WebP; also the largest `width` and `height`.
  int max_jpeg_scans = 50;            ///< Progressive files have about 10. Thousands make a decoder work for minutes.
};

struct Options {
  std::optional<int> width;   ///< pixels, 1 to limits.max_output_dimension
  std::optional<int> height;  ///< pixels, 1 to limits.max_output_dimension
  Fit fit = Fit::kCover;
  Position position;
  Format format = Format::kAuto;
  int quality = 80;  ///< 1 to 100, for JPEG and lossy WebP; PNG is lossless and has none
  /// False: no side is scaled up (sharp's withoutEnlargement: true). Then cover cuts a smaller image to at most the
  /// box, contain still pads to the whole box, fill stops each side at its own size.
  bool allow_enlargement = false;
  /// Pads `contain`, and lies under transparent pixels where the output (JPEG) has no alpha; there its own alpha is
  /// ignored. An opaque image padded with a transparent background gets an alpha channel where the output has one.
  Color background;
  bool progressive = false;  ///< JPEG
  bool lossless = false;     ///< WebP
  Limits limits;
};

struct ImageInfo {
  Format format = Format::kAuto;
  int width = 0;   ///< pixels as seen, after the EXIF orientation
  int height = 0;  ///< pixels as seen, after the EXIF orientation
  bool has_alpha = false;
  int orientation = 1;  ///< EXIF 1 to 8; 1 where there is none
};

struct Result {
  std::string bytes;
  Format format = Format::kAuto;
  int width = 0;
  int height = 0;
  ImageInfo source;
};

struct Failure {
  enum class Kind {
    kBadOption,    ///< 400: an option is unknown or out of range, or asks for an output that cannot be
    kTooLarge,     ///< 413: the image is above a limit
    kUnsupported,  ///< 415: not a format, or a variant of one, that is read here
    kCorrupt,      ///< 422: the format is right, the data damaged or cut off
  };
  Kind kind = Kind::kCorrupt;
  std::string message;  ///< One sentence for the client: what is wrong and what would be right.
};

/// Resizes `input`. The output is upright and carries no metadata but the ICC profile, which is passed on where it fits
/// the output's colour space (a CMYK image becomes RGB and loses it).
std::variant<Result, Failure> resize(std::string_view input, const Options& options);

/// Reads the header only: format, size, orientation.
std::variant<ImageInfo, Failure> probe(std::string_view input, const Limits& limits = {});

/// Sets one option from text, as query parameters, environment variables and JSON values give it:
///   width | w, height | h                   whole pixels
///   fit                                     cover, contain, fill, inside, outside
///   position | gravity                      centre, top, right-top, right, ... or north, northeast, east, ...
///   format                                  auto, jpeg | jpg, png, webp
///   quality | q                             1 to 100
///   background | bg                         #rgb, #rgba, #rrggbb, #rrggbbaa (the # may be missing) or a colour's name
///   withoutEnlargement | without_enlargement, enlarge | allow_enlargement, progressive, lossless     true or false
/// Names and words are compared without regard to case. Failure is always kBadOption and leaves `options` as it was.
std::optional<Failure> set_option(Options& options, std::string_view name, std::string_view value);

/// True for the names that set_option knows.
bool is_option(std::string_view name);

std::string_view name(Format format);          ///< "jpeg", "png", "webp"; "auto"
std::string_view content_type(Format format);  ///< "image/jpeg", ...; for kAuto "application/octet-stream"
std::string_view extension(Format format);     ///< "jpg", "png", "webp"; for kAuto ""

}  // namespace cloudling::resizer
