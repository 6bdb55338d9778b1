#include "resizer/lanczos.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/resizer/support.h"

namespace cloudling::resizer {
namespace {

double lanczos3(double x) {
  if (std::abs(x) >= 3.0) return 0.0;
  if (x == 0.0) return 1.0;
  const double angle = std::numbers::pi * x;
  return 3.0 * std::sin(angle) * std::sin(angle / 3.0) / (angle * angle);
}

// One output value straight from the definition, in doubles and in two dimensions at once.
double reference_value(const cv::Mat& from, int channel, double centre_x, double centre_y, double sx, double sy) {
  double sum = 0.0;
  double weights = 0.0;
  for (int y = 0; y < from.rows; ++y) {
    const double wy = lanczos3((y + 0.5 - centre_y) / sy);
    if (wy == 0.0) continue;
    for (int x = 0; x < from.cols; ++x) {
      const double weight = wy * lanczos3((x + 0.5 - centre_x) / sx);
      sum += weight * from.ptr(y, x)[channel];
      weights += weight;
    }
  }
  return sum / weights;
}

cv::Mat reference(const cv::Mat& from, int width, int height) {
  const double rx = static_cast<double>(from.cols) / width;
  const double ry = static_cast<double>(from.rows) / height;
  cv::Mat to(height, width, from.type());
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < from.channels(); ++c) {
        const double value =
            reference_value(from, c, (x + 0.5) * rx, (y + 0.5) * ry, std::max(1.0, rx), std::max(1.0, ry));
        to.ptr(y, x)[c] = static_cast<uint8_t>(std::clamp(value, 0.0, 255.0) + 0.5);
      }
    }
  }
  return to;
}

cv::Mat resample(const cv::Mat& from, int width, int height) {
  Resampler resampler(make_axis(from.cols, from.cols, width, 0, width),
                      make_axis(from.rows, from.rows, height, 0, height), from.channels());
  for (int y = 0; y < from.rows; ++y) resampler.push(from.ptr(y));
  return resampler.take();
}

struct Scaling {
  int width, height, to_width, to_height, channels;
};

class EveryScaling : public ::testing::TestWithParam<Scaling> {};

TEST_P(EveryScaling, EqualsTheDefinitionUpToRounding) {
  const Scaling& s = GetParam();
  const cv::Mat from = testing::texture(s.width, s.height, s.channels);
  const cv::Mat got = resample(from, s.to_width, s.to_height);
  EXPECT_LE(cv::norm(got, reference(from, s.to_width, s.to_height), cv::NORM_INF), 1.0);
}

INSTANTIATE_TEST_SUITE_P(Lanczos, EveryScaling,
                         ::testing::Values(Scaling{90, 70, 31, 23, 3}, Scaling{90, 70, 31, 23, 1},
                                           Scaling{64, 64, 8, 8, 3}, Scaling{100, 9, 7, 9, 3}, Scaling{9, 100, 9, 7, 3},
                                           Scaling{20, 15, 53, 47, 3}, Scaling{20, 15, 53, 47, 1},
                                           Scaling{40, 10, 11, 31, 3}, Scaling{10, 40, 31, 11, 3},
                                           Scaling{1, 1, 5, 4, 3}, Scaling{2, 3, 1, 1, 1}, Scaling{57, 43, 56, 42, 3},
                                           Scaling{57, 43, 58, 44, 3}, Scaling{300, 400, 9, 7, 3},
                                           Scaling{300, 400, 7, 9, 1}));

TEST(Lanczos, TheSameSizeIsTheSameImage) {
  const cv::Mat from = testing::texture(33, 21, 3);
  EXPECT_EQ(cv::norm(resample(from, 33, 21), from, cv::NORM_INF), 0.0);
}

TEST(Lanczos, AFlatImageStaysFlat) {
  for (const int channels : {1, 3, 4}) {
    const cv::Mat from(50, 60, CV_8UC(channels), cv::Scalar(13, 200, 255, 90));
    const cv::Mat wanted(20, 17, CV_8UC(channels), cv::Scalar(13, 200, 255, 90));
    EXPECT_LE(cv::norm(resample(from, 17, 20), wanted, cv::NORM_INF), 0.0) << channels;
  }
}

TEST(Lanczos, ACutIsAPartOfTheWhole) {
  const cv::Mat from = testing::texture(120, 90, 3);
  const cv::Mat whole = resample(from, 41, 37);
  Resampler part(make_axis(120, 120, 41, 5, 20), make_axis(90, 90, 37, 11, 9), 3);
  for (int y = 0; y < from.rows; ++y) part.push(from.ptr(y));
  EXPECT_EQ(cv::norm(part.take(), whole(cv::Rect(5, 11, 20, 9)), cv::NORM_INF), 0.0);
}

TEST(Lanczos, WeightsAddUpToOne) {
  const Axis axis = make_axis(1001, 1000.5, 77, 3, 60);
  ASSERT_EQ(axis.count(), 60);
  for (int i = 0; i < axis.count(); ++i) {
    double sum = 0.0;
    for (int k = 0; k < axis.taps[i]; ++k) sum += axis.row(i)[k];
    EXPECT_NEAR(sum, 1.0, 1e-5);
    EXPECT_GE(axis.first[i], 0);
    EXPECT_LE(axis.end(i), 1001);
  }
}

TEST(Lanczos, TransparentPixelsDoNotBleed) {
  // Left half opaque red, right half transparent green: no green may show, whatever the alpha.
  cv::Mat from(64, 64, CV_8UC4, cv::Scalar(0, 255, 0, 0));
  from(cv::Rect(0, 0, 32, 64)) = cv::Scalar(255, 0, 0, 255);
  for (const auto& [width, height] : {std::pair{9, 9}, std::pair{90, 90}, std::pair{63, 64}}) {
    const cv::Mat to = resample(from, width, height);
    for (int y = 0; y < to.rows; ++y) {
      for (int x = 0; x < to.cols; ++x) {
        const auto pixel = to.at<cv::Vec4b>(y, x);
        EXPECT_EQ(pixel[1], 0) << x << "," << y;
        EXPECT_GE(pixel[0], pixel[3] > 0 ? 254 : 0) << x << "," << y << " alpha " << int{pixel[3]};
      }
    }
  }
}

}  // namespace
}  // namespace cloudling::resizer
