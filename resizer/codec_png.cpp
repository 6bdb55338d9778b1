// PNG through libspng. Whole files are asked for: a wrong checksum in a critical chunk, or a file that ends before its
// last chunk, is a Failure.

#include <spng.h>

#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include "resizer/codec.h"
#include "resizer/exif.h"

namespace cloudling::resizer {
namespace {

constexpr size_t kMaxChunkBytes = size_t{8} << 20;        // ancillary chunks, inflated
constexpr size_t kMaxChunkCacheBytes = size_t{16} << 20;  // all that are kept, together
constexpr int kCompressionLevel = 3;  // of photographs smaller than levels 1 to 6 make with this filter, and fast

struct ContextDeleter {
  void operator()(spng_ctx* context) const { spng_ctx_free(context); }
};
using Context = std::unique_ptr<spng_ctx, ContextDeleter>;

Failure png_failure(int code) {
  const std::string detail = spng_strerror(code);
  if (code == SPNG_EMEM) return {Failure::Kind::kTooLarge, "there is not enough memory for the PNG image"};
  if (code == SPNG_ECHUNK_LIMITS) {
    return {Failure::Kind::kTooLarge, "the PNG image carries more metadata than is read (" + detail + ")"};
  }
  return {Failure::Kind::kCorrupt, "the PNG image is damaged or cut off (" + detail + ")"};
}

class PngDecoder final : public Decoder {
 public:
  PngDecoder() : context_(spng_ctx_new(0)) {}

  std::optional<Failure> open(std::string_view input, const Limits& limits);
  const Header& header() const override { return header_; }
  std::optional<Failure> start() override;
  std::optional<Failure> read_row(uint8_t* row) override;
  std::optional<Failure> finish() override;

 private:
  std::optional<Failure> read_metadata();
  void choose_channels(bool has_transparency);
  std::optional<Failure> decode_interlaced();

