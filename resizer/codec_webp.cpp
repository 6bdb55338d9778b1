// WebP through libwebp. Stills only: an animation is refused rather than cut down to one frame.

#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "resizer/codec.h"
#include "resizer/exif.h"

namespace cloudling::resizer {
namespace {

constexpr int kMethod = 2;  // 0 fastest to 6 smallest

Failure webp_failure(VP8StatusCode code) {
  switch (code) {
    case VP8_STATUS_OUT_OF_MEMORY:
      return {Failure::Kind::kTooLarge, "there is not enough memory for the WebP image"};
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      return {Failure::Kind::kUnsupported, "this kind of WebP is not decoded"};
    case VP8_STATUS_NOT_ENOUGH_DATA:
      return {Failure::Kind::kCorrupt, "the WebP image is cut off"};
    default:
      return {Failure::Kind::kCorrupt, "the WebP image is damaged"};
  }
}

struct DemuxerDeleter {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};
using Demuxer = std::unique_ptr<WebPDemuxer, DemuxerDeleter>;

// The first chunk of that name; empty where there is none. The bytes are the input's.
std::string_view find_chunk(const WebPDemuxer* demuxer, const char* name) {
  WebPChunkIterator chunk;
  if (!WebPDemuxGetChunk(demuxer, name, 1, &chunk)) return {};
  const std::string_view bytes(reinterpret_cast<const char*>(chunk.chunk.bytes), chunk.chunk.size);
  WebPDemuxReleaseChunkIterator(&chunk);
  return bytes;
}

class WebpDecoder final : public Decoder {
 public:
  std::optional<Failure> open(std::string_view input, const Limits& limits);
  const Header& header() const override { return header_; }
  std::optional<Failure> start() override;
  std::optional<Failure> read_row(uint8_t* row) override;
  std::optional<Failure> finish() override { return std::nullopt; }  // start has read all of it

 private:
  std::optional<Failure> read_metadata();
  const uint8_t* bytes() const { return reinterpret_cast<const uint8_t*>(input_.data()); }

  std::string_view input_;
  Header header_;
  cv::Mat pixels_;
  int next_row_ = 0;
};

std::optional<Failure> WebpDecoder::open(std::string_view input, const Limits& limits) {
  input_ = input;
  WebPBitstreamFeatures features;
  if (const auto code = WebPGetFeatures(bytes(), input_.size(), &features)) return webp_failure(code);
  if (features.has_animation) {
    return Failure{Failure::Kind::kUnsupported, "animated WebP images are not supported; send a still image"};
  }
  if (auto failed = check_size(features.width, features.height, limits)) return failed;
  header_.format = Format::kWebp;
  header_.stored = {features.width, features.height};
  header_.channels = features.has_alpha ? 4 : 3;
  return read_metadata();
}

std::optional<Failure> WebpDecoder::read_metadata() {
  const WebPData data{bytes(), input_.size()};
  const Demuxer demuxer(WebPDemux(&data));
  if (!demuxer) return webp_failure(VP8_STATUS_NOT_ENOUGH_DATA);
  header_.orientation = exif_orientation(find_chunk(demuxer.get(), "EXIF"));
  const std::string_view profile = find_chunk(demuxer.get(), "ICCP");
  if (profile.size() <= kMaxProfileBytes) header_.icc = profile;
  return std::nullopt;
}

std::optional<Failure> WebpDecoder::start() {
  pixels_.create(header_.stored.height, header_.stored.width, CV_8UC(header_.channels));
  WebPDecoderConfig config;
  WebPInitDecoderConfig(&config);
  config.output.colorspace = header_.channels == 4 ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = pixels_.data;
  config.output.u.RGBA.stride = static_cast<int>(pixels_.step);
  config.output.u.RGBA.size = pixels_.total() * pixels_.elemSize();
  const auto code = WebPDecode(bytes(), input_.size(), &config);
  return code == VP8_STATUS_OK ? std::nullopt : std::optional(webp_failure(code));
}

std::optional<Failure> WebpDecoder::read_row(uint8_t* row) {
  std::memcpy(row, pixels_.ptr(next_row_++), static_cast<size_t>(pixels_.cols) * pixels_.elemSize());
  return std::nullopt;
}

// libwebp's objects of one encoding, freed together.
struct Encoding {
  WebPPicture picture{};
  WebPMemoryWriter written{};

