#pragma once

// What the tests of the resizer share: images made by arithmetic, files in variants that the encoders do not write, and
// the reverse, pixels out of any file.

#include <cstdint>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "resizer/resizer.h"

namespace cloudling::resizer::testing {

/// A smooth picture with a different slope in each channel; every pixel's neighbourhood is its own.
cv::Mat gradient(int width, int height, int channels);

/// A picture with edges, fine stripes and noise from a fixed sequence: hard for a resampling filter.
cv::Mat texture(int width, int height, int channels);

std::string as_png(const cv::Mat& pixels, const std::string& icc = "");
std::string as_jpeg(const cv::Mat& pixels, int quality = 95, bool progressive = false, const std::string& icc = "");
std::string as_webp(const cv::Mat& pixels, bool lossless = true, const std::string& icc = "");

/// A JPEG of CMYK (inverted, with Adobe's marker, or plain) whose pixels are 4 channels of ink coverage, 255 = full.
std::string as_cmyk_jpeg(const cv::Mat& ink, bool adobe);

/// A PNG in a given colour type and bit depth, `rows` holding the raw samples; `interlaced` as Adam7.
struct RawPng {
  int width = 0;
  int height = 0;
  int color_type = 0;
  int bit_depth = 8;
  bool interlaced = false;
  std::string palette;  ///< r, g, b for each entry
  std::string palette_alpha;
};
std::string as_raw_png(const RawPng& spec, const std::string& samples);

/// A chunk of a PNG, with its length and checksum.
std::string png_chunk(const std::string& type, const std::string& data);
std::string big_endian(uint32_t value);

/// The JPEG with an EXIF block that holds this orientation.
std::string with_orientation(const std::string& jpeg, int orientation, bool big_endian = true);
std::string png_with_orientation(const std::string& png, int orientation);
std::string webp_with_orientation(const std::string& webp, int orientation);
std::string exif_block(int orientation, bool big_endian);

/// An ICC profile that is only a header: enough to be carried.
std::string profile_header(std::string_view colour_space);

/// All pixels of a file at full size, as stored; fails the test where it cannot be decoded.
cv::Mat decode(std::string_view file);
std::string decode_profile(std::string_view file);

Result must_resize(std::string_view input, const Options& options);
Failure must_fail(std::string_view input, const Options& options = {});

/// Peak signal to noise ratio in dB, of two images of the same size and channels.
double psnr(const cv::Mat& a, const cv::Mat& b);

/// The image `name` of the shared folder (CLOUDLING_SHARED, or `shared` beside the checkout); none where it is absent.
std::optional<std::string> shared_image(const std::string& name);
std::string read_file(const std::string& path);

}  // namespace cloudling::resizer::testing
