#include "tests/resizer/support.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include <jpeglib.h>
#include <spng.h>
#include <webp/mux.h>

#include "resizer/codec.h"

namespace cloudling::resizer::testing {
namespace {

// The checksum of PNG (ISO 3309), bit by bit.
uint32_t crc(const std::string& bytes) {
  uint32_t value = 0xFFFFFFFF;
  for (const char byte : bytes) {
    value ^= static_cast<uint8_t>(byte);
    for (int bit = 0; bit < 8; ++bit) value = value & 1 ? value >> 1 ^ 0xEDB88320 : value >> 1;
  }
  return ~value;
}

std::string must_encode(Encoded encoded) {
  if (const auto* failed = std::get_if<Failure>(&encoded)) {
    ADD_FAILURE() << failed->message;
    return "";
  }
  return std::get<std::string>(std::move(encoded));
}

}  // namespace

cv::Mat gradient(int width, int height, int channels) {
  cv::Mat image(height, width, CV_8UC(channels));
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double across = static_cast<double>(x) / std::max(1, width - 1);
      const double down = static_cast<double>(y) / std::max(1, height - 1);
      const double values[] = {40 + 170 * across, 30 + 190 * down, 60 + 70 * across + 80 * down, 255 - 120 * across};
      for (int c = 0; c < channels; ++c) image.ptr(y, x)[c] = static_cast<uint8_t>(values[c]);
    }
  }
  return image;
}

cv::Mat texture(int width, int height, int channels) {
  cv::Mat image(height, width, CV_8UC(channels));
  uint32_t state = 12345;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c) {
        state = state * 1664525 + 1013904223;
        const double wave =
            60 * std::sin(0.15 * x + 0.05 * c) + 50 * std::sin(0.9 * y) + ((x / 37 + y / 23) % 2 ? 50 : 0);
        image.ptr(y, x)[c] = static_cast<uint8_t>(std::clamp(100 + wave + (state >> 24) / 16.0, 0.0, 255.0));
      }
    }
  }
  return image;
}

std::string as_png(const cv::Mat& pixels, const std::string& icc) { return must_encode(encode_png({pixels, icc}, {})); }

std::string as_jpeg(const cv::Mat& pixels, int quality, bool progressive, const std::string& icc) {
  Options options;
  options.quality = quality;
  options.progressive = progressive;
  return must_encode(encode_jpeg({pixels, icc}, options));
}

std::string as_webp(const cv::Mat& pixels, bool lossless, const std::string& icc) {
  Options options;
  options.lossless = lossless;
  return must_encode(encode_webp({pixels, icc}, options));
}

std::string as_cmyk_jpeg(const cv::Mat& ink, bool adobe) {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &buffer, &size);
  info.image_width = static_cast<JDIMENSION>(ink.cols);
  info.image_height = static_cast<JDIMENSION>(ink.rows);
  info.input_components = 4;
  info.in_color_space = JCS_CMYK;
  jpeg_set_defaults(&info);
  if (adobe) jpeg_set_colorspace(&info, JCS_YCCK);
  info.write_Adobe_marker = adobe;
  jpeg_set_quality(&info, 98, TRUE);
  jpeg_start_compress(&info, TRUE);
  for (int y = 0; y < ink.rows; ++y) {
    std::vector<uint8_t> row(ink.ptr(y), ink.ptr(y) + size_t{4} * static_cast<size_t>(ink.cols));
    if (adobe) {
      for (auto& value : row) value = static_cast<uint8_t>(255 - value);
    }
    JSAMPROW pointer = row.data();
    jpeg_write_scanlines(&info, &pointer, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  std::string file(reinterpret_cast<char*>(buffer), size);
  std::free(buffer);
  return file;
}

std::string as_raw_png(const RawPng& spec, const std::string& samples) {
  spng_ctx* context = spng_ctx_new(SPNG_CTX_ENCODER);
  spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1);
  spng_ihdr ihdr{};
  ihdr.width = static_cast<uint32_t>(spec.width);
  ihdr.height = static_cast<uint32_t>(spec.height);
  ihdr.color_type = static_cast<uint8_t>(spec.color_type);
  ihdr.bit_depth = static_cast<uint8_t>(spec.bit_depth);
  ihdr.interlace_method = spec.interlaced ? 1 : 0;
  EXPECT_EQ(spng_set_ihdr(context, &ihdr), 0);
  spng_plte palette{};
  palette.n_entries = static_cast<uint32_t>(spec.palette.size() / 3);
  for (uint32_t i = 0; i < palette.n_entries; ++i) {
    const auto* entry = reinterpret_cast<const uint8_t*>(spec.palette.data()) + size_t{3} * i;
    palette.entries[i] = {entry[0], entry[1], entry[2], 255};
  }
  if (palette.n_entries > 0) spng_set_plte(context, &palette);
  spng_trns alpha{};
  alpha.n_type3_entries = static_cast<uint32_t>(spec.palette_alpha.size());
  for (uint32_t i = 0; i < alpha.n_type3_entries; ++i) {
    alpha.type3_alpha[i] = static_cast<uint8_t>(spec.palette_alpha[i]);
  }
  if (alpha.n_type3_entries > 0) spng_set_trns(context, &alpha);
  EXPECT_EQ(spng_encode_image(context, samples.data(), samples.size(), SPNG_FMT_PNG, SPNG_ENCODE_FINALIZE), 0);
  size_t size = 0;
  int code = 0;
  void* buffer = spng_get_png_buffer(context, &size, &code);
  std::string file(static_cast<char*>(buffer), size);
  std::free(buffer);
  spng_ctx_free(context);
  return file;
}

