// The image core beside the plain way: libjpeg-turbo at full size, OpenCV's INTER_AREA, libjpeg-turbo again. Both run
// on one thread over the same photographs to JPEG, quality 80, fitted inside a square. Shares of one run compare, times
// of different machines do not. Photographs are taken from CLOUDLING_SHARED/images, or from `shared` beside the
// checkout; without them only the picture in fixtures/ is measured.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

#include <jpeglib.h>

#include "resizer/resizer.h"

namespace {

namespace fs = std::filesystem;
using namespace cloudling::resizer;

constexpr int kQuality = 80;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

fs::path checkout() { return (fs::path(__FILE__).parent_path() / ".." / "..").lexically_normal(); }

fs::path shared_images() {
  const char* set = std::getenv("CLOUDLING_SHARED");
  return (set != nullptr ? fs::path(set) : checkout() / ".." / "shared") / "images";
}

cv::Mat decode_full(const std::string& file) {
  jpeg_decompress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(file.data()), file.size());
  jpeg_read_header(&info, TRUE);
  info.out_color_space = JCS_RGB;
  jpeg_start_decompress(&info);
  cv::Mat pixels(static_cast<int>(info.output_height), static_cast<int>(info.output_width), CV_8UC3);
  while (info.output_scanline < info.output_height) {
    JSAMPROW row = pixels.ptr(static_cast<int>(info.output_scanline));
    jpeg_read_scanlines(&info, &row, 1);
  }
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  return pixels;
}

size_t encode(const cv::Mat& pixels) {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &buffer, &size);
  info.image_width = static_cast<JDIMENSION>(pixels.cols);
  info.image_height = static_cast<JDIMENSION>(pixels.rows);
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, kQuality, TRUE);
  info.optimize_coding = TRUE;
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    auto* row = const_cast<JSAMPROW>(pixels.ptr(static_cast<int>(info.next_scanline)));
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  std::free(buffer);
  return size;
}

void plain_way(benchmark::State& state, const std::string& file) {
  const int side = static_cast<int>(state.range(0));
  for (auto _ : state) {
    const cv::Mat whole = decode_full(file);
    const double scale = static_cast<double>(side) / std::max(whole.cols, whole.rows);
    cv::Mat small;
    cv::resize(whole, small, cv::Size(), scale, scale, cv::INTER_AREA);
    benchmark::DoNotOptimize(encode(small));
  }
}

void cloudling(benchmark::State& state, const std::string& file, Format format) {
  Options options;
  options.width = options.height = static_cast<int>(state.range(0));
  options.fit = Fit::kInside;
  options.format = format;
  options.quality = kQuality;
  size_t bytes = 0;
  for (auto _ : state) {
    const auto resized = resize(file, options);
    if (const auto* failed = std::get_if<Failure>(&resized)) return state.SkipWithError(failed->message.c_str());
    bytes = std::get<Result>(resized).bytes.size();
  }
  state.counters["out_bytes"] = static_cast<double>(bytes);
}

void add_pair(const fs::path& path, std::initializer_list<int> sides) {
  if (!fs::exists(path)) {
    std::fprintf(stderr, "%s is absent: not measured\n", path.string().c_str());
    return;
  }
  const std::string file = read_file(path);
  const std::string name = path.filename().string();
  for (const int side : sides) {
    const auto ours = [file](benchmark::State& state) { cloudling(state, file, Format::kJpeg); };
    benchmark::RegisterBenchmark((name + "/cloudling").c_str(), ours)->Arg(side)->Unit(benchmark::kMillisecond);
    if (path.extension() != ".jpg") continue;
    const auto plain = [file](benchmark::State& state) { plain_way(state, file); };
    benchmark::RegisterBenchmark((name + "/full+INTER_AREA").c_str(), plain)->Arg(side)->Unit(benchmark::kMillisecond);
  }
}

void add_outputs(const fs::path& path) {
  if (!fs::exists(path)) return;
  const std::string file = read_file(path);
  for (const Format format : {Format::kPng, Format::kWebp}) {
    const auto ours = [file, format](benchmark::State& state) { cloudling(state, file, format); };
    const std::string title = path.filename().string() + "/cloudling to " + std::string(name(format));
    benchmark::RegisterBenchmark(title.c_str(), ours)->Arg(512)->Unit(benchmark::kMillisecond);
  }
}

const bool kRegistered = [] {
  cv::setNumThreads(1);
  const fs::path images = shared_images();
  add_pair(images / "p03_q85.jpg", {128});
  add_pair(images / "p2_q85.jpg", {128, 512});
  add_pair(images / "p12_q88.jpg", {128, 512, 1024});
  add_pair(images / "p12_q88_prog.jpg", {128});
  add_pair(images / "p24_q90.jpg", {128, 512});
  add_pair(images / "p2_rgb.png", {512});
  add_pair(images / "p2_rgba.png", {512});
  add_pair(images / "p2.webp", {512});
  add_outputs(images / "p2_q85.jpg");
  add_pair(checkout() / "fixtures" / "images" / "puppy.jpg", {128});
  return true;
}();

}  // namespace
