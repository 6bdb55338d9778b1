#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <set>

#include <jpeglib.h>

#include "tests/resizer/support.h"

namespace cloudling::resizer {
namespace {

using testing::big_endian;
using testing::gradient;
using testing::must_fail;
using testing::png_chunk;
using Kind = Failure::Kind;

// Only a header and the start of the pixels: who asks for pixels first would find them missing.
std::string png_header(uint32_t width, uint32_t height, int bit_depth) {
  const std::string header =
      big_endian(width) + big_endian(height) + static_cast<char>(bit_depth) + std::string("\0\0\0\0", 4);
  return "\x89PNG\r\n\x1A\n" + png_chunk("IHDR", header) + png_chunk("IDAT", "x");
}

// A small JPEG that says it is large.
std::string jpeg_saying(int width, int height) {
  std::string jpeg = testing::as_jpeg(gradient(32, 32, 3));
  const size_t frame = jpeg.find("\xFF\xC0");
  jpeg[frame + 5] = static_cast<char>(height >> 8);
  jpeg[frame + 6] = static_cast<char>(height & 0xFF);
  jpeg[frame + 7] = static_cast<char>(width >> 8);
  jpeg[frame + 8] = static_cast<char>(width & 0xFF);
  return jpeg;
}

std::string webp_saying(uint32_t width, uint32_t height) {
  const uint32_t bits = (width - 1) | (height - 1) << 14;
  std::string data = "\x2F";
  for (int shift = 0; shift < 32; shift += 8) data += static_cast<char>(bits >> shift);
  data += std::string(27, '\0');
  std::string file = "RIFF";
  file += static_cast<char>(data.size() + 12);
  file += std::string("\0\0\0WEBPVP8L", 11);
  file += static_cast<char>(data.size());
  return file + std::string("\0\0\0", 3) + data;
}

// A progressive grey JPEG whose last scan comes `repeats` times.
std::string jpeg_with_scans(int repeats) {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &buffer, &size);
  info.image_width = info.image_height = 64;
  info.input_components = 1;
  info.in_color_space = JCS_GRAYSCALE;
  jpeg_set_defaults(&info);
  const jpeg_scan_info scans[] = {{1, {0}, 0, 0, 0, 0}, {1, {0}, 1, 63, 0, 0}};
  info.scan_info = scans;
  info.num_scans = 2;
  jpeg_start_compress(&info, TRUE);
  const cv::Mat image = testing::texture(64, 64, 1);
  for (int y = 0; y < 64; ++y) {
    auto* row = const_cast<JSAMPROW>(image.ptr(y));
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  const std::string file(reinterpret_cast<char*>(buffer), size);
  std::free(buffer);
  const size_t last = file.rfind("\xFF\xC4");  // the Huffman table before the last scan
  const std::string scan = file.substr(last, file.size() - 2 - last);
  std::string repeated = file.substr(0, last);
  for (int i = 0; i < repeats; ++i) repeated += scan;
  return repeated + file.substr(file.size() - 2);
}

TEST(Hostile, WhatIsNoImage) {
  EXPECT_EQ(must_fail("").kind, Kind::kCorrupt);
  EXPECT_NE(must_fail("").message.find("empty"), std::string::npos);
  for (const std::string text : {"hello", "x", "\x89PN", "RIFF", "RIFF\1\1\1\1WAVE", "{\"bucket\": \"a\"}"}) {
    EXPECT_EQ(must_fail(text).kind, Kind::kUnsupported) << text;
    EXPECT_NE(must_fail(text).message.find("JPEG, PNG or WebP"), std::string::npos);
  }
}

TEST(Hostile, OtherFormatsAreNamed) {
  const std::pair<std::string, std::string> others[] = {
      {"GIF89a....", "GIF"},
      {std::string("\0\0\0\x1C"
                   "ftypavif",
                   12),
       "AVIF"},
      {std::string("\0\0\0\x1C"
                   "ftypheic",
                   12),
       "HEIC"},
      {"BM......", "BMP"},
      {std::string("II*\0....", 8), "TIFF"},
      {std::string("MM\0*....", 8), "TIFF"},
      {"<svg xmlns=", "SVG"},
      {"%PDF-1.7", "PDF"},
  };
  for (const auto& [bytes, format] : others) {
    const Failure failure = must_fail(bytes);
    EXPECT_EQ(failure.kind, Kind::kUnsupported) << format;
    EXPECT_TRUE(failure.message.starts_with(format)) << failure.message;
    EXPECT_NE(failure.message.find("JPEG, PNG or WebP"), std::string::npos);
  }
}

TEST(Hostile, HugeSizesAreRefusedByTheHeader) {
  for (const auto& bomb : {png_header(30'000, 30'000, 1), jpeg_saying(32'000, 32'000), webp_saying(16'383, 16'383)}) {
    EXPECT_EQ(must_fail(bomb).kind, Kind::kTooLarge) << must_fail(bomb).message;
    const auto probed = probe(bomb);
    ASSERT_TRUE(std::holds_alternative<Failure>(probed));
    EXPECT_EQ(std::get<Failure>(probed).kind, Kind::kTooLarge);
  }
  EXPECT_NE(must_fail(png_header(30'000, 30'000, 1)).message.find("30000 x 30000"), std::string::npos);
  EXPECT_EQ(must_fail(png_header(70'000, 1, 8)).kind, Kind::kTooLarge);
  EXPECT_EQ(must_fail(png_header(0x7FFFFFFF, 0x7FFFFFFF, 8)).kind, Kind::kTooLarge);
}

TEST(Hostile, SizesOfZeroAreDamage) {
  EXPECT_EQ(must_fail(png_header(0, 10, 8)).kind, Kind::kCorrupt);
  EXPECT_EQ(must_fail(jpeg_saying(0, 10)).kind, Kind::kCorrupt);
}

TEST(Hostile, LimitsAreTheCallers) {
  const std::string png = testing::as_png(gradient(50, 40, 3));
  Options options;
  options.limits.max_input_pixels = 2000;
  EXPECT_EQ(testing::must_resize(png, options).width, 50);
  options.limits.max_input_pixels = 1999;
  EXPECT_EQ(must_fail(png, options).kind, Kind::kTooLarge);
  options = {};
  options.limits.max_input_bytes = png.size() - 1;
  EXPECT_EQ(must_fail(png, options).kind, Kind::kTooLarge);
  options = {};
  options.limits.max_input_dimension = 49;
  EXPECT_EQ(must_fail(png, options).kind, Kind::kTooLarge);
}

TEST(Hostile, ThousandsOfScansAreRefused) {
  EXPECT_EQ(testing::must_resize(jpeg_with_scans(40), {}).width, 64);
  const Failure failure = must_fail(jpeg_with_scans(5000));
  EXPECT_EQ(failure.kind, Kind::kTooLarge);
  EXPECT_NE(failure.message.find("more than 50 scans"), std::string::npos);
}

TEST(Hostile, FilesCutAnywhereAreRefused) {
  const cv::Mat image = testing::texture(61, 47, 3);
  const std::string icc = testing::profile_header("RGB ");
  const std::string files[] = {testing::as_jpeg(image, 90, false, icc),
                               testing::as_jpeg(image, 90, true),
                               testing::as_png(image, icc),
                               testing::as_webp(image, true, icc),
                               testing::as_webp(image, false),
                               testing::as_webp(gradient(61, 47, 4))};
  Options options;
  options.width = 20;
  for (const auto& file : files) {
    testing::must_resize(file, options);
    SCOPED_TRACE(file.substr(0, 4) + " of " + std::to_string(file.size()) + " bytes");
    const size_t step = std::max<size_t>(1, file.size() / 400);
    for (size_t size = 0; size < file.size() - 5; size += size < 600 ? 1 : step) {
      SCOPED_TRACE(size);
      const Failure failure = must_fail(std::string_view(file).substr(0, size), options);
      EXPECT_TRUE(failure.kind == Kind::kCorrupt || failure.kind == Kind::kUnsupported)
          << size << " of " << file.size() << ": " << failure.message;
    }
    // A PNG's last chunk is empty, so nothing is lost with its checksum; any other file needs its last byte.
    const size_t spare = file.starts_with("\x89PNG") ? 4 : 0;
    EXPECT_EQ(must_fail(file.substr(0, file.size() - spare - 1), options).kind, Kind::kCorrupt);
  }
}

TEST(Hostile, FlippedBitsNeverDoWorseThanFail) {
  const cv::Mat image = testing::texture(40, 30, 3);
  Options options;
  options.width = 17;
  std::set<Kind> seen;
  for (std::string file : {testing::as_jpeg(image), testing::as_jpeg(image, 90, true), testing::as_png(image),
                           testing::as_webp(image), testing::as_webp(image, false)}) {
    const size_t step = std::max<size_t>(1, file.size() / 300);
    for (size_t at = 0; at < file.size(); at += step) {
      file[at] = static_cast<char>(file[at] ^ 1 << at % 8);
      const auto resized = resize(file, options);
      if (const auto* failed = std::get_if<Failure>(&resized)) seen.insert(failed->kind);
      file[at] = static_cast<char>(file[at] ^ 1 << at % 8);
    }
  }
  EXPECT_TRUE(seen.contains(Kind::kCorrupt));
  EXPECT_FALSE(seen.contains(Kind::kBadOption));
}

TEST(Hostile, WrongPngChecksumsAreDamage) {
  std::string png = testing::as_png(gradient(40, 30, 3));
  const size_t data = png.find("IDAT");
  png[data + 30] = static_cast<char>(png[data + 30] ^ 0x10);
  const Failure failure = must_fail(png);
  EXPECT_EQ(failure.kind, Kind::kCorrupt);
  EXPECT_NE(failure.message.find("damaged or cut off"), std::string::npos);
}

TEST(Hostile, AnimatedWebpIsRefusedByName) {
  // An extended header with the animation flag, 2 x 2 pixels, and an ANIM chunk.
  const std::string file("RIFF\x24\0\0\0WEBPVP8X\x0A\0\0\0\x02\0\0\0\x01\0\0\x01\0\0ANIM\x06\0\0\0\0\0\0\0\0\0", 44);
  const Failure failure = must_fail(file);
  EXPECT_EQ(failure.kind, Kind::kUnsupported);
  EXPECT_NE(failure.message.find("animated WebP"), std::string::npos);
}

}  // namespace
}  // namespace cloudling::resizer
