#include <array>
#include <exception>
#include <utility>

#include "resizer/codec.h"
#include "resizer/orientation.h"

namespace cloudling::resizer {
namespace {

struct Signature {
  std::string_view bytes;
  size_t at;
  std::string_view name;
};

using std::string_view_literals::operator""sv;

constexpr std::string_view kJpegStart = "\xFF\xD8\xFF"sv;
constexpr std::string_view kPngStart = "\x89PNG\r\n\x1A\n"sv;

// What is sent most often and not decoded, to say its name. The first that fits counts.
constexpr auto kOthers = std::to_array<Signature>({
    {"GIF8"sv, 0, "GIF"},
    {"ftypavif"sv, 4, "AVIF"},
    {"ftypavis"sv, 4, "AVIF"},
    {"ftyphei"sv, 4, "HEIC"},
    {"ftyphev"sv, 4, "HEIC"},
    {"ftypmif1"sv, 4, "HEIF"},
    {"ftypmsf1"sv, 4, "HEIF"},
    {"BM"sv, 0, "BMP"},
    {"II*\0"sv, 0, "TIFF"},
    {"MM\0*"sv, 0, "TIFF"},
    {"II+\0"sv, 0, "TIFF"},
    {"MM\0+"sv, 0, "TIFF"},
    {"\xFF\x0A"sv, 0, "JPEG XL"},
    {"\0\0\0\x0CJXL "sv, 0, "JPEG XL"},
    {"\0\0\0\x0CjP  "sv, 0, "JPEG 2000"},
    {"\xFF\x4F\xFF\x51"sv, 0, "JPEG 2000"},
    {"\0\0\1\0"sv, 0, "ICO"},
    {"8BPS"sv, 0, "Photoshop"},
    {"%PDF-"sv, 0, "PDF"},
    {"<svg"sv, 0, "SVG"},
});

bool has(std::string_view input, std::string_view bytes, size_t at) {
  return input.size() >= at && input.substr(at).starts_with(bytes);
}

Failure unsupported(std::string_view input) {
  constexpr std::string_view advice = "send a JPEG, PNG or WebP image";
  for (const auto& other : kOthers) {
    if (!has(input, other.bytes, other.at)) continue;
    return {Failure::Kind::kUnsupported, std::string(other.name) + " images are not supported; " + std::string(advice)};
  }
  return {Failure::Kind::kUnsupported, "the data are not an image of a known format; " + std::string(advice)};
}

Failure too_many_bytes(size_t size, const Limits& limits) {
  return {Failure::Kind::kTooLarge, "the image has " + std::to_string(size) + " bytes; at most " +
                                        std::to_string(limits.max_input_bytes) + " are taken"};
}

ImageInfo info_of(const Header& header) {
  const Size upright = turn(header.stored, header.orientation);
  return {header.format, upright.width, upright.height, header.channels == 4, header.orientation};
}

}  // namespace

OpenedDecoder open_decoder(std::string_view input, const Limits& limits) {
  if (input.empty()) return Failure{Failure::Kind::kCorrupt, "the image is empty: it has no bytes"};
  if (input.size() > limits.max_input_bytes) return too_many_bytes(input.size(), limits);
  if (input.starts_with(kJpegStart)) return open_jpeg(input, limits);
  if (input.starts_with(kPngStart)) return open_png(input, limits);
  if (has(input, "RIFF", 0) && has(input, "WEBP", 8)) return open_webp(input, limits);
  return unsupported(input);
}

std::variant<ImageInfo, Failure> probe(std::string_view input, const Limits& limits) {
  try {
    auto opened = open_decoder(input, limits);
    if (auto* failed = std::get_if<Failure>(&opened)) return std::move(*failed);
    return info_of(std::get<std::unique_ptr<Decoder>>(opened)->header());
  } catch (const std::exception&) {
    return Failure{Failure::Kind::kTooLarge, "there is not enough memory to read the image"};
  }
}

}  // namespace cloudling::resizer
