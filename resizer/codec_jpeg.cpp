// JPEG through libjpeg-turbo. Decoding is strict: what libjpeg only warns about is a Failure, except where the pixels
// are not touched. See jpeg_errors.h for the rules that hold around every call into the library.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include <jpeglib.h>

#include <jerror.h>

#include "resizer/codec.h"
#include "resizer/exif.h"
#include "resizer/jpeg_errors.h"

namespace cloudling::resizer {
namespace {

constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr int kIccMarker = JPEG_APP0 + 2;
constexpr std::string_view kExifPrefix{"Exif\0\0", 6};
constexpr int kLongestSide = 65'500;  // libjpeg's own limit for what it writes

struct ScanLimit {
  jpeg_progress_mgr base;  // First, as in JpegErrors.
  int max_scans = 0;
  bool exceeded = false;
};

// libjpeg calls this often while it reads; a progressive file is read whole before the first row is there.
void check_scans(j_common_ptr info) {
  auto& limit = *reinterpret_cast<ScanLimit*>(info->progress);
  if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number <= limit.max_scans) return;
  limit.exceeded = true;
  longjmp(reinterpret_cast<JpegErrors*>(info->err)->jump, 1);
}

class JpegDecoder final : public Decoder {
 public:
  explicit JpegDecoder(const Limits& limits) {
    info_.err = &errors_.base;
    scan_limit_.base.progress_monitor = check_scans;
    scan_limit_.max_scans = limits.max_jpeg_scans;
  }
  ~JpegDecoder() override { jpeg_destroy_decompress(&info_); }

  std::optional<Failure> open(std::string_view input, const Limits& limits);
  const Header& header() const override { return header_; }
  int reduce(Size least) override;
  std::optional<Failure> start() override;
  std::optional<Failure> read_row(uint8_t* row) override;
  std::optional<Failure> finish() override;

 private:
  bool try_read_header(const uint8_t* bytes, size_t size);
  bool try_read_profile();
  bool try_start();
  bool try_read_row(uint8_t* row);
  bool try_finish();

  std::optional<Failure> choose_colours();
  void read_metadata();
  Failure failure() const;