  Encoding() {
    WebPPictureInit(&picture);
    WebPMemoryWriterInit(&written);
    picture.writer = WebPMemoryWrite;
    picture.custom_ptr = &written;
  }
  Encoding(const Encoding&) = delete;
  Encoding& operator=(const Encoding&) = delete;
  ~Encoding() {
    WebPPictureFree(&picture);
    WebPMemoryWriterClear(&written);
  }
};

WebPConfig encoder_config(const Options& options) {
  WebPConfig config;
  WebPConfigPreset(&config, WEBP_PRESET_DEFAULT, static_cast<float>(options.quality));
  config.method = kMethod;
  config.lossless = options.lossless ? 1 : 0;
  return config;
}

bool import_pixels(WebPPicture& picture, const cv::Mat& pixels) {
  picture.width = pixels.cols;
  picture.height = pixels.rows;
  const auto stride = static_cast<int>(pixels.step);
  if (pixels.channels() == 4) return WebPPictureImportRGBA(&picture, pixels.data, stride) != 0;
  return WebPPictureImportRGB(&picture, pixels.data, stride) != 0;
}

Failure encode_failure(const WebPPicture& picture) {
  return {Failure::Kind::kTooLarge,
          "the image could not be encoded as WebP (error " + std::to_string(picture.error_code) + ")"};
}

struct MuxDeleter {
  void operator()(WebPMux* mux) const { WebPMuxDelete(mux); }
};

struct Assembled {
  WebPData data{nullptr, 0};
  ~Assembled() { WebPDataClear(&data); }
};

// The extended file format, which alone has room for a profile.
Encoded with_profile(const WebPData& image, const std::string& icc) {
  Failure no_memory{Failure::Kind::kTooLarge, "there is not enough memory for the WebP image"};
  const std::unique_ptr<WebPMux, MuxDeleter> mux(WebPMuxCreate(&image, 0));
  const WebPData profile{reinterpret_cast<const uint8_t*>(icc.data()), icc.size()};
  Assembled assembled;
  if (!mux || WebPMuxSetChunk(mux.get(), "ICCP", &profile, 0) != WEBP_MUX_OK ||
      WebPMuxAssemble(mux.get(), &assembled.data) != WEBP_MUX_OK) {
    return no_memory;
  }
  return std::string(reinterpret_cast<const char*>(assembled.data.bytes), assembled.data.size);
}

}  // namespace

OpenedDecoder open_webp(std::string_view input, const Limits& limits) {
  auto decoder = std::make_unique<WebpDecoder>();
  if (auto failed = decoder->open(input, limits)) return std::move(*failed);
  return decoder;
}

Encoded encode_webp(const Image& image, const Options& options) {
  if (std::max(image.pixels.cols, image.pixels.rows) > WEBP_MAX_DIMENSION) {
    return Failure{Failure::Kind::kBadOption, "a WebP image has at most " + std::to_string(WEBP_MAX_DIMENSION) +
                                                  " pixels a side; ask for a smaller one"};
  }
  const WebPConfig config = encoder_config(options);
  Encoding encoding;
  encoding.picture.use_argb = config.lossless;
  if (!import_pixels(encoding.picture, image.pixels) || !WebPEncode(&config, &encoding.picture)) {
    return encode_failure(encoding.picture);
  }
  const WebPData written{encoding.written.mem, encoding.written.size};
  if (!image.icc.empty()) return with_profile(written, image.icc);
  return std::string(reinterpret_cast<const char*>(written.bytes), written.size);
}

}  // namespace cloudling::resizer
