#include <gtest/gtest.h>

#include <algorithm>

#include "resizer/codec.h"
#include "resizer/lanczos.h"
#include "tests/resizer/support.h"

namespace cloudling::resizer {
namespace {

// Photographs of the shared folder, which is not part of the checkout.
#define SHARED_IMAGE_OR_SKIP(variable, name)         \
  const auto variable = testing::shared_image(name); \
  if (!variable) GTEST_SKIP() << name << " is absent: set CLOUDLING_SHARED to its folder"

Options inside(int side, Format format = Format::kPng) {
  Options options;
  options.width = options.height = side;
  options.fit = Fit::kInside;
  options.format = format;
  return options;
}

cv::Mat luma(const cv::Mat& rgb) {
  cv::Mat grey(rgb.size(), CV_64FC1);
  for (int y = 0; y < rgb.rows; ++y) {
    for (int x = 0; x < rgb.cols; ++x) {
      const uint8_t* p = rgb.ptr(y, x);
      grey.at<double>(y, x) = 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
    }
  }
  return grey;
}

// Wang et al. 2004, in windows of 8 x 8 that overlap by half.
double ssim(const cv::Mat& a, const cv::Mat& b) {
  const cv::Mat first = luma(a);
  const cv::Mat second = luma(b);
  double sum = 0.0;
  int windows = 0;
  for (int y = 0; y + 8 <= first.rows; y += 4) {
    for (int x = 0; x + 8 <= first.cols; x += 4, ++windows) {
      const cv::Mat p = first(cv::Rect(x, y, 8, 8));
      const cv::Mat q = second(cv::Rect(x, y, 8, 8));
      const double mp = cv::mean(p)[0];
      const double mq = cv::mean(q)[0];
      const double vp = p.dot(p) / 64 - mp * mp;
      const double vq = q.dot(q) / 64 - mq * mq;
      const double cov = p.dot(q) / 64 - mp * mq;
      sum += (2 * mp * mq + 6.5025) * (2 * cov + 58.5225) / ((mp * mp + mq * mq + 6.5025) * (vp + vq + 58.5225));
    }
  }
  return sum / windows;
}

// Decoded at full size and resampled: what reduced decoding is measured against.
cv::Mat full_decode(const std::string& file, int width, int height) {
  const cv::Mat whole = testing::decode(file);
  Resampler resampler(make_axis(whole.cols, whole.cols, width, 0, width),
                      make_axis(whole.rows, whole.rows, height, 0, height), whole.channels());
  for (int y = 0; y < whole.rows; ++y) resampler.push(whole.ptr(y));
  return resampler.take();
}

class Photograph : public ::testing::TestWithParam<const char*> {};

TEST_P(Photograph, ReducedDecodingCostsNoQuality) {
  SHARED_IMAGE_OR_SKIP(file, GetParam());
  for (const int side : {128, 512}) {
    const Result result = testing::must_resize(*file, inside(side));
    const cv::Mat got = testing::decode(result.bytes);
    EXPECT_GT(ssim(got, full_decode(*file, got.cols, got.rows)), 0.999) << side;
  }
}

INSTANTIATE_TEST_SUITE_P(SharedImages, Photograph, ::testing::Values("p03_q85.jpg", "p2_q85.jpg", "p2_q85_prog.jpg"));

class SamePicture : public ::testing::TestWithParam<const char*> {};

TEST_P(SamePicture, LooksTheSameFromEveryFormat) {
  SHARED_IMAGE_OR_SKIP(file, GetParam());
  SHARED_IMAGE_OR_SKIP(reference, "p2_rgb.png");
  const cv::Mat got = testing::decode(testing::must_resize(*file, inside(256)).bytes);
  const cv::Mat wanted = testing::decode(testing::must_resize(*reference, inside(256)).bytes);
  EXPECT_GT(ssim(got, wanted), 0.97);
}

INSTANTIATE_TEST_SUITE_P(SharedImages, SamePicture,
                         ::testing::Values("p2_q85.jpg", "p2_q85_prog.jpg", "p2.webp", "p2_ll.webp", "p2_pal.png",
                                           "p2_rgb16.png"));

TEST(SharedImages, TurnedPhotographsAreUpright) {
  SHARED_IMAGE_OR_SKIP(file, "p2_exif8.jpg");
  SHARED_IMAGE_OR_SKIP(plain, "p2_q85.jpg");
  const Result turned = testing::must_resize(*file, inside(200));
  EXPECT_EQ(turned.width, 150);
  EXPECT_EQ(turned.height, 200);
  cv::Mat wanted = testing::decode(testing::must_resize(*plain, inside(200)).bytes);
  cv::rotate(wanted, wanted, cv::ROTATE_90_COUNTERCLOCKWISE);
  EXPECT_GT(ssim(testing::decode(turned.bytes), wanted), 0.99);
}

TEST(SharedImages, GreyAndCmykAreDecoded) {
  SHARED_IMAGE_OR_SKIP(grey, "p2_gray.jpg");
  SHARED_IMAGE_OR_SKIP(cmyk, "p2_cmyk.jpg");
  EXPECT_EQ(testing::decode(testing::must_resize(*grey, inside(64)).bytes).channels(), 1);
  EXPECT_EQ(testing::decode(testing::must_resize(*cmyk, inside(64)).bytes).channels(), 3);
}

TEST(SharedImages, TheOthersAreRefusedByName) {
  for (const auto& [name, format] : {std::pair{"anim.gif", "GIF"}, std::pair{"p2.avif", "AVIF"},
                                     std::pair{"p2.bmp", "BMP"}, std::pair{"p2_lzw.tif", "TIFF"}}) {
    SHARED_IMAGE_OR_SKIP(file, name);
    const Failure failure = testing::must_fail(*file);
    EXPECT_EQ(failure.kind, Failure::Kind::kUnsupported);
    EXPECT_TRUE(failure.message.starts_with(format)) << failure.message;
  }
}

}  // namespace
}  // namespace cloudling::resizer
