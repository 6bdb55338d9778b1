#include "resizer/orientation.h"

#include <gtest/gtest.h>

#include "tests/resizer/support.h"

namespace cloudling::resizer {
namespace {

// The letter F on its 4 x 6 field, and how it is stored so that each orientation shows it upright (Exif 2.32, 4.6.4 A).
cv::Mat letter() {
  static const char* const kRows[] = {"####", "#...", "###.", "#...", "#...", "#..."};
  cv::Mat image(6, 4, CV_8UC1);
  for (int y = 0; y < 6; ++y) {
    for (int x = 0; x < 4; ++x) image.at<uint8_t>(y, x) = kRows[y][x] == '#' ? 20 : 230;
  }
  return image;
}

// Where row 0 and column 0 of the stored image lie in the upright one, as the standard words it: 6 is "the 0th row is
// the right-hand side, the 0th column the top".
cv::Mat stored(const cv::Mat& upright, int orientation) {
  const int w = upright.cols;
  const int h = upright.rows;
  const Size size = turn({w, h}, orientation);
  cv::Mat image(size.height, size.width, CV_8UC1);
  for (int row = 0; row < size.height; ++row) {
    for (int column = 0; column < size.width; ++column) {
      const int positions[8][2] = {
          {column, row}, {w - 1 - column, row}, {w - 1 - column, h - 1 - row}, {column, h - 1 - row},
          {row, column}, {w - 1 - row, column}, {w - 1 - row, h - 1 - column}, {row, h - 1 - column}};
      const auto& at = positions[orientation - 1];
      image.at<uint8_t>(row, column) = upright.at<uint8_t>(at[1], at[0]);
    }
  }
  return image;
}

class EveryOrientation : public ::testing::TestWithParam<int> {};

TEST_P(EveryOrientation, IsTurnedUpright) {
  EXPECT_EQ(cv::norm(make_upright(stored(letter(), GetParam()), GetParam()), letter()), 0.0);
}

TEST_P(EveryOrientation, RectanglesAreFoundInTheStoredImage) {
  const Rect rect{1, 0, 2, 5};
  const Rect found = to_stored(rect, {4, 6}, GetParam());
  const cv::Mat cut = stored(letter(), GetParam())(cv::Rect(found.left, found.top, found.width, found.height));
  const cv::Mat wanted = letter()(cv::Rect(rect.left, rect.top, rect.width, rect.height));
  EXPECT_EQ(cv::norm(make_upright(cut.clone(), GetParam()), wanted), 0.0);
}

TEST_P(EveryOrientation, IsAppliedToJpegs) {
  const cv::Mat small = letter();
  cv::Mat enlarged(48, 32, CV_8UC1);
  for (int y = 0; y < 48; ++y) {
    for (int x = 0; x < 32; ++x) enlarged.at<uint8_t>(y, x) = small.at<uint8_t>(y / 8, x / 8);
  }
  const std::string jpeg = testing::as_jpeg(stored(enlarged, GetParam()), 98);
  Options options;
  options.format = Format::kPng;
  const Result result = testing::must_resize(testing::with_orientation(jpeg, GetParam(), GetParam() % 2 == 0), options);
  EXPECT_EQ(result.width, 32);
  EXPECT_EQ(result.height, 48);
  EXPECT_EQ(result.source.width, 32);
  EXPECT_EQ(result.source.height, 48);
  EXPECT_EQ(result.source.orientation, GetParam());
  EXPECT_GT(testing::psnr(testing::decode(result.bytes), enlarged), 35.0);
}

TEST_P(EveryOrientation, IsAppliedToPngsAndWebps) {
  const cv::Mat upright = testing::texture(21, 34, 1);
  const cv::Mat turned = stored(upright, GetParam());
  cv::Mat in_colour;
  cv::merge(std::vector<cv::Mat>{turned, turned, turned}, in_colour);
  Options options;
  options.format = Format::kPng;
  const auto png = testing::png_with_orientation(testing::as_png(turned), GetParam());
  const auto webp = testing::webp_with_orientation(testing::as_webp(in_colour), GetParam());
  EXPECT_EQ(cv::norm(testing::decode(testing::must_resize(png, options).bytes), upright), 0.0);
  cv::Mat red;
  cv::extractChannel(testing::decode(testing::must_resize(webp, options).bytes), red, 0);
  EXPECT_EQ(cv::norm(red, upright), 0.0);
}

TEST_P(EveryOrientation, CutsAndScalesAsTheUprightImage) {
  const cv::Mat upright = testing::gradient(90, 131, 1);
  Options options;
  options.format = Format::kPng;
  options.width = 40;
  options.height = 31;
  options.position = {Align::kCentre, Align::kEnd};
  const auto turned = testing::with_orientation(testing::as_jpeg(stored(upright, GetParam()), 100), GetParam());
  const Result wanted = testing::must_resize(testing::as_png(upright), options);
  const Result got = testing::must_resize(turned, options);
  EXPECT_GT(testing::psnr(testing::decode(got.bytes), testing::decode(wanted.bytes)), 45.0);
}

TEST_P(EveryOrientation, ShowsInTheProbe) {
  const auto turned = testing::with_orientation(testing::as_jpeg(testing::gradient(30, 20, 3)), GetParam());
  const auto probed = probe(turned);
  ASSERT_TRUE(std::holds_alternative<ImageInfo>(probed));
  const auto& info = std::get<ImageInfo>(probed);
  EXPECT_EQ(info.orientation, GetParam());
  EXPECT_EQ(info.width, GetParam() >= 5 ? 20 : 30);
  EXPECT_EQ(info.height, GetParam() >= 5 ? 30 : 20);
}

INSTANTIATE_TEST_SUITE_P(Exif, EveryOrientation, ::testing::Range(1, 9));

}  // namespace
}  // namespace cloudling::resizer
