#include "resizer/image.h"

#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace cloudling::resizer {
namespace {

constexpr size_t kIccHeaderBytes = 128;
constexpr size_t kIccColourSpaceAt = 16;

bool is_grey(Color color) { return color.r == color.g && color.g == color.b; }

// A new image whose channel i is the old one's channel from[i]; kOpaque makes it 255.
constexpr int kOpaque = -1;

cv::Mat pick_channels(const cv::Mat& pixels, const std::vector<int>& from) {
  std::vector<cv::Mat> channels;
  cv::split(pixels, channels);
  std::vector<cv::Mat> picked;
  picked.reserve(from.size());
  for (const int channel : from) {
    picked.push_back(channel == kOpaque ? cv::Mat(pixels.size(), CV_8UC1, cv::Scalar(255)) : channels[channel]);
  }
  cv::Mat merged;
  cv::merge(picked, merged);
  return merged;
}

Image with_alpha(Image image) {
  image = to_rgb(std::move(image));
  if (!image.has_alpha()) image.pixels = pick_channels(image.pixels, {0, 1, 2, kOpaque});
  return image;
}

uint8_t blend(unsigned over, unsigned under, unsigned alpha) {
  return static_cast<uint8_t>((over * alpha + under * (255 - alpha) + 127) / 255);
}

}  // namespace

Image pad(Image image, const Plan& plan, Color background, bool alpha_allowed) {
  if (plan.canvas == Size{plan.crop.width, plan.crop.height}) return image;
  if (image.is_grey() && !is_grey(background)) image = to_rgb(std::move(image));
  if (alpha_allowed && background.a < 255) image = with_alpha(std::move(image));
  const cv::Scalar fill(background.r, background.g, background.b, background.a);
  cv::Mat canvas(plan.canvas.height, plan.canvas.width, image.pixels.type(), fill);
  image.pixels.copyTo(canvas(cv::Rect(plan.left, plan.top, plan.crop.width, plan.crop.height)));
  image.pixels = std::move(canvas);
  return image;
}

Image flatten(Image image, Color background) {
  if (!image.has_alpha()) return image;
  cv::Mat flat(image.pixels.size(), CV_8UC3);
  const std::array<unsigned, 3> under{background.r, background.g, background.b};
  for (int y = 0; y < flat.rows; ++y) {
    const uint8_t* from = image.pixels.ptr(y);
    uint8_t* to = flat.ptr(y);
    for (int x = 0; x < flat.cols; ++x, from += 4, to += 3) {
      for (int c = 0; c < 3; ++c) to[c] = blend(from[c], under[c], from[3]);
    }
  }
  image.pixels = std::move(flat);
  return image;
}

Image to_rgb(Image image) {
  if (!image.is_grey()) return image;
  image.pixels = pick_channels(image.pixels, {0, 0, 0});
  drop_foreign_profile(image);
  return image;
}

void drop_foreign_profile(Image& image) {
  const std::string_view wanted = image.is_grey() ? "GRAY" : "RGB ";
  const bool fits = image.icc.size() >= kIccHeaderBytes &&
                    std::string_view(image.icc).substr(kIccColourSpaceAt, wanted.size()) == wanted;
  if (!fits) image.icc.clear();
}

}  // namespace cloudling::resizer
