#include "resizer/resizer.h"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include "resizer/codec.h"
#include "resizer/lanczos.h"
#include "resizer/options.h"
#include "resizer/orientation.h"

namespace cloudling::resizer {
namespace {

// JPEG is decoded at the largest reduction that leaves at least this many times the target: with 1 it would be 1.1 to
// 1.7 times as fast, and its SSIM against the full decode .996 instead of .9995.
constexpr int kDecodeMargin = 2;

using Resampled = std::variant<cv::Mat, Failure>;

int at_most(int64_t value) { return static_cast<int>(std::min<int64_t>(value, INT32_MAX)); }

// Decodes and resamples. `scaled` and `crop` are in the orientation in which the image is stored.
Resampled decode_scaled(Decoder& decoder, Size scaled, Rect crop) {
  const Header& header = decoder.header();
  const int divisor =
      decoder.reduce({at_most(int64_t{kDecodeMargin} * scaled.width), at_most(int64_t{kDecodeMargin} * scaled.height)});
  const int columns = (header.stored.width + divisor - 1) / divisor;
  const int rows = (header.stored.height + divisor - 1) / divisor;
  const double width = static_cast<double>(header.stored.width) / divisor;
  const double height = static_cast<double>(header.stored.height) / divisor;
  if (auto failed = decoder.start()) return std::move(*failed);
  Resampler resampler(make_axis(columns, width, scaled.width, crop.left, crop.width),
                      make_axis(rows, height, scaled.height, crop.top, crop.height), header.channels);
  std::vector<uint8_t> row(static_cast<size_t>(columns) * static_cast<size_t>(header.channels));
  for (int y = 0; y < rows; ++y) {
    if (auto failed = decoder.read_row(row.data())) return std::move(*failed);
    resampler.push(row.data());
  }
  if (auto failed = decoder.finish()) return std::move(*failed);
  return resampler.take();
}

Encoded encode(Image image, Format format, const Options& options) {
  switch (format) {
    case Format::kPng:
      return encode_png(image, options);
    case Format::kWebp:
      return encode_webp(to_rgb(std::move(image)), options);
    case Format::kJpeg:
    case Format::kAuto:
      break;
  }
  return encode_jpeg(flatten(std::move(image), options.background), options);
}

std::variant<Result, Failure> resize_decoded(Decoder& decoder, const Options& options) {
  const Header& header = decoder.header();
  const Size upright = turn(header.stored, header.orientation);
  auto planned = plan_fit(upright, options);
  if (auto* failed = std::get_if<Failure>(&planned)) return std::move(*failed);
  const Plan& plan = std::get<Plan>(planned);

  auto resampled = decode_scaled(decoder, turn(plan.scaled, header.orientation),
                                 to_stored(plan.crop, plan.scaled, header.orientation));
  if (auto* failed = std::get_if<Failure>(&resampled)) return std::move(*failed);
  Image image{make_upright(std::get<cv::Mat>(std::move(resampled)), header.orientation), header.icc};
  drop_foreign_profile(image);

  const Format format = options.format == Format::kAuto ? header.format : options.format;
  image = pad(std::move(image), plan, options.background, format != Format::kJpeg);
  auto encoded = encode(std::move(image), format, options);
  if (auto* failed = std::get_if<Failure>(&encoded)) return std::move(*failed);
  const ImageInfo source{header.format, upright.width, upright.height, header.channels == 4, header.orientation};
  return Result{std::get<std::string>(std::move(encoded)), format, plan.canvas.width, plan.canvas.height, source};
}

}  // namespace

std::variant<Result, Failure> resize(std::string_view input, const Options& options) {
  if (auto failed = check_options(options)) return std::move(*failed);
  try {
    auto opened = open_decoder(input, options.limits);
    if (auto* failed = std::get_if<Failure>(&opened)) return std::move(*failed);
    return resize_decoded(*std::get<std::unique_ptr<Decoder>>(opened), options);
  } catch (const std::exception&) {
    // Only allocations throw here, OpenCV's among them.
    return Failure{Failure::Kind::kTooLarge, "there is not enough memory to resize the image"};
  }
}

}  // namespace cloudling::resizer