std::string exif_block(int orientation, bool big_endian) {
  const char value = static_cast<char>(orientation);
  std::string block("Exif\0\0", 6);
  if (big_endian) {
    block += std::string("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19);
    block += value;
    block += std::string("\0\0\0\0\0\0", 6);
  } else {
    block += std::string("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 18);
    block += value;
    block += std::string("\0\0\0\0\0\0\0", 7);
  }
  return block;
}

std::string with_orientation(const std::string& jpeg, int orientation, bool big_endian) {
  const std::string block = exif_block(orientation, big_endian);
  const size_t length = block.size() + 2;
  std::string segment("\xFF\xE1", 2);
  segment += static_cast<char>(length >> 8);
  segment += static_cast<char>(length & 0xFF);
  return jpeg.substr(0, 2) + segment + block + jpeg.substr(2);
}

std::string big_endian(uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
          static_cast<char>(value)};
}

std::string png_chunk(const std::string& type, const std::string& data) {
  return big_endian(static_cast<uint32_t>(data.size())) + type + data + big_endian(crc(type + data));
}

std::string png_with_orientation(const std::string& png, int orientation) {
  const size_t after_header = 8 + 12 + 13;
  const std::string block = exif_block(orientation, false).substr(6);
  return png.substr(0, after_header) + png_chunk("eXIf", block) + png.substr(after_header);
}

std::string webp_with_orientation(const std::string& webp, int orientation) {
  const WebPData data{reinterpret_cast<const uint8_t*>(webp.data()), webp.size()};
  const std::string block = exif_block(orientation, true);
  const WebPData exif{reinterpret_cast<const uint8_t*>(block.data()), block.size()};
  WebPMux* mux = WebPMuxCreate(&data, 1);
  WebPData written{nullptr, 0};
  EXPECT_EQ(WebPMuxSetChunk(mux, "EXIF", &exif, 1), WEBP_MUX_OK);
  EXPECT_EQ(WebPMuxAssemble(mux, &written), WEBP_MUX_OK);
  std::string file(reinterpret_cast<const char*>(written.bytes), written.size);
  WebPDataClear(&written);
  WebPMuxDelete(mux);
  return file;
}

std::string profile_header(std::string_view colour_space) {
  std::string profile(200, '\0');
  profile.replace(16, colour_space.size(), colour_space);
  return profile;
}

cv::Mat decode(std::string_view file) {
  auto opened = open_decoder(file, Limits{});
  if (const auto* failed = std::get_if<Failure>(&opened)) {
    ADD_FAILURE() << failed->message;
    return {};
  }
  Decoder& decoder = *std::get<std::unique_ptr<Decoder>>(opened);
  const Header& header = decoder.header();
  cv::Mat pixels(header.stored.height, header.stored.width, CV_8UC(header.channels));
  EXPECT_FALSE(decoder.start());
  for (int y = 0; y < pixels.rows; ++y) EXPECT_FALSE(decoder.read_row(pixels.ptr(y)));
  EXPECT_FALSE(decoder.finish());
  return pixels;
}

std::string decode_profile(std::string_view file) {
  auto opened = open_decoder(file, Limits{});
  return std::get<std::unique_ptr<Decoder>>(opened)->header().icc;
}

Result must_resize(std::string_view input, const Options& options) {
  auto resized = resize(input, options);
  if (const auto* failed = std::get_if<Failure>(&resized)) {
    ADD_FAILURE() << failed->message;
    return {};
  }
  return std::get<Result>(std::move(resized));
}

Failure must_fail(std::string_view input, const Options& options) {
  auto resized = resize(input, options);
  if (std::holds_alternative<Result>(resized)) {
    ADD_FAILURE() << "resized what should have been refused";
    return {};
  }
  return std::get<Failure>(std::move(resized));
}

double psnr(const cv::Mat& a, const cv::Mat& b) {
  EXPECT_EQ(a.size(), b.size());
  EXPECT_EQ(a.type(), b.type());
  if (a.size() != b.size() || a.type() != b.type()) return 0.0;
  const double error = cv::norm(a, b, cv::NORM_L2SQR) / static_cast<double>(a.total() * a.elemSize());
  return error == 0.0 ? 99.0 : 10.0 * std::log10(255.0 * 255.0 / error);
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::optional<std::string> shared_image(const std::string& name) {
  const char* set = std::getenv("CLOUDLING_SHARED");
  const std::filesystem::path root = std::filesystem::path(CLOUDLING_FIXTURES).lexically_normal().parent_path();
  const std::filesystem::path folder = set != nullptr ? set : root.parent_path() / "shared";
  const auto path = folder / "images" / name;
  if (!std::filesystem::exists(path)) return std::nullopt;
  return read_file(path.string());
}

}  // namespace cloudling::resizer::testing
