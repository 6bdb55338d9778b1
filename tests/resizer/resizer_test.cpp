#include "resizer/resizer.h"

#include <gtest/gtest.h>

#include "tests/resizer/support.h"

namespace cloudling::resizer {
namespace {

using testing::decode;
using testing::gradient;
using testing::must_resize;

Options box(int width, int height, Fit fit = Fit::kInside, Format format = Format::kAuto) {
  Options options;
  options.width = width;
  options.height = height;
  options.fit = fit;
  options.format = format;
  return options;
}

TEST(Resize, EveryFormatIntoEveryFormat) {
  const cv::Mat image = gradient(300, 200, 3);
  const cv::Mat wanted = gradient(75, 50, 3);
  const std::string files[] = {testing::as_jpeg(image), testing::as_png(image), testing::as_webp(image)};
  const Format formats[] = {Format::kJpeg, Format::kPng, Format::kWebp};
  for (int from = 0; from < 3; ++from) {
    for (const Format to : formats) {
      const Result result = must_resize(files[from], box(75, 75, Fit::kInside, to));
      EXPECT_EQ(result.format, to);
      EXPECT_EQ(result.source.format, formats[from]);
      EXPECT_EQ(result.source.width, 300);
      EXPECT_EQ(result.width, 75);
      EXPECT_EQ(result.height, 50);
      const auto info = std::get<ImageInfo>(probe(result.bytes));
      EXPECT_EQ(info.format, to);
      EXPECT_EQ(info.width, 75);
      EXPECT_EQ(info.height, 50);
      EXPECT_GT(testing::psnr(decode(result.bytes), wanted), 33.0) << name(formats[from]) << " to " << name(to);
    }
  }
}

TEST(Resize, AutoKeepsTheFormat) {
  EXPECT_EQ(must_resize(testing::as_webp(gradient(40, 40, 3)), box(10, 10)).format, Format::kWebp);
  EXPECT_EQ(must_resize(testing::as_png(gradient(40, 40, 3)), box(10, 10)).format, Format::kPng);
}

TEST(Resize, TheSameInputGivesTheSameBytes) {
  const std::string jpeg = testing::as_jpeg(testing::texture(300, 200, 3));
  for (const Format format : {Format::kJpeg, Format::kPng, Format::kWebp}) {
    const auto options = box(100, 100, Fit::kCover, format);
    EXPECT_EQ(must_resize(jpeg, options).bytes, must_resize(jpeg, options).bytes);
  }
}

TEST(Resize, QualityDecidesTheSize) {
  const std::string png = testing::as_png(testing::texture(200, 200, 3));
  for (const Format format : {Format::kJpeg, Format::kWebp}) {
    Options low = box(100, 100, Fit::kCover, format);
    Options high = low;
    low.quality = 20;
    high.quality = 95;
    EXPECT_LT(must_resize(png, low).bytes.size() * 2, must_resize(png, high).bytes.size());
  }
}

TEST(Resize, GreyStaysGreyWhereTheFormatHasIt) {
  const std::string grey = testing::as_png(gradient(60, 40, 1));
  EXPECT_EQ(decode(must_resize(grey, box(30, 20, Fit::kFill, Format::kPng)).bytes).channels(), 1);
  EXPECT_EQ(decode(must_resize(grey, box(30, 20, Fit::kFill, Format::kJpeg)).bytes).channels(), 1);
  EXPECT_EQ(decode(must_resize(grey, box(30, 20, Fit::kFill, Format::kWebp)).bytes).channels(), 3);
}

TEST(Resize, AlphaIsKeptOrFlattened) {
  cv::Mat image(40, 40, CV_8UC4, cv::Scalar(200, 0, 0, 0));
  image(cv::Rect(0, 0, 20, 40)) = cv::Scalar(0, 0, 200, 255);
  const std::string png = testing::as_png(image);
  const cv::Mat kept = decode(must_resize(png, box(20, 20)).bytes);
  ASSERT_EQ(kept.channels(), 4);
  EXPECT_EQ(kept.at<cv::Vec4b>(10, 2), cv::Vec4b(0, 0, 200, 255));
  EXPECT_EQ(kept.at<cv::Vec4b>(10, 17)[3], 0);

  Options onto_green = box(40, 40, Fit::kInside, Format::kJpeg);
  onto_green.quality = 100;
  onto_green.background = {0, 255, 0, 255};
  const cv::Mat flat = decode(must_resize(png, onto_green).bytes);
  ASSERT_EQ(flat.channels(), 3);
  EXPECT_NEAR(flat.at<cv::Vec3b>(20, 36)[1], 255, 3);
  EXPECT_NEAR(flat.at<cv::Vec3b>(20, 36)[0], 0, 3);
  EXPECT_NEAR(flat.at<cv::Vec3b>(20, 4)[2], 200, 3);
  const cv::Mat white = decode(must_resize(png, box(40, 40, Fit::kInside, Format::kJpeg)).bytes);
  EXPECT_NEAR(white.at<cv::Vec3b>(20, 36)[0], 255, 3);
}

TEST(Resize, ContainPads) {
  const std::string png = testing::as_png(cv::Mat(20, 40, CV_8UC3, cv::Scalar(10, 20, 30)));
  Options options = box(20, 20, Fit::kContain);
  options.background = {1, 2, 3, 255};
  const cv::Mat opaque = decode(must_resize(png, options).bytes);
  ASSERT_EQ(opaque.size(), cv::Size(20, 20));
  ASSERT_EQ(opaque.channels(), 3);
  EXPECT_EQ(opaque.at<cv::Vec3b>(4, 10), cv::Vec3b(1, 2, 3));
  EXPECT_EQ(opaque.at<cv::Vec3b>(5, 10), cv::Vec3b(10, 20, 30));
  EXPECT_EQ(opaque.at<cv::Vec3b>(14, 10), cv::Vec3b(10, 20, 30));
  EXPECT_EQ(opaque.at<cv::Vec3b>(15, 10), cv::Vec3b(1, 2, 3));
  options.background = {0, 0, 0, 0};
  const cv::Mat clear = decode(must_resize(png, options).bytes);
  ASSERT_EQ(clear.channels(), 4);
  EXPECT_EQ(clear.at<cv::Vec4b>(0, 0), cv::Vec4b(0, 0, 0, 0));
  EXPECT_EQ(clear.at<cv::Vec4b>(10, 10), cv::Vec4b(10, 20, 30, 255));
}

TEST(Resize, ContainPadsGreyInColour) {
  const std::string grey = testing::as_png(cv::Mat(20, 40, CV_8UC1, cv::Scalar(77)));
  Options options = box(20, 20, Fit::kContain);
  options.background = {255, 0, 0, 255};
  const cv::Mat image = decode(must_resize(grey, options).bytes);
  ASSERT_EQ(image.channels(), 3);
  EXPECT_EQ(image.at<cv::Vec3b>(0, 0), cv::Vec3b(255, 0, 0));
  EXPECT_EQ(image.at<cv::Vec3b>(10, 10), cv::Vec3b(77, 77, 77));
}

TEST(Resize, ProfilesArePassedOnWhereTheyFit) {
  const std::string rgb = testing::profile_header("RGB ");
  const std::string grey = testing::profile_header("GRAY");
  const auto colour = testing::as_jpeg(gradient(40, 40, 3), 90, false, rgb);
  EXPECT_EQ(testing::decode_profile(must_resize(colour, box(20, 20)).bytes), rgb);
  EXPECT_EQ(testing::decode_profile(must_resize(colour, box(20, 20, Fit::kFill, Format::kWebp)).bytes), rgb);
  const auto foreign = testing::as_jpeg(gradient(40, 40, 3), 90, false, testing::profile_header("CMYK"));
  EXPECT_EQ(testing::decode_profile(must_resize(foreign, box(20, 20)).bytes), "");
  const auto monochrome = testing::as_png(gradient(40, 40, 1), grey);
  EXPECT_EQ(testing::decode_profile(must_resize(monochrome, box(20, 20)).bytes), grey);
  EXPECT_EQ(testing::decode_profile(must_resize(monochrome, box(20, 20, Fit::kFill, Format::kWebp)).bytes), "");
}

TEST(Resize, NothingIsEnlargedUnasked) {
  const std::string png = testing::as_png(gradient(40, 30, 3));
  Options options = box(400, 400);
  EXPECT_EQ(must_resize(png, options).width, 40);
  options.allow_enlargement = true;
  const Result enlarged = must_resize(png, options);
  EXPECT_EQ(enlarged.width, 400);
  EXPECT_EQ(enlarged.height, 300);
  EXPECT_GT(testing::psnr(decode(enlarged.bytes), gradient(400, 300, 3)), 35.0);
}

TEST(Resize, ReducedDecodingStaysInPlace) {
  // A size that no reduction divides: the last pixels of the reduced image are partly beyond the image.
  const cv::Mat image = gradient(1021, 769, 3);
  const Result from_jpeg = must_resize(testing::as_jpeg(image, 98), box(100, 75, Fit::kFill, Format::kPng));
  const Result from_png = must_resize(testing::as_png(image), box(100, 75, Fit::kFill, Format::kPng));
  EXPECT_GT(testing::psnr(decode(from_jpeg.bytes), decode(from_png.bytes)), 45.0);
}

TEST(Resize, OneSideMayBeMuchLongerThanTheOther) {
  const std::string line = testing::as_png(gradient(20'000, 2, 3));
  const Result result = must_resize(line, box(100, 100));
  EXPECT_EQ(result.width, 100);
  EXPECT_EQ(result.height, 1);
}

TEST(Resize, FormatsRefuseSidesTheyCannotHold) {
  const std::string line = testing::as_png(gradient(20'000, 2, 3));
  Options options;
  options.format = Format::kWebp;
  const Failure failure = testing::must_fail(line, options);
  EXPECT_EQ(failure.kind, Failure::Kind::kBadOption);
  EXPECT_NE(failure.message.find("16383"), std::string::npos);
}

TEST(Fixtures, AreWhatTheirReadmeSays) {
  const std::string folder = std::string(CLOUDLING_FIXTURES) + "/images/";
  const struct {
    const char* file;
    Format format;
    int width, height, orientation;
    bool alpha;
  } fixtures[] = {
      {"dog.png", Format::kPng, 1200, 900, 1, false},          {"puppy.png", Format::kPng, 1200, 900, 1, false},
      {"puppy.jpg", Format::kJpeg, 1200, 900, 1, false},       {"puppy.webp", Format::kWebp, 600, 450, 1, false},
      {"puppy-turned.jpg", Format::kJpeg, 160, 120, 6, false}, {"paw-transparent.png", Format::kPng, 256, 256, 1, true},
  };
  for (const auto& fixture : fixtures) {
    const std::string bytes = testing::read_file(folder + fixture.file);
    const auto probed = probe(bytes);
    ASSERT_TRUE(std::holds_alternative<ImageInfo>(probed)) << fixture.file;
    const auto& info = std::get<ImageInfo>(probed);
    EXPECT_EQ(info.format, fixture.format) << fixture.file;
    EXPECT_EQ(info.width, fixture.width) << fixture.file;
    EXPECT_EQ(info.height, fixture.height) << fixture.file;
    EXPECT_EQ(info.orientation, fixture.orientation) << fixture.file;
    EXPECT_EQ(info.has_alpha, fixture.alpha) << fixture.file;
    EXPECT_LE(must_resize(bytes, box(128, 128)).height, 128) << fixture.file;
  }
}

}  // namespace
}  // namespace cloudling::resizer
