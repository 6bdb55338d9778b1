#include "resizer/codec.h"

#include <gtest/gtest.h>

#include "tests/resizer/support.h"

namespace cloudling::resizer {
namespace {

using testing::decode;
using testing::gradient;
using testing::psnr;

TEST(Codecs, PngIsLossless) {
  for (const int channels : {1, 3, 4}) {
    const cv::Mat image = testing::texture(37, 29, channels);
    EXPECT_EQ(cv::norm(decode(testing::as_png(image)), image), 0.0) << channels;
  }
}

TEST(Codecs, WebpLosslessIsLossless) {
  const cv::Mat image = testing::texture(37, 29, 3);
  EXPECT_EQ(cv::norm(decode(testing::as_webp(image)), image), 0.0);
}

TEST(Codecs, LossyFormatsComeClose) {
  EXPECT_GT(psnr(decode(testing::as_jpeg(gradient(64, 48, 3))), gradient(64, 48, 3)), 40.0);
  EXPECT_GT(psnr(decode(testing::as_jpeg(gradient(64, 48, 1))), gradient(64, 48, 1)), 40.0);
  EXPECT_GT(psnr(decode(testing::as_jpeg(gradient(64, 48, 3), 95, true)), gradient(64, 48, 3)), 40.0);
  EXPECT_GT(psnr(decode(testing::as_webp(gradient(64, 48, 3), false)), gradient(64, 48, 3)), 35.0);
  EXPECT_GT(psnr(decode(testing::as_webp(gradient(64, 48, 4), false)), gradient(64, 48, 4)), 35.0);
}

TEST(Codecs, InkBecomesLight) {
  // Full cyan, full black, no ink, half magenta with half black.
  cv::Mat ink(16, 64, CV_8UC4);
  ink(cv::Rect(0, 0, 16, 16)) = cv::Scalar(255, 0, 0, 0);
  ink(cv::Rect(16, 0, 16, 16)) = cv::Scalar(0, 0, 0, 255);
  ink(cv::Rect(32, 0, 16, 16)) = cv::Scalar(0, 0, 0, 0);
  ink(cv::Rect(48, 0, 16, 16)) = cv::Scalar(0, 128, 0, 128);
  const int wanted[4][3] = {{0, 255, 255}, {0, 0, 0}, {255, 255, 255}, {127, 63, 127}};
  for (const bool adobe : {true, false}) {
    const cv::Mat light = decode(testing::as_cmyk_jpeg(ink, adobe));
    ASSERT_EQ(light.channels(), 3);
    for (int i = 0; i < 4; ++i) {
      for (int c = 0; c < 3; ++c) EXPECT_NEAR(light.ptr(8, 16 * i + 8)[c], wanted[i][c], 4) << adobe << i << c;
    }
  }
}

TEST(Codecs, PalettePngs) {
  const std::string palette("\xFF\x00\x00\x00\xFF\x00\x00\x00\xFF\x80\x80\x80", 12);
  const std::string samples("\x1B\xB1", 2);  // 0 1 2 3 | 2 3 0 1
  const cv::Mat opaque = decode(testing::as_raw_png({4, 2, 3, 2, false, palette, ""}, samples));
  ASSERT_EQ(opaque.channels(), 3);
  EXPECT_EQ(opaque.at<cv::Vec3b>(0, 1), cv::Vec3b(0, 255, 0));
  EXPECT_EQ(opaque.at<cv::Vec3b>(1, 1), cv::Vec3b(128, 128, 128));
  const cv::Mat clear = decode(testing::as_raw_png({4, 2, 3, 2, false, palette, std::string("\x40\xFF", 2)}, samples));
  ASSERT_EQ(clear.channels(), 4);
  EXPECT_EQ(clear.at<cv::Vec4b>(0, 0), cv::Vec4b(255, 0, 0, 64));
  EXPECT_EQ(clear.at<cv::Vec4b>(0, 2), cv::Vec4b(0, 0, 255, 255));
}

TEST(Codecs, GreyPngsOfEveryDepth) {
  const cv::Mat bits = decode(testing::as_raw_png({8, 1, 0, 1, false, "", ""}, "\xA5"));
  ASSERT_EQ(bits.channels(), 1);
  EXPECT_EQ(bits.at<uint8_t>(0, 0), 255);
  EXPECT_EQ(bits.at<uint8_t>(0, 1), 0);
  // 16-bit samples are in the byte order of the machine here, in the file big endian.
  const uint16_t deep[] = {0x0000, 0x8000, 0xFFFF};
  const cv::Mat wide =
      decode(testing::as_raw_png({3, 1, 0, 16, false, "", ""}, {reinterpret_cast<const char*>(deep), sizeof deep}));
  ASSERT_EQ(wide.channels(), 1);
  EXPECT_EQ(wide.at<uint8_t>(0, 0), 0);
  EXPECT_EQ(wide.at<uint8_t>(0, 1), 128);
  EXPECT_EQ(wide.at<uint8_t>(0, 2), 255);
}

TEST(Codecs, GreyPngsWithAlpha) {
  const cv::Mat image = decode(testing::as_raw_png({2, 1, 4, 8, false, "", ""}, std::string("\x64\xFF\x32\x07", 4)));
  ASSERT_EQ(image.channels(), 4);
  EXPECT_EQ(image.at<cv::Vec4b>(0, 0), cv::Vec4b(100, 100, 100, 255));
  EXPECT_EQ(image.at<cv::Vec4b>(0, 1), cv::Vec4b(50, 50, 50, 7));
}

TEST(Codecs, InterlacedPngs) {
  const cv::Mat image = testing::texture(13, 11, 3);
  const std::string samples(reinterpret_cast<const char*>(image.data), image.total() * image.elemSize());
  const std::string plain = testing::as_raw_png({13, 11, 2, 8, false, "", ""}, samples);
  EXPECT_EQ(cv::norm(decode(plain), image), 0.0);
  const std::string interlaced = testing::as_raw_png({13, 11, 2, 8, true, "", ""}, samples);
  EXPECT_NE(plain, interlaced);
  EXPECT_EQ(cv::norm(decode(interlaced), image), 0.0);
}

TEST(Codecs, ProfilesAreWrittenAndRead) {
  const std::string icc = testing::profile_header("RGB ");
  const cv::Mat image = gradient(20, 10, 3);
  EXPECT_EQ(testing::decode_profile(testing::as_jpeg(image, 80, false, icc)), icc);
  EXPECT_EQ(testing::decode_profile(testing::as_png(image, icc)), icc);
  EXPECT_EQ(testing::decode_profile(testing::as_webp(image, true, icc)), icc);
  EXPECT_EQ(cv::norm(decode(testing::as_webp(image, true, icc)), image), 0.0);
}

TEST(Codecs, JpegIsReducedWhileDecoding) {
  const std::string jpeg = testing::as_jpeg(gradient(201, 99, 3));
  for (const auto& [least, divisor] :
       {std::pair{Size{25, 12}, 8}, std::pair{Size{26, 12}, 4}, std::pair{Size{50, 25}, 2}, std::pair{Size{101, 10}, 1},
        std::pair{Size{500, 500}, 1}}) {
    auto opened = open_decoder(jpeg, Limits{});
    EXPECT_EQ(std::get<std::unique_ptr<Decoder>>(opened)->reduce(least), divisor);
  }
}

}  // namespace
}  // namespace cloudling::resizer