  JpegErrors errors_;
  ScanLimit scan_limit_{};
  jpeg_decompress_struct info_{};
  Header header_;
  bool inverted_cmyk_ = false;
  std::vector<uint8_t> cmyk_row_;
  JOCTET* profile_ = nullptr;
  unsigned profile_bytes_ = 0;
};

bool JpegDecoder::try_read_header(const uint8_t* bytes, size_t size) {
  if (setjmp(errors_.jump)) return false;
  jpeg_create_decompress(&info_);
  info_.progress = &scan_limit_.base;
  jpeg_mem_src(&info_, bytes, size);
  jpeg_save_markers(&info_, kExifMarker, 0xFFFF);
  jpeg_save_markers(&info_, kIccMarker, 0xFFFF);
  jpeg_read_header(&info_, TRUE);
  return true;
}

bool JpegDecoder::try_read_profile() {
  if (setjmp(errors_.jump)) return false;
  jpeg_read_icc_profile(&info_, &profile_, &profile_bytes_);
  return true;
}

bool JpegDecoder::try_start() {
  if (setjmp(errors_.jump)) return false;
  jpeg_start_decompress(&info_);
  return true;
}

bool JpegDecoder::try_read_row(uint8_t* row) {
  if (setjmp(errors_.jump)) return false;
  jpeg_read_scanlines(&info_, &row, 1);
  return true;
}

bool JpegDecoder::try_finish() {
  if (setjmp(errors_.jump)) return false;
  jpeg_finish_decompress(&info_);
  return true;
}

Failure JpegDecoder::failure() const {
  if (!scan_limit_.exceeded) return jpeg_failure(errors_);
  return {Failure::Kind::kTooLarge, "the progressive JPEG has more than " + std::to_string(scan_limit_.max_scans) +
                                        " scans; save it with fewer or as baseline JPEG"};
}

std::optional<Failure> JpegDecoder::open(std::string_view input, const Limits& limits) {
  if (!try_read_header(reinterpret_cast<const uint8_t*>(input.data()), input.size())) return failure();
  header_.format = Format::kJpeg;
  if (auto failed = check_size(info_.image_width, info_.image_height, limits)) return failed;
  header_.stored = {static_cast<int>(info_.image_width), static_cast<int>(info_.image_height)};
  if (auto failed = choose_colours()) return failed;
  read_metadata();
  return std::nullopt;
}

std::optional<Failure> JpegDecoder::choose_colours() {
  switch (info_.jpeg_color_space) {
    case JCS_GRAYSCALE:
      info_.out_color_space = JCS_GRAYSCALE;
      header_.channels = 1;
      return std::nullopt;
    case JCS_YCbCr:
    case JCS_RGB:
      info_.out_color_space = JCS_RGB;
      return std::nullopt;
    case JCS_CMYK:
    case JCS_YCCK:
      // Files with Adobe's marker hold 255 for "no ink".
      info_.out_color_space = JCS_CMYK;
      inverted_cmyk_ = info_.saw_Adobe_marker;
      return std::nullopt;
    default:
      return Failure{Failure::Kind::kUnsupported, "a JPEG with " + std::to_string(info_.num_components) +
                                                      " colour components is not decoded; grey, RGB, YCbCr, CMYK and "
                                                      "YCCK are"};
  }
}

void JpegDecoder::read_metadata() {
  for (auto* marker = info_.marker_list; marker != nullptr; marker = marker->next) {
    const std::string_view data(reinterpret_cast<const char*>(marker->data), marker->data_length);
    if (marker->marker != kExifMarker || !data.starts_with(kExifPrefix)) continue;
    header_.orientation = exif_orientation(data);
    break;
  }
  if (try_read_profile() && profile_ != nullptr && profile_bytes_ <= kMaxProfileBytes) {
    header_.icc.assign(reinterpret_cast<const char*>(profile_), profile_bytes_);
  }
  std::free(profile_);
  profile_ = nullptr;
}

int JpegDecoder::reduce(Size least) {
  int divisor = 8;
  while (divisor > 1 &&
         (header_.stored.width / divisor < least.width || header_.stored.height / divisor < least.height)) {
    divisor /= 2;
  }
  info_.scale_num = 1;
  info_.scale_denom = static_cast<unsigned>(divisor);
  return divisor;
}

std::optional<Failure> JpegDecoder::start() {
  if (!try_start()) return failure();
  if (info_.out_color_space == JCS_CMYK) cmyk_row_.resize(size_t{4} * info_.output_width);
  return std::nullopt;
}

// Ink on white paper, without a profile: what is left of the light after the colour and after black.
void cmyk_to_rgb(const uint8_t* cmyk, uint8_t* rgb, size_t pixels, bool inverted) {
  const unsigned flip = inverted ? 0 : 255;
  for (size_t i = 0; i < pixels; ++i, cmyk += 4, rgb += 3) {
    const unsigned black = cmyk[3] ^ flip;
    for (int c = 0; c < 3; ++c) rgb[c] = static_cast<uint8_t>(((cmyk[c] ^ flip) * black + 127) / 255);
  }
}

std::optional<Failure> JpegDecoder::read_row(uint8_t* row) {
  if (cmyk_row_.empty()) return try_read_row(row) ? std::nullopt : std::optional(failure());
  if (!try_read_row(cmyk_row_.data())) return failure();
  cmyk_to_rgb(cmyk_row_.data(), row, info_.output_width, inverted_cmyk_);
  return std::nullopt;
}

std::optional<Failure> JpegDecoder::finish() { return try_finish() ? std::nullopt : std::optional(failure()); }

// Where libjpeg puts what it has encoded: a buffer that is appended to a string whenever it is full.
struct StringTarget {
  jpeg_destination_mgr base{};  // First, as in JpegErrors.
  std::string* bytes = nullptr;
  JOCTET buffer[size_t{1} << 16];
};

void append(j_compress_ptr info, size_t size) {
  auto& target = *reinterpret_cast<StringTarget*>(info->dest);
  bool appended = true;
  try {
    target.bytes->append(reinterpret_cast<const char*>(target.buffer), size);
  } catch (...) {
    appended = false;
  }
  if (!appended) {
    info->err->msg_code = JERR_OUT_OF_MEMORY;
    info->err->error_exit(reinterpret_cast<j_common_ptr>(info));
  }
  target.base.next_output_byte = target.buffer;
  target.base.free_in_buffer = sizeof target.buffer;
}

void init_target(j_compress_ptr info) {
  auto& target = *reinterpret_cast<StringTarget*>(info->dest);
  target.base.next_output_byte = target.buffer;
  target.base.free_in_buffer = sizeof target.buffer;
}

boolean flush_full_buffer(j_compress_ptr info) {
  append(info, sizeof StringTarget::buffer);
  return TRUE;
}

void flush_rest(j_compress_ptr info) { append(info, sizeof StringTarget::buffer - info->dest->free_in_buffer); }

class JpegEncoder {
 public:
  JpegEncoder(const Image& image, const Options& options) : image_(image), options_(options) {
    info_.err = &errors_.base;
    target_.base.init_destination = init_target;
    target_.base.empty_output_buffer = flush_full_buffer;
    target_.base.term_destination = flush_rest;
    target_.bytes = &bytes_;
  }
  JpegEncoder(const JpegEncoder&) = delete;
  JpegEncoder& operator=(const JpegEncoder&) = delete;
  ~JpegEncoder() { jpeg_destroy_compress(&info_); }