  Context context_;
  spng_ihdr ihdr_{};
  Header header_;
  int format_ = SPNG_FMT_RGB8;
  int decoded_channels_ = 3;  // header_.channels, or 3 where a 16-bit grey image is to become 8-bit grey
  std::vector<uint8_t> wide_row_;
  cv::Mat interlaced_;  // An interlaced image has its rows only when all of it is decoded.
  int next_row_ = 0;
};

std::optional<Failure> PngDecoder::open(std::string_view input, const Limits& limits) {
  if (!context_) return png_failure(SPNG_EMEM);
  spng_set_chunk_limits(context_.get(), kMaxChunkBytes, kMaxChunkCacheBytes);
  if (const int code = spng_set_png_buffer(context_.get(), input.data(), input.size())) return png_failure(code);
  if (const int code = spng_get_ihdr(context_.get(), &ihdr_)) return png_failure(code);
  if (auto failed = check_size(ihdr_.width, ihdr_.height, limits)) return failed;
  header_.format = Format::kPng;
  header_.stored = {static_cast<int>(ihdr_.width), static_cast<int>(ihdr_.height)};
  return read_metadata();
}

// The first question about a chunk reads all of them up to the pixels; a missing chunk is no error.
std::optional<Failure> PngDecoder::read_metadata() {
  spng_trns transparency{};
  const int trns = spng_get_trns(context_.get(), &transparency);
  if (trns != 0 && trns != SPNG_ECHUNKAVAIL) return png_failure(trns);
  choose_channels(trns == 0);
  spng_exif exif{};
  if (spng_get_exif(context_.get(), &exif) == 0) {
    header_.orientation = exif_orientation({exif.data, exif.length});
  }
  spng_iccp profile{};
  if (spng_get_iccp(context_.get(), &profile) == 0 && profile.profile_len <= kMaxProfileBytes) {
    header_.icc.assign(profile.profile, profile.profile_len);
  }
  return std::nullopt;
}

void PngDecoder::choose_channels(bool has_transparency) {
  const bool grey = ihdr_.color_type == SPNG_COLOR_TYPE_GRAYSCALE;
  const bool alpha = has_transparency || ihdr_.color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA ||
                     ihdr_.color_type == SPNG_COLOR_TYPE_TRUECOLOR_ALPHA;
  header_.channels = alpha ? 4 : (grey ? 1 : 3);
  const bool grey8 = header_.channels == 1 && ihdr_.bit_depth <= 8;
  format_ = alpha ? SPNG_FMT_RGBA8 : (grey8 ? SPNG_FMT_G8 : SPNG_FMT_RGB8);
  decoded_channels_ = alpha ? 4 : (grey8 ? 1 : 3);
}

std::optional<Failure> PngDecoder::decode_interlaced() {
  interlaced_.create(header_.stored.height, header_.stored.width, CV_8UC(decoded_channels_));
  const size_t bytes = interlaced_.total() * interlaced_.elemSize();
  const int code = spng_decode_image(context_.get(), interlaced_.data, bytes, format_, SPNG_DECODE_TRNS);
  return code == 0 ? std::nullopt : std::optional(png_failure(code));
}

std::optional<Failure> PngDecoder::start() {
  if (decoded_channels_ != header_.channels) {
    wide_row_.resize(static_cast<size_t>(header_.stored.width) * static_cast<size_t>(decoded_channels_));
  }
  if (ihdr_.interlace_method != SPNG_INTERLACE_NONE) return decode_interlaced();
  const int flags = SPNG_DECODE_TRNS | SPNG_DECODE_PROGRESSIVE;
  const int code = spng_decode_image(context_.get(), nullptr, 0, format_, flags);
  return code == 0 ? std::nullopt : std::optional(png_failure(code));
}

std::optional<Failure> PngDecoder::read_row(uint8_t* row) {
  const auto width = static_cast<size_t>(header_.stored.width);
  const size_t bytes = width * static_cast<size_t>(decoded_channels_);
  uint8_t* decoded = wide_row_.empty() ? row : wide_row_.data();
  if (!interlaced_.empty()) {
    std::memcpy(decoded, interlaced_.ptr(next_row_++), bytes);
  } else {
    const int code = spng_decode_row(context_.get(), decoded, bytes);
    if (code != 0 && code != SPNG_EOI) return png_failure(code);
  }
  if (decoded != row) {
    for (size_t x = 0; x < width; ++x) row[x] = decoded[3 * x];
  }
  return std::nullopt;
}

std::optional<Failure> PngDecoder::finish() {
  const int code = spng_decode_chunks(context_.get());
  return code == 0 ? std::nullopt : std::optional(png_failure(code));
}

struct FreeDeleter {
  void operator()(void* memory) const { std::free(memory); }
};

spng_ihdr output_header(const Image& image) {
  spng_ihdr ihdr{};
  ihdr.width = static_cast<uint32_t>(image.pixels.cols);
  ihdr.height = static_cast<uint32_t>(image.pixels.rows);
  ihdr.bit_depth = 8;
  ihdr.color_type = image.is_grey()     ? SPNG_COLOR_TYPE_GRAYSCALE
                    : image.has_alpha() ? SPNG_COLOR_TYPE_TRUECOLOR_ALPHA
                                        : SPNG_COLOR_TYPE_TRUECOLOR;
  return ihdr;
}

int configure(spng_ctx* context, const Image& image) {
  spng_ihdr ihdr = output_header(image);
  spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1);
  spng_set_option(context, SPNG_IMG_COMPRESSION_LEVEL, kCompressionLevel);
  spng_set_option(context, SPNG_FILTER_CHOICE, SPNG_FILTER_CHOICE_SUB);
  if (const int code = spng_set_ihdr(context, &ihdr)) return code;
  if (image.icc.empty()) return 0;
  spng_iccp profile{};
  std::strncpy(profile.profile_name, "ICC profile", sizeof profile.profile_name - 1);
  profile.profile_len = image.icc.size();
  profile.profile = const_cast<char*>(image.icc.data());
  return spng_set_iccp(context, &profile);
}

int encode_rows(spng_ctx* context, const cv::Mat& pixels) {
  int code = spng_encode_image(context, nullptr, 0, SPNG_FMT_PNG, SPNG_ENCODE_PROGRESSIVE | SPNG_ENCODE_FINALIZE);
  const size_t bytes = static_cast<size_t>(pixels.cols) * pixels.elemSize();
  for (int y = 0; y < pixels.rows && code == 0; ++y) code = spng_encode_row(context, pixels.ptr(y), bytes);
  return code == SPNG_EOI ? 0 : code;
}

}  // namespace

OpenedDecoder open_png(std::string_view input, const Limits& limits) {
  auto decoder = std::make_unique<PngDecoder>();
  if (auto failed = decoder->open(input, limits)) return std::move(*failed);
  return decoder;
}

Encoded encode_png(const Image& image, const Options& /*options*/) {
  const Context context(spng_ctx_new(SPNG_CTX_ENCODER));
  if (!context) return png_failure(SPNG_EMEM);
  int code = configure(context.get(), image);
  if (code == 0) code = encode_rows(context.get(), image.pixels);
  if (code != 0) return png_failure(code);
  size_t size = 0;
  const std::unique_ptr<void, FreeDeleter> bytes(spng_get_png_buffer(context.get(), &size, &code));
  if (!bytes) return png_failure(code);
  return std::string(static_cast<const char*>(bytes.get()), size);
}

}  // namespace cloudling::resizer