  Encoded encode() {
    if (!try_encode()) return jpeg_failure(errors_);
    return std::move(bytes_);
  }

 private:
  bool try_encode();
  void set_parameters();
  void write_rows();

  const Image& image_;
  const Options& options_;
  JpegErrors errors_;
  jpeg_compress_struct info_{};
  StringTarget target_;
  std::string bytes_;
};

bool JpegEncoder::try_encode() {
  if (setjmp(errors_.jump)) return false;
  jpeg_create_compress(&info_);
  info_.dest = &target_.base;
  set_parameters();
  jpeg_start_compress(&info_, TRUE);
  if (!image_.icc.empty()) {
    jpeg_write_icc_profile(&info_, reinterpret_cast<const JOCTET*>(image_.icc.data()),
                           static_cast<unsigned>(image_.icc.size()));
  }
  write_rows();
  jpeg_finish_compress(&info_);
  return true;
}

void JpegEncoder::set_parameters() {
  info_.image_width = static_cast<JDIMENSION>(image_.pixels.cols);
  info_.image_height = static_cast<JDIMENSION>(image_.pixels.rows);
  info_.input_components = image_.pixels.channels();
  info_.in_color_space = image_.is_grey() ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&info_);
  jpeg_set_quality(&info_, options_.quality, TRUE);
  info_.optimize_coding = TRUE;
  if (options_.progressive) jpeg_simple_progression(&info_);
}

void JpegEncoder::write_rows() {
  while (info_.next_scanline < info_.image_height) {
    auto* row = const_cast<JSAMPROW>(image_.pixels.ptr(static_cast<int>(info_.next_scanline)));
    jpeg_write_scanlines(&info_, &row, 1);
  }
}

}  // namespace

OpenedDecoder open_jpeg(std::string_view input, const Limits& limits) {
  auto decoder = std::make_unique<JpegDecoder>(limits);
  if (auto failed = decoder->open(input, limits)) return std::move(*failed);
  return decoder;
}

Encoded encode_jpeg(const Image& image, const Options& options) {
  if (std::max(image.pixels.cols, image.pixels.rows) > kLongestSide) {
    return Failure{Failure::Kind::kBadOption,
                   "a JPEG has at most " + std::to_string(kLongestSide) + " pixels a side; ask for a smaller one"};
  }
  return JpegEncoder(image, options).encode();
}

}  // namespace cloudling::resizer
